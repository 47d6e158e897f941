var e=class extends Error{name="UserError";advice;constructor(t,a,c){super(t,c),this.advice=a}},s=class extends e{},n=class extends e{};export{e as a,s as b,n as c};
