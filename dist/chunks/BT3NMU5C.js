var t=e=>Object.assign(e,{eventStreamMarshaller:e.eventStreamSerdeProvider(e)});var n=()=>{},r=class{constructor(){throw new Error("this bundle reads no event stream")}};export{t as a,n as b,r as c};
