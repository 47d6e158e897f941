var e=class extends Error{name="UserError";advice;constructor(a,c,d){super(a,d),this.advice=c}},r=class extends e{},n=class extends e{},t=class extends e{};export{e as a,r as b,n as c,t as d};
