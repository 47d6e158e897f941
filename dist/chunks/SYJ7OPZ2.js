function s(t,r,i=n(r)){return`${t.toLocaleString("en-US")} ${t===1?r:i}`}function n(t){return t.endsWith("y")?`${t.slice(0,-1)}ies`:`${t}s`}export{s as a};
