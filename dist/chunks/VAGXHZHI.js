import{a as M,c as U,d as j,f as D,g as h,j as H,l as B,m as b,n as E,o as I,p as W,r as k,s as w,t as g,u as J,v as _}from"./FNOT3HMJ.js";import{a as O}from"./ASEPNUIW.js";import{a as P}from"./SWY4IQ3I.js";import{e as y,f as N,g as R}from"./ZOCNG6Z5.js";import{a}from"./SH6HGKSU.js";import{a as v}from"./PGEPUDSN.js";function $(e){return Buffer.byteLength(e)}function X(e,n){let t=e.filter(o=>o.rows.length>0),s=t.map(({heading:o,rows:l,leftOut:i,ending:u=""})=>$(o+i(G(l))+u)),r=n-s.reduce((o,l)=>o+l,0);return r<0?"":t.map((o,l)=>{let i=t.slice(l+1).reduce((m,S)=>m+z(S.rows),0),u=ce(o.rows,Math.max(r*o.share,r-i));r-=z(u);let p=G(o.rows.slice(u.length)),T=p>0?o.leftOut(p):"";return o.heading+u.map(m=>m.text).join("")+T+(o.ending??"")}).join("")}function ce(e,n){let t=0,s=e.findIndex(r=>(t+=$(r.text),t>n));return s===-1?e:e.slice(0,s)}function z(e){return e.reduce((n,t)=>n+$(t.text),0)}function G(e){return e.reduce((n,t)=>n+t.weight,0)}function Y(e){let n=e.toSorted(g),t=O(n,o=>q(o.resource.arn,o.control)),s=o=>o.follows===void 0?void 0:fe(o,t.get(q(o.resource.arn,o.follows))??[]),r=new Map;for(let o of n){let l=de(o,s),i=r.get(l)??[];l!==o&&i.push(o),r.set(l,i)}return[...r].map(([o,l])=>({result:o,followers:l})).toSorted((o,l)=>k(V(o)-V(l),g(o.result,l.result)))}function K({result:e,followers:n}){return j(n,({control:t,severity:s})=>w(s)<w(e.severity)?`${t} (${s})`:t)}function q(e,n){return`${e} ${n}`}function de(e,n){let t=new Set([e]),s=e;for(let r=n(s);r!==void 0;r=n(s)){if(t.has(r))return e;t.add(r),s=r}return s}function fe(e,n){let t=r=>r.policy?.name===e.policy?.name?1+me(r.policy?.path??"",e.policy?.path??""):0,s;for(let r of n)r!==e&&(s===void 0||t(r)>t(s))&&(s=r);return s}function me(e,n){let t=0;for(;t<e.length&&e[t]===n[t];)t+=1;return t}function V(e){return Math.min(...[e.result,...e.followers].map(n=>w(n.severity)))}var Q=10;function ee({requirements:e}){return e.map(n=>{let{tables:t,failing:s}=n,r=t.length===1?"this table is":`these ${t.length.toLocaleString("en-US")} tables are`,o=s.length===0?"":`; ${he(n)}`;return`${r} ${pe(n)}: ${ge(t)}${o}`})}function pe({change:e,control:n,before:t,after:s}){switch(e){case"gained":return`newly asked for ${Z(n,s)}`;case"lost":return`asked no more for ${Z(n,t)}`;case"changed":return`asked otherwise for ${n} (${t||"no terms"} → ${s||"no terms"})`}}function Z(e,n){return n?`${e} (${n})`:e}function he({tables:e,failing:n}){return e.length===1?"it failed what was asked before, and is not mended by this":`${n.length===e.length?"all of them":`${n.length.toLocaleString("en-US")} of them`} failed what was asked before, and are not mended by this`}function ge(e){let n=e.map(b).sort(),t=n.length-Q;return n.slice(0,Q).join(", ")+(t>0?` and ${t.toLocaleString("en-US")} more`:"")}var we=10;function $e({new:e,fixed:n,unchanged:t,newUnknown:s}){return[a(e.length,"new failure"),`${n.length.toLocaleString("en-US")} fixed`,`${t.length.toLocaleString("en-US")} failing before and after`,...s.length>0?[`${s.length.toLocaleString("en-US")} newly unknown`]:[]].join(", ")}function ne(e,n){let{sources:t,changes:s,sentences:r,alone:o}=e,l=o?"the change alone, without an inventory":"the account after the change",i=n?r:r.slice(0,we),u=r.length-i.length;return[`${l}: ${t.join(", ")}, ${a(s.length,"resource")} that matter${s.length===1?"s":""} here`,$e(e),...i,...u>0?[`and ${a(u,"more sentence")}; the JSON report has all`]:[]]}function oe(e){let n=[];for(let t of O(e,s=>s.resource.arn).values()){let s=t.toSorted(g),[r]=s;r!==void 0&&n.push({resource:r.resource,results:s})}return n.toSorted(ye)}function x(e,n){return e.filter(t=>t.status===n).length}function ye(e,n){return k(te(e)-te(n),x(n.results,"fail")-x(e.results,"fail"),x(n.results,"unknown")-x(e.results,"unknown"),v(e.resource.name,n.resource.name),v(e.resource.arn,n.resource.arn))}function te(e){let n=e.results.find(t=>t.status==="fail");return n===void 0?Number.MAX_SAFE_INTEGER:w(n.severity)}var re=600,se=12,Re=20;function le(e,n){let t=e.results.filter(o=>o.status==="fail"),s=e.results.filter(o=>o.status==="waived").toSorted(g),r=Le(e);return[...ke(e),...xe(e),...n===void 0?[F("Failing",t,r)]:[F("New failures",n.added,r),Se(n.fixed,r),Oe(n.unasked,r),be(n.standing,r)],{heading:`
### Unknown

`,rows:J(e.results).map(o=>Te(o,r)),leftOut:o=>`- ${a(o,"more unknown result")} left out; the JSON report has all.
`,share:.6},{heading:`
### Why

`,rows:oe(t.filter(o=>o.because.length>0)).map(o=>ve(o,r)),leftOut:o=>`Evidence of ${a(o,"more failing result")} left out; the JSON report has all.
`,share:.7},{heading:`
### Waived

| Table | Control | Until | Approved by | Reason |
| --- | --- | --- | --- | --- |
`,rows:s.map(o=>Ee(o,r)),leftOut:o=>`
${a(o,"more waived result")} left out.
`,share:.5},{heading:`
### Restore times

`,rows:e.restores.map(Fe),leftOut:o=>`- ${a(o,"more table")} left out.
`,share:.7},{heading:`
### Warnings

`,rows:e.warnings.map(o=>f(`- ${d(I(o))}
`)),leftOut:o=>`- ${a(o,"more warning")} left out; the JSON report has all.
`,share:.5},{heading:`
### No policy matches

`,rows:e.unmatchedTables.map(o=>f(`- ${c(b(o))}${r.ofArn(o)}
`)),leftOut:o=>`- ${a(o,"more table")} left out.
`,share:1}]}var ae=`| Table | Control | Severity | Found and asked |
| --- | --- | --- | --- |
`;function F(e,n,t){return{heading:`
### ${e}

${ae}`,rows:Y(n).map(s=>Ce(s,t)),leftOut:s=>`
${a(s,"more failing result")} left out; the JSON report has all.
`,share:.6}}function be(e,n){let t=`<details><summary>${a(e.length,"result")}</summary>`;return{...F("",e,n),heading:`
### Failing as before

${t}

${ae}`,ending:`
</details>
`}}function Se(e,n){return{heading:`
### Fixed

| Table | Control | Now |
| --- | --- | --- |
`,rows:e.map(({former:{resource:t,control:s},by:r})=>f(C(c(h(t))+n.of(t),c(s),M[r]))),leftOut:t=>`
${a(t,"more fixed result")} left out.
`,share:.3}}function Oe(e,n){return{heading:`
### Asked no more

| Table | Control |
| --- | --- |
`,rows:e.map(({resource:t,control:s})=>f(C(c(h(t))+n.of(t),c(s)))),leftOut:t=>`
${a(t,"more result")} left out.
`,share:.3}}function ke({preview:e}){return e===void 0?[]:[{heading:`
### This change

`,rows:[...ne(e,!0).map(t=>f(`- ${d(t)}
`)),...e.notes.map(t=>f(`- note: ${d(t)}
`))],leftOut:t=>`- ${a(t,"more line")} left out; the JSON report has all.
`,share:.3}]}function xe({policyChange:e}){return e===void 0?[]:[{heading:`
### Changed policies

`,rows:ee(e).map(n=>f(`- ${d(n)}
`)),leftOut:n=>`- ${a(n,"more line")} left out; the JSON report has all.
`,share:.3}]}function f(e,n=1){return{text:e,weight:n}}function C(...e){return`| ${e.join(" | ")} |
`}function Ce(e,n){let{result:t,followers:s}=e,r=s.length===0?"":`<br>also: ${d(K(e))}`,o=t.policy===void 0?"":`<br>asked at ${c(E(t.policy))}`,l=t.template===void 0?"":`<br>decided at ${c(E(t.template))}`,i=o+l,u=C(c(h(t.resource))+n.of(t.resource),c(t.control),t.severity,d(t.message)+i+r);return f(u,1+s.length)}function Te(e,n){let t=new Set(e.results.map(m=>m.resource.arn)).size,[s="",...r]=e.details,o=r.length===0?"":` (and ${a(r.length,"more reason")} of this kind)`,l=W(e.permission,s).map(m=>`; settled by the IAM action ${c(m)}`).join(""),i=`- **${a(e.results.length,"result")} on ${a(t,"table")}: ${d(e.title)}**`,u=_(e.results).map(m=>{let S=m.tables.slice(0,Re).map(A=>c(h(A))+n.of(A)),L=m.tables.length-S.length;return`  - ${S.join(", ")}${L>0?` and ${a(L,"more table")}`:""}: ${d(m.controls)}
`}),p=u.slice(0,se),T=u.length>p.length?`  - and ${a(u.length-p.length,"more line")}
`:"";return f(`${i}<br>${d(s)}${o}${l}
${p.join("")}${T}`,e.results.length)}function ve({resource:e,results:n},t){let s=n.map(o=>{let l=o.because.slice(0,se),i=o.because.length-l.length;return[`- ${c(o.control)}: ${d(o.message)}
`,...l.map(u=>`  - ${d(u)}
`),...i>0?[`  - and ${a(i,"more line")}
`]:[]].join("")}),r=`<code>${y(h(e))}</code>${t.of(e)}: ${a(n.length,"failing result")}`;return f(`<details><summary>${r}</summary>

${s.join("")}
</details>
`,n.length)}function Ee({resource:e,control:n,waiver:t},s){let r=[t?.until,t?.approvedBy,t?.reason].map(o=>d(o??""));return f(C(c(h(e))+s.of(e),c(n),...r))}function Fe(e){return f(`- ${c(b(e.table))}: ${d(H(e))}
`)}function d(e){return ie(e).split(/\b(arn:[^\s,;()]+)/).map((n,t)=>t%2===1?R(n):N(n)).join("")}function c(e){return R(ie(e))}function ie(e){return e.length<=re?e:`${e.slice(0,re)}…`}function Le(e){let n=[...e.scopes,...e.results.map(r=>r.resource)],t=new Set(n.map(({account:r,region:o})=>`${r} ${o}`)).size>1,s=(r,o)=>t?` (${y(`${r} ${o}`)})`:"";return{of:({account:r,region:o})=>s(r,o),ofArn:r=>{let o=P(r);return o===void 0?"":s(o.account,o.region)}}}var Ae=65536,ue={compliant:"## ✅ Holdfast: compliant",noncompliant:"## ❌ Holdfast: noncompliant",undetermined:"## ❔ Holdfast: undetermined"},Ne={noncompliant:"## ⚠️ Holdfast: passed, with failures that do not count here",undetermined:"## ⚠️ Holdfast: passed, with unknown results that do not count here"},Pe="## ✅ Holdfast: resolved",Me=10;function yn(e,n={}){let t=n.delta??U(e),s=t===void 0?n:{...n,delta:t},r=s.maxChars??Ae,o=`${Ue(e.conclusion,s)}

${je(e,s)}.
`,l=`${o}
${He(e)}`,i=`
${Be(e,s.runUrl)}
`,u=r-$(l)-$(i);if(u<0)return o;let p=X(le(e,s.delta),u);return l+p+i}function Ue(e,{passes:n,resolved:t}){return e==="compliant"?t===!0?Pe:ue.compliant:n===!0?Ne[e]:ue[e]}function je(e,n){let t=D(e,n.failOn),s=n.delta===void 0?"":`; ${De(n.delta)}`;return t.charAt(0).toUpperCase()+t.slice(1)+s}function De({added:e,standing:n,fixed:t,unasked:s}){let r=[e,n,t,s].map(l=>l.length.toLocaleString("en-US")),o=s.length===0?"":`, ${r[3]} asked no more`;return`${r[0]} new, ${r[1]} as before, ${r[2]} fixed${o}`}function He({summary:e}){return["| Tables | Fail | Unknown | Pass | Waived | Not applicable |","| ---: | ---: | ---: | ---: | ---: | ---: |",`| ${[e.tables,e.fail,e.unknown,e.pass,e.waived,e.notApplicable].map(t=>t.toLocaleString("en-US")).join(" | ")} |`,""].join(`
`)}function Be(e,n){let t=e.scopes.slice(0,Me).map(({account:l,region:i})=>R(`${l} ${i}`)),s=e.scopes.length-t.length,r=t.join(", ")+(s>0?` and ${a(s,"more place")}`:""),o=n===void 0?"":`, <a href="${y(n)}">run</a>`;return`<sub>Holdfast ${e.tool.version}, ${B(e)}${r===""?"":`, ${r}`}; ${a(e.apiCalls.total,"AWS API call")}${o}</sub>`}export{ee as a,ne as b,oe as c,x as d,Y as e,K as f,Ae as g,yn as h};
