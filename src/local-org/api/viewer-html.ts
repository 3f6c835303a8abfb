const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML that may stand in a page as it is; made only by `html` and `escaped`. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function escaped(value: unknown): string {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(escaped).join('');
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Template tag: everything put in is escaped, unless it is markup already. */
export function html(parts: TemplateStringsArray, ...values: unknown[]): Markup {
  const text = parts.map((part, index) =>
    index < values.length ? part + escaped(values[index]) : part,
  );
  return new Markup(text.join(''));
}

const STYLE = new Markup(`
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; color: #181818; background: #f3f4f6; }
header, main { margin: 0 auto; max-width: 74rem; padding: .6rem 1.5rem; } main { padding-bottom: 4rem; }
header { color: #5b6470; font-size: 13px; }
a { color: #0b5cab; text-decoration: none; } a:hover { text-decoration: underline; }
h1 { font-size: 1.45rem; margin: .4rem 0 1rem; } h2 { font-size: 1.05rem; margin: 1.8rem 0 .6rem; }
table { border-collapse: collapse; width: 100%; background: #fff; border: 1px solid #dfe3e8; border-radius: 6px; } .scroll { overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .4rem .8rem; border-bottom: 1px solid #eceef1; }
th { color: #5b6470; font-weight: 600; font-size: 13px; } tbody th { width: 13rem; }
td.number { font-variant-numeric: tabular-nums; white-space: nowrap; } .number { text-align: right; } .detail .number { text-align: left; }
td.long { white-space: pre-wrap; overflow-wrap: break-word; } .detail td.long { overflow-wrap: anywhere; }
.muted { color: #5b6470; } h2 .muted { font-weight: 400; font-size: 13px; }`);

/** A whole page. Says on every page what it is, so that nobody takes it for Salesforce's own. */
export function page(title: string, content: Markup): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · local org</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <header>
          <a href="/">All objects</a> · The local org's record viewer: reads the records, changes
          nothing. This is not Lightning.
        </header>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`.text;
}
