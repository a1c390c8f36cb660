import { config } from "zod";

/**
 * To be imported before zod by every module that describes a shape. Compiled checks would need `eval`, which nothing
 * that holds tokens should have; each schema looks at this setting while it is made, so it must be there before.
 */
config({ jitless: true });
