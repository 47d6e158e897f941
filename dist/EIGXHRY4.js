import"./VBZPBIAL.js";var e=()=>({}),t={parse:e};export{t as default,e as parse};
