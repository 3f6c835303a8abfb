import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { fromMajor } from '../money.ts';
import { deletionFeed, type DeletedRecord } from './deletion-feed.ts';
import { day, number, parseRecords, requiredText, text } from './facts/record.ts';
import type { OrgAdmin } from './org.ts';
import { readGivenLead } from './rows/given-lead.ts';
import { exchangedText, readExchanged } from './rows/shared-deal.ts';

/**
 * What people changed in Salesforce that an outside system should know. Behind this port stands polling; Change Data
 * Capture can take its place. At least once: a change may be told twice, and whoever acts on it reads the record anew.
 */
export interface ChangeFeed {
  /** External keys of deals and leads that differ from what the PRM was last told, as far as not reported before. */
  changedDocuments(): Promise<string[]>;
  /** Leads, opportunities, accounts and attributions that were deleted since it was last asked. */
  deletedRecords(): Promise<DeletedRecord[]>;
}

/** Before the first look of a process: what changed while no service was running. */
const FIRST_LOOK_BACK_MS = 24 * 3_600_000;
/** Salesforce stamps a record when its transaction begins and shows it when it ends: so far each look goes back. */
const OVERLAP_MS = 120_000;

const schema = z.object({
  ExternalKey__c: requiredText,
  Exchanged__c: text,
  Opportunity__r: z
    .object({
      StageName: requiredText,
      IsClosed: z.boolean(),
      IsWon: z.boolean(),
      Amount: number,
      CloseDate: day,
      CloseReason__c: text,
      SystemModstamp: requiredText,
    })
    .nullable(),
  Lead__r: z.object({ Status: requiredText, SystemModstamp: requiredText }).nullable(),
});
type Row = z.infer<typeof schema>;

const select = [
  'ExternalKey__c',
  'Exchanged__c',
  ...['StageName', 'IsClosed', 'IsWon', 'Amount', 'CloseDate', 'CloseReason__c'].map(
    (field) => `Opportunity__r.${field}`,
  ),
  'Opportunity__r.SystemModstamp',
  'Lead__r.Status',
  'Lead__r.SystemModstamp',
].join(', ');

/** Polls SystemModstamp: one API call a look, and one more for each 2,000 records that changed. */
export function pollingChangeFeed(
  org: Pick<OrgAdmin, 'query' | 'queryAll' | 'deleted'>,
  clock: Clock,
  orgCurrency: string,
): ChangeFeed {
  let seenUntil = new Date(clock.now().getTime() - FIRST_LOOK_BACK_MS);
  return {
    ...deletionFeed(org, clock),
    async changedDocuments() {
      const from = new Date(seenUntil.getTime() - OVERLAP_MS).toISOString();
      const rows = parseRecords(
        schema,
        await org.query(
          `SELECT ${select} FROM ExternalIdentity__c WHERE (Type__c = 'deal' AND Opportunity__r.SystemModstamp >= ${from}) OR (Type__c = 'lead' AND Lead__r.SystemModstamp >= ${from})`,
        ),
        'ExternalIdentity__c',
      );
      for (const row of rows) {
        const stamp = new Date((row.Opportunity__r ?? row.Lead__r)?.SystemModstamp ?? 0);
        if (stamp > seenUntil) seenUntil = stamp;
      }
      return rows.filter((row) => differs(row, orgCurrency)).map((row) => row.ExternalKey__c);
    },
  };
}

/** Our own writes come back too; they are what was exchanged, and so no change (I7). */
function differs(
  { Opportunity__r: opportunity, Lead__r: lead, Exchanged__c }: Row,
  orgCurrency: string,
): boolean {
  if (opportunity === null)
    return lead !== null && readGivenLead(Exchanged__c)?.status !== lead.Status;
  const { StageName, IsClosed, IsWon, Amount, CloseDate, CloseReason__c } = opportunity;
  const agreed = readExchanged(Exchanged__c);
  const ours = {
    stage: StageName,
    amountMinor: Amount === null ? null : fromMajor(Amount, orgCurrency).minor,
    closeDate: CloseDate,
    lostReason: IsClosed && !IsWon ? CloseReason__c : null,
  };
  return agreed === null || exchangedText(agreed) !== exchangedText(ours);
}
