import{createRequire as holdfastRequire}from'node:module';const require=holdfastRequire(import.meta.url);
function d(n,t){let{FORCE_COLOR:e,NO_COLOR:r,TERM:o}=t;return e!==void 0?e!=="0"&&e!=="false":r!==void 0&&r!==""?!1:n.isTerminal&&o!=="dumb"}var a=100,i=40;function l(n){return Math.max(n.columns??a,i)}export{d as a,l as b};
