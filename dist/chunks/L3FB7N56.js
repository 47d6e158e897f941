import"./HD4DLREW.js";var e=()=>({}),t={parse:e};export{t as default,e as parse};
