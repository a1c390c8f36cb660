export const id=857;export const ids=[857];export const modules={4857:((e,t,n)=>{n.r(t),n.d(t,{joinCommand:()=>le});var r=n(6760);n(8981);var i=n(6921),a=n(8205),o=n(3538),s=n(9750),c=n(3782);let l=`scan-gate/join@1`,u=[`blocking`,`critical`,`high`,`medium`,`low`,`total`,`new`,`existing`,`fixed`,`suppressed`],d=i.YjP(),f=i.Whr().min(0),p=i.Ikc({blocking:f,critical:f,high:f,medium:f,low:f,total:f,new:f,existing:f,fixed:f,suppressed:f}),m=i.Whr().min(1).optional(),ee=i.Ikc({repository:d,ref:d,commit:d,pullRequest:m,verdict:i.k5n(o.bk),reasons:i.YOg(d),counts:p}),h=i.Ikc({schema:i.euz(a.DC),verdict:i.k5n(o.bk),reasons:i.YOg(i.Ikc({code:d})),context:i.Ikc({repository:d,ref:d,commit:d,pullRequest:m}),counts:p,sources:i.YOg(i.Ikc({source:d})),findings:i.IeY(Array.isArray,`it must be a list`),fixed:i.IeY(Array.isArray,`it must be a list`)});function g(e,t){let n=v(h,e);if(typeof n==`string`)return{ok:!1,problem:`${t} is not a report of Scan Gate (${a.DC}): ${n}`};let{verdict:r,context:i,reasons:o,findings:s}=n,l=_(s);if(l===void 0)return{ok:!1,problem:`${t} is not a report of Scan Gate (${a.DC}): a finding is not one`};if(r!==`fail`&&(l>0||n.counts.blocking>0))return{ok:!1,problem:`${t} contradicts itself: findings block, and its verdict is ${r}`};let{repository:u,ref:d,commit:f}=i,p=[...new Set(o.map(({code:e})=>e))];return{ok:!0,row:{repository:u,ref:d,commit:f,...(0,c.E)({pullRequest:i.pullRequest}),verdict:r,reasons:p,counts:n.counts}}}function _(e){let t=0;for(let n of e){if(typeof n!=`object`||!n||!(`fingerprint`in n&&`severity`in n&&`blocking`in n)||typeof n.blocking!=`boolean`)return;n.blocking&&(t+=1)}return t}function v(e,t){let n;try{n=JSON.parse(t)}catch{return`it is not JSON`}let r=e.safeParse(n);if(r.success)return r.data;let[i]=r.error.issues;return i===void 0?`it has another shape`:`${i.path.join(`.`)||`the file`}: ${i.message}`}function y(e,t){let n=new Map([...(0,s.$)(t??[],b)].map(([e,t])=>[e,[...t]])),r=e.toSorted(S).map(e=>{let t=n.get(b(e))?.shift();return t===void 0?e:{...e,before:{verdict:t.verdict,counts:t.counts}}});return{verdict:r[0]?.verdict??`incomplete`,rows:r,totals:C(e),...t===void 0?{}:{since:{totals:C(t),gone:[...n.values()].flat().toSorted(S)}}}}function b({repository:e,ref:t,pullRequest:n}){return JSON.stringify([e.toLowerCase(),n??t])}let x=[`fail`,`incomplete`,`pass`];function S(e,t){return[x.indexOf(e.verdict)-x.indexOf(t.verdict),...u.slice(0,6).map(n=>t.counts[n]-e.counts[n])].find(e=>e!==0)??((0,s.n)(e.repository,t.repository)||(0,s.n)(e.ref,t.ref)||(0,s.n)(e.commit,t.commit))}function C(e){let t=t=>e.reduce((e,n)=>e+n.counts[t],0),n=t=>e.filter(e=>e.verdict===t).length;return{reports:e.length,verdicts:{fail:n(`fail`),incomplete:n(`incomplete`),pass:n(`pass`)},counts:{blocking:t(`blocking`),critical:t(`critical`),high:t(`high`),medium:t(`medium`),low:t(`low`),total:t(`total`),new:t(`new`),existing:t(`existing`),fixed:t(`fixed`),suppressed:t(`suppressed`)}}}function w({verdict:e,totals:t,rows:n,since:r}){let i={schema:l,verdict:e,totals:t,reports:n,...(0,c.E)({since:r})};return`${JSON.stringify(i,null,2)}\n`}let T=i.Ikc({schema:i.euz(l),reports:i.YOg(ee)});function E(e,t){let n=v(T,e);return typeof n==`string`?{ok:!1,problem:`${`${t} is not what scan-gate join --format json prints (${l})`}: ${n}`}:{ok:!0,rows:n.reports.map(({pullRequest:e,...t})=>({...t,...(0,c.E)({pullRequest:e})}))}}var D=n(7598),te=n(9213),O=n(4502),k=n(6506);let A=[`blocking`,`critical`,`high`,`medium`,`low`,`new`,`total`];function j({before:e,counts:t,verdict:n},r){if(r.since===void 0)return``;if(e===void 0)return`first report`;let i=[...e.verdict===n?[]:[`was ${o._G[e.verdict]}`],...M(e.counts,t)];return i.length===0?`no change`:i.join(`, `)}function M(e,t){return[[`blocking`,`blocking`],[`total`,`open`]].map(([n,r])=>({name:r,by:t[n]-e[n]})).filter(({by:e})=>e!==0).map(({name:e,by:t})=>`${ne(t)} ${e}`)}function ne(e){return`${e>0?`+`:`-`}${Math.abs(e).toLocaleString(`en-US`)}`}function N({totals:e}){let{reports:t,verdicts:n,counts:r}=e,i=[`fail`,`incomplete`,`pass`].filter(e=>n[e]>0).map(e=>`${n[e].toLocaleString(`en-US`)} ${o._G[e]}`),a=(0,k.h)(r.total,`is open`,`are open`);return`${(0,k.h)(t,`report`)}: ${i.join(`, `)}; ${(0,k.h)(r.blocking,`finding blocks`,`findings block`)}, ${a}`}function P({totals:e,since:t}){if(t===void 0)return;let n=M(t.totals.counts,e.counts),{fail:r}=t.totals.verdicts,i=r===e.verdicts.fail?[]:[`failed ${r} → ${e.verdicts.fail}`],a=[...n,...i];return`since the earlier join: ${a.length===0?`no change`:a.join(`, `)}`}function F({ref:e,pullRequest:t}){return t===void 0?e.replace(/^refs\/(?:heads|tags)\//,``):`pull request ${t}`}let I=`${te.Y}
.repositories td.count, .repositories thead th.count { text-align: right; font-variant-numeric: tabular-nums; }
.repositories .fail { color: var(--fail); } .repositories .pass { color: var(--pass); }
.repositories .incomplete { color: var(--incomplete); } .repositories td.verdict { border-left-width: 0; font-weight: 600; }
@media screen and (max-width: 48rem) { .repositories td.count { display: inline-block; margin-right: .9rem; } }
`;function L(e,t){let n=`default-src 'none'; style-src '${`sha256-${(0,D.createHash)(`sha256`).update(I).digest(`base64`)}`}'; base-uri 'none'; form-action 'none'`,r=P(e);return`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${n}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Scan Gate: ${e.verdict} for ${e.totals.reports} reports</title>
<style>${I}</style>
</head>
<body>
<header>
<p class="product">Scan Gate</p>
<h1 class="verdict ${e.verdict}">Security of ${e.totals.reports} reports: ${o._G[e.verdict]}</h1>
<p class="sentence">${(0,O.js)(N(e))}</p>
${r===void 0?``:`<p class="judged">${(0,O.js)(r)}</p>\n`}</header>
<main>
${R(e)}
${z(e)}
${W(e.since?.gone??[])}</main>
<footer><p>Scan Gate ${(0,O.js)(t)}. Worst first.</p></footer>
</body>
</html>
`}function R({totals:{verdicts:e,counts:t}}){return`<dl class="counts">${[[`failed`,e.fail],[`incomplete`,e.incomplete],[`passed`,e.pass],[`block`,t.blocking],[`open`,t.total],[`new`,t.new]].map(([e,t])=>`<div${(e===`failed`||e===`block`)&&t>0?` class="fail"`:``}><dt>${e}</dt><dd>${t.toLocaleString(`en-US`)}</dd></div>`).join(``)}</dl>`}function z(e){let t=e.since===void 0?``:`<th scope="col">change</th>`;return`<section aria-labelledby="repositories-title">
<h2 id="repositories-title">Repositories</h2>
<div class="wide" tabindex="0" role="group" aria-labelledby="repositories-title"><table class="repositories stacks">
<thead><tr><th scope="col">repository</th><th scope="col">verdict</th>${A.map(e=>`<th scope="col" class="count">${B(e)}</th>`).join(``)}<th scope="col">judged</th><th scope="col">reasons</th>${t}</tr></thead>
<tbody>
${e.rows.map(t=>V(t,e)).join(`
`)}
</tbody></table></div>
</section>`}function B(e){return e===`blocking`?`block`:e===`total`?`open`:e}function V(e,t){let n=A.map(t=>`<td class="count" data-name="${B(t)}">${e.counts[t].toLocaleString(`en-US`)}</td>`),r=t.since===void 0?``:`<td data-name="change">${(0,O.js)(j(e,t))}</td>`,i=e.reasons.length===0?`–`:H(e.reasons.join(`, `),300);return`<tr><th scope="row">${H(e.repository,200)}</th><td class="verdict ${e.verdict}" data-name="verdict">${o._G[e.verdict]}</td>${n.join(``)}<td data-name="judged">${U(e)}</td><td data-name="reasons">${i}</td>${r}</tr>`}function H(e,t){return(0,O.js)((0,O.$Q)((0,O.RK)(e).trim(),t))}function U(e){return`${H(F(e),200)}, <code>${(0,O.js)((0,O.RK)(e.commit).slice(0,12))}</code>`}function W(e){return e.length===0?``:`<h2>In the earlier join only</h2>\n<ul>\n${e.map(e=>`<li>${H(e.repository,200)}, ${U(e)}: was ${o._G[e.verdict]}</li>`).join(`
`)}\n</ul>\n`}var G=n(9293);function K(e,t){let n=e=>e.map(e=>e.padStart(9)).join(``),r=`${`verdict`.padEnd(12)}${n(A.map(q))}  repository`,i=e.rows.map(r=>{let i=n(A.map(e=>r.counts[e].toLocaleString(`en-US`)));return`${t.verdict(r.verdict,o._G[r.verdict].padEnd(12))}${i}  ${Y(r,e)}`}),a=(e.since?.gone??[]).map(e=>`gone: ${J(e)}, was ${o._G[e.verdict]}`),s=P(e);return[t.bold(r),...i,...a,...s===void 0?[]:[s],t.verdict(e.verdict,`${o._G[e.verdict]}: ${N(e)}`),``].join(`
`)}function q(e){return e===`total`?`open`:e}function J(e){let t=e=>(0,O.$Q)((0,O.RK)(e).trim(),120);return`${t(e.repository)}, ${t(F(e))}, ${t(e.commit).slice(0,12)}`}function Y(e,t){let n=e.reasons.length===0?``:` (${(0,O.$Q)((0,O.RK)(e.reasons.join(`, `)),120)})`,r=j(e,t);return`${J(e)}${n}${r===``?``:`: ${r}`}`}function X(e){let t=P(e),n=e.since!==void 0,r=[`verdict`,`repository`,`block`,`critical`,`high`,`medium`,`low`,`new`,`open`,`judged`],i=e.rows.map(t=>[`${G.rE[t.verdict]} ${o._G[t.verdict]}`,`${(0,O.p7)((0,O.$Q)(t.repository,120))}${re(t)}`,...A.map(e=>t.counts[e].toLocaleString(`en-US`)),`${(0,O.p7)((0,O.$Q)(F(t),120))} ${(0,O.Pr)(t.commit.slice(0,12))}`,...n?[j(t,e)]:[]]),a=(e.since?.gone??[]).map(e=>`- ${(0,O.p7)((0,O.$Q)(e.repository,120))}, ${(0,O.p7)((0,O.$Q)(F(e),120))}: was ${o._G[e.verdict]}`);return[`## ${G.rE[e.verdict]} Scan Gate: ${N(e)}`,...t===void 0?[]:[`${t}.`],(0,G.tp)(n?[...r,`change`]:r,i),...a.length===0?[]:[`In the earlier join only:\n\n${a.join(`
`)}`],``].join(`

`)}function re({reasons:e}){return e.length===0?``:` (${(0,O.p7)((0,O.$Q)(e.join(`, `),120))})`}var ie=n(8972),ae=n(9463),oe=n(1857),se=n(9010),Z=n(698),Q=n(7454),$=n(6789);let ce=[`text`,`json`,`markdown`,`html`];async function le(e,t){let{values:n,positionals:i,problems:a}=(0,Z.We)(e,se.or),o=(0,Z.qw)(`format`,n.format??`text`,ce),s=[...a,...(0,Z._A)(o),...i.length===0?[`join needs at least one report.json`]:[]],c=[];for(let e of i){let n=t.readText((0,r.resolve)(t.folder,e)),i=n===void 0?{ok:!1,problem:`there is no report at ${e}`}:g(n,e);(0,ie.L)(n?.length??0),i.ok?c.push(i.row):s.push(i.problem)}let l=ue(n.since,t);if(l!==void 0&&!l.ok&&s.push(l.problem),s.length>0||(0,ae.AN)(o))return(0,Q.TR)(t,s);let u=y(c,l?.ok===!0?l.rows:void 0);return t.stdout.write(de(o,u,t)),Q.dc[u.verdict]}function ue(e,t){if(e===void 0)return;let n=t.readText((0,r.resolve)(t.folder,e));return n===void 0?{ok:!1,problem:`there is no earlier join at ${e}`}:E(n,e)}function de(e,t,{env:n,stdout:r,version:i}){switch(e){case`text`:return K(t,(0,$.XG)((0,$.zK)(n,r.isTerminal)));case`json`:return(0,oe.$m)(w(t));case`markdown`:return X(t);case`html`:return L(t,i)}}}),9213:((e,t,n)=>{n.d(t,{Y:()=>r});let r=`
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
`})};