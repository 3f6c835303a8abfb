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
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 76rem; padding: 1rem 1.5rem 4rem; color: #181818; background: #fff; }
header { border-bottom: 1px solid #c9c9c9; margin-bottom: 1rem; padding-bottom: .5rem; color: #444; }
a { color: #0b5cab; }
h1 { font-size: 1.5rem; margin: .5rem 0 1rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; } .scroll { overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid #e5e5e5; }
th { color: #444; font-weight: 600; } tbody th { width: 16rem; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.long { white-space: pre-wrap; overflow-wrap: anywhere; }
.muted { color: #666; }`);

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
