/** How pages look: system fonts, two themes, and levels told apart by word as well as by colour. */
export const PAGE_STYLE = `
:root {
  --paper: #fbfaf7; --card: #ffffff; --ink: #1f2328; --soft: #5c6570; --line: #e3e0d8; --link: #0b5cad;
  --critical: #8f1237; --high: #c2410c; --medium: #a16207; --low: #1d6fa5; --none: #6b7280; --unknown: #6d4fa3; --good: #2f7d4f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16181c; --card: #1e2126; --ink: #e6e4df; --soft: #9aa3ad; --line: #343941; --link: #7cb7f2;
    --critical: #ff6b8f; --high: #ff9457; --medium: #e6b84c; --low: #6cb8ea; --none: #9aa3ad; --unknown: #b79ae6; --good: #6fca94;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; overflow-wrap: anywhere; }
p { margin: .25rem 0; }
a { color: var(--link); }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.known { font-size: 1.15rem; font-weight: 600; margin-top: .75rem; }
.alarm { color: var(--critical); font-weight: 600; }
.lineage { list-style: none; margin: 1rem 0 0; padding: 0; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
.lineage li { display: grid; grid-template-columns: minmax(10rem, 1.2fr) minmax(8rem, 2fr) auto; gap: .25rem 1rem; align-items: center; padding: .6rem 1rem; border-top: 1px solid var(--line); }
.lineage li:first-child { border-top: 0; }
.lineage .name { font-weight: 600; overflow-wrap: anywhere; }
.lineage .total { min-width: 3ch; text-align: right; font-variant-numeric: tabular-nums; font-weight: 600; }
.lineage .counts { grid-column: 1 / -1; font-size: .875rem; color: var(--soft); }
.lineage .end { color: var(--soft); display: block; font-size: .9rem; }
.bar { display: flex; height: .7rem; border-radius: 4px; overflow: hidden; background: var(--line); }
.bar span { min-width: 3px; border-right: 1px solid var(--card); }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: .925rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .8rem; border-top: 1px solid var(--line); }
h1 + .scroll { margin-top: 1rem; }
thead td { border-top: 0; }
thead th { border-top: 0; color: var(--soft); font-weight: 600; white-space: nowrap; }
tbody tr:hover { background: color-mix(in srgb, var(--line) 35%, transparent); }
th button { all: unset; cursor: pointer; }
th button:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
th[aria-sort=ascending] button::after { content: ' \\2191'; }
th[aria-sort=descending] button::after { content: ' \\2193'; }
td.id { white-space: nowrap; }
.level { font-weight: 600; white-space: nowrap; }
.level::before { content: ''; display: inline-block; width: .65em; height: .65em; border-radius: 2px; margin-right: .45em; background: currentColor; }
.critical { color: var(--critical); } .high { color: var(--high); } .medium { color: var(--medium); }
.low { color: var(--low); } .none { color: var(--none); } .unknown { color: var(--unknown); } .good { color: var(--good); }
.bar .critical { background: var(--critical); } .bar .high { background: var(--high); } .bar .medium { background: var(--medium); }
.bar .low { background: var(--low); } .bar .none { background: var(--none); } .bar .unknown { background: var(--unknown); }
.tag { display: inline-block; font-size: .78rem; border: 1px solid currentColor; border-radius: 4px; padding: 0 .35em; margin-left: .35em; white-space: nowrap; }
details > summary { cursor: pointer; font-size: 1.15rem; font-weight: 600; margin: 2.5rem 0 .75rem; overflow-wrap: anywhere; }
details + details > summary { margin-top: 1rem; }
ul.plain { padding-left: 1.2rem; margin: .25rem 0; }
footer { margin-top: 3rem; color: var(--soft); font-size: .875rem; }
@media (max-width: 40rem) { .lineage li { grid-template-columns: 1fr auto; } .lineage .bar { grid-column: 1 / -1; grid-row: 2; } }
@media print { .scroll { overflow: visible; } main { max-width: none; } }
`;
