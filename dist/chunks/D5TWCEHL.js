import{e as S}from"./2RJNPMBC.js";import{c as w,f as y,h as T,m as $,r as M}from"./VPUAXNR2.js";import{b as c}from"./QPKBFNSG.js";import{a as g}from"./NVSDCH7M.js";import{a as p,c as d}from"./KSEGB5SQ.js";import{a as h}from"./24C423ZU.js";import"./HD4DLREW.js";var k=10;function I(e,r){let{timezone:n="UTC",count:o=k,from:t}=r,{startWindowMinutes:s=480}=r,a=$(e);if(!a.ok)return a;if(!w(n))return{ok:!1,field:"timezone",message:M(n)};let{cron:u}=a,i=S(u,n,d(t)),m={expression:e,timezone:n,runs:T(u,n,d(t),o).map(p),longestGapMinutes:i?.minutes??null,gapFrom:i&&p(i.fromMs),gapTo:i&&p(i.toMs),worstCaseMinutes:i&&i.minutes+s},f=[...u.notes,...u.subHourly?["runs are less than an hour apart; the shortest frequency that AWS Backup documents is hourly"]:[],...d(t)>=Date.UTC(y,11,31)&&m.runs.length<o?[`no run is later: the years of AWS's schedules end with ${y}`]:[]];return{ok:!0,report:m,notes:f}}async function Z(e,r){let n=I(e.expression,{timezone:e.timezone,from:e.from??r.now(),count:e.count,startWindowMinutes:e["start-window"]});if(!n.ok)throw new h(n.message,`in ${JSON.stringify(e.expression)}`);let{report:o,notes:t}=n,s=e["schedule-report"]==="json";return r.stdout.write(s?`${JSON.stringify(o,null,2)}
`:U(o,e["start-window"])),r.stderr.write(t.map(a=>`note: ${a}
`).join("")),g.compliant}function U(e,r){let{expression:n,timezone:o,runs:t,longestGapMinutes:s,gapFrom:a,gapTo:u,worstCaseMinutes:i}=e,m=l=>E(l,o),f=`${n}, ${o}
`,R=o==="UTC"?t.map(l=>`  ${C(l)}
`):[`  ${"UTC".padEnd(22)}${o}
`,...t.map(l=>`  ${C(l).padEnd(22)}${m(l)}
`)],x=s===null||a===null||u===null||i===null?[`no gap: the schedule does not run twice
`]:[`longest gap   ${c(s)} (${m(a)} → ${m(u)})
`,`worst case    ${c(i)}, with a start window of ${c(r)}
`];return[f,`
`,...t.length===0?[`  no run
`]:R,`
`,...x].join("")}function C(e){return E(e,"UTC")}function E(e,r){let n=new Intl.DateTimeFormat("en-GB",{timeZone:r,weekday:"short",year:"numeric",month:"2-digit",day:"2-digit",hour:"2-digit",minute:"2-digit",hourCycle:"h23"}),o=new Map(n.formatToParts(Date.parse(e)).map(({type:s,value:a})=>[s,a])),t=s=>o.get(s)??"";return`${t("weekday")} ${t("year")}-${t("month")}-${t("day")} ${t("hour")}:${t("minute")}`}export{Z as schedule};
