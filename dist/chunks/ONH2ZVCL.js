var e=["met","not-met","unknown","waived","not-asked"];export{e as a};
