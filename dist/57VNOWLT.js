var e=class extends Error{name="UserError";advice;constructor(n,a,t){super(n,t),this.advice=a}},r=class extends e{};export{e as a,r as b};
