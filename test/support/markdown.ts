import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface CodeBlock {
  /** The word behind the fence: "bash", "sh", "text". */
  language: string;
  /** The nearest heading above, without its marks. */
  heading: string;
  text: string;
}

export function readDocument(path: string): string {
  return readFileSync(new URL(path, `file://${root}`), 'utf8');
}

/** The fenced blocks of a Markdown text, in order. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let heading = '';
  let open: { language: string; lines: string[] } | null = null;
  for (const line of markdown.split('\n')) {
    if (open && line === '```') {
      blocks.push({ language: open.language, heading, text: open.lines.join('\n') });
      open = null;
    } else if (open) open.lines.push(line);
    else if (line.startsWith('```')) open = { language: line.slice(3), lines: [] };
    else if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
  }
  return blocks;
}

/** The files that a Markdown text links to or shows, as written; addresses elsewhere and places on the page left out. */
export function linkedFiles(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => (match[1] ?? '').split('#')[0] ?? '')
    .filter((link) => link !== '' && !/^[a-z]+:/.test(link));
}
