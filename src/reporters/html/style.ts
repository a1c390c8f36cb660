/** The page's style. Colours keep a contrast of 4.5 to 1 in both schemes; a colour never stands without its word. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --soft: #4d5666; --line: #c9d0db; --edge: #767f8d; --paper: #ffffff; --band: #f3f5f8;
  --link: #0a58b5; --critical: #a3122a; --high: #a84300; --medium: #7a5a00; --low: #1b5fa8; --unknown: #595f69;
  --pass: #17692f; --fail: #a3122a; --incomplete: #7a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #aab3c0; --line: #3a4350; --edge: #7d8796; --paper: #12161c;
  --band: #1b2129; --link: #7db4ff; --critical: #ff8f9d; --high: #ffa96b; --medium: #e8c660; --low: #86bbf5;
  --unknown: #b3bac4; --pass: #73d08d; --fail: #ff8f9d; --incomplete: #e8c660; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 84rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.8rem; line-height: 1.2; }
h2 { margin: 2rem 0 .5rem; font-size: 1.15rem; }
a { color: var(--link); }
ul { padding-left: 1.4rem; }
code, pre { font: .9em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
.judged, footer { color: var(--soft); margin: .3rem 0; }
.sentence { margin: .4rem 0; font-size: 1.1rem; }
.notice { margin: .9rem 0 0; padding: .6rem .9rem; border-left: .25rem solid var(--incomplete); background: var(--band); }
.verdict { padding-left: .7rem; border-left: .4rem solid; }
.verdict.pass { color: var(--pass); } .verdict.fail { color: var(--fail); } .verdict.incomplete { color: var(--incomplete); }
.counts { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1.2rem 0 0; }
.counts div { min-width: 7rem; padding: .5rem .9rem; border: 1px solid var(--line); border-radius: .4rem; }
.counts .fail { border-color: var(--fail); } .counts .fail dd { color: var(--fail); font-weight: 600; }
.counts dt { color: var(--soft); } .counts dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .4rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
#list { table-layout: fixed; min-width: 56rem; }
#list thead th:nth-child(1) { width: 6.5rem; } #list thead th:nth-child(3) { width: 28%; }
#list thead th:nth-child(4) { width: 9.5rem; } #list thead th:nth-child(5) { width: 6rem; }
#list thead th:nth-child(6) { width: 12.5rem; }
.list { scroll-margin-top: 4rem; }
.ticket { display: inline-block; max-width: 100%; padding-left: .4rem; }
thead th { background: var(--band); white-space: nowrap; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.evidence { min-width: 42rem; } .day { white-space: nowrap; }
.evidence th, .evidence td:nth-child(3), .evidence td:last-child { white-space: nowrap; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 34rem), 1fr)); gap: 0 2.5rem; align-items: start; }
.charts section { min-width: 0; }
.chart { width: auto; }
.chart th { white-space: nowrap; } .chart tbody th { min-width: 5rem; max-width: 16rem; white-space: normal; }
.chart td, .chart thead th { padding: .4rem; text-align: right; font-variant-numeric: tabular-nums; }
.chart thead th:first-child, .chart .share { text-align: left; } .chart thead th:first-child { padding-left: .6rem; }
.zero, .remark { color: var(--soft); } .remark { margin: .4rem 0 0; }
.commands { margin: 1.5rem 0 .4rem; } .commands + pre { margin: 0; max-width: 60rem; }
.charts.long { display: block; } .share > div { display: flex; gap: .5rem; align-items: center; min-width: 9.5rem; }
.key { display: inline-block; width: .8em; height: .8em; margin-right: .4em; border-radius: 2px; background: currentColor; }
.critical { color: var(--critical); fill: var(--critical); } .high { color: var(--high); fill: var(--high); }
.medium { color: var(--medium); fill: var(--medium); } .low { color: var(--low); fill: var(--low); }
.unknown { color: var(--unknown); fill: var(--unknown); }
td.severity { font-weight: 600; white-space: nowrap; }
.filters { display: flex; flex-wrap: wrap; gap: .8rem 1rem; align-items: end; padding: .9rem; background: var(--band); border-radius: .4rem; }
.facets { flex: 1 0 100%; }
.facets > div { display: flex; flex-wrap: wrap; gap: .6rem 1rem; }
.facets summary { width: max-content; padding: .2rem 0; cursor: pointer; }
fieldset { margin: 0; min-width: 0; padding: .2rem .7rem .5rem; border: 1px solid var(--line); border-radius: .4rem; }
legend { color: var(--soft); padding: 0 .3rem; }
fieldset label { display: inline-block; margin-right: .8rem; } fieldset label:last-child { margin-right: 0; }
.field { display: flex; flex-direction: column; gap: .15rem; color: var(--soft); } .grows { flex: 0 1 24rem; }
input[type=search], select, button { min-height: 2.2rem; font: inherit; color: var(--ink); background: var(--paper);
  border: 1px solid var(--edge); border-radius: .3rem; padding: .25rem .7rem; }
input[type=search] { width: 100%; }
button { cursor: pointer; } button:hover { border-color: var(--ink); }
button[aria-disabled=true] { opacity: .5; cursor: default; border-color: var(--edge); }
thead button, button.title { min-height: 0; border: 0; padding: 0; background: none; }
thead button { font-weight: 600; } thead button:hover, button.title:hover { text-decoration: underline; }
thead button::after { content: "\\a0\\2195" / ""; color: var(--edge); font-weight: 400; }
thead [aria-sort] button::after { content: "\\a0\\2191" / ""; color: inherit; }
thead [aria-sort=descending] button::after { content: "\\a0\\2193" / ""; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
.bar { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .3rem 1rem; align-items: center;
  min-height: 3.2rem; padding: .4rem 0; background: var(--paper); }
.bar > p { margin: 0; } .bar > p:empty { display: none; }
.pager { display: inline-flex; gap: .5rem; } .pager[hidden] { display: none; }
tr.group th { background: var(--band); }
button.title { text-align: left; overflow-wrap: anywhere; }
button.title::before { content: "\\25b8\\a0" / ""; color: var(--soft); }
button.title[aria-expanded=true]::before { content: "\\25be\\a0" / ""; }
#list tbody tr:has(+ .more) td { border-bottom: 0; }
.more td { padding: 0 1.5rem 1rem; }
.more a { margin-right: .6rem; }
.more .facts, .more pre { max-width: 60rem; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .2rem .9rem; margin: .6rem 0; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.fix { display: -webkit-box; max-width: 70ch; margin: .1rem 0 0; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: 3; }
.text { white-space: pre-wrap; max-width: 70ch; }
.facts code { white-space: pre-wrap; } dd > code, p > code, li > code { background: var(--band); padding: .1em .3em; border-radius: .25rem; }
dialog { max-width: 30rem; padding: 1rem 1.5rem; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: .5rem; }
dialog h2 { margin-top: 0; } dialog p { margin: .9rem 0; } kbd { padding: .05rem .45rem; border: 1px solid var(--edge); border-bottom-width: 2px; border-radius: .3rem; background: var(--band); font: .9em ui-monospace, monospace; }
pre { padding: .6rem; background: var(--band); border-radius: .3rem; white-space: pre-wrap; }
@media (min-width: 48.01rem) { .facets summary { display: none; } }
@media screen and (max-width: 48rem) {
  body { padding: .8rem; }
  .counts { display: grid; grid-template-columns: repeat(3, 1fr); } .counts div { min-width: 0; padding: .4rem .7rem; }
  .facts { grid-template-columns: 1fr; } .facts dd { margin-bottom: .4rem; }
  .grows, fieldset { flex: 1 1 100%; }
  .stacks, .stacks tbody, .stacks tr, .stacks td, .stacks th { display: block; width: auto; min-width: 0; }
  .stacks thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stacks tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  .stacks td, .stacks th { padding: .1rem 0; border: 0; white-space: normal; text-align: left; }
  .stacks td[data-name]::before { content: attr(data-name) ": " / ""; color: var(--soft); }
  .stacks td.none { display: none; }
  h2 + .bar + .list #list thead { display: none; }
  .chart td[data-name] { display: inline-block; margin-right: .9rem; } .chart td.zero { display: none; }
}
@media screen and (max-width: 60rem) {
  #list { display: block; min-width: 0; }
  #list thead tr::before { content: "Sort by"; padding: .2rem 0; color: var(--soft); }
  #list tbody { display: block; } #list thead tr { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .4rem .6rem; }
  #list thead { display: block; background: var(--band); } #list thead th { padding: .2rem 0; border: 0; }
  #list thead th:nth-child(n) { width: auto; }
  #list tbody tr { display: flex; flex-wrap: wrap; gap: 0 .8rem; padding: .6rem; border-bottom: 1px solid var(--line); }
  #list td, tr.group th { border: 0; padding: .1rem 0; } #list tr.group { background: var(--band); }
  #list tbody tr:has(+ .more) { border-bottom: 0; }
  #list .more td, #list .group th, #list td:nth-child(2), #list td:nth-child(3) { flex-basis: 100%; }
}
@media screen and (min-width: 60.01rem) { #list tbody tr:not(.group, .more):hover td { background: var(--band); } }
@media screen and (min-width: 60.01rem) and (max-width: 72rem) {
  #list thead th:nth-child(4) { width: 7rem; } #list thead th:nth-child(6) { width: 9rem; }
}
@media print {
  :root { font-size: 70%; } body { padding: 0; max-width: none; font-size: 11px; }
  .filters, button:not(.title, thead button) { display: none; }
  .fix { display: block; overflow: visible; } .charts { display: block; } section { break-inside: auto; } svg, .key { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  dialog, .pager, .bar [role=status]:not(#shown) { display: none; } a { color: inherit; }
  .bar { position: static; min-height: 0; } .wide { overflow: visible; } #list, .evidence { min-width: 0; }
  #list thead th:nth-child(even) { width: 16%; } #list thead th:nth-child(2) { width: auto; }
  #list thead th:nth-child(1), #list thead th:nth-child(5) { width: 9%; }
  tr { break-inside: avoid; } h2 { break-after: avoid; } thead button::after, #list button.title::before { content: none; }
}
`;
