export const id=415;export const ids=[415];export const modules={3415:((e,t,n)=>{n.d(t,{tellAll:()=>tr});var r=n(6760),i=n(7406),a=n(5382),o=n(3538),s=n(4502),c=n(5789),l=n(4176);let u={error:9,warning:8};function d(e){let t=e.findings.filter(({suppressedBy:e})=>e===void 0),n=t.filter(a.z).toSorted((e,t)=>Number(t.blocking)-Number(e.blocking)).map(e=>ee(`error`,e)),r=[...e.reasons.filter(({code:e})=>!(0,o.DI)(e)),...e.notes.map(({source:e,text:t})=>({source:e,message:t}))].flatMap(({source:e,message:t})=>e===void 0?[]:[{level:`warning`,title:`Scan Gate: ${e}`,message:re(t)}]),i=t.filter(e=>!(0,a.z)(e)&&e.status!==`existing`).map(e=>ee(`warning`,e));return[...p(n,`error`),...p([...r,...i],`warning`)]}function f({outputs:e}){return{id:`annotations`,publish:async t=>{let n=d(t);for(let t of n)e.annotate(t);return{done:`${n.length} written`}}}}function p(e,t){let n=u[t];if(e.length<=n)return e;let r=e.slice(0,n-1),i=`${e.length-r.length} more are not shown here: GitHub shows ten of a kind. The job summary names them.`;return[...r,{level:t,title:`Scan Gate`,message:i}]}function ee(e,t){let{severity:n,rule:r,package:i,path:o,blockedBy:s}=t,c=(0,l.D4)(t),u=i===void 0?``:` in ${(0,a.lL)(i)}`,d=[r,o!==void 0&&!ie(o)?o:void 0,s].filter(e=>e!==void 0&&e!==c),f=re(`${c}${u}${d.length>0?` (${d.join(`; `)})`:``}`);return{level:e,title:`${n}${t.blocking?`, blocks`:t.overBudget===!0?`, over budget`:``}`,message:f,...te(t)}}function te({path:e,line:t,endLine:n}){return e===void 0||!ie(e)?{}:t===void 0||!ne(t)?{path:e}:{path:e,line:t,...n!==void 0&&ne(n)&&n>t?{endLine:n}:{}}}function ne(e){return Number.isSafeInteger(e)&&e>0}function re(e){return(0,s.$Q)((0,s.RK)(e),1e3)}function ie(e){return(0,c.og)(e)&&(0,s.RK)(e)===e}var m=n(6506),h=n(2802),g=n(9246),ae=n(8572),_=n(5864),v=n(9293),y=n(427),oe=n(8460);function se(e){let t=(0,h.hW)(e.slice(0,150).map(le),7800),n=e.length-t.length,r=n===0?``:`,\n"more": ${n}`;return(0,s.p0)(`{"blocking": [\n${t.join(`,
`)}\n]${r}}`,`json`)}let ce=[1,.6,.3,.1];function le(e){return ce.map(t=>ue(e,t)).reduce((e,t)=>e.length<=1e3?e:t)}function ue(e,t){let{fingerprint:n,path:r,line:i,severity:a,title:o,rule:s,identifiers:c,package:l}=e,u=(e,n)=>e===void 0?void 0:(0,h.xq)(e,Math.max(10,Math.floor(n*t)),b),{name:d,version:f,fixedIn:p}=l??{};return b({fingerprint:(0,h.xq)(n,80,b),severity:a,path:r===void 0?void 0:(0,h.xq)(r,400,b),line:i,rule:u(s,200),title:u(o,200),fix:u(de(e),400),identifiers:c.length===0?void 0:c.slice(0,4).map(e=>u(e,40)),package:l===void 0?void 0:{name:u(d,200),version:u(f,80),fixedIn:e.malicious?void 0:p?.slice(0,4).map(e=>u(e,80))}})}function de({malicious:e,fix:t,package:n}){if(e===!0)return a.NE;let r=n===void 0?void 0:(0,oe.Ao)(n);return t??(r===void 0?void 0:`${r.what} ${r.version}`)}function b(e){return JSON.stringify(e).replace(/[<>&\u0080-\uffff]/g,e=>`\\u${e.charCodeAt(0).toString(16).padStart(4,`0`)}`)}function fe(e,t){let n=[...(0,v.mN)(e),...(0,v.lR)(e)],r=e.verdict===`pass`&&e.counts.total===0&&e.sources.every(({status:e})=>e!==`incomplete`),i=(0,y.Y5)(e,{linkHosts:t.linkHosts??[]}),a=(0,y.KG)(e),o=(0,v.TM)(`How this was decided`,(0,g.Wp)(e));return[{priority:70,forms:[r&&i!==``?(0,v.TM)(`Evidence: ${a}`,i):i,a]},...pe(e,t),...me(e,t),...he(e,t),{priority:40,forms:[o,``]},...n.length===0?[]:[x(30,(0,v.TM)(`Blocking findings as JSON, for coding agents`,se(n)),``)]]}function x(e,t,...n){return{priority:e,forms:[t,...n]}}function pe(e,t){let n=(0,v.fH)(e);if(n.length===0)return[];let r=`Not blocking: ${[`new`,`unknown`,`existing`].map(e=>({age:e,count:n.filter(({status:t})=>t===e).length})).filter(({count:e})=>e>0).map(({age:e,count:t})=>`${t.toLocaleString(`en-US`)} ${e===`unknown`?`of unknown age`:e}`).join(`, `)}`,i=e=>(0,v.TM)(r,e),a=e=>{let r=n.slice(e),i=r.length===0?``:`\n\n**${(0,m.h)(r.length,`more finding`)}**\n\n${(0,g.tk)(r)}`;return`${(0,g.zE)(n.slice(0,e),t)}${i}`};return[x(20,i(a(30)),i(a(10)),i((0,g.tk)(n)),`${r} (${(0,g.Cm)(n)})`)]}function me(e,t){let{fixed:n}=e;if(n.length===0)return[];let r=`Fixed: ${n.length.toLocaleString(`en-US`)}`,i=n.slice(20),a=i.length===0?``:`\n\nand ${i.length} more: ${(0,g.Cm)(i)}`;return[x(25,(0,v.TM)(r,`${(0,g.ns)(n.slice(0,20),t)}${a}`),(0,v.TM)(r,(0,g.tk)(n)),r)]}function he(e,t){let n=(0,v.Dm)(e),r=e.decision.suppressions;if(n.length===0&&r.length===0)return[];let i=[`expired`,`expiring`,`unused`].map(e=>({kind:e,count:r.filter(t=>t.kind===e).length})).filter(({count:e})=>e>0).map(({kind:e,count:t})=>`${t} ${e===`expiring`?`expiring soon`:e}`),a=`Suppressed: ${n.length.toLocaleString(`en-US`)}${i.length>0?` (${i.join(`, `)})`:``}`;return[x(35,(0,v.TM)(a,(0,g.$P)(e,t,20)),(0,v.TM)(a,(0,g.gt)(r)||(0,g.Cm)(n)),a)]}var S=n(7598);let C=`<!-- scan-gate-state:`,w=` -->`,ge=/^([0-9a-f]{40}(?:[0-9a-f]{24})?)\.(\d{1,9})\.(-|(?:[0-9a-f]{8})*)$/;function _e(e,t){let n=e.context.commit.toLowerCase(),r=t?.current?.commit===n?t.previous:t?.current??t?.previous;return{...e.sources.every(({status:e})=>e!==`incomplete`)?{current:xe(e)}:{},...r===void 0?{}:{previous:r}}}function ve({current:e,previous:t}){if(e===void 0||t===void 0)return;let n={since:t.commit,before:t.count,now:e.count};if(e.hashes===void 0||t.hashes===void 0)return n;let r=new Set(t.hashes),i=e.hashes.filter(e=>r.has(e)).length;return{...n,sets:{added:e.hashes.length-i,gone:r.size-i,same:i}}}function ye(e){let{current:t,previous:n}=e,r=[t,...n===void 0?[]:[n]];return`${C}1;${r.map(Ce).join(`;`)}${w}`}function be(e){let t=e.slice(0,6e3).split(/\r?\n/,2)[1]?.trim()??``;if(t.length>5e3||!t.startsWith(C)||!t.endsWith(w))return;let[n,r,i,...a]=t.slice(21,-4).split(`;`);if(n!==`1`||a.length>0)return;let o=r===`-`?void 0:we(r),s=i===void 0?void 0:we(i);if((o!==void 0||r===`-`)&&(s!==void 0||i===void 0))return{...o&&{current:o},...s&&{previous:s}}}function xe(e){let t=e.findings.filter(e=>e.suppressedBy===void 0),n={commit:e.context.commit.toLowerCase(),count:t.length};return t.length>230?n:{...n,hashes:[...new Set(t.map(e=>Se(e.fingerprint)))].sort()}}function Se(e){return(0,S.createHash)(`sha256`).update(e).digest(`hex`).slice(0,8)}function Ce(e){if(e===void 0)return`-`;let{commit:t,count:n,hashes:r}=e;return`${t}.${n}.${r===void 0?`-`:r.join(``)}`}function we(e){let[,t,n,r]=ge.exec(e??``)??[];if(t===void 0||n===void 0||r===void 0)return;let i={commit:t,count:Number(n)};return r===`-`?i:{...i,hashes:r.match(/.{8}/g)??[]}}function Te(e){return`<!-- scan-gate:${e} -->`}function Ee(e,t){let n=_e(e,t.previous),r=`${Te(t.key)}\n${ye(n)}\n\n`,i=(t.maxLength??65e3)-r.length-1,a=t.key==="default"?void 0:t.key,o={context:e.context,linkHosts:t.linkHosts??[]},c={priority:100,forms:[(0,_.R_)(e,a)]},l=(0,h.U8)([c,...De(e,n),...ke(e,o),...fe(e,o),{priority:99,forms:[(0,_.GO)(e)]}],{max:i});return`${r}${l.fits?l.text:(0,s.$Q)(c.forms[0],Math.max(0,i))}\n`}function De(e,t){return[{priority:95,forms:[(0,_.BT)(e),``]},{priority:94,forms:[(0,_.J7)(e,Oe(e,t)),``]},{priority:90,forms:[(0,_.c9)(e,{most:20,length:1200}),(0,_.c9)(e,{most:20,length:300}),(0,_.c9)(e,{most:5,length:200})]},{priority:88,forms:[(0,_.oE)(e),``]}]}function Oe(e,t){let n=ve(t);if(n===void 0)return[];let{sets:r,since:i,before:a,now:o}=n;return[`${r===void 0?`${a.toLocaleString(`en-US`)} → ${(0,m.h)(o,`finding`)}`:`**+${r.added} −${r.gone} =${r.same}**`} since ${(0,v.Zu)(e.context,i)}`]}function ke(e,t){let n=(0,v.mN)(e),r=(0,v.lR)(e);return[...Ae({findings:n,title:``,more:[`more blocking finding`,`more blocking findings`],rank:0},t),...Ae({findings:r,title:`**Over budget: ${(0,g.Cm)(r)}**\n\n`,more:[`more finding over budget`,`more findings over budget`],rank:-1},t),{priority:60,forms:[(0,ae.N)(e.findings),``]}]}function Ae(e,t){let{findings:n,title:r,rank:i}=e;if(n.length===0)return[];let a=n.slice(0,10),o=(0,v.tp)([...l.Te],a.map(e=>(0,l._2)(e,t)));return[{priority:85+i,forms:[`${r}${o}`,`${r}${(0,g.zE)(a,t)}`,`${r}${Me(a)}`]},...je(e,t)]}function je({findings:e,more:t,rank:n},r){let i=e.slice(10);if(i.length===0)return[];let a=i.slice(0,90),o=i.slice(a.length),s=`**${(0,m.h)(o.length,...t)}**`,c=e=>o.length===0?``:`\n\n${s}\n\n${e}`,l=(0,g.tk)(o),u=Me(a),d=`${(0,m.h)(i.length,...t)}: ${(0,g.Cm)(i)}`,f=e=>(0,v.TM)(d,e);return[{priority:[80,80,92,92].map(e=>e+n),forms:[f(`${(0,g.zE)(a,r)}${c(l)}`),f(`${u}${c(l)}`),f(`${u}${c((0,g.Cm)(o))}`),f((0,g.tk)(i)),d]}]}function Me(e){return e.map(e=>`- ${(0,l.yZ)(e)}`).join(`
`)}let Ne=3e4;function Pe(e){return{id:`comment`,publish:t=>Fe(t,e)}}async function Fe(e,t){let{mode:n}=t;if(n===`never`)return{done:`no comment, because comment is never`};let[r,...i]=await T(t);if(r===void 0&&!Ie(n,e))return{done:`no comment, because comment is ${n}`};let a=await Le(e,t);if(a!==void 0)return{...D(r),done:`left alone: the pull request is at ${a.slice(0,7)} now, and this run judged ${e.context.commit.slice(0,7)}`};if(r===void 0)return Be(e,t);let{comment:o,changed:s}=await Re(r,e,t),c=await Ge(i,t);return{...D(o),warnings:c,done:`${s?`updated`:`unchanged`}: ${o.url}`}}function Ie(e,t){if(e===`always`||t.verdict!==`pass`)return!0;let n=t.findings.some(({status:e,suppressedBy:t})=>t===void 0&&e!==`existing`);return e===`on-findings`&&n}async function Le(e,{github:t,pullRequest:n}){try{let{headCommit:r}=await t.pullRequest(n);return r.toLowerCase()===e.context.commit.toLowerCase()?void 0:r}catch(e){if(e instanceof i.D4&&e.code!==`cancelled`)return;throw e}}async function T({github:e,pullRequest:t,key:n},r){let[i,a]=await Promise.all([r??e.login(),e.listComments(t)]),o=Te(n);return a.filter(({author:e,body:t})=>e===i&&t.split(/\r?\n/,1)[0]===o).toSorted((e,t)=>e.id-t.id)}async function Re(e,t,n){let r=E(t,n,e);if(ze(e.body,r))return{comment:e,changed:!1};try{return{comment:await n.github.updateComment(e.id,r),changed:!0}}catch(r){if(!Ue(r))throw r;let i=E(t,n,e,Ne);return{comment:await n.github.updateComment(e.id,i),changed:!0}}}function ze(e,t){return e.replaceAll(`\r
`,`
`).trimEnd()===t.trimEnd()}function E(e,{key:t,linkHosts:n=[]},r,i){let a=r===void 0?void 0:be(r.body);return Ee(e,{key:t,linkHosts:n,...a===void 0?{}:{previous:a},...i===void 0?{}:{maxLength:i}})}async function Be(e,t){let{comment:n,isOurs:r}=await He(e,t);try{let[i=n,...a]=await T(t,n.author),o=r&&i.id===n.id?n:await Ve(i,e,t),s=await Ge(a,t);return{...D(o),warnings:s,done:`created: ${o.url}`}}catch(e){if(!(e instanceof i.D4)||e.code===`cancelled`)throw e;let t=[`Whether a parallel run made a second comment could not be checked: ${e.message}`];return{...D(n),warnings:t,done:`created: ${n.url}`}}}async function Ve(e,t,n){return await Le(t,n)===void 0?(await Re(e,t,n)).comment:e}async function He(e,t){let{github:n,pullRequest:r}=t,i=async e=>({comment:await n.createComment(r,e),isOurs:!0}),a=E(e,t);try{return await i(a)}catch(n){if(Ue(n))return await i(E(e,t,void 0,Ne));if(!We(n))throw n;let[r]=await T(t);return r===void 0?await i(a):{comment:r,isOurs:!1}}}function Ue(e){return e instanceof i.D4&&e.status===422}function We(e){return e instanceof i.D4?e.status!==void 0&&e.status>=400?e.status>=500:e.code===`unreachable`||e.code===`timeout`||e.code===`bad-response`:!1}async function Ge(e,{github:t}){let n=[];for(let{id:r,url:a}of e)try{await t.deleteComment(r)}catch(e){if(!(e instanceof i.D4)||e.code===`cancelled`)throw e;e.status!==404&&n.push(`A second comment of ours could not be removed (${a}): ${e.message}`)}return n}function D(e){return e===void 0?{}:{outputs:{"comment-url":e.url}}}var O=n(4572),Ke=n(8825);let qe=/^(?:CVE|GHSA)-/i;function Je(e){let t=new Map;for(let n of e)for(let e of k(n)){let r=j(e),i=t.get(r);t.set(r,i===void 0||i===n?n:`several`)}return e=>{let n=k(e).find(n=>Ye(n)&&t.get(j(n))===e);if(n!==void 0)return[`id: ${P(n.id)}`,`package: ${P(n.package)}`,`paths: [${P(N(n.path))}]`];let r=e.observations.map(A).find(e=>e!==void 0&&M(e));return[`id: ${P(e.fingerprint)}`,...r===void 0?[]:[`package: ${P(r)}`]]}}function k({observations:e}){return e.flatMap(e=>{let{path:t,identifiers:n}=e,r=A(e);return t===void 0||r===void 0?[]:n.filter(e=>qe.test(e)).map(e=>({id:e,package:r,path:t}))})}function A({package:e}){return e===void 0?void 0:(0,a.lL)(e)}function j({id:e,package:t,path:n}){let r=t.toLowerCase().replace(/@\s*v(?=\d)/,`@`);return`${e.toLowerCase()} ${r} ${n.replace(/^(?:\.?\/)+/,``)}`}function Ye({id:e,package:t,path:n}){return M(e)&&M(t)&&n!==``&&!n.endsWith(`/`)&&N(n).length<=1e3}function M(e){return e!==``&&e.length<=2e3&&e.trim()===e}function N(e){return e.replace(/[\\*?[\]{},!]/g,`\\$&`)}function P(e){return JSON.stringify(e).replace(s.PR,e=>{let t=(e.codePointAt(0)??0).toString(16);return t.length>4?`\\U${t.padStart(8,`0`)}`:`\\u${t.padStart(4,`0`)}`})}let F=25e3,I=1e3,L={usual:4e3,large:600};function Xe(e,{linkHosts:t}={}){let n=new Map,r=e.findings.length+e.fixed.length>2e3?L.large:L.usual,i=e=>{if(e.description===void 0||e.description===e.title)return;let t=(0,s.gB)((0,s.$Q)(e.description,r)),i=n.get(t);return i===void 0?(n.set(t,n.size),n.size-1):i},a=Je(e.findings),o=n=>Ze(n,{report:e,linkHosts:t,description:i(n)});return{rows:[...e.findings.slice(0,F).map(e=>e.suppressedBy===void 0?{...o(e),entry:a(e)}:o(e)),...e.fixed.slice(0,Math.max(0,F-e.findings.length)).map(e=>{let{placeLink:t,...n}=o(e);return{...n,status:`fixed`,state:`fixed`}})],texts:[...n.keys()]}}function Ze(e,{report:t,linkHosts:n,description:r}){let i=z(e),a=B(e,t),o=V(e);return{severity:e.severity,title:(0,s.RK)((0,s.$Q)((0,l.D4)(e),300)).trim(),tools:[...new Set(e.seenBy.map(({tool:e})=>(0,s.$Q)(H(e),80)))],type:e.type,status:e.status,state:R(e),...i===void 0?{}:{place:i},...a===void 0?{}:{placeLink:a},...e.path===void 0?{}:{file:H(e.path)},...e.package===void 0?{}:{package:H(e.package.name)},...o===void 0?{}:{ticket:o},...r===void 0?{}:{description:r},facts:$e(e),links:et(e,n)}}function R(e){return e.suppressedBy===void 0?e.overBudget===!0?`over budget`:e.blocking?`blocks`:`does not block`:`suppressed`}function z(e){let t=e.line===void 0?``:`:${e.line}`,n=e.path??e.project,r=[(0,s.$Q)(Qe(e)??``,200),n===void 0?``:`${(0,s.$Q)(H(n),200)}${e.path===void 0?``:t}`].filter(e=>e!==``).join(` in `);return r===``?void 0:r}function B(e,{context:t}){if(e.path===void 0)return;let{path:n,line:r,endLine:i}=e;return(0,c.eL)({repositoryUrl:t.repositoryUrl,commit:t.commit,path:n,line:r,endLine:i})}function Qe({package:e}){return e===void 0?void 0:H((0,a.lL)(e))}function $e(e){let{suppressedBy:t,package:n}=e;return[[`Blocks because of`,e.blocking?e.blockedBy:void 0],[`Suppressed by`,t?.by],[`Reason`,t?.reason],[`Owner`,t?.owner],[`Until`,t?.expires],[`Rule`,e.rule],[`Weakness`,e.cwe.join(`, `)],[`Identifiers`,e.identifiers.join(`, `)],[`Fixed in`,n?.fixedIn?.join(`, `)],[`Comes in through`,n?.via?.join(` › `)],[`Fix`,e.fix],[`Reachability`,e.reachability],[`EPSS`,e.epss===void 0?void 0:`${(e.epss*100).toFixed(1)} %`],[`Exploit`,e.exploit],[`Malicious`,e.malicious===!0?`yes`:void 0],[`Secret is`,e.validated],[`Project`,e.project],[`One finding because of`,e.how],[`First seen`,e.firstSeen],[`Ticket`,e.ticket?.key],[`Fingerprint`,e.fingerprint]].flatMap(([e,t])=>t===void 0||t===``?[]:[[e,(0,s.RK)((0,s.$Q)(t,I))]])}function et(e,t){return e.seenBy.flatMap(({tool:e,link:n})=>{let r=(0,c.pd)(n,t);return r===void 0?[]:[[`Open in ${H(e)}`,tt(r)]]})}function V({ticket:e}){if(e===void 0)return;let t=(0,c.fr)(e),n=(0,s.$Q)(H(e.key),80);return t===void 0?{key:n}:{key:n,url:tt(t)}}function tt(e){return e.replaceAll(`&amp;`,`&`)}function H(e){return(0,s.RK)((0,s.$Q)(e,I))}function nt(e){let{context:t,verdict:n}=e,r=(0,c.wn)(t.repositoryUrl,t.commit),i=`<code>${(0,s.js)(t.commit.slice(0,12))}</code>`,a=[(0,s.js)(t.repository),t.pullRequest===void 0?`ref <code>${(0,s.js)(t.ref)}</code>`:`pull request ${t.pullRequest}`,`commit ${r===void 0?i:`<a href="${(0,s._s)(r)}">${i}</a>`}`],l=e.reasons.filter(({code:e})=>e!==`blocking-findings`).map(({code:e,source:t,message:n})=>`<li><code>${(0,s.js)(e)}</code> (${(0,s.js)(t)}): ${(0,s.js)((0,s.$Q)(n,1e3))}</li>`),u=(0,Ke.J)(e),d=u===void 0?``:`<p class="notice">${it(u)}</p>\n`,f=(0,s.js)(e.sentence.replace(/^(?:passed|failed|incomplete): /,``));return`<header>
<p class="product">Scan Gate</p>
<h1 class="verdict ${n}">Security check ${o._G[n]}</h1>
<p class="sentence">${f}</p>
<p class="judged">${a.join(` · `)}</p>
${d}${at(`Reasons`,l)}</header>`}function rt({notes:e}){return at(`Notes`,e.map(e=>`<li>${it(e)}</li>`))}function it({level:e,text:t}){return`${e===`warning`?`Warning: `:``}${(0,s.js)((0,s.$Q)(t,1e3))}`}function at(e,t){return t.length===0?``:`<h2>${e}</h2>\n<ul>\n${t.join(`
`)}\n</ul>\n`}function ot({counts:e}){return`<dl class="counts">${[[`block`,e.blocking],[`open`,e.total],[`new`,e.new],[`existing`,e.existing],[`fixed`,e.fixed],[`suppressed`,e.suppressed]].map(([e,t])=>`<div${e===`block`&&t>0?` class="fail"`:``}><dt>${e}</dt><dd>${t.toLocaleString(`en-US`)}</dd></div>`).join(``)}</dl>`}let st=[`Looked at`,`Commit`,`Compared with`,`Status`];function ct(e){let t=(0,y.NN)(e).map(e=>{let t=[lt(e),(e.commit??``).slice(0,12),ut(e),e.status].map((e,t)=>`<td data-name="${st[t]??``}">${(0,s.js)(e===``?`–`:e)}</td>`);return`<tr><th scope="row">${(0,s.js)(e.source)}</th>${t.join(``)}</tr>`});return`<section aria-labelledby="evidence-title">
<h2 id="evidence-title">Evidence</h2>
<div class="wide" tabindex="0" role="group" aria-labelledby="evidence-title"><table class="evidence stacks">
<thead><tr><th scope="col">Source</th>${st.map(e=>`<th scope="col">${e}</th>`).join(``)}</tr></thead>
<tbody>
${t.join(`
`)}
</tbody></table></div>
</section>`}function lt(e){let t=(e.scans??[]).map(({id:e,kind:t,status:n,products:r})=>`${t} scan ${e} (${n}; ${r.join(`, `)})`),n=(e.checks??[]).map(({context:e,state:t})=>`check ${e} (${t})`),r=[...(e.projects??[]).map(({name:e})=>e),...e.files??[]],i=[...t,...n,...r].slice(0,5).map(e=>(0,s.$Q)(e,200)),a=t.length+n.length+r.length-i.length;return[e.evidence===void 0?``:v.MY[e.evidence],...i,a>0?`and ${a} more`:``].filter(e=>e!==``).join(`, `)}function ut({baseline:e}){return e===void 0?``:[e.ref,e.commit?.slice(0,12),e.at?.slice(0,10)].filter(e=>e!==void 0).join(`, `)}function dt(e){let t=e.filter(({suppressedBy:e})=>e===void 0),n=new Map;for(let{seenBy:e,severity:r}of t)for(let t of new Set(e.map(e=>e.tool))){let e=n.get(t)??(0,O.Ot)([]);e[r]+=1,n.set(t,e)}if(n.size===0)return``;let r=[...n].sort(([e],[t])=>e<t?-1:1),i=Math.max(...r.map(([,e])=>ft(e))),a=O.oC.filter(e=>e!==`unknown`||r.some(([,e])=>e.unknown>0)),o=r.map(([e,t])=>{let n=a.map(e=>`<td data-name="${e}">${t[e].toLocaleString(`en-US`)}</td>`);return`<tr><th scope="row">${(0,s.js)((0,s.$Q)(e,80))}</th><td class="share">${pt(t,i)}</td>${n.join(``)}</tr>`});return`<section aria-labelledby="chart-title">
<h2 id="chart-title">Open findings by tool and severity</h2>
<div class="wide" tabindex="0" role="group" aria-labelledby="chart-title"><table class="chart stacks">
<thead><tr><th scope="col">Tool</th><th scope="col" class="share">Share</th>${a.map(e=>`<th scope="col"><span class="key ${e}"></span>${e}</th>`).join(``)}</tr></thead>
<tbody>
${o.join(`
`)}
</tbody></table></div>
</section>`}function ft(e){return O.oC.reduce((t,n)=>t+e[n],0)}function pt(e,t){let n=0;return`<svg aria-hidden="true" width="240" height="14" viewBox="0 0 240 14">${O.oC.filter(t=>e[t]>0).map(r=>{let i=240-O.oC.length*4,a=3+e[r]/t*i,o=`<rect class="${r}" x="${n.toFixed(2)}" width="${a.toFixed(2)}" height="14"></rect>`;return n+=a+1,o}).join(``)}</svg>`}function mt(e){let t=e.findings.slice(0,100),n=t.map(t=>{let n=(0,s.js)(z(t)??`–`),r=B(t,e),i=r===void 0?n:`<a href="${(0,s._s)(r)}">${n}</a>`,o=(0,s.js)((0,s.$Q)((0,l.D4)(t),300));return`<tr><td class="severity ${t.severity}">${t.severity}</td><td>${o}${ht(t)}</td><td>${i}</td><td>${R(t)}, ${a.ly[t.status]}</td></tr>`}),r=e.findings.length-t.length,i=r>0?`<p>And ${r.toLocaleString(`en-US`)} more, which this page lists when scripts run.</p>`:``;return`<div id="plain">${t.length===0?`<p>No findings.</p>`:`<table class="stacks">
<thead><tr><th scope="col">Severity</th><th scope="col">Finding</th><th scope="col">Place</th><th scope="col">State</th></tr></thead>
<tbody>
${n.join(`
`)}
</tbody></table>${i}`}</div>`}function ht(e){let t=V(e);if(t===void 0)return``;let n=(0,s.js)(t.key);return` <span class="ticket">${t.url===void 0?n:`<a href="${(0,s._s)(t.url)}">${n}</a>`}</span>`}function gt({findings:e,fixed:t}){let n=e.length+t.length;if(n<=F)return;let[r,i]=[F,n].map(e=>e.toLocaleString(`en-US`));return`The page lists the first ${r} of ${i} findings; report.json has all of them.`}function _t(e){let t=gt(e);return t===void 0?``:`<p class="cut">${t}</p>\n`}let vt=String.raw`
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
`,yt=`
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
code, pre { font: .9em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
.product, .judged, footer { color: var(--soft); margin: .3rem 0; }
.sentence::first-letter { text-transform: uppercase; }
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
.ticket { margin-left: .4rem; white-space: nowrap; }
thead th { background: var(--band); white-space: nowrap; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.evidence { min-width: 42rem; }
.evidence th, .evidence td:nth-child(3), .evidence td:last-child { white-space: nowrap; }
.chart { width: auto; }
.chart th { white-space: nowrap; } .chart tbody th { max-width: 20rem; white-space: normal; }
.chart td, .chart thead th { padding-right: 1.2rem; text-align: right; font-variant-numeric: tabular-nums; }
.chart thead th:first-child, .chart .share { text-align: left; }
.chart svg { display: block; margin-top: .25rem; }
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
thead button[data-order]::after { content: "\\a0\\2191" / ""; color: inherit; }
thead button[data-order=down]::after { content: "\\a0\\2193" / ""; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
.bar { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .3rem 1rem; align-items: center;
  min-height: 3.2rem; padding: .4rem 0; background: var(--paper); }
.bar p { margin: 0; } .bar p:empty { display: none; }
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
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.text { white-space: pre-wrap; max-width: 70ch; }
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
  .chart td[data-name] { display: inline-block; margin-right: .9rem; }
}
@media screen and (max-width: 60rem) {
  #list { display: block; min-width: 0; }
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
  .bar { position: static; min-height: 0; } .wide { overflow: visible; } #list, .evidence { min-width: 0; }
  #list thead th:nth-child(even) { width: 16%; } #list thead th:nth-child(2) { width: auto; }
  #list thead th:nth-child(1), #list thead th:nth-child(5) { width: 9%; }
  tr { break-inside: avoid; } h2 { break-after: avoid; } thead button::after, #list button.title::before { content: none; }
}
`,bt=`(() => {\n"use strict";\n${vt}\n
const PAGE_SIZE = 100;
const data = JSON.parse(document.getElementById("findings-data").textContent);
const rows = data.rows;
const searchTexts = rows.map(searchTextOf);
const choices = Object.fromEntries(FACETS.map((facet) => [facet.name, new Set()]));
const view = { text: "", column: null, down: false, group: "", page: 0 };
let order = rows.map((_, index) => index);
let entries = [];

/** An element with attributes and children; a text child is text. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "on") for (const [event, listen] of Object.entries(value)) element.addEventListener(event, listen);
    else if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function number(count) {
  return count.toLocaleString("en");
}

function link(address, ...text) {
  return make("a", { href: address, rel: "noopener noreferrer" }, ...text);
}

function change(what) {
  Object.assign(view, { page: 0 }, what);
  const shown = filterRows(order, rows, searchTexts, choices, view.text);
  entries = view.group === "" ? shown.map((index) => ({ index })) : groupRows(shown, rows, view.group);
  const chosen = FACETS.reduce((sum, facet) => sum + choices[facet.name].size, 0);
  summary.textContent = chosen === 0 ? "Filters" : "Filters (" + chosen + " chosen)";
  show();
}

function pageCount() {
  return Math.max(1, Math.ceil(entries.length / PAGE_SIZE));
}

/** Buttons that lead nowhere do nothing but keep the focus, and a page begins where reading begins. */
function turn(pages) {
  const page = view.page + pages;
  if (page < 0 || page >= pageCount()) return;
  view.page = page;
  show();
  if (list.getBoundingClientRect().top < 0) list.scrollIntoView();
}

function facetFields(facet) {
  const boxes = valuesOf(rows, facet).map(([value, count]) => {
    const box = make("input", { type: "checkbox", name: facet.name, value });
    box.addEventListener("change", () => {
      if (box.checked) choices[facet.name].add(value);
      else choices[facet.name].delete(value);
      change({});
    });
    const label = value === "unknown" && facet.name === "status" ? "age unknown" : value;
    return make("label", {}, box, " " + label + " (" + number(count) + ")");
  });
  return make("fieldset", {}, make("legend", {}, facet.label), ...boxes);
}

/** On a wide page the filters lie open; on a narrow one they would push the list out of sight. */
function facetFold() {
  const facets = FACETS.filter((facet) => valuesOf(rows, facet).length > 1).map(facetFields);
  if (facets.length === 0) return [];
  const fold = make("details", { class: "facets" }, summary, make("div", {}, ...facets));
  const wide = window.matchMedia("(min-width: 48.01rem)");
  const follow = () => { fold.open = wide.matches; };
  wide.addEventListener("change", follow);
  follow();
  return [fold];
}

function filterBar() {
  const search = make("input", { type: "search", autocomplete: "off" });
  search.addEventListener("input", () => change({ text: search.value }));
  const group = make("select", {}, ...[["", "nothing"], ["file", "file"], ["package", "package"]].map(([value, label]) => make("option", { value }, label)));
  group.addEventListener("change", () => change({ group: group.value }));
  const clear = make("button", { type: "button" }, "Clear filters");
  clear.addEventListener("click", () => {
    for (const facet of FACETS) choices[facet.name].clear();
    for (const box of bar.querySelectorAll("input[type=checkbox]")) box.checked = false;
    search.value = "";
    change({ text: "" });
    search.focus();
  });
  const bar = make("div", { class: "filters", role: "search", "aria-label": "Filter findings" },
    make("label", { class: "field grows" }, "Search", search),
    make("label", { class: "field" }, "Group by", group), clear, ...facetFold());
  return bar;
}

function headRow() {
  return make("tr", {}, ...COLUMNS.map((column) => {
    const sorted = view.column === column;
    const sort = make("button", { type: "button", "data-column": column.name, "data-order": sorted ? (view.down ? "down" : "up") : undefined }, column.label);
    sort.addEventListener("click", () => {
      const down = view.column === column && !view.down;
      order = sortRows(rows, column, down);
      change({ column, down });
      table.querySelector("button[data-column=" + column.name + "]").focus();
    });
    return make("th", { scope: "col", "aria-sort": sorted ? (view.down ? "descending" : "ascending") : undefined }, sort);
  }));
}

/** What a finding holds beyond its row; made only when somebody opens it. */
function detailsOf(row) {
  const facts = row.facts.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value)]);
  const links = row.links.flatMap(([label, address]) => [link(address, label), " "]);
  return [
    ...(row.description === undefined ? [] : [make("p", { class: "text" }, data.texts[row.description])]),
    make("dl", { class: "facts" }, ...facts),
    ...(links.length === 0 ? [] : [make("p", {}, ...links)]),
    ...(row.entry === undefined ? [] : suppressionOf(row)),
  ];
}

function suppressionOf(row) {
  const entry = make("pre", { tabindex: "0", role: "group", "aria-label": "Suppression entry" }, suppressionEntry(row, new Date()));
  const copy = make("button", { type: "button" }, "Copy suppression entry");
  copy.addEventListener("click", () => copyText(entry));
  return [make("p", {}, copy), entry];
}

function copyText(source) {
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  const tell = (done) => { copied.textContent = done ? "Copied. It belongs under suppress in the policy file." : "Selected. Press the copy key."; };
  const plain = () => tell(document.execCommand("copy"));
  if (navigator.clipboard === undefined) plain();
  else navigator.clipboard.writeText(source.textContent).then(() => tell(true), plain);
}

/** A path that is broken between its folders before it is broken anywhere else. */
function breakable(path) {
  return path.split(/(?<=[/])/).flatMap((part) => [part, make("wbr")]);
}

/** A row that opens a second one below it, over the whole width. */
function findingRow(index) {
  const row = rows[index];
  const open = make("button", { type: "button", class: "title", "aria-expanded": "false" }, row.title);
  open.addEventListener("click", () => {
    const wasOpen = open.getAttribute("aria-expanded") === "true";
    open.setAttribute("aria-expanded", String(!wasOpen));
    if (wasOpen) line.nextSibling.remove();
    else line.after(make("tr", { class: "more" }, make("td", { colspan: String(COLUMNS.length) }, ...detailsOf(row))));
  });
  const ticket = row.ticket && make("span", { class: "ticket" }, row.ticket.url === undefined ? row.ticket.key : link(row.ticket.url, row.ticket.key));
  const place = row.place || "–";
  const line = make("tr", {},
    make("td", { class: "severity " + row.severity }, row.severity),
    make("td", {}, open, ...(ticket ? [" ", ticket] : [])),
    make("td", {}, ...(row.placeLink === undefined ? breakable(place) : [link(row.placeLink, ...breakable(place))])),
    make("td", {}, row.tools.join(", ")),
    make("td", {}, row.type),
    make("td", {}, row.state + (row.status === "fixed" ? "" : ", " + (row.status === "unknown" ? "age unknown" : row.status))));
  return line;
}

function groupHead(entry) {
  const name = entry.name === "" ? "No " + view.group : entry.name;
  return make("tr", { class: "group" }, make("th", { colspan: String(COLUMNS.length), scope: "colgroup" }, name + " (" + number(entry.count) + ")"));
}

const status = make("p", { role: "status", id: "shown" });
const copied = make("p", { role: "status" });
const summary = make("summary", {}, "Filters");
const previous = make("button", { type: "button" }, "Previous");
const next = make("button", { type: "button" }, "Next");
const pager = make("span", { class: "pager", role: "group", "aria-label": "Pages of the list" }, previous, next);
const table = make("table", { id: "list", "aria-describedby": "shown" });
const list = make("div", { class: "wide list", tabindex: "0", role: "region", "aria-label": "List of findings" }, table);
previous.addEventListener("click", () => turn(-1));
next.addEventListener("click", () => turn(1));

function show() {
  const from = view.page * PAGE_SIZE;
  const page = entries.slice(from, from + PAGE_SIZE);
  const body = page.flatMap((entry, at) => {
    const starts = view.group !== "" && (at === 0 || page[at - 1].name !== entry.name);
    return [...(starts ? [groupHead(entry)] : []), findingRow(entry.index)];
  });
  table.replaceChildren(make("caption", {}, "Findings"), make("thead", {}, headRow()), make("tbody", {}, ...body));
  status.textContent = statusText(from, page.length);
  list.hidden = page.length === 0;
  pager.hidden = pageCount() === 1;
  previous.setAttribute("aria-disabled", String(view.page === 0));
  next.setAttribute("aria-disabled", String(view.page + 1 === pageCount()));
}

/** What is shown, for the eye and, as it changes, for the ear. */
function statusText(from, shown) {
  const all = number(rows.length);
  if (shown === 0) return "No finding matches (" + all + " in all)";
  const range = "Showing " + number(from + 1) + " to " + number(from + shown) + " of " + number(entries.length);
  const pages = pageCount() === 1 ? "" : ", page " + number(view.page + 1) + " of " + number(pageCount());
  return range + (entries.length === rows.length ? "" : " that match (" + all + " in all)") + pages;
}

if (rows.length > 0) {
  change({});
  document.getElementById("plain").replaceWith(filterBar(), make("div", { class: "bar" }, status, pager, copied), list);
}
\n})();`;function xt(e,t={}){return`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${[`default-src 'none'`,`script-src '${St(bt)}'`,`style-src '${St(yt)}'`,`base-uri 'none'`,`form-action 'none'`].join(`; `)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Scan Gate: ${(0,s.js)(e.verdict)} for ${(0,s.js)(e.context.repository)}</title>
<style>${yt}</style>
</head>
<body>
${nt(e)}
<main>
${ot(e)}
${ct(e)}
${dt(e.findings)}
<section aria-labelledby="findings-title">
<h2 id="findings-title">Findings</h2>
${mt(e)}
${_t(e)}</section>
${rt(e)}
</main>
<footer><p>Scan Gate ${(0,s.js)(e.version)}. Decided by ${(0,s.js)(e.decision.rule)}.</p></footer>
<script type="application/json" id="findings-data">${Ct(Xe(e,t))}<\/script>
<script>${bt}<\/script>
</body>
</html>
`}function St(e){return`sha256-${(0,S.createHash)(`sha256`).update(e).digest(`base64`)}`}function Ct(e){return JSON.stringify(e).replace(/[<>&\u2028\u2029]/g,e=>`\\u${e.charCodeAt(0).toString(16).padStart(4,`0`)}`)}function wt(e){let{files:t,path:n,...r}=e;return{id:`html`,async publish(e){await t.write(n,xt(e,r));let i=gt(e);return{outputs:{"report-html":n},...i===void 0?{}:{warnings:[i]},done:`report written to ${n}`}}}}var Tt=n(9212),Et=n(6478);let U={first:1e3,growth:1.6,longest:15e3};async function Dt(e,t){let{clock:n,deadline:r}=t,a=n.now()+Math.min(12e4,r.remaining()),o=0;for(let r=U.first;;r=Math.min(r*U.growth,U.longest)){if(n.now()+r>a||!await Ot(r,t))return jt();try{let{status:n,errors:r}=await t.github.sarifProcessing(e);if(o=0,n===`complete`)return{done:`processed`,warnings:await kt(e,t.github,r)};if(n===`failed`)return{done:`not accepted by code scanning`,warnings:At(r)}}catch(e){if(!(e instanceof i.D4))throw e;if(e.status!==404&&(o+=1),o>=3)return Mt(e)}}}async function Ot(e,{clock:t,deadline:n}){try{return await t.sleep(e,n.signal),!0}catch(e){if(e instanceof i.D4)return!1;throw e}}async function kt(e,t,n){let r=n.map(e=>`Code scanning says: ${(0,i.em)(e)}`);try{let n=await t.sarifWarnings(e);return[...r,...n.map(e=>`Code scanning says: ${(0,i.em)(e)}`)]}catch(e){if(!(e instanceof i.D4))throw e;return[...r,`Whether code scanning left out results is not known: ${(0,i.em)(e.message)}`]}}function At(e){return(e.length===0?[`it gave no reason`]:e).map(e=>`Code scanning did not accept the upload: ${(0,i.em)(e)}`)}function jt(){return{done:`still being processed`,warnings:[`Code scanning was still processing the upload when the wait for it ended; its alerts may come later.`]}}function Mt(e){return{done:`processing not followed`,warnings:[`Whether code scanning accepted the upload is not known: ${(0,i.em)(e.message)}`]}}var Nt=n(191);function Pt(e){return{id:`sarif`,async publish(t){let n=e.deadline(),{lineHashes:r,unread:i}=await(0,Nt.o)(t,e.files,n.signal),a=(0,Et.j)(t,{lineHashes:r}),o=i===0?a.notes:[...a.notes,Ft(i)],s=await It(a,e),c=await Lt(a,e,n);return{outputs:{...s.outputs,...c.outputs},warnings:[...o,...s.warnings,...c.warnings],done:`${s.done}; ${c.done}`}}}}function Ft(e){return`${e} files were not read for fingerprints, so their alerts may not be recognised when lines move.`}async function It({text:e,document:t},{files:n,file:r}){let a=t.runs.reduce((e,t)=>e+t.results.length,0),o=`${(0,m.h)(a,`result`)} in ${(0,m.h)(t.runs.length,`run`)}`;try{return await n.write(r,e),{outputs:{"sarif-file":r},warnings:[],done:`${o} written to ${r}`}}catch(e){let{message:t}=(0,i.Ge)(e,`gate`);return{outputs:{},warnings:[`The SARIF file was not written. ${t}`],done:`${o}, not written`}}}async function Lt(e,t,n){let{mode:r,target:a,github:o,clock:s}=t;if(r===`file`)return W("not uploaded, as `sarif: file` or a dry run asks");if(a===void 0)return W(`not uploaded, because code scanning has no place for this event`);if(e.document.runs.length===0)return W(`not uploaded, because no source is complete and its alerts must not be closed`);if(n.signal.aborted)return{outputs:{},warnings:[`No time was left for the upload to code scanning.`],done:`not uploaded`};let c;try{c=(await o.uploadSarif({...a,sarif:e.text})).id}catch(e){if(!(e instanceof i.D4))throw e;return{outputs:{},warnings:[Rt(e)],done:`not uploaded`}}let{done:l,warnings:u}=await Dt(c,{github:o,clock:s,deadline:n});return{outputs:{"sarif-id":c},warnings:u,done:`uploaded for ${a.ref}, ${l}`}}function Rt({message:e,hint:t,status:n=0}){let r=n>=400&&n<500;return(0,i.em)(`Code scanning has no results of this run: ${e}`,t??(r?"This server does not accept the file; GitHub Enterprise Server may be too old for it. Set `sarif: file` to end this warning":void 0))}function W(e){return{outputs:{},warnings:[],done:e}}var zt=n(9096),Bt=n(9370),Vt=n(3460),Ht=n(8092);function Ut(e){let t=e=>/^\d+$/.test(e),[n,...r]=e.filter(t),[i,...a]=e.filter(e=>!t(e)),o=[...r,...a];return{...n===void 0?{}:{id:n},...i===void 0?{}:{key:i},warnings:o.length===0?[]:[`tickets-project takes one numeric id and one key; ${o.join(`, `)} is not used.`]}}let Wt=[`sast`,`sca`,`secrets`];function G({organisation:e,project:t,issue:n}){return JSON.stringify([e,t,n])}function Gt(e,t){let n=Yt(e);return e.filter(e=>e.suppressedBy===void 0&&(t===`all`||e.blocking)&&!Jt(e)&&!e.observations.some(({home:e})=>e!==void 0&&n.has(G(e))))}function Kt(e){let t=new Map,n=new Set,r=[],i=new Map;for(let a of Gt(e.findings,e.mode)){let o=Xt(a,e);if(typeof o==`string`){i.set(o,(i.get(o)??0)+1);continue}let{home:s,observation:c,type:l}=o;n.has(G(s))||(n.add(G(s)),l===void 0?r.push({home:s,finding:a}):Qt(t,{type:l,home:s,rule:c.rule??c.title}))}return{semgrep:[...t.values()].flatMap($t),snyk:r,skipped:i}}function qt(e,t){return t.size===0?e:e.map(e=>{if(e.ticket!==void 0)return e;let n=e.observations.map(({home:e})=>e&&t.get(G(e))).find(e=>e!==void 0);return n===void 0?e:{...e,ticket:n}})}function Jt({ticket:e,observations:t}){return e!==void 0||t.some(e=>e.ticket!==void 0)}function Yt(e){let t=e.filter(Jt).flatMap(({observations:e})=>e);return new Set(t.flatMap(({home:e})=>e===void 0?[]:G(e)))}function Xt(e,t){let n=e.observations.filter(({ignored:e})=>e===void 0);if(n.some(({home:e})=>e!==void 0&&t.unread.has(e.project)))return`unread`;let r=n.map(e=>Zt(e,t));return r.find(e=>typeof e!=`string`)??r[0]??`no-home`}function Zt(e,{snykKey:t}){let{source:n,home:r,product:i}=e;if(r===void 0)return`no-home`;if(n===`semgrep`){let t=Wt.find(t=>t===e.type);return t===void 0||i===`ai_sast`?`ai`:{observation:e,home:r,type:t}}return e.type===`iac`?`iac`:t?{observation:e,home:r}:`no-key`}function Qt(e,{type:t,home:n,rule:r}){let{organisation:i,project:a}=n,o=JSON.stringify([i,a,t]),s=e.get(o)??{deployment:i,project:a,type:t,byRule:new Map};e.set(o,s);let c=s.byRule.get(r);c===void 0?s.byRule.set(r,[n]):c.push(n)}function $t({byRule:e,...t}){return en([...e.values()].flat(),20).map(e=>({...t,homes:e}))}function en(e,t){return Array.from({length:Math.ceil(e.length/t)},(n,r)=>e.slice(r*t,(r+1)*t))}n(8981);var K=n(2857),tn=n(8532);let nn={"[":`［`,"]":`］`,"{":`｛`,"}":`｝`,"!":`！`,"|":`｜`,"\\":`＼`,"@":`＠`};function rn(e,t=400){let n=(0,s.RK)(e).trim().replace(/[[\]{}!|\\]|(?<!\S)@|@(?=[\w.-]+\.[a-z]{2})/gi,e=>nn[e]??e).replace(/:(?=\/\/)|\bmailto:|\bwww(?=\.)/gi,e=>`${e}\u200b`);return(0,s.$Q)(n,t)}function an(e,{repository:t}){let{severity:n,title:r,package:i,path:o}=e,s=i===void 0?o:(0,a.lL)(i);return rn(`${n}: ${s===void 0?r:`${r} in ${s}`} (${t})`,255)}function on(e,t){let{package:n,path:r,line:i,link:o}=e,s=r===void 0||i===void 0?r:`${r}:${i}`;return[...[[`Problem`,e.title],[`Severity`,e.severity],[`Repository`,t.repository],[`Commit`,t.commit],[`Place`,s],[`Package`,n===void 0?void 0:(0,a.lL)(n)],[`Fixed in`,n?.fixedIn?.join(`, `)],[`Identifiers`,[...e.identifiers,...e.cwe].join(`, `)],[`Fingerprint`,e.fingerprint]].flatMap(([e,t])=>t===void 0||t===``?[]:[`${e}: ${rn(t)}`]),...sn(o)?[`More: ${o}`]:[]].join(`
`)}function sn(e){return e!==void 0&&/^https:\/\/[\w.~:/?#&=%+-]+$/.test(e)&&e.length<=400}let cn={semgrep:`Semgrep`,snyk:`Snyk`};async function ln(e){let t=new Map,n=[];for(let[r,i]of e.requests.entries()){let{deadline:a}=e;if(a.signal.aborted||a.remaining()<3e3){n.push(hn(e,r,`there is no time left for more`));break}let o=await un(e,i);for(let[e,n]of o.tickets)t.set(e,n);if(n.push(...o.warnings),o.stop&&r+1<e.requests.length){n.push(hn(e,r+1,`it would end the same way`));break}}return{tickets:t,warnings:n}}async function un(e,t){try{return{...await e.create(t),stop:!1}}catch(n){let r=(0,i.Ge)(n,e.source).message;return fn(n)?{tickets:new Map,warnings:[`${mn(e,t)}. ${r}`],stop:pn(n)}:await dn(e,t,r)}}async function dn(e,t,n){let r=e.homes(t);try{let i=await e.reread(t),a=r.filter(e=>!i.has(G(e)));return a.length===0?{tickets:i,warnings:[],stop:!1}:{tickets:i,warnings:[`${n} There was no ticket for ${q(a)} at a second look; none is asked for twice in one run.`],stop:!1}}catch(t){let a=(0,i.Ge)(t,e.source).message,o=`${n} Whether there is one for ${q(r)} now could not be read either: ${a}`;return{tickets:new Map,warnings:[o],stop:!0}}}function fn(e){let t=e instanceof i.D4?e.status??0:0;return t>=400&&t<500&&t!==408}function pn(e){return e instanceof i.D4&&[`auth`,`forbidden`,`rate-limited`].includes(e.code)}function mn({source:e,homes:t},n){return`${cn[e]} made no ticket for ${q(t(n))}`}function hn({source:e,requests:t,homes:n},r,i){let a=t.slice(r).flatMap(n).length;return`${cn[e]} was not asked for tickets of ${(0,m.h)(a,`more finding`)}: ${i}. Run the job again.`}function q(e){return e.map(({issue:e})=>e).join(`, `)}async function gn(e){let{service:t,requests:n,deadline:r}=e;return await ln({source:`snyk`,requests:n,homes:({home:e})=>[e],create:async({home:n,finding:r})=>{let{issue:i}=n,a={project:{key:e.jiraProject},issuetype:{name:`Bug`},summary:an(r,e.context),description:on(r,e.context)},o=`${vn(n)}/issue/${encodeURIComponent(i)}/jira-issue`,s=await t.json({method:`POST`,path:o,body:{fields:a}},xn);return{tickets:new Map([[G(n),s]]),warnings:[]}},reread:({home:e})=>_n(t,e),deadline:r})}async function _n(e,t){let n=await e.json({method:`GET`,path:`${vn(t)}/jira-issues`},bn);return new Map(Object.entries(n).flatMap(([e,[n]])=>n===void 0?[]:[[G({...t,issue:e}),n]]))}function vn({organisation:e,project:t}){return`/v1/org/${encodeURIComponent(e)}/project/${encodeURIComponent(t)}`}let yn=K.Ikc({jiraIssue:K.Ikc({key:K.YjP().min(1)})}).transform(({jiraIssue:e})=>({key:e.key})),bn=K.g1P(K.YjP(),K.YOg(yn)),xn=K.KCZ([yn,bn.transform((e,t)=>{let[n]=Object.values(e).flat();return n===void 0?(t.addIssue({code:`custom`,message:`names no ticket`}),tn.tm):n})]),Sn={tickets:new Map,unread:new Set,warnings:[]};async function Cn(e,t){let n=wn(t);if(n.length===0)return Sn;let r=e(),a=new Map,o=new Set,s=[];for(let e of en(n,8)){let t=await Promise.allSettled(e.map(e=>_n(r,e)));for(let[n,r]of t.entries()){if(r.status===`fulfilled`){for(let[e,t]of r.value)a.set(e,t);continue}let t=e[n]?.project??``;o.add(t),s.push(`Which issues of the Snyk project ${t} have a ticket is not known, so none is made there. ${(0,i.Ge)(r.reason,`snyk`).message}`)}}return{tickets:a,unread:o,warnings:s}}function wn(e){let t=e.flatMap(({observations:e})=>e).flatMap(({source:e,type:t,home:n})=>e!==`snyk`||t===`iac`||n===void 0?[]:[n]);return[...new Map(t.map(e=>[e.project,e])).values()]}async function Tn(e){let{service:t,requests:n,deadline:r}=e;return await ln({source:`semgrep`,requests:n,homes:({homes:e})=>e,create:async n=>kn(n,await t.json(En(n,e),On)),reread:t=>In(e,t),deadline:r})}function En({deployment:e,type:t,homes:n},{jiraProject:r}){return{method:`POST`,path:`${Bn(e)}/tickets`,body:{deployment_slug:e,issue_type:t,issue_ids:n.map(({issue:e})=>e),group_issues:!0,limit:20,...r===void 0?{}:{jira_project_id:r}}}}let J=K.KCZ([K.YjP().min(1),K.aig()]).transform(String),Y=K.YjP().optional().catch(void 0),X=K.YOg(J).nullish().transform(e=>e??[]),Z=e=>K.YOg(e).nullish().transform(e=>e??[]),Dn=K.Ikc({ticket_id:J.nullish(),external_slug:Y,ticket_url:Y,issue_ids:X}).transform(({ticket_id:e,external_slug:t,ticket_url:n,issue_ids:r},i)=>{let a=t||e;return a?{ticket:Vn(a,n),issues:r}:(i.addIssue({code:`custom`,message:`names no ticket`}),tn.tm)}),On=K.Ikc({succeeded:Z(Dn),skipped:Z(K.Ikc({issue_ids:X,reason:Y})),failed:Z(K.Ikc({issue_ids:X,error:Y}))});function kn({homes:e},t){let n=new Map(e.map(e=>[e.issue,e])),r=e=>e.flatMap(e=>n.get(e)??[]),i=[...t.skipped.map(({issue_ids:e,reason:t})=>({homes:r(e),why:t})),...t.failed.map(({issue_ids:e,error:t})=>({homes:r(e),why:t}))],a=t.succeeded.map(({ticket:e,issues:t})=>({ticket:e,homes:r(t)})),o=new Set([...a,...i].flatMap(e=>e.homes)),s=e.filter(e=>!o.has(e)),c=s.length===0?[]:[{homes:s,why:`its answer leaves them out`}];return{tickets:new Map(a.flatMap(e=>e.homes.map(t=>[G(t),e.ticket]))),warnings:[...i,...c].filter(e=>e.homes.length>0).map(({homes:e,why:t})=>An(e,t))}}function An(e,t=`it gives no reason`){return`Semgrep made no ticket for ${q(e)}: ${t}`}let jn=K.Ikc({id:J.nullish(),external_slug:Y,externalSlug:Y,url:Y}).nullish(),Mn=K.Ikc({id:J,external_ticket:jn,externalTicket:jn}).transform(({id:e,external_ticket:t,externalTicket:n})=>{let r=t??n,i=r?.external_slug||r?.externalSlug||r?.id;return i?{issue:e,ticket:Vn(i,r?.url)}:{issue:e}}),Nn=K.Ikc({findings:K.YOg(Mn),cursor:Y}),Pn=K.Ikc({deployments:K.YOg(K.Ikc({id:J,slug:K.YjP()}))}),Fn={findings:3e3,secrets:500};async function In({service:e,branch:t},n){let{deployment:r,project:i,type:a,homes:o}=n,s=new Map(o.map(e=>[e.issue,e])),c=new Map,l=a===`secrets`?`/api/v1/deployments/${encodeURIComponent(await zn(e,r))}/secrets`:`${Bn(r)}/findings`,u=new Set,d;for(let n=0;n<200;n+=1){let r=a===`secrets`?Rn(i,d):Ln({type:a,project:i,branch:t,page:n}),f=await e.json({method:`GET`,path:l,query:r},Nn),p=u.size;for(let{issue:e,...t}of f.findings){u.add(e);let n=s.get(e);n!==void 0&&`ticket`in t&&c.set(G(n),t.ticket)}if((a===`secrets`?!f.cursor:u.size===p)||o.every(({issue:e})=>u.has(e)))break;d=f.cursor}return c}function Ln(e){return[[`issue_type`,e.type],[`repos`,e.project],[`ref`,e.branch],[`page`,e.page],[`page_size`,Fn.findings]]}function Rn(e,t){return[[`repo`,e],[`limit`,Fn.secrets],...t===void 0?[]:[[`cursor`,t]]]}async function zn(e,t){let{deployments:n}=await e.json({method:`GET`,path:`/api/v1/deployments`},Pn),r=n.find(e=>e.slug===t);if(r!==void 0)return r.id;throw new i.D4({code:`not-found`,source:`semgrep`,message:`Semgrep no longer shows the deployment ${t} to this token`})}function Bn(e){return`/api/v1/deployments/${encodeURIComponent(e)}`}function Vn(e,t){return{key:e,...t?.startsWith(`https://`)?{url:t}:{}}}let Hn={ai:e=>`skipped ${(0,m.h)(e,`AI finding`)}, for which Semgrep has no tickets`,iac:e=>`skipped ${(0,m.h)(e,`infrastructure as code finding`)}, for which Snyk has no tickets`,"no-home":e=>`skipped ${(0,m.h)(e,`finding`)} that only a report file tells of`};function Un(e,t){let n=[...new Set([...t.values()].map(({key:e})=>(0,s.$Q)(e,40)))],r=n.slice(0,20).join(`, `),i=n.length>20?` and ${n.length-20} more`:``;return[n.length===0?`none created`:`created ${n.length} for ${(0,m.h)(t.size,`finding`)}: ${r}${i}`,...Q(e)].join(`; `)}function Wn(e){let t=e.semgrep.flatMap(({homes:e})=>e).length,n=[...t===0?[]:[`Semgrep for ${(0,m.h)(t,`finding`)}`],...e.snyk.length===0?[]:[`Snyk for ${(0,m.h)(e.snyk.length,`finding`)}`]];return[`dry run, ${n.length===0?`would ask for none`:`would ask ${n.join(` and `)}`}`,...Q(e)].join(`; `)}function Gn(e){let t=e.length-50;return t<=0?e:[...e.slice(0,50),(0,m.h)(t,`more warning like these`,`more warnings like these`)]}function Kn({skipped:e}){let t=e.get(`no-key`);return t===void 0?[]:[`No ticket for ${(0,m.h)(t,`Snyk finding`)}: put the key of a Jira project, such as SHOP, into tickets-project.`]}function Q({skipped:e}){return[...e].flatMap(([e,t])=>e===`no-key`||e===`unread`?[]:Hn[e](t))}async function qn(e,t){let{report:n,settings:r,context:i}=t,{tickets:a}=r;if(a===`off`)return{report:n,published:{done:`off`}};let o=Jn(i);if(o===void 0)return{report:n,published:{done:`none, because this is not the repository's default branch`}};let s={...t,branch:o,jira:Ut(r.ticketsProjects),deadline:Yn(e,t.deadline),connect:e.connect},c=await Xn(s,Gt(n.findings,a)),l=qt(n.findings,er(c.tickets,e)),u=Kt({findings:l,mode:a,snykKey:s.jira.key!==void 0,unread:c.unread}),d=[...s.jira.warnings,...c.warnings,...Kn(u)];if(r.dryRun)return{report:{...n,findings:l},published:{done:Wn(u),warnings:d}};let f=await Zn(s,u),p=qt(l,er(f.tickets,e));return{report:{...n,findings:p},published:{done:Un(u,f.tickets),warnings:Gn([...d,...f.warnings])}}}function Jn(e){if(e.kind!==`ref`||e.foreign===!0)return;let t=(0,Bt.W)(e.ref);return e.event===`schedule`||t===e.defaultBranch?t:void 0}function Yn(e,t){let n=t.remaining();return e.deadline({ms:n-Math.min(n/2,6e4),parent:t.signal})}async function Xn(e,t){let{settings:n,jira:r}=e,{snyk:i}=n;return i===void 0||r.key===void 0?Sn:await Cn(()=>$n(e,i),t)}async function Zn(e,t){let{settings:n,jira:r,branch:i,deadline:a,report:o}=e,s=[];if(n.semgrep!==void 0&&t.semgrep.length>0){let o=Qn(e,n.semgrep),c=r.id===void 0?{}:{jiraProject:r.id};s.push(()=>Tn({service:o,requests:t.semgrep,branch:i,deadline:a,...c}))}if(n.snyk!==void 0&&r.key!==void 0&&t.snyk.length>0){let i=$n(e,n.snyk),c=r.key;s.push(()=>gn({service:i,requests:t.snyk,jiraProject:c,context:o.context,deadline:a}))}let c=await Promise.all(s.map(e=>e()));return{tickets:new Map(c.flatMap(({tickets:e})=>[...e])),warnings:c.flatMap(({warnings:e})=>e)}}function Qn({connect:e,deadline:t},{url:n,token:r}){return e({source:`semgrep`,baseUrl:n,authorization:`Bearer ${r}`,deadline:t})}function $n({connect:e,deadline:t},n){let{apiUrl:r,authorization:i}=(0,Vt.GM)(n);return e({source:`snyk`,baseUrl:r,authorization:i,deadline:t})}function er(e,{redact:t}){return new Map([...e].map(([e,n])=>[e,(0,Ht.KL)(n,t)]))}async function tr(e,t){if(e.cancelled.aborted)return{outputs:{}};let n=e.log.group(`Telling`),{report:r,told:i}=await nr(e,t,n),a=e.cancelled.aborted?[]:sr(e,t),o=await Promise.all(a.map(e=>rr(e,r,n))),s=[...i,...o],c=e.cancelled.aborted?[]:[cr(e,t,s)],l=await Promise.all(c.map(e=>rr(e,r,n))),u=[...s,...l];return t.settings?.dryRun===!0&&ur({...t,report:r},n),n.close(),or(e,u),{outputs:Object.assign({},...u.map(({outputs:e})=>e))}}async function nr(e,t,n){let{report:r,settings:i,context:a,deadline:o}=t;if(i===void 0||a===void 0||i.tickets===`off`)return{report:r,told:[]};try{let t=await qn(e,{report:r,settings:i,context:a,deadline:o});return{report:t.report,told:[ir(`tickets`,t.published,n)]}}catch(e){return{report:r,told:[ar(`tickets`,e,n)]}}}async function rr(e,t,n){try{return ir(e.id,await e.publish(t),n)}catch(t){return ar(e.id,t,n)}}function ir(e,{done:t,warnings:n=[],outputs:r={}},i){i.info(`${e}: ${t}`);let a=n.map(t=>`${e}: ${t}`);for(let e of a)i.warning(e);return{id:e,done:t,outputs:r,warnings:a}}function ar(e,t,n){let r=`${e}: ${(0,i.Ge)(t,`gate`).message} The verdict stands.`;return n.warning(r),{id:e,outputs:{},warnings:[r]}}function or({outputs:e},t){let n=t.flatMap(e=>e.warnings);n.length!==0&&e.annotate({level:`warning`,title:`Scan Gate: not everything could be told`,message:n.join(`
`)})}function sr(e,t){let{settings:n}=t;return n===void 0?[]:[(0,Tt.G3)({files:e.files,path:(0,r.join)(n.reportDir,`report.json`)}),wt({files:e.files,path:(0,r.join)(n.reportDir,`report.html`),linkHosts:$(n)}),...n.annotations?[f(e)]:[],...lr(e,t,n)]}function cr({outputs:e},{settings:t,phases:n},r){return(0,zt.G)({outputs:e,linkHosts:t===void 0?[]:$(t),run:{phases:n(),outcomes:r}})}function lr(e,t,n){let{context:r,github:i,deadline:a}=t;if(r===void 0||i===void 0)return[];let{files:o,clock:s}=e,c=[];if(n.sarif!==`off`){let e=`upload`in r?r.upload:void 0;c.push(Pt({github:i,files:o,clock:s,deadline:()=>a,mode:n.dryRun?`file`:n.sarif,file:n.sarifFile,...e===void 0?{}:{target:e}}))}if(r.kind===`pull-request`&&n.comment!==`never`&&!n.dryRun){let{commentKey:e,comment:t}=n;c.push(Pe({github:i,pullRequest:r.number,key:e,mode:t,linkHosts:$(n)}))}return c}function $({semgrep:e,snyk:t}){let n=[e?.url,t?.url].flatMap(e=>e===void 0?[]:new URL(e).host);return[...n,...n.map(e=>e.replace(/^api\./,`app.`))]}function ur({report:e,settings:t,context:n},r){if(t!==void 0&&n?.kind===`pull-request`){r.info(`dry run, so this comment was not posted:`);for(let n of Ee(e,{key:t.commentKey}).split(`
`))r.info(n)}}})};