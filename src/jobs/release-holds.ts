import { dayOf } from '../rules/calendar.ts';
import { parseRecords, requiredText } from '../salesforce/facts/record.ts';
import { z } from 'zod';
import type { JobContext } from './context.ts';

const schema = z.object({ ExternalKey__c: requiredText });

/** Enough for a day; what is more comes with the next round. */
const AT_ONCE = 2_000;

/** Lines whose hold is over become payable: on their hold date, whatever else happens. */
export async function releaseHolds(context: JobContext): Promise<void> {
  const today = dayOf(context.clock.now());
  const records = await context.org.query(
    `SELECT ExternalKey__c FROM Commission__c WHERE Status__c = 'Held' AND HoldUntil__c <= ${today} ORDER BY ExternalKey__c LIMIT ${AT_ONCE}`,
  );
  const rows = parseRecords(schema, records, 'Commission__c').map(({ ExternalKey__c: key }) => ({
    object: 'Commission__c',
    key,
    fields: { Status__c: 'Payable' },
  }));
  await context.org.save(rows);
  context.countDocument(
    'salesforce',
    'sweep',
    rows.length === 0 ? 'NOTHING_HELD' : 'HOLDS_RELEASED',
  );
}
