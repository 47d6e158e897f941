/**
 * Filters by status and by text and says what that hides, draws the matrix a page at a time, and opens everything to be printed.
 * Without it the page shows all there is but the matrix. The hash is
 * what the page's Content-Security-Policy allows; a test holds it to the script.
 */
export const SCRIPT = `
const form=document.querySelector('form'),tables=[...document.querySelectorAll('details.table')];
const left=document.querySelector('#left'),data=document.querySelector('#cells');
const cells=data?JSON.parse(data.textContent):{controls:[],places:[],tables:[]};
const STATES={f:['fail','✗'],u:['unknown','?'],w:['waived','~'],p:['pass','✓'],n:['not-applicable','–']};
const ROWS=50,number=value=>value.toLocaleString('en-US');
const told=tables.map(table=>({
table,alsos:[...table.querySelectorAll('.also')],
results:[...table.querySelectorAll('.result')].map(result=>({
result,status:result.dataset.status,text:(table.dataset.name+' '+result.dataset.text).toLowerCase(),
}))}));
const hide=(element,hidden)=>{if(element.hidden!==hidden)element.hidden=hidden};
let rows=[],page=0;
form.hidden=false;
const make=(name,text,attributes={})=>{
const element=document.createElement(name);
element.textContent=text;
for(const key in attributes)element.setAttribute(key,attributes[key]);
return element;
};
const draw=()=>{
const matrix=document.querySelector('#matrix');
if(!matrix)return;
const head=make('tr','');
head.append(make('th','Table',{scope:'col'}),...cells.controls.map(control=>{
const cell=make('th','',{scope:'col'});cell.append(make('span',control));return cell}));
const shown=rows.slice(page*ROWS,page*ROWS+ROWS).map(([name,place,owner,letters])=>{
const row=make('tr',''),title=make('th',name,{scope:'row'});
title.append(make('small',' '+cells.places[place]+(owner&&' '+owner)));
row.append(title,...[...letters].map((letter,at)=>{
const [status,sign]=STATES[letter]||['',''];
return make('td',sign,status?{class:status,title:cells.controls[at]+': '+status,'aria-label':status}:{});
}));
return row;
});
const top=make('thead','');top.append(head);
const body=make('tbody','');body.append(...shown);
matrix.replaceChildren(top,body);
const from=page*ROWS,all=cells.tables.length;
document.querySelector('.pages').hidden=false;
document.querySelector('#page').textContent=rows.length===0?'no table of '+number(all):
'tables '+number(from+1)+' to '+number(Math.min(from+ROWS,rows.length))+' of '+number(rows.length)+
(rows.length<all?', '+number(all-rows.length)+' hidden by the filter':'');
document.querySelector('#before').disabled=page===0;
document.querySelector('#after').disabled=from+ROWS>=rows.length;
};
const apply=()=>{
const boxes=[...form.querySelectorAll('input[name=status]')];
const states=new Set(boxes.filter(box=>box.checked).map(box=>box.value));
const words=form.querySelector('input[type=search]').value.toLowerCase().split(/\\s+/).filter(Boolean);
let shown=0,all=0;
for(const {table,alsos,results} of told){
let any=false;
for(const {result,status,text} of results){
const fits=states.has(status)&&words.every(word=>text.includes(word));
hide(result,!fits);all+=1;if(fits){shown+=1;any=true}
}
for(const also of alsos){
hide(also,!also.querySelector('.result:not([hidden])'));
if(also.open!==words.length>0)also.open=words.length>0;
}
hide(table,!any);
}
const off=boxes.filter(box=>!box.checked).map(box=>box.parentElement.textContent.trim());
left.textContent=shown===all?'':number(shown)+' of '+number(all)+' results shown; hidden: '+
[...off,...(words.length?['what lacks the words '+words.join(' ')]:[])].join(', ');
const letters=Object.keys(STATES).filter(letter=>states.has(STATES[letter][0]));
const named=cells.controls.map(control=>words.filter(word=>control.includes(word)));
rows=cells.tables.filter(([name,place,owner,own])=>{
const text=(name+' '+cells.places[place]+' '+owner).toLowerCase();
return letters.some(letter=>own.includes(letter))&&words.every(word=>text.includes(word)||
named.some((found,at)=>found.includes(word)&&letters.includes(own[at])));
});
page=0;draw();
};
const turn=by=>{page+=by;draw();document.querySelector('#page').focus()};
form.addEventListener('input',apply);form.addEventListener('submit',event=>event.preventDefault());
document.querySelector('#before')?.addEventListener('click',()=>turn(-1));
document.querySelector('#after')?.addEventListener('click',()=>turn(1));
addEventListener('beforeprint',()=>{for(const each of document.querySelectorAll('details'))each.open=true});
apply();
`;

/** SHA-256 in Base64. */
export const SCRIPT_HASH = 'cUPf7uIo82M7troTr19MfeQBXPPl+nUUKoKt5ojcyvc=';
