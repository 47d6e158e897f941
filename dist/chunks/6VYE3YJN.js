import{a as i}from"./5DEMBJ2F.js";import{a as c}from"./EJ42UA6A.js";import{c as o}from"./G7LOE27O.js";import{a}from"./24C423ZU.js";function p(n){if(n instanceof c)return`${i(n.problems)}
${n.message}
`;if(n instanceof a){let s=m(n).map(r=>`  cause: ${t(r)}
`);return`error: ${t(n.message)}
${s.join("")}  ${t(n.advice)}
`}let e=n instanceof Error?n.stack??n.message:String(n);return`${t(e)}

This is a bug in Holdfast. The lines above and the command that was run are what a report of it needs.
`}function t(n){return n.split(`
`).map(o).join(`
`)}function m(n){let e=[];for(let s=n.cause;s instanceof Error&&e.length<3;s=s.cause)s.message!==""&&!n.message.includes(s.message)&&e.push(s.message);return e}export{p as a};
