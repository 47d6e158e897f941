function T(n){let t={};for(let o in n){let e=n[o];e!=null&&(t[o]=e)}return t}export{T as a};
