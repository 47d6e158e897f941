import{a as j,c as M,d as U,f as D,g as h,h as H,k as B,n as I,o as b,p as E,q as W,r as J,t as x,u as w,v as g,w as _,x as z}from"./C3ZMIMFS.js";import{a as O}from"./ASEPNUIW.js";import{a as P}from"./SWY4IQ3I.js";import{d as y,e as N,f as R}from"./G7LOE27O.js";import{a as i}from"./SH6HGKSU.js";import{a as v}from"./PGEPUDSN.js";function $(e){return Buffer.byteLength(e)}function q(e,n){let t=e.filter(o=>o.rows.length>0),s=t.map(({heading:o,rows:l,leftOut:a,ending:u=""})=>$(o+a(X(l))+u)),r=n-s.reduce((o,l)=>o+l,0);return r<0?"":t.map((o,l)=>{let a=t.slice(l+1).reduce((m,S)=>m+G(S.rows),0),u=de(o.rows,Math.max(r*o.share,r-a));r-=G(u);let p=X(o.rows.slice(u.length)),T=p>0?o.leftOut(p):"";return o.heading+u.map(m=>m.text).join("")+T+(o.ending??"")}).join("")}function de(e,n){let t=0,s=e.findIndex(r=>(t+=$(r.text),t>n));return s===-1?e:e.slice(0,s)}function G(e){return e.reduce((n,t)=>n+$(t.text),0)}function X(e){return e.reduce((n,t)=>n+t.weight,0)}function Z(e){let n=e.toSorted(g),t=O(n,o=>V(o.resource.arn,o.control)),s=o=>o.follows===void 0?void 0:me(o,t.get(V(o.resource.arn,o.follows))??[]),r=new Map;for(let o of n){let l=fe(o,s),a=r.get(l)??[];l!==o&&a.push(o),r.set(l,a)}return[...r].map(([o,l])=>({result:o,followers:l})).toSorted((o,l)=>x(Y(o)-Y(l),g(o.result,l.result)))}function K({result:e,followers:n}){return U(n,({control:t,severity:s})=>w(s)<w(e.severity)?`${t} (${s})`:t)}function V(e,n){return`${e} ${n}`}function fe(e,n){let t=new Set([e]),s=e;for(let r=n(s);r!==void 0;r=n(s)){if(t.has(r))return e;t.add(r),s=r}return s}function me(e,n){let t=r=>r.policy?.name===e.policy?.name?1+pe(r.policy?.path??"",e.policy?.path??""):0,s;for(let r of n)r!==e&&(s===void 0||t(r)>t(s))&&(s=r);return s}function pe(e,n){let t=0;for(;t<e.length&&e[t]===n[t];)t+=1;return t}function Y(e){return Math.min(...[e.result,...e.followers].map(n=>w(n.severity)))}var Q=10;function ne({requirements:e}){return e.map(n=>{let{tables:t,failing:s}=n,r=t.length===1?"this table is":`these ${t.length.toLocaleString("en-US")} tables are`,o=s.length===0?"":`; ${ge(n)}`;return`${r} ${he(n)}: ${we(t)}${o}`})}function he({change:e,control:n,before:t,after:s}){switch(e){case"gained":return`newly asked for ${ee(n,s)}`;case"lost":return`no longer evaluated for ${ee(n,t)}`;case"changed":return`asked otherwise for ${n} (${t||"no terms"} → ${s||"no terms"})`}}function ee(e,n){return n?`${e} (${n})`:e}function ge({tables:e,failing:n}){return e.length===1?"it failed what was asked before, and is not fixed by this":`${n.length===e.length?"all of them":`${n.length.toLocaleString("en-US")} of them`} failed what was asked before, and are not fixed by this`}function we(e){let n=e.map(b).sort(),t=n.length-Q;return n.slice(0,Q).join(", ")+(t>0?` and ${t.toLocaleString("en-US")} more`:"")}var $e=10;function ye({new:e,fixed:n,unchanged:t,newUnknown:s}){return[i(e.length,"new failure"),`${n.length.toLocaleString("en-US")} fixed`,`${t.length.toLocaleString("en-US")} failing before and after`,...s.length>0?[`${s.length.toLocaleString("en-US")} newly unknown`]:[]].join(", ")}function te(e,n){let{sources:t,changes:s,sentences:r,alone:o}=e,l=o?"the change alone, without an inventory":"the account after the change",a=n?r:r.slice(0,$e),u=r.length-a.length;return[`${l}: ${t.join(", ")}, ${i(s.length,"resource")} that matter${s.length===1?"s":""} here`,ye(e),...a,...u>0?[`and ${i(u,"more sentence")}; the JSON report has all`]:[]]}function re(e){let n=[];for(let t of O(e,s=>s.resource.arn).values()){let s=t.toSorted(g),[r]=s;r!==void 0&&n.push({resource:r.resource,results:s})}return n.toSorted(Re)}function k(e,n){return e.filter(t=>t.status===n).length}function Re(e,n){return x(oe(e)-oe(n),k(n.results,"fail")-k(e.results,"fail"),k(n.results,"unknown")-k(e.results,"unknown"),v(e.resource.name,n.resource.name),v(e.resource.arn,n.resource.arn))}function oe(e){let n=e.results.find(t=>t.status==="fail");return n===void 0?Number.MAX_SAFE_INTEGER:w(n.severity)}var se=600,le=12,be=20;function ie(e,n){let t=e.results.filter(o=>o.status==="fail"),s=e.results.filter(o=>o.status==="waived").toSorted(g),r=Le(e);return[...ke(e),...Ce(e),...n===void 0?[F("Failing",t,r)]:[F("New failures",n.added,r),Oe(n.fixed,r),xe(n.unasked,r),Se(n.standing,r)],{heading:`
### Unknown

`,rows:_(e.results).map(o=>ve(o,r)),leftOut:o=>`- ${i(o,"more unknown result")} left out; the JSON report has all.
`,share:.6},{heading:`
### Why

`,rows:re(t.filter(o=>o.because.length>0)).map(o=>Ee(o,r)),leftOut:o=>`Evidence of ${i(o,"more failing result")} left out; the JSON report has all.
`,share:.7},{heading:`
### Waived

| Table | Control | Until | Approved by | Reason |
| --- | --- | --- | --- | --- |
`,rows:s.map(o=>Fe(o,r)),leftOut:o=>`
${i(o,"more waived result")} left out.
`,share:.5},{heading:`
### Restore times

`,rows:e.restores.map(Ae),leftOut:o=>`- ${i(o,"more table")} left out.
`,share:.7},{heading:`
### Warnings

`,rows:e.warnings.map(o=>f(`- ${d(W(o))}
`)),leftOut:o=>`- ${i(o,"more warning")} left out; the JSON report has all.
`,share:.5},{heading:`
### No policy matches

`,rows:e.unmatchedTables.map(o=>f(`- ${c(b(o))}${r.ofArn(o)}
`)),leftOut:o=>`- ${i(o,"more table")} left out.
`,share:1}]}var ae=`| Table | Control | Severity | Found and asked |
| --- | --- | --- | --- |
`;function F(e,n,t){return{heading:`
### ${e}

${ae}`,rows:Z(n).map(s=>Te(s,t)),leftOut:s=>`
${i(s,"more failing result")} left out; the JSON report has all.
`,share:.6}}function Se(e,n){let t=`<details><summary>${i(e.length,"result")}</summary>`;return{...F("",e,n),heading:`
### Failing as before

${t}

${ae}`,ending:`
</details>
`}}function Oe(e,n){return{heading:`
### Fixed

| Table | Control | Now |
| --- | --- | --- |
`,rows:e.map(({former:{resource:t,control:s},by:r})=>f(C(c(h(t))+n.of(t),c(s),j[r]))),leftOut:t=>`
${i(t,"more fixed result")} left out.
`,share:.3}}function xe(e,n){return{heading:`
### No longer evaluated

| Table | Control |
| --- | --- |
`,rows:e.map(({resource:t,control:s})=>f(C(c(h(t))+n.of(t),c(s)))),leftOut:t=>`
${i(t,"more result")} left out.
`,share:.3}}function ke({preview:e}){return e===void 0?[]:[{heading:`
### This change

`,rows:[...te(e,!0).map(t=>f(`- ${d(t)}
`)),...e.notes.map(t=>f(`- note: ${d(t)}
`))],leftOut:t=>`- ${i(t,"more line")} left out; the JSON report has all.
`,share:.3}]}function Ce({policyChange:e}){return e===void 0?[]:[{heading:`
### Changed policies

`,rows:ne(e).map(n=>f(`- ${d(n)}
`)),leftOut:n=>`- ${i(n,"more line")} left out; the JSON report has all.
`,share:.3}]}function f(e,n=1){return{text:e,weight:n}}function C(...e){return`| ${e.join(" | ")} |
`}function Te(e,n){let{result:t,followers:s}=e,r=s.length===0?"":`<br>also: ${d(K(e))}`,o=t.policy===void 0?"":`<br>asked at ${c(E(t.policy))}`,l=t.template===void 0?"":`<br>decided at ${c(E(t.template))}`,a=o+l,u=C(c(h(t.resource))+n.of(t.resource),c(t.control),t.severity,d(t.message)+a+r);return f(u,1+s.length)}function ve(e,n){let t=new Set(e.results.map(m=>m.resource.arn)).size,[s="",...r]=e.details,o=r.length===0?"":` (and ${i(r.length,"more reason")} of this kind)`,l=J(e.permission,s).map(m=>`; settled by the IAM action ${c(m)}`).join(""),a=`- **${i(e.results.length,"result")} on ${i(t,"table")}: ${d(e.title)}**`,u=z(e.results).map(m=>{let S=m.tables.slice(0,be).map(L=>c(h(L))+n.of(L)),A=m.tables.length-S.length;return`  - ${S.join(", ")}${A>0?` and ${i(A,"more table")}`:""}: ${d(m.controls)}
`}),p=u.slice(0,le),T=u.length>p.length?`  - and ${i(u.length-p.length,"more line")}
`:"";return f(`${a}<br>${d(s)}${o}${l}
${p.join("")}${T}`,e.results.length)}function Ee({resource:e,results:n},t){let s=n.map(o=>{let l=o.because.slice(0,le),a=o.because.length-l.length;return[`- ${c(o.control)}: ${d(o.message)}
`,...l.map(u=>`  - ${d(u)}
`),...a>0?[`  - and ${i(a,"more line")}
`]:[]].join("")}),r=`<code>${y(h(e))}</code>${t.of(e)}: ${i(n.length,"failing result")}`;return f(`<details><summary>${r}</summary>

${s.join("")}
</details>
`,n.length)}function Fe({resource:e,control:n,waiver:t},s){let r=[t?.until,t?.approvedBy,t?.reason].map(o=>d(o??""));return f(C(c(h(e))+s.of(e),c(n),...r))}function Ae(e){return f(`- ${c(b(e.table))}: ${d(B(e))}
`)}function d(e){return ue(e).split(/\b(arn:[^\s,;()]+)/).map((n,t)=>t%2===1?R(n):N(n)).join("")}function c(e){return R(ue(e))}function ue(e){return e.length<=se?e:`${e.slice(0,se)}…`}function Le(e){let n=[...e.scopes,...e.results.map(r=>r.resource)],t=new Set(n.map(({account:r,region:o})=>`${r} ${o}`)).size>1,s=r=>t?` (${y(r.join(" "))})`:"";return{of:r=>s(H(r)),ofArn:r=>{let o=P(r);return o===void 0?"":s([o.account,o.region])}}}var Ne=65536,ce={compliant:"## ✅ Holdfast: compliant",noncompliant:"## ❌ Holdfast: noncompliant",undetermined:"## ❔ Holdfast: undetermined"},Pe={noncompliant:"## ⚠️ Holdfast: passed, with failures that do not count here",undetermined:"## ⚠️ Holdfast: passed, with unknown results that do not count here"},je="## ✅ Holdfast: resolved",Me=10;function Rn(e,n={}){let t=n.delta??M(e),s=t===void 0?n:{...n,delta:t},r=s.maxChars??Ne,o=`${Ue(e.conclusion,s)}

${De(e,s)}.
`,l=`${o}
${Be(e)}`,a=`
${Ie(e,s.runUrl)}
`,u=r-$(l)-$(a);if(u<0)return o;let p=q(ie(e,s.delta),u);return l+p+a}function Ue(e,{passes:n,resolved:t}){return e==="compliant"?t===!0?je:ce.compliant:n===!0?Pe[e]:ce[e]}function De(e,n){let t=D(e,n.failOn),s=n.delta===void 0?"":`; ${He(n.delta)}`;return t.charAt(0).toUpperCase()+t.slice(1)+s}function He({added:e,standing:n,fixed:t,unasked:s}){let r=[e,n,t,s].map(l=>l.length.toLocaleString("en-US")),o=s.length===0?"":`, ${r[3]} no longer evaluated`;return`${r[0]} new, ${r[1]} as before, ${r[2]} fixed${o}`}function Be({summary:e}){return["| Tables | Fail | Unknown | Pass | Waived | Not applicable |","| ---: | ---: | ---: | ---: | ---: | ---: |",`| ${[e.tables,e.fail,e.unknown,e.pass,e.waived,e.notApplicable].map(t=>t.toLocaleString("en-US")).join(" | ")} |`,""].join(`
`)}function Ie(e,n){let t=e.scopes.slice(0,Me).map(({account:l,region:a})=>R(`${l} ${a}`)),s=e.scopes.length-t.length,r=t.join(", ")+(s>0?` and ${i(s,"more place")}`:""),o=n===void 0?"":`, <a href="${y(n)}">run</a>`;return`<sub>Holdfast ${e.tool.version}, ${I(e)}${r===""?"":`, ${r}`}; ${i(e.apiCalls.total,"AWS API call")}${o}</sub>`}function Sn(e){let n=e.replaceAll("\\","/").split("/"),t=n[0]===""||/^[A-Za-z]:/.test(n[0]??""),s=n.filter(r=>r!==""&&r!==".");if(!(t||s.length===0||s.includes("..")))return s.join("/")}export{ne as a,te as b,re as c,k as d,Z as e,K as f,Ne as g,Rn as h,Sn as i};
