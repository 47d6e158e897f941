function s(n,i,r){return r.startsWith("arn:")?r.replaceAll("{account}",n):`arn:${i}:iam::${n}:role/${r.replace(/^\//,"")}`}export{s as a};
