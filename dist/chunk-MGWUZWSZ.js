import{createRequire as holdfastRequire}from'node:module';const require=holdfastRequire(import.meta.url);
function r(e,t){let i=t.endsWith("y")?`${t.slice(0,-1)}ies`:`${t}s`;return`${e.toLocaleString("en-US")} ${e===1?t:i}`}export{r as a};
