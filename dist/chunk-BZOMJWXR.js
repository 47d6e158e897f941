import{createRequire as holdfastRequire}from'node:module';const require=holdfastRequire(import.meta.url);
var e=["low","medium","high","critical"];function o(t,i){return e.indexOf(t)>=e.indexOf(i)}export{e as a,o as b};
