/** The console's looks; a file of its own so that the page needs no inline style and no script. */
export const consoleStyle = `
:root { color-scheme: light dark; --ink: #16202c; --soft: #5c6b7c; --line: #dfe5ec; --paper: #f5f7fa; --card: #fff;
  --good: #1b7f4b; --warn: #a85b00; --bad: #b3261e; --accent: #0b5cab; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf1; --soft: #9aa8b8; --line: #2c3743; --paper: #11171e; --card: #19212a;
  --good: #5ecb93; --warn: #f0ab57; --bad: #ff8a80; --accent: #7db7f5; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 24px 20px 48px; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; margin-bottom: 20px; }
h1 { font-size: 22px; margin: 0; }
h2 { font-size: 16px; margin: 28px 0 10px; }
header p { margin: 0; color: var(--soft); }
.state { font-weight: 600; padding: 1px 10px; border-radius: 999px; border: 1px solid currentColor; font-size: 13px; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 12px; }
.tile, .table { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.tile { padding: 12px 14px; }
.tile h2 { margin: 0 0 8px; font-size: 15px; white-space: nowrap; text-transform: capitalize; }
.tile dl { display: grid; grid-template-columns: repeat(4, auto); gap: 2px 6px; margin: 0; }
.tile dt { color: var(--soft); font-size: 11px; grid-row: 2; }
.tile dd { margin: 0; font-size: 21px; font-weight: 600; font-variant-numeric: tabular-nums; }
.tile p { margin: 8px 0 0; color: var(--soft); font-size: 13px; }
meter { width: 100%; height: 14px; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 8px 14px; border-top: 1px solid var(--line); vertical-align: top; }
tr:first-child th { border-top: 0; }
th { color: var(--soft); font-weight: 600; font-size: 12px; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td small { display: block; color: var(--soft); }
code { font: 13px/1.4 ui-monospace, "SF Mono", Menlo, monospace; }
.held { min-width: 900px; table-layout: fixed; }
.held th:nth-child(1) { width: 11%; } .held th:nth-child(2) { width: 25%; } .held th:nth-child(3) { width: 20%; } .held th:nth-child(5) { width: 14%; }
.held td { overflow-wrap: anywhere; }
.empty { background: var(--card); border: 1px dashed var(--line); border-radius: 10px; padding: 14px 16px; color: var(--soft); margin: 0; }
`;
