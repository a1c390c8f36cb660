/** The rooms of the pure core that are changed line by line; those that `MUTATE` names (`fixes,text`) where it is set. */
export const mutatedRooms: readonly string[] = (
  process.env.MUTATE ?? "fixes,gate,report-json,settings,text"
).split(",");

/** The tests that each change runs against: those of its rooms alone, and the generated documents: they hold what descriptions say. */
export const roomTests: readonly string[] = [
  ...mutatedRooms.map((room) => `src/${room}/**/*.test.ts`),
  "test/contract/generated.test.ts",
];
