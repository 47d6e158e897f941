import{createRequire as holdfastRequire}from'node:module';const require=holdfastRequire(import.meta.url);
import{S as n,Y as i,Z as l}from"./chunk-DC4V6EGB.js";async function d(e,r){let[t,o]=await Promise.all([i(e,{regions:r}),l(e)]);return{run:e,region:t,credentials:o}}function c({run:e,region:r,credentials:t}){return n(e,r,t)}export{d as a,c as b};
