import{hash as s}from"node:crypto";function e(r,i,n,t){return s("sha256",[r,i,n,t].join("\0"),"hex").slice(0,32)}export{e as a};
