/**
 * A JSON answer that a test looks into, knowing its shape: a wrong guess fails the test, which is what it is for.
 */
// biome-ignore lint/suspicious/noExplicitAny: see above; only tests may use it
export type Loose = any;
