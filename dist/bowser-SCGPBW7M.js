import{createRequire as holdfastRequire}from'node:module';const require=holdfastRequire(import.meta.url);
import"./chunk-56E7PHEH.js";var e=()=>({}),t={parse:e};export{t as default,e as parse};
