import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const schema = z.object({
  inputs: z.record(z.string(), z.strictObject({ description: z.string(), default: z.string().optional() })),
  outputs: z.record(z.string(), z.strictObject({ description: z.string() })),
  runs: z.strictObject({ using: z.string(), main: z.string() }),
});

/** `action.yml` as data. */
export const actionMetadata = schema.parse(
  parse(readFileSync(join(import.meta.dirname, "..", "action.yml"), "utf8")),
);
