/** Colours are named by what they mean; each pair keeps a contrast of 4.5 to 1 (WCAG 2.2, 1.4.3) in light and in dark. */
export const STYLE = `
:root{color-scheme:light dark;--fg:#1b1f24;--dim:#57606a;--bg:#fff;--card:#f6f8fa;--line:#d0d7de;--link:#0550ae;
--pass:#116329;--fail:#b3131f;--unknown:#8a5200;--waived:#6639ba;--na:#57606a;
--pass-bar:#2da44e;--fail-bar:#d1242f;--unknown-bar:#d4a72c;--waived-bar:#8250df;--na-bar:#afb8c1}
@media (prefers-color-scheme:dark){:root{--fg:#e6edf3;--dim:#9198a1;--bg:#0d1117;--card:#161b22;--line:#30363d;--link:#79b8ff;
--pass:#56d364;--fail:#ff8182;--unknown:#e3b341;--waived:#d2a8ff;--na:#9198a1;
--pass-bar:#2ea043;--fail-bar:#f85149;--unknown-bar:#d29922;--waived-bar:#a371f7;--na-bar:#484f58}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1.5rem;font:15px/1.5 system-ui,sans-serif;color:var(--fg);background:var(--bg)}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .75rem}h3{font-size:1rem;margin:0}
p{margin:.25rem 0}.dim{color:var(--dim)}code{font:13px/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
.tiles{display:flex;flex-wrap:wrap;gap:.75rem;margin:1rem 0;padding:0;list-style:none}
.tiles li{flex:1 1 7rem;border:1px solid var(--line);border-radius:8px;padding:.5rem .75rem;background:var(--card)}
.tiles b{display:block;font-size:1.5rem;line-height:1.2}
.bar{display:block;width:100%;height:14px;border-radius:7px;overflow:hidden}
form{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:1rem 0}
input[type=search]{flex:1 1 16rem;padding:.4rem .6rem;font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:6px}
details.table{content-visibility:auto;contain-intrinsic-size:auto 10rem;border:1px solid var(--line);border-radius:8px;margin:.5rem 0;background:var(--card)}
details.table>summary{cursor:pointer;padding:.5rem .75rem;display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline}
details.table>summary::before{content:"▸";color:var(--dim)}details.table[open]>summary::before{content:"▾"}
summary::-webkit-details-marker{display:none}
.result{border-top:1px solid var(--line);padding:.5rem .75rem;background:var(--bg)}
.also>summary{cursor:pointer;padding:.5rem .75rem;border-top:1px solid var(--line)}.also .result{padding-left:1.75rem}.result ul{margin:.25rem 0;padding-left:1.25rem}.result li{overflow-wrap:anywhere}
.pill{display:inline-block;min-width:4.6em;padding:0 .5em;border:1px solid currentColor;border-radius:1em;font-size:.8rem;text-align:center;font-weight:600}
.pass{color:var(--pass)}.fail{color:var(--fail)}.unknown{color:var(--unknown)}.waived{color:var(--waived)}.not-applicable{color:var(--na)}
.b-pass{fill:var(--pass-bar)}.b-fail{fill:var(--fail-bar)}.b-unknown{fill:var(--unknown-bar)}.b-waived{fill:var(--waived-bar)}.b-not-applicable{fill:var(--na-bar)}
.wide{overflow-x:auto}.times{width:100%;border-collapse:collapse}.times th,.times td{padding:.3rem .5rem;border-top:1px solid var(--line);text-align:left;vertical-align:middle}
.times .n{text-align:right}.times .n,.times .dim{white-space:nowrap}.times svg{display:block;width:100%;min-width:9rem;height:22px}
.track{fill:var(--line)}.span{fill:var(--dim)}.rto{stroke:var(--fg);stroke-width:2;stroke-dasharray:4 2}.late{fill:var(--fail-bar)}.timely{fill:var(--pass-bar)}
.lead{font-size:1.15rem}.rows{width:100%;border-collapse:collapse}.rows th,.rows td{padding:.3rem .5rem;border-top:1px solid var(--line);text-align:left;vertical-align:top;overflow-wrap:anywhere}
.rows thead th{border-top:0;color:var(--dim);font-weight:600}.causes td:first-child,.causes th:first-child{overflow-wrap:normal;white-space:nowrap}.causes td:nth-child(2){min-width:9.5rem;overflow-wrap:normal}.causes td:nth-child(3){width:26%}.causes td:nth-child(4){width:44%}.rows td:first-child{min-width:9rem}.causes td:first-child{min-width:0}.rows .n{text-align:right;white-space:nowrap;overflow-wrap:normal}.rows .bars{min-width:8rem;width:20%}
.severity{display:inline-block;white-space:nowrap;overflow-wrap:normal;padding:0 .5em;border-radius:1em;font-size:.8rem;font-weight:600;border:1px solid currentColor}
.critical{color:#fff;background:#a40e26;border-color:#a40e26}.high{color:var(--fail)}.medium{color:var(--unknown)}.low{color:var(--dim)}
details.group{border-top:1px solid var(--line)}details.group>summary{cursor:pointer;padding:.5rem 0;list-style:none}details.group>summary::before{content:"▸ ";color:var(--dim)}details.group[open]>summary::before{content:"▾ "}
details.group h2{display:inline;margin:0}
.matrix{border-collapse:collapse;font-size:13px}.matrix th[scope=row]{position:sticky;left:0;background:var(--bg);text-align:left;font-weight:400;padding:.1rem .75rem .1rem 0;white-space:nowrap}
.matrix small{color:var(--dim)}.matrix thead th{vertical-align:bottom;font-weight:400}.matrix thead span{writing-mode:vertical-rl;transform:rotate(180deg);white-space:nowrap;color:var(--dim)}
.matrix td{text-align:center;min-width:1.6rem;border:1px solid var(--line);font-weight:700}.legend span{margin-right:.75rem}.pages{display:flex;gap:.75rem;align-items:center}
button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.2rem .6rem;cursor:pointer}button:disabled{color:var(--dim);cursor:default}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.trend{display:block;width:100%;max-height:14rem}.l-fail,.l-unknown{fill:none;stroke-width:2}.l-fail{stroke:var(--fail-bar)}.l-unknown{stroke:var(--unknown-bar)}.axis{stroke:var(--line)}
@media (max-width:40rem){body{padding:.75rem}.causes td:nth-child(n){width:auto}.causes,.causes tbody,.causes tr,.causes td{display:block}.causes thead{display:none}.causes td{border-top:0;padding:.1rem 0}.causes tr{border-top:1px solid var(--line);padding:.5rem 0}.rows .bars{display:none}}
[hidden]{display:none!important}
@media print{:root{color-scheme:light;--fg:#000;--dim:#444;--bg:#fff;--card:#fff;--line:#bbb;--pass:#116329;--fail:#b3131f;--unknown:#8a5200;--waived:#6639ba;--na:#444}
body{max-width:none;padding:0;font-size:10pt}form,.pages button{display:none}.matrix th[scope=row]{position:static}.result{break-inside:avoid}details.table{break-inside:auto}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
