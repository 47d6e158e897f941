function f(r,t){return r<t?-1:r>t?1:0}function i(...r){return(t,o)=>{for(let e of r){let n=f(e(t),e(o));if(n!==0)return n}return 0}}export{f as a,i as b};
