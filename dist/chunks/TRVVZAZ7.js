var n="holdfast/report/v1";function o({warnings:e}){return e.filter(r=>"policy"in r)}export{n as a,o as b};
