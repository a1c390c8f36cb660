import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as collected from "./collected-tests.ts";
import { roomTests } from "./rooms.ts";

it("has all that the tests of its rooms take from vitest", () => {
  const files = globSync([...roomTests]);
  const taken = files.flatMap((file) => {
    const names = /^import \{([^}]+)\} from "vitest";$/m.exec(readFileSync(file, "utf8"))?.[1] ?? "";
    return names.split(",").map((name) => `${name.trim()} (${file})`);
  });
  expect(taken.length).toBeGreaterThanOrEqual(files.length);
  expect(taken.filter((name) => !((name.split(" ", 1)[0] ?? "") in collected))).toEqual([]);
});
