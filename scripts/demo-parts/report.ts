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
  ORDER BY CommissionStatement__r.Partnership__r.Name, RevenueEntry__r.DocumentNumber__c, RevenueEntry__r.OccurredAt__c, Name`.replace(
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

const WIDTH = 100;

/** Words in lines of at most WIDTH, each but the first behind `indent` spaces. */
function wrap(text: string, indent: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length + 1 > WIDTH - indent) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}

/** Who earned what and why: a block per partnership and currency, with its sum, its lines, and the reason of each. */
export function whoEarnedWhat(lines: readonly ReportLine[]): string {
  const partnership = (line: ReportLine): string => line.CommissionStatement__r.Partnership__r.Name;
  const groups = Map.groupBy(lines, (line) => `${partnership(line)}|${line.Currency__c}`);
  return [...groups.values()]
    .map((group) => {
      const [first] = group;
      const [sum = 0] = totals(group).values();
      const currency = first?.Currency__c ?? '';
      const total = amount(sum / (currency === 'JPY' ? 1 : 100), currency);
      const name = first ? partnership(first) : '';
      return [`${name.padEnd(WIDTH - total.length)}${total}`, ...group.map(explained)].join('\n');
    })
    .join('\n\n');
}

function explained(line: ReportLine): string {
  const head = `  ${amount(line.Amount__c, line.Currency__c).padStart(11)}  ${line.Status__c.padEnd(8)} `;
  return `${head}${wrap(line.Reason__c, head.length)}`;
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
