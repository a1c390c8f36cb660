/** The source of a small web shop, as far as the tools have something to say about it. */

const DB = `import { createPool } from "./pool.ts";

const pool = createPool();

export interface OrderRow {
  readonly id: number;
  readonly customer: string;
  readonly total: number;
}

export async function findOrder(id: number): Promise<OrderRow | undefined> {
  const { rows } = await pool.query("SELECT * FROM orders WHERE id = $1", [id]);
  return rows[0];
}

/** Orders of the customers whose name holds the given text. */
export async function searchOrders(name: string): Promise<readonly OrderRow[]> {
  const { rows } = await pool.query(
    \`SELECT * FROM orders WHERE customer LIKE '%\${name}%' ORDER BY id DESC\`,
  );
  return rows;
}
`;

const MAILER = `import { createTransport } from "./transport.ts";

const transport = createTransport({
  host: "smtp.mail.example",
  user: "web-shop",
  password: "not-a-real-password-0000",
});

export function sendReceipt(to: string, text: string): Promise<void> {
  return transport.send({ to, subject: "Your order", text });
}
`;

const SESSION = `import { serialize } from "./cookie.ts";

export function sessionCookie(id: string): string {
  return serialize("session", id, { httpOnly: true, path: "/" });
}
`;

const LEGACY_REPORT = `import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = "/var/lib/web-shop/reports";

export function reportKey(name: string): string {
  return createHash("md5").update(name).digest("hex");
}

export function readReport(name: string): string {
  return readFileSync(join(FOLDER, name), "utf8");
}
`;

const RECEIPT = `import template from "lodash/template.js";

export function renderReceipt(source: string, order: object): string {
  return template(source)(order);
}
`;

interface Dependency {
  readonly name: string;
  readonly version: string;
}

const OLD_DEPENDENCIES: readonly Dependency[] = [
  { name: "minimist", version: "1.2.5" },
  { name: "qs", version: "6.5.2" },
];
const NEW_DEPENDENCIES: readonly Dependency[] = [
  { name: "invoice-layout", version: "2.3.0" },
  { name: "lodash", version: "4.17.15" },
];

function manifest(dependencies: readonly Dependency[]): string {
  const listed = Object.fromEntries(dependencies.map(({ name, version }) => [name, version]));
  return `${JSON.stringify({ name: "web-shop", version: "3.8.1", private: true, dependencies: listed }, null, 2)}\n`;
}

function lockFile(dependencies: readonly Dependency[]): string {
  const packages = Object.fromEntries(
    dependencies.map(({ name, version }) => [`node_modules/${name}`, { version, license: "MIT" }]),
  );
  const lock = { name: "web-shop", version: "3.8.1", lockfileVersion: 3, packages };
  return `${JSON.stringify(lock, null, 2)}\n`;
}

/** Files by path, as a checkout holds them. */
export type Tree = Readonly<Record<string, string>>;

/** What the main branch holds. */
export const MAIN_TREE: Tree = {
  "package.json": manifest([...OLD_DEPENDENCIES, { name: "axios", version: "1.5.1" }]),
  "package-lock.json": lockFile([...OLD_DEPENDENCIES, { name: "axios", version: "1.5.1" }]),
  "src/legacy/report.ts": LEGACY_REPORT,
};

/** What the pull request's branch holds: an order search, a mailer, two new packages, and axios gone. */
export const HEAD_TREE: Tree = {
  "package.json": manifest([...OLD_DEPENDENCIES, ...NEW_DEPENDENCIES]),
  "package-lock.json": lockFile([...OLD_DEPENDENCIES, ...NEW_DEPENDENCIES]),
  "src/db.ts": DB,
  "src/legacy/report.ts": LEGACY_REPORT,
  "src/mailer.ts": MAILER,
  "src/receipt.ts": RECEIPT,
  "src/session.ts": SESSION,
};
