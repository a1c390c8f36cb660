/** The page's style. Colours keep a contrast of 4.5 to 1 in both schemes; a colour never stands without its word. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --soft: #4d5666; --line: #c9d0db; --paper: #ffffff; --band: #f3f5f8;
  --link: #0a58b5; --critical: #a3122a; --high: #a84300; --medium: #7a5a00; --low: #1b5fa8; --unknown: #595f69;
  --pass: #17692f; --fail: #a3122a; --incomplete: #7a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #aab3c0; --line: #3a4350; --paper: #12161c;
  --band: #1b2129; --link: #7db4ff; --critical: #ff8f9d; --high: #ffa96b; --medium: #e8c660; --low: #86bbf5;
  --unknown: #b3bac4; --pass: #73d08d; --fail: #ff8f9d; --incomplete: #e8c660; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 84rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.8rem; line-height: 1.2; }
h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; }
a { color: var(--link); }
code, pre { font: .9em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
.product, .judged, footer { color: var(--soft); margin: .3rem 0; }
.sentence { margin: .4rem 0; font-size: 1.1rem; }
.verdict { padding-left: .7rem; border-left: .4rem solid; }
.verdict.pass { color: var(--pass); } .verdict.fail { color: var(--fail); } .verdict.incomplete { color: var(--incomplete); }
.counts { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1.2rem 0 0; }
.counts div { min-width: 7rem; padding: .5rem .9rem; border: 1px solid var(--line); border-radius: .4rem; }
.counts dt { color: var(--soft); } .counts dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .4rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
#list { table-layout: fixed; min-width: 56rem; }
#list th:nth-child(1) { width: 6rem; } #list th:nth-child(3) { width: 32%; } #list th:nth-child(4) { width: 8rem; }
#list th:nth-child(5) { width: 6rem; } #list th:nth-child(6) { width: 9rem; }
thead th { background: var(--band); white-space: nowrap; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.evidence { min-width: 42rem; }
.evidence th, .evidence td:nth-child(3), .evidence td:last-child { white-space: nowrap; }
.chart td, .chart th { white-space: nowrap; }
.chart td { font-variant-numeric: tabular-nums; }
.key { display: inline-block; width: .8em; height: .8em; margin-right: .4em; border-radius: 2px; background: currentColor; }
.critical { color: var(--critical); fill: var(--critical); } .high { color: var(--high); fill: var(--high); }
.medium { color: var(--medium); fill: var(--medium); } .low { color: var(--low); fill: var(--low); }
.unknown { color: var(--unknown); fill: var(--unknown); }
td.severity { font-weight: 600; white-space: nowrap; }
.filters { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; padding: .8rem; background: var(--band); border-radius: .4rem; }
fieldset { margin: 0; min-width: 0; padding: .2rem .6rem .4rem; border: 1px solid var(--line); border-radius: .4rem; }
legend { color: var(--soft); padding: 0 .3rem; }
fieldset label { display: inline-block; margin-right: .7rem; }
.field { display: flex; flex-direction: column; color: var(--soft); }
input[type=search], select, button { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--soft);
  border-radius: .3rem; padding: .3rem .6rem; }
input[type=search] { width: 18rem; max-width: 100%; }
button { cursor: pointer; } button:disabled { opacity: .6; cursor: default; }
thead button { border: 0; padding: 0; background: none; font-weight: 600; }
thead button[data-order]::after { content: " \\2191"; } thead button[data-order=down]::after { content: " \\2193"; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
.bar { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin: .8rem 0; }
.bar p { margin: 0; }
tr.group th { background: var(--band); }
button.title { border: 0; padding: 0; background: none; text-align: left; overflow-wrap: anywhere; }
button.title::before { content: "\\25b8\\a0" / ""; color: var(--soft); }
button.title[aria-expanded=true]::before { content: "\\25be\\a0" / ""; }
#list tbody tr:has(+ .more) td { border-bottom: 0; }
.more td { padding: 0 1.5rem 1rem; }
.more a { margin-right: .6rem; }
.more .facts, .more pre { max-width: 60rem; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .2rem .9rem; margin: .6rem 0; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.text { white-space: pre-wrap; max-width: 70ch; }
pre { padding: .6rem; background: var(--band); border-radius: .3rem; white-space: pre-wrap; }
@media print { .filters, .bar button { display: none; } }
@media (max-width: 48rem) {
  body { padding: .8rem; }
  .facts { grid-template-columns: 1fr; } .facts dd { margin-bottom: .4rem; }
  #list { display: block; min-width: 0; }
  #list tbody { display: block; } #list thead tr { display: flex; flex-wrap: wrap; gap: 0 .8rem; padding: .4rem .6rem; }
  #list thead { display: block; background: var(--band); } #list thead th { padding: .2rem 0; border: 0; }
  #list thead th:nth-child(n) { width: auto; }
  #list tbody tr { display: flex; flex-wrap: wrap; gap: 0 .8rem; padding: .6rem; border-bottom: 1px solid var(--line); }
  #list td, tr.group th { border: 0; padding: .1rem 0; }
  #list tbody tr:has(+ .more) { border-bottom: 0; }
  #list .more td, #list td:nth-child(2), #list td:nth-child(3) { flex-basis: 100%; }
}
`;
