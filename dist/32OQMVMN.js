import{a,b,c}from"./PYSZTTXD.js";import"./VBZPBIAL.js";export{c as EventStreamSerde,b as eventStreamSerdeProvider,a as resolveEventStreamSerdeConfig};
