var a="    ";function h(e){return e.map(m).join(`
`)}function m(e){let t=[`${n(e.file)}:${e.line}:${e.column}: ${n(e.message)}`];return e.sourceLine?.trim()&&t.push(...b(e.sourceLine,e.line,e.column)),e.hint!==void 0&&t.push(`  hint: ${n(e.hint)}`),`${t.join(`
`)}
`}function b(e,t,r){let c=`${t} | `,l=`${" ".repeat(String(t).length)} | `,i=r-1>80?r-1-60:0,s=i+100,p=i>0?"…":"",$=s<e.length?"…":"",o=`${p}${n(e.slice(i,r-1))}`,g=n(e.slice(r-1,s));return[`  ${c}${o}${g}${$}`,`  ${l}${" ".repeat([...o].length)}^`]}function n(e){return e.replaceAll("	",a).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,t=>`\\u{${(t.codePointAt(0)??0).toString(16)}}`)}export{h as a};
