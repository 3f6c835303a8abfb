import { z } from 'zod';
import { parseRecords, requiredText } from '../salesforce/facts/record.ts';
import type { JobContext } from './context.ts';

const schema = z.object({ ExternalKey__c: requiredText });

/** Enough for a day; what is more comes with the next round. */
const AT_ONCE = 2_000;

/** Lines by the status of their statement: what becomes of them, and which follow. Disputed and void lines are people's. */
const steps = [
  { statement: 'Approved', line: 'Approved', from: "'Accrued', 'Payable'" },
  // A transfer pays the total of a statement, and held lines are part of it.
  { statement: 'Paid', line: 'Paid', from: "'Accrued', 'Held', 'Payable', 'Approved'" },
] as const;

/** Lines follow their statement: approved with it, and paid with it, which is final. */
export async function followStatements(
  context: Pick<JobContext, 'org' | 'countDocument'>,
): Promise<void> {
  let written = 0;
  for (const { statement, line, from } of steps) {
    const records = await context.org.query(
      `SELECT ExternalKey__c FROM Commission__c WHERE CommissionStatement__r.Status__c = '${statement}' AND Status__c IN (${from}) ORDER BY ExternalKey__c LIMIT ${AT_ONCE}`,
    );
    const rows = parseRecords(schema, records, 'Commission__c').map(({ ExternalKey__c: key }) => ({
      object: 'Commission__c',
      key,
      fields: { Status__c: line },
    }));
    await context.org.save(rows);
    written += rows.length;
  }
  context.countDocument(
    'salesforce',
    'sweep',
    written === 0 ? 'NOTHING_APPROVED' : 'STATEMENTS_FOLLOWED',
  );
}
