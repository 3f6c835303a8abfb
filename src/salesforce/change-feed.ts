import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { fromMajor } from '../money.ts';
import { day, number, parseRecords, requiredText, text } from './facts/record.ts';
import type { OrgAdmin } from './org.ts';
import { readExchanged, type SharedDeal } from './rows/shared-deal.ts';

/**
 * What people changed in Salesforce that an outside system should know. Behind this port stands polling; Change Data
 * Capture can take its place. At least once: a change may be told twice, and whoever acts on it reads the record anew.
 */
export interface ChangeFeed {
  /** External keys of deals whose shared fields differ from what both sides last agreed on, as far as not told before. */
  changedDeals(): Promise<string[]>;
}

/** Before the first look of a process: what changed while no service was running. */
const FIRST_LOOK_BACK_MS = 24 * 3_600_000;
/** Salesforce stamps a record when its transaction begins and shows it when it ends: so far each look goes back. */
const OVERLAP_MS = 120_000;

const schema = z.object({
  ExternalKey__c: requiredText,
  Exchanged__c: text,
  Opportunity__r: z.object({
    StageName: requiredText,
    Amount: number,
    CloseDate: day,
    SystemModstamp: requiredText,
  }),
});

/** Polls SystemModstamp: one API call a look, and one more for each 2,000 deals that changed. */
export function pollingChangeFeed(
  org: Pick<OrgAdmin, 'query'>,
  clock: Clock,
  orgCurrency: string,
): ChangeFeed {
  let seenUntil = new Date(clock.now().getTime() - FIRST_LOOK_BACK_MS);
  return {
    async changedDeals() {
      const from = new Date(seenUntil.getTime() - OVERLAP_MS).toISOString();
      const records = parseRecords(
        schema,
        await org.query(
          `SELECT ExternalKey__c, Exchanged__c, Opportunity__r.StageName, Opportunity__r.Amount, Opportunity__r.CloseDate, Opportunity__r.SystemModstamp FROM ExternalIdentity__c WHERE Type__c = 'deal' AND Opportunity__r.SystemModstamp >= ${from} ORDER BY Opportunity__r.SystemModstamp`,
        ),
        'ExternalIdentity__c',
      );
      const last = records.at(-1)?.Opportunity__r.SystemModstamp;
      if (last !== undefined && new Date(last) > seenUntil) seenUntil = new Date(last);
      return records
        .filter((record) => differs(record.Opportunity__r, record.Exchanged__c, orgCurrency))
        .map((record) => record.ExternalKey__c);
    },
  };
}

/** Our own writes come back too; they are what both agreed on, and so no change (I7). */
function differs(
  opportunity: z.infer<typeof schema>['Opportunity__r'],
  exchanged: string | null,
  orgCurrency: string,
): boolean {
  const { StageName: stage, Amount: amount, CloseDate: closeDate } = opportunity;
  const agreed = readExchanged(exchanged);
  const ours: SharedDeal = {
    stage,
    amountMinor: amount === null ? null : fromMajor(amount, orgCurrency).minor,
    closeDate,
  };
  return (
    agreed?.stage !== ours.stage ||
    agreed.amountMinor !== ours.amountMinor ||
    agreed.closeDate !== ours.closeDate
  );
}
