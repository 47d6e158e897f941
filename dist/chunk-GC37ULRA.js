import{createRequire as holdfastRequire}from'node:module';const require=holdfastRequire(import.meta.url);
import{a as t}from"./chunk-CFBUZJKM.js";function l(e,o){return t(e,"--baseline-report",o).results.filter(({status:r})=>r==="fail").map(({fingerprint:r,control:i,severity:m,resource:p})=>({fingerprint:r,control:i,severity:m,resource:p}))}export{l as a};
