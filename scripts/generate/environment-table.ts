import { z } from 'zod';
import { environmentSchema, tenantSchema } from '../../src/config.ts';

/** Where the table stands in README.md; what lies between the markers is made, the rest is written by hand. */
export const environmentMarkers = {
  begin: '<!-- environment -->',
  end: '<!-- /environment -->',
} as const;

type Row = readonly [variable: string, without: string, meaning: string];

/** One variable and what happens without it: its default, nothing, or a refusal to start. */
function rowOf(variable: string, schema: z.ZodType): Row {
  const without = schema.safeParse(undefined);
  const value = z.union([z.string(), z.number()]).safeParse(without.data);
  const text = without.success ? (value.success ? `\`${value.data}\`` : '') : '_required_';
  return [`\`${variable}\``, text, schema.description ?? ''];
}

function rowsOf(schema: z.ZodObject, prefix = ''): Row[] {
  return Object.entries(schema.shape).map(([name, field]) =>
    rowOf(`${prefix}${name}`, z.instanceof(z.ZodType).parse(field)),
  );
}

/** In columns, as Prettier writes them, so that making and formatting never disagree. */
function table(head: Row, rows: readonly Row[]): string {
  const all = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_cell, at) => Math.max(3, ...all.map((row) => (row[at] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |\n`;
  const [first = [], ...rest] = all;
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('');
}

/** The service's variables, then those that each vendor has, from the schemas that check them in src/config.ts. */
export function environmentTable(): string {
  return table(
    ['Variable', 'Default', 'What it is'],
    [...rowsOf(environmentSchema), ...rowsOf(tenantSchema, '<VENDOR>_')],
  );
}

/** `readme` with the table between its markers brought up to date. Throws when the markers are not there. */
export function withEnvironmentTable(readme: string): string {
  const { begin, end } = environmentMarkers;
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) {
    throw new Error(
      `README.md has no place for the environment table: put ${begin} and ${end} on lines of their own.`,
    );
  }
  return `${readme.slice(0, from + begin.length)}\n\n${environmentTable()}\n${readme.slice(to)}`;
}
