import{createRequire as holdfastRequire}from'node:module';const require=holdfastRequire(import.meta.url);
function t(r){let{regions:o,profile:e,shard:n}=r;return{regions:o,profile:e,roleArns:r["role-arn"],...a(r),shard:n}}function a(r){return r.organization?{organization:{roleName:r["role-name"],excludedAccounts:r["exclude-account"]}}:{}}export{t as a,a as b};
