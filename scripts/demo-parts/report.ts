import { z } from 'zod';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';

const named = z.object({ Name: z.string() });
const lineSchema = z.object({
  Amount__c: z.number(),
  Currency__c: z.string(),
  Status__c: z.string(),
  Reason__c: z.string(),
  RevenueEntry__r: z.object({
    DocumentNumber__c: z.string(),
    Kind__c: z.string(),
    OccurredAt__c: z.string(),
  }),
  CommissionStatement__r: z.object({
    Partnership__r: z.object({ Name: z.string(), Partner__r: named, Program__r: named }),
  }),
});
export type ReportLine = z.infer<typeof lineSchema>;

const select =
  `SELECT Amount__c, Currency__c, Status__c, Reason__c, RevenueEntry__r.DocumentNumber__c, RevenueEntry__r.Kind__c,
  RevenueEntry__r.OccurredAt__c, CommissionStatement__r.Partnership__r.Name, CommissionStatement__r.Partnership__r.Partner__r.Name,
  CommissionStatement__r.Partnership__r.Program__r.Name FROM Commission__c
  ORDER BY CommissionStatement__r.Partnership__r.Name, RevenueEntry__r.OccurredAt__c, ExternalKey__c`.replace(
    /\s+/g,
    ' ',
  );

/** Every commission line with what a person would ask about it. */
export async function commissionLines(org: Org & OrgAdmin): Promise<ReportLine[]> {
  return (await org.query(select)).map((record) => lineSchema.parse(record));
}

function amount(value: number, currency: string): string {
  return `${value.toFixed(currency === 'JPY' ? 0 : 2)} ${currency}`;
}

/** Text in columns, the last one as long as it likes. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === row.length - 1
            ? cell
            : column === 1
              ? cell.padStart(widths[column] ?? 0)
              : cell.padEnd(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

/** Who earned what and why: one row per line, then a sum per partnership and currency. */
export function whoEarnedWhat(lines: readonly ReportLine[]): string {
  const head = ['Partnership', 'Amount', 'State', 'Why'];
  const rows = lines.map((line) => [
    line.CommissionStatement__r.Partnership__r.Name,
    amount(line.Amount__c, line.Currency__c),
    line.Status__c,
    line.Reason__c.replace(/( version \d+\.) .*/, '$1'), // who is credited stands in the first column
  ]);
  const sums = [...totals(lines)].map(([key, minor]) => {
    const currency = key.split(' ').at(-1) ?? '';
    return [
      key.slice(0, -currency.length - 1),
      amount(minor / (currency === 'JPY' ? 1 : 100), currency),
      '',
      'in all',
    ];
  });
  return table([head, ...rows, ['', '', '', ''], ...sums]);
}

/** Minor units by "Partner Program CUR". */
export function totals(lines: readonly ReportLine[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of lines) {
    const { Partner__r: partner, Program__r: program } = line.CommissionStatement__r.Partnership__r;
    const key = `${partner.Name} ${program.Name} ${line.Currency__c}`;
    const minor = Math.round(line.Amount__c * (line.Currency__c === 'JPY' ? 1 : 100));
    sums.set(key, (sums.get(key) ?? 0) + minor);
  }
  return sums;
}
