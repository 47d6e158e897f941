/**
 * Filters by status and by text, and opens everything to be printed. Without it the page shows all there is. The hash is
 * what the page's Content-Security-Policy allows; a test holds it to the script.
 */
export const SCRIPT = `
const form=document.querySelector('form'),tables=[...document.querySelectorAll('details.table')];
const left=document.querySelector('#left');
form.hidden=false;
const apply=()=>{
const states=new Set([...form.querySelectorAll('input[name=status]:checked')].map(box=>box.value));
const words=form.querySelector('input[type=search]').value.toLowerCase().split(/\\s+/).filter(Boolean);
let shown=0,all=0;
for(const table of tables){
const named=table.dataset.name.toLowerCase();let any=false;
for(const result of table.querySelectorAll('.result')){
const text=named+' '+result.dataset.text.toLowerCase();
const fits=states.has(result.dataset.status)&&words.every(word=>text.includes(word));
result.hidden=!fits;all+=1;if(fits){shown+=1;any=true}
}
for(const also of table.querySelectorAll('.also')){
also.hidden=!also.querySelector('.result:not([hidden])');also.open=words.length>0;
}
table.hidden=!any;
}
left.textContent=shown===all?'':shown+' of '+all+' results shown';
};
form.addEventListener('input',apply);form.addEventListener('submit',event=>event.preventDefault());
addEventListener('beforeprint',()=>{for(const each of document.querySelectorAll('details'))each.open=true});
apply();
`;

/** SHA-256 in Base64. */
export const SCRIPT_HASH = 'v8AV6G/wTc+dI4Q+ClvtcVbd25oUZIOxel96j6N2b/U=';
