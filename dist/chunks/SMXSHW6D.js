var n="holdfast/inventory/v1";function a(e,o){return e.account===o.account&&e.region===o.region}export{n as a,a as b};
