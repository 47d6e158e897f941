var e="holdfast/report/v1";export{e as a};
