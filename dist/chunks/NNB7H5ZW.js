function m({reach:r}){return r.map(({source:t,from:o,to:e,gaps:i,notes:a=[]})=>({source:t,from:o,to:e,gaps:i.map(({detail:p})=>p),notes:a}))}export{m as a};
