/**
 * The part of the page's script that knows nothing of the page: which findings are shown, and in which order. Plain
 * JavaScript as text, because a page without network must carry its script inside; it takes no text for markup.
 */
export const CLIENT_MODEL = String.raw`
const SEVERITY_ORDER = ["critical", "unknown", "high", "medium", "low"];
const FACETS = [
  { name: "severity", label: "Severity", of: (row) => [row.severity] },
  { name: "state", label: "State", of: (row) => [row.state] },
  { name: "status", label: "Age", of: (row) => (row.status === "fixed" ? [] : [row.status]) },
  { name: "type", label: "Type", of: (row) => [row.type] },
  { name: "tool", label: "Tool", of: (row) => row.tools },
];
const COLUMNS = [
  { name: "severity", label: "Severity", key: (row) => SEVERITY_ORDER.indexOf(row.severity) },
  { name: "title", label: "Finding", key: (row) => row.title.toLowerCase() },
  { name: "place", label: "Place", key: (row) => (row.place || "\uffff").toLowerCase() },
  { name: "tool", label: "Tool", key: (row) => row.tools.join(", ") },
  { name: "type", label: "Type", key: (row) => row.type },
  { name: "state", label: "State", key: (row) => row.state + row.status },
];

/** What the text filter looks in. */
function searchTextOf(row) {
  const facts = row.facts.map((fact) => fact[1]);
  return [row.title, row.place || "", row.tools.join(" "), ...facts].join("\n").toLowerCase();
}

/** All values of a facet with the number of findings, severities by weight, others by name. */
function valuesOf(rows, facet) {
  const counts = new Map();
  for (const row of rows) for (const value of facet.of(row)) counts.set(value, (counts.get(value) || 0) + 1);
  const order = (value) => (facet.name === "severity" ? String(SEVERITY_ORDER.indexOf(value)) : value);
  return [...counts].sort((a, b) => (order(a[0]) < order(b[0]) ? -1 : 1));
}

/** Indexes of all rows in the order of a column; equal ones stay in the report's own order. */
function sortRows(rows, column, down) {
  const keys = rows.map(column.key);
  const sign = down ? -1 : 1;
  return rows
    .map((_, index) => index)
    .sort((a, b) => (keys[a] < keys[b] ? -sign : keys[a] > keys[b] ? sign : a - b));
}

/** Those of the ordered rows that every facet with a choice and the text let through. */
function filterRows(order, rows, searchTexts, choices, text) {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const chosen = FACETS.filter((facet) => choices[facet.name].size > 0);
  return chosen.reduce(
    (left, facet) => {
      const wanted = choices[facet.name];
      return left.filter((index) => {
        for (const value of facet.of(rows[index])) if (wanted.has(value)) return true;
        return false;
      });
    },
    words.reduce((left, word) => left.filter((index) => searchTexts[index].includes(word)), order),
  );
}

/** The shown rows with their group names, groups in order of name, what has none last. */
function groupRows(shown, rows, field) {
  const groups = new Map();
  for (const index of shown) {
    const name = rows[index][field] || "";
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(index);
  }
  const names = [...groups.keys()].sort((a, b) => (a === "" ? 1 : b === "" ? -1 : a < b ? -1 : 1));
  return names.flatMap((name) => groups.get(name).map((index) => ({ index, name, count: groups.get(name).length })));
}

/** A policy entry for a finding: what it is, in words and in the YAML that was made for it, and what people fill in. */
function suppressionEntry(row, today) {
  const until = new Date(today.getTime() + 90 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  const [first, ...others] = row.entry;
  return [
    "  # " + row.title + (row.place === undefined ? "" : " (" + row.place + ")"),
    "  - " + first,
    ...[...others, 'reason: "say here why this is acceptable"', '# owner: "@org/team"', "expires: " + until].map((line) => "    " + line),
  ].join("\n");
}
`;
