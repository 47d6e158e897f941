var r="holdfast/report/v1";function o({warnings:e}){return e.filter(n=>"policy"in n)}export{r as a,o as b};
