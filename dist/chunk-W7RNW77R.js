import{createRequire as holdfastRequire}from'node:module';const require=holdfastRequire(import.meta.url);
function r(t){return new Date(t).toISOString()}function e(t){return Date.parse(t)}function o(t,n){return(e(n)-e(t))/6e4}function s(t,n){return r(e(t)+n*6e4)}export{r as a,e as b,o as c,s as d};
