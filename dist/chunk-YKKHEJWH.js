import{createRequire as holdfastRequire}from'node:module';const require=holdfastRequire(import.meta.url);
var e="holdfast/report/v1";export{e as a};
