/** One row of a truth table: what is given, and what the rule must say. */
export interface RuleRow<Facts, Outcome> {
  /** As a sentence ends that began with "it": "goes to the registration, though the link was clicked first". */
  name: string;
  facts: Facts;
  /** The part of the outcome that this row is about. */
  outcome: Partial<Outcome>;
}

/**
 * A rule's truth table: the test of the rule, and the source of its page in metadata/rules. Cells are made from the facts and
 * the expected outcome of each row, so that page and test cannot differ.
 */
export interface RuleTable<Facts, Outcome> {
  /** Name of the rule's file in src/rules and of its page. */
  rule: string;
  title: string;
  /** What the rule is for and how it decides, in Markdown, for a partner manager. */
  about: string;
  decide(facts: Facts): Outcome;
  /** Headings, and the text below each. */
  columns: Readonly<Record<string, (row: RuleRow<Facts, Outcome>) => string>>;
  rows: readonly RuleRow<Facts, Outcome>[];
}

/** The tests of a table: one for each row. */
export function provesTable<Facts, Outcome extends object>(table: RuleTable<Facts, Outcome>): void {
  test.each(table.rows.map((row) => [row.name, row] as const))('%s', (_name, row) => {
    expect(table.decide(row.facts)).toMatchObject(row.outcome);
  });
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** The rule's page, in Markdown. */
export function pageOf<Facts, Outcome>(table: RuleTable<Facts, Outcome>): string {
  const headings = Object.keys(table.columns);
  const rows = table.rows.map((row) =>
    [row.name, ...headings.map((heading) => table.columns[heading]?.(row) ?? '')].map(cell),
  );
  const head = ['Case', ...headings];
  const widths = head.map((heading, at) =>
    Math.max(heading.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return `# ${table.title}

${table.about.trim()}

${line(head)}
${line(widths.map((width) => '-'.repeat(width)))}
${rows.map(line).join('\n')}

This page is made from the rule's truth table, [test/rules/tables/${table.rule}.ts](../../test/rules/tables/${table.rule}.ts), which is also the test of
[src/rules/${table.rule}.ts](../../src/rules/${table.rule}.ts). Run \`npm run generate\` after a change.
`;
}
