import{e as M}from"./2RJNPMBC.js";import{c as h,h as w,m as T,r as $}from"./VPUAXNR2.js";import{b as d}from"./QPKBFNSG.js";import{a as g}from"./PPJ4D2ZY.js";import{a as p,b as f}from"./ENYPBMAT.js";import{a as y}from"./LPSPUSRE.js";import"./HD4DLREW.js";var O=10;function I(t,r){let{timezone:n="UTC",count:o=O,from:e}=r,{startWindowMinutes:s=480}=r,a=T(t);if(!a.ok)return a;if(!h(n))return{ok:!1,field:"timezone",message:$(n)};let{cron:m}=a,i=M(m,n,f(e)),l={expression:t,timezone:n,runs:w(m,n,f(e),o).map(p),longestGapMinutes:i?.minutes??null,gapFrom:i&&p(i.fromMs),gapTo:i&&p(i.toMs),worstCaseMinutes:i&&i.minutes+s},c=m.subHourly?[...m.notes,"runs are less than an hour apart; the shortest frequency that AWS Backup documents is hourly"]:m.notes;return{ok:!0,report:l,notes:c}}async function P(t,r){let n=I(t.expression,{timezone:t.timezone,from:t.from??r.now(),count:t.count,startWindowMinutes:t["start-window"]});if(!n.ok)throw new y(n.message,`in ${JSON.stringify(t.expression)}`);let{report:o,notes:e}=n,s=t["schedule-report"]==="json";return r.stdout.write(s?`${JSON.stringify(o,null,2)}
`:k(o,t["start-window"])),r.stderr.write(e.map(a=>`note: ${a}
`).join("")),g.compliant}function k(t,r){let{expression:n,timezone:o,runs:e,longestGapMinutes:s,gapFrom:a,gapTo:m,worstCaseMinutes:i}=t,l=u=>C(u,o),c=`${n}, ${o}
`,x=o==="UTC"?e.map(u=>`  ${S(u)}
`):[`  ${"UTC".padEnd(22)}${o}
`,...e.map(u=>`  ${S(u).padEnd(22)}${l(u)}
`)],E=s===null||a===null||m===null||i===null?[`no gap: the schedule does not run twice
`]:[`longest gap   ${d(s)} (${l(a)} → ${l(m)})
`,`worst case    ${d(i)}, with a start window of ${d(r)}
`];return[c,`
`,...e.length===0?[`  no run
`]:x,`
`,...E].join("")}function S(t){return C(t,"UTC")}function C(t,r){let n=new Intl.DateTimeFormat("en-GB",{timeZone:r,weekday:"short",year:"numeric",month:"2-digit",day:"2-digit",hour:"2-digit",minute:"2-digit",hourCycle:"h23"}),o=new Map(n.formatToParts(Date.parse(t)).map(({type:s,value:a})=>[s,a])),e=s=>o.get(s)??"";return`${e("weekday")} ${e("year")}-${e("month")}-${e("day")} ${e("hour")}:${e("minute")}`}export{P as schedule};
