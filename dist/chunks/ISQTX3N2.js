import{isAbsolute as s,relative as i,sep as n}from"node:path";function a(r,e){let t=i(r,e);return t!==".."&&!t.startsWith(`..${n}`)&&!s(t)}export{a};
