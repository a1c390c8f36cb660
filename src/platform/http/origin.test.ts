import { expect, test } from "vitest";
import { nextLink } from "./origin.ts";

test.each([
  [
    `<https://api.github.com/x?page=2>; rel="next", <https://api.github.com/x?page=9>; rel="last"`,
    "https://api.github.com/x?page=2",
  ],
  [
    `<https://api.github.com/x?page=1>; rel="prev", <https://api.github.com/x?page=3>; rel="next"`,
    "https://api.github.com/x?page=3",
  ],
  ["<https://h/a,b;c>; rel=next", "https://h/a,b;c"],
  [`</x?page=2>; title="a"; rel="next"`, "/x?page=2"],
  [`<https://h/x>; rel="prefetch next"`, "https://h/x"],
])("the next page of %j is %j", (header, next) => {
  expect(nextLink(header)).toBe(next);
});

test("a header of nothing but spaces and signs is read in one pass", () => {
  const length = 200_000;
  expect(nextLink(`<https://h/x>; rel=${" ".repeat(length)}x`)).toBeUndefined();
  expect(nextLink(`<https://h/x>${"; rel".repeat(length)}`)).toBeUndefined();
  expect(nextLink("<".repeat(length))).toBeUndefined();
});

test.each([
  undefined,
  "",
  "nonsense",
  `<https://h/x>; rel="prev"`,
  `<https://h/x>; rel="next-archive"`,
  `<https://h/x>`,
])("%j is of the last page", (header) => {
  expect(nextLink(header)).toBeUndefined();
});
