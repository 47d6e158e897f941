import{b as j,c as E,d as G,e as P,f as q,g as X,i as Y,l as Z,m as ee,n as te,o as ne}from"./4GNHNKMI.js";import{a as D}from"./2ZESY5XE.js";import{a as L,d as H,e as w,f as U,i as I,k as J,l as W,m as T,n as B,o as z,p as V,q as _,s as K,t as Q,u as oe,w as re}from"./B6ZRXVGU.js";import{a as M,b as C,c as k}from"./RFTZF6QA.js";import{a as N}from"./SWY4IQ3I.js";import{d as S,e as b,f as x}from"./G7LOE27O.js";import{a as l}from"./SYJ7OPZ2.js";function R(e){return Buffer.byteLength(e)}function ae(e,n){let t=e.filter(s=>s.rows.length>0),r=t.map(({heading:s,rows:a,leftOut:i,ending:c=""})=>R(s+i(le(a))+c)),o=n-r.reduce((s,a)=>s+a,0);return o<0?"":t.map((s,a)=>{let i=t.slice(a+1).reduce((p,y)=>p+se(y.rows),0),c=Re(s.rows,Math.max(o*s.share,o-i));o-=se(c);let f=le(s.rows.slice(c.length)),g=f>0?s.leftOut(f):"";return s.heading+c.map(p=>p.text).join("")+g+(s.ending??"")}).join("")}function Re(e,n){let t=0,r=e.findIndex(o=>(t+=R(o.text),t>n));return r===-1?e:e.slice(0,r)}function se(e){return e.reduce((n,t)=>n+R(t.text),0)}function le(e){return e.reduce((n,t)=>n+t.weight,0)}function ie({frameworks:e=[]}){return e.map(n=>({heading:`
### ${b(n.title)}

${b(j(n))}.

`,rows:E(n).map(t=>({text:`- ${b(t)}
`,weight:1})),leftOut:t=>`- ${l(t,"more line")} left out; the JSON report has all.
`,share:.5}))}function et(e){let n=e.toSorted(k),t=D(n),r=new Map;for(let o of n){let s=t(o),a=r.get(s)??[];s!==o&&a.push(o),r.set(s,a)}return[...r].map(([o,s])=>({result:o,followers:s})).toSorted((o,s)=>M(ce(o)-ce(s),k(o.result,s.result)))}function ue({result:e,followers:n}){return L(n,({control:t,severity:r})=>C(r)<C(e.severity)?`${t} (${r})`:t)}function ce(e){return Math.min(...[e.result,...e.followers].map(n=>C(n.severity)))}var de=600;function m(e,n=1){return{text:e,weight:n}}function $(...e){return`| ${e.join(" | ")} |
`}function d(e){return me(e).split(/\b(arn:[^\s,;()]+)/).map((n,t)=>t%2===1?x(n):b(n)).join("")}function u(e){return x(me(e))}function me(e){return e.length<=de?e:`${e.slice(0,de)}…`}function fe(e){let n=[...e.scopes,...e.results.map(o=>o.resource)],t=new Set(n.map(({account:o,region:s})=>`${o} ${s}`)).size>1,r=o=>t?` (${S(o.join(" "))})`:"";return{of:o=>r(U(o)),ofArn:o=>{let s=N(o);return s===void 0?"":r([s.account,s.region])}}}var Oe=10,pe=`| Severity | Control | Where | Found and asked |
| --- | --- | --- | --- |
`;function he(e,n,t){return F(e,v(n),t)}function ge(e,{added:n},t){return F("New failures",P(v(e),$e(n)),t)}function we(e,{standing:n},t){let r=F("",P(v(e),$e(n)),t);return h("Failing as before",l(n.length,"result"),pe,r)}function h(e,n,t,r){return{...r,heading:`
### ${e}

<details><summary>${n}</summary>

${t}`,ending:`
</details>
`}}function v(e){return G(e).filter(({cause:n})=>n.status==="fail")}function $e(e){let n=new Set(e.map(({fingerprint:t})=>t));return({fingerprint:t})=>n.has(t)}function F(e,n,t){return{heading:`
### ${e}

${pe}`,rows:n.map(r=>xe(r,t)),leftOut:r=>`
${l(r,"more failing result")} left out; the JSON report has all.
`,share:.6}}function xe(e,n){let{cause:t,resources:r,results:o,followers:s}=e,[a=s[0]]=o,i=a===void 0?"":ue({result:a,followers:s}),c=r.slice(0,Oe).map(O=>u(w(O))+n.of(O)),f=r.length-c.length,g=c.join(", ")+(f>0?` and ${f.toLocaleString("en-US")} more`:""),p=r.length===1?g:`**${X(e)}**: ${g}`,y=[d(e.cause.message+Y(e)),...t.policy===void 0?[]:[`asked at ${u(z(t.policy))}`],...a?.template===void 0?[]:[`decided at ${u(B(a.template))}`],...i===""?[]:[`also: ${d(i)}`]];return m($(t.severity,u(t.control),p,y.join("<br>")),q(e))}var ye=12,ke=20;function Se(e,n){let t=fe(e),r=[...Ae(e),...Ne(e)];return[...ie(e),...n===void 0?[he("Causes",e,t),...r]:[ge(e,n,t),...r,ve(n.fixed,t),Fe(n.unasked,t),we(e,n,t)],{heading:`
### Unknown

`,rows:K(e.results).map(o=>De(o,t)),leftOut:o=>`- ${l(o,"more unknown result")} left out; the JSON report has all.
`,share:.6},Pe(e,n,t),...Ce(e),...Te(e,t)]}function Ce(e){let n=Z(e),t=e.trend??[],r=s=>`| ${s} | Tables | Fail | Unknown | Pass |
| --- | ---: | ---: | ---: | ---: |
`,o=(s,{tables:a,fail:i,unknown:c,pass:f})=>m($(s,...[a,i,c,f].map(g=>g.toLocaleString("en-US"))));return[h("Owners",d(`by the tag ${e.ownerTag?.key}`),r("Owner"),{rows:n.map(({name:s,counts:a})=>o(u(s),a)),leftOut:s=>`
${l(s,"more owner")} left out.
`,share:.5}),h("Trend",l(t.length,"report"),r("As of"),{rows:t.toReversed().map(s=>o(J(s.at),s)),leftOut:s=>`
${l(s,"older report")} left out.
`,share:.5})]}function Te(e,n){let t=e.results.filter(o=>o.status==="waived").toSorted(k);return[h("Waived",l(t.length,"result"),`| Table | Control | Until | Approved by | Reason |
| --- | --- | --- | --- | --- |
`,{rows:t.map(o=>je(o,n)),leftOut:o=>`
${l(o,"more waived result")} left out.
`,share:.5}),h("Restore times",l(e.restores.length,"table"),"",{rows:e.restores.map(Ee),leftOut:o=>`- ${l(o,"more table")} left out.
`,share:.7}),h("Warnings",`${l(e.warnings.length,"thing")} that may not be meant`,"",{rows:e.warnings.map(o=>m(`- ${d(V(o))}
`)),leftOut:o=>`- ${l(o,"more warning")} left out; the JSON report has all.
`,share:.5}),h("No policy matches",l(e.unmatchedTables.length,"table"),"",{rows:e.unmatchedTables.map(o=>m(`- ${u(T(o))}${n.ofArn(o)}
`)),leftOut:o=>`- ${l(o,"more table")} left out.
`,share:.7}),h("Notes",l(e.preview?.notes.length??0,"note"),"",{rows:(e.preview?.notes??[]).map(o=>m(`- ${d(o)}
`)),leftOut:o=>`- ${l(o,"more note")} left out; the JSON report has all.
`,share:1})]}function Pe({results:e},n,t){let r=ne(e.filter(({status:i})=>i==="fail")),o=new Set(n?.added.map(({resource:i})=>i.arn)),[s,a]=[!0,!1].map(i=>r.filter(({resource:c})=>o.has(c.arn)===i));return h("Why",`the evidence, ${l(r.length,"table")}`,"",{rows:[...s??[],...a??[]].map(i=>Me(i,t)),leftOut:i=>`Evidence of ${l(i,"more failing result")} left out; the JSON report has all.
`,share:.7})}function ve(e,n){return{heading:`
### Fixed

| Table | Control | Now |
| --- | --- | --- |
`,rows:e.map(({former:{resource:t,control:r},by:o})=>m($(u(w(t))+n.of(t),u(r),oe[o]))),leftOut:t=>`
${l(t,"more fixed result")} left out.
`,share:.3}}function Fe(e,n){return{heading:`
### No longer evaluated

| Table | Control |
| --- | --- |
`,rows:e.map(({resource:t,control:r})=>m($(u(w(t))+n.of(t),u(r)))),leftOut:t=>`
${l(t,"more result")} left out.
`,share:.3}}function Ae({preview:e}){return e===void 0?[]:[{heading:`
### This change

`,rows:te(e,!0).map(t=>m(`- ${d(t)}
`)),leftOut:t=>`- ${l(t,"more line")} left out; the JSON report has all.
`,share:.3}]}function Ne({policyChange:e}){return e===void 0?[]:[{heading:`
### Changed policies

`,rows:ee(e).map(n=>m(`- ${d(n)}
`)),leftOut:n=>`- ${l(n,"more line")} left out; the JSON report has all.
`,share:.3}]}function De(e,n){let t=new Set(e.results.map(p=>p.resource.arn)).size,[r="",...o]=e.details,s=o.length===0?"":` (and ${l(o.length,"more reason")} of this kind)`,a=_(e.permission,r).map(p=>`; settled by the IAM action ${u(p)}`).join(""),i=`- **${l(e.results.length,"result")} on ${l(t,"table")}: ${d(e.title)}**`,c=Q(e.results).map(p=>{let y=p.tables.slice(0,ke).map(A=>u(w(A))+n.of(A)),O=p.tables.length-y.length;return`  - ${y.join(", ")}${O>0?` and ${l(O,"more table")}`:""}: ${d(p.controls)}
`}),f=c.slice(0,ye),g=c.length>f.length?`  - and ${l(c.length-f.length,"more line")}
`:"";return m(`${i}<br>${d(r)}${s}${a}
${f.join("")}${g}`,e.results.length)}function Me({resource:e,results:n},t){let r=n.map(s=>{let a=s.because.slice(0,ye),i=s.because.length-a.length;return[`- ${u(s.control)}: ${d(s.message)}
`,...a.map(c=>`  - ${d(c)}
`),...i>0?[`  - and ${l(i,"more line")}
`]:[]].join("")}),o=`<code>${S(w(e))}</code>${t.of(e)}: ${l(n.length,"failing result")}`;return m(`<details><summary>${o}</summary>

${r.join("")}
</details>
`,n.length)}function je({resource:e,control:n,waiver:t},r){let o=[t?.until,t?.approvedBy,t?.reason].map(s=>d(s??""));return m($(u(w(e))+r.of(e),u(n),...o))}function Ee(e){return m(`- ${u(T(e.table))}: ${d(I(e))}
`)}var Le=65536,be={compliant:"## ✅ Holdfast: compliant",noncompliant:"## ❌ Holdfast: noncompliant",undetermined:"## ❔ Holdfast: undetermined"},He={noncompliant:"## ⚠️ Holdfast: passed, with failures that do not count here",undetermined:"## ⚠️ Holdfast: passed, with unknown results that do not count here"},Ue="## ✅ Holdfast: resolved",Ie=10;function Nt(e,n={}){let t=n.delta??re(e),r=t===void 0?n:{...n,delta:t},o=r.maxChars??Le,s=`${Je(e.conclusion,r)}

${We(e,r)}.
`,a=`${s}
${ze(e)}`,i=`
${Ve(e,r.runUrl)}
`,c=o-R(a)-R(i);if(c<0)return s;let f=ae(Se(e,r.delta),c);return a+f+i}function Je(e,{passes:n,resolved:t}){return e==="compliant"?t===!0?Ue:be.compliant:n===!0?He[e]:be[e]}function We(e,n){let t=H(e,n.failOn),r=n.delta===void 0?"":`; ${Be(n.delta)}`;return t.charAt(0).toUpperCase()+t.slice(1)+r}function Be({added:e,standing:n,fixed:t,unasked:r}){let o=[e,n,t,r].map(a=>a.length.toLocaleString("en-US")),s=r.length===0?"":`, ${o[3]} no longer evaluated`;return`${o[0]} new, ${o[1]} as before, ${o[2]} fixed${s}`}function ze({summary:e}){return["| Tables | Fail | Unknown | Pass | Waived | Not applicable |","| ---: | ---: | ---: | ---: | ---: | ---: |",`| ${[e.tables,e.fail,e.unknown,e.pass,e.waived,e.notApplicable].map(t=>t.toLocaleString("en-US")).join(" | ")} |`,""].join(`
`)}function Ve(e,n){let t=e.scopes.slice(0,Ie).map(({account:a,region:i})=>x(`${a} ${i}`)),r=e.scopes.length-t.length,o=t.join(", ")+(r>0?` and ${l(r,"more place")}`:""),s=n===void 0?"":`, <a href="${S(n)}">run</a>`;return`<sub>Holdfast ${e.tool.version}, ${W(e)}${o===""?"":`, ${o}`}; ${l(e.apiCalls.total,"AWS API call")}${s}</sub>`}function Mt(e){let n=e.replaceAll("\\","/").split("/"),t=n[0]===""||/^[A-Za-z]:/.test(n[0]??""),r=n.filter(o=>o!==""&&o!==".");if(!(t||r.length===0||r.includes("..")))return r.join("/")}export{et as a,ue as b,Le as c,Nt as d,Mt as e};
