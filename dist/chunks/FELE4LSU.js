import{createHash as n}from"node:crypto";function a(r,t,e){return e===void 0?!0:n("sha256").update(`${r} ${t}`).digest().readUInt32BE(0)%e.of===e.number-1}export{a};
