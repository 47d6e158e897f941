import{createRequire as holdfastRequire}from'node:module';const require=holdfastRequire(import.meta.url);
function e(t){if(typeof t!="object"||t===null||Object.isFrozen(t))return t;for(let r of Object.values(t))e(r);return Object.freeze(t)}export{e as a};
