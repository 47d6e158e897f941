import{a,b,c}from"./BT3NMU5C.js";import"./HD4DLREW.js";export{c as EventStreamSerde,b as eventStreamSerdeProvider,a as resolveEventStreamSerdeConfig};
