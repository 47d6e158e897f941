var e=["low","medium","high","critical"];function o(t,i){return e.indexOf(t)>=e.indexOf(i)}export{e as a,o as b};
