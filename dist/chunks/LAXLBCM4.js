function a(e){return{catalog:e.HOLDFAST_ATHENA_CATALOG||"AwsDataCatalog",workgroup:e.HOLDFAST_ATHENA_WORKGROUP||void 0,output:e.HOLDFAST_ATHENA_OUTPUT||void 0}}export{a};
