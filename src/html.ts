/** HTML that is safe to send: text went in escaped. */
export class Html {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

type Part = string | number | Html | readonly Html[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function render(part: Part): string {
  if (part instanceof Html) return part.source;
  if (typeof part === 'object') return part.map((item) => item.source).join('');
  return String(part).replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}

/** A template whose every value is escaped, so that a vendor's text can never become markup. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(
    strings
      .map((text, index) => text + (index < parts.length ? render(parts[index] ?? '') : ''))
      .join(''),
  );
}
