import { readShippedFiles } from "./source-files.ts";

/**
 * The rooms of `src` and what each imports, as a Mermaid flowchart. An arrow that follows from others is left out:
 * where A needs B and B needs C, none is drawn from A to C.
 */
export function roomPicture(root: string): string {
  const needs = roomNeeds(root);
  const arrows = [...needs].flatMap(([room, others]) =>
    [...others]
      .filter((other) => ![...others].some((between) => between !== other && reaches(needs, between, other)))
      .toSorted()
      .map((other) => `  ${room} --> ${other}`),
  );
  return ["```mermaid", "flowchart TD", ...arrows, "```"].join("\n");
}

/** By room, the rooms that it imports; a file that stands in `src` itself is a room of its own. */
function roomNeeds(root: string): ReadonlyMap<string, ReadonlySet<string>> {
  const needs = new Map<string, Set<string>>();
  for (const { path, imports } of readShippedFiles(root)) {
    const room = roomOf(path);
    const own = needs.get(room) ?? new Set();
    needs.set(room, own);
    for (const other of imports.map(roomOf)) if (other !== room) own.add(other);
  }
  return needs;
}

function roomOf(path: string): string {
  const [, room = ""] = path.split("/");
  return room.replace(/\.ts$/, "");
}

function reaches(needs: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let room = open.pop(); room !== undefined; room = open.pop()) {
    if (room === to) return true;
    if (seen.has(room)) continue;
    seen.add(room);
    open.push(...(needs.get(room) ?? []));
  }
  return false;
}
