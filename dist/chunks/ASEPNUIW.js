function p(o,e){let t=new Map;for(let n of o)r(t,e(n),n);return t}function r(o,e,t){let n=o.get(e);n?n.push(t):o.set(e,[t])}export{p as a,r as b};
