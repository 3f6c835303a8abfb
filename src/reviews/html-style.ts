/** The review's looks: one block in the file itself, so that it can be mailed, kept and printed alone. */
export const reviewStyle = `
@page { size: A4; margin: 14mm 14mm 16mm; }
:root { --ink: #16202c; --soft: #566474; --line: #dfe5ec; --tint: #f5f7fa; --accent: #0b3d6e; }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { margin: 0; background: #fff; color: var(--ink); font: 14px/1.5 "Helvetica Neue", Helvetica, Arial, sans-serif; }
main { max-width: 820px; margin: 0 auto; padding: 32px 28px 48px; }
header { border-top: 6px solid var(--accent); padding-top: 18px; margin-bottom: 20px; }
.eyebrow { margin: 0; color: var(--accent); font-size: 12px; font-weight: 700; letter-spacing: .08em; text-transform: uppercase; }
h1 { margin: 4px 0 2px; font-size: 28px; line-height: 1.2; overflow-wrap: anywhere; }
header p.facts { margin: 0; color: var(--soft); }
h2 { margin: 30px 0 10px; padding-bottom: 5px; border-bottom: 1px solid var(--line); font-size: 17px; break-after: avoid; }
.summary { margin: 0; font-size: 15px; }
.tiles { display: grid; grid-template-columns: repeat(3, 1fr); gap: 10px; margin: 20px 0 0; }
.tiles div { padding: 11px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--tint); break-inside: avoid; }
.tiles dt { color: var(--soft); font-size: 12px; }
.tiles dd { margin: 0; }
.tiles .value { font-size: 20px; font-weight: 700; font-variant-numeric: tabular-nums; }
.tiles .note { color: var(--soft); font-size: 12px; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 7px 10px 7px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--soft); font-size: 12px; font-weight: 600; }
tr { break-inside: avoid; }
.number { padding-right: 20px; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td small { display: block; color: var(--soft); font-size: 12px; }
.goal-bar { display: block; width: 130px; height: 9px; margin-top: 6px; border-radius: 5px; }
.standing { font-weight: 600; }
.chart { display: block; width: 100%; height: auto; break-inside: avoid; }
.chart text { fill: var(--ink); font-size: 12px; text-anchor: middle; }
.chart .month { fill: var(--soft); }
.legend { display: flex; gap: 20px; margin: 4px 0 0; padding: 0; list-style: none; color: var(--soft); font-size: 12px; justify-content: center; }
.key { display: inline-block; width: 10px; height: 10px; margin-right: 6px; border-radius: 2px; }
.missing { margin: 0; padding-left: 20px; }
.missing li { margin: 3px 0; }
.none, .more { margin: 6px 0 0; color: var(--soft); }
footer { margin-top: 34px; padding-top: 10px; border-top: 1px solid var(--line); color: var(--soft); font-size: 12px; break-inside: avoid; }
@media (max-width: 640px) { .tiles { grid-template-columns: repeat(2, 1fr); } main { padding: 20px 14px; } .goal-bar { width: 70px; } }
@media print { main { max-width: none; padding: 0; } }
`;
