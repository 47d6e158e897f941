import{createRequire as holdfastRequire}from'node:module';const require=holdfastRequire(import.meta.url);
var e="holdfast/inventory/v1";export{e as a};
