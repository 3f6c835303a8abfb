import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { fromMajor } from '../money.ts';
import { deletionFeed, type Deletions } from './deletion-feed.ts';
import { day, number, parseRecords, requiredText, text } from './facts/record.ts';
import type { OrgAdmin } from './org.ts';
import { readGivenLead } from './rows/given-lead.ts';
import { exchangedText, readExchanged } from './rows/shared-deal.ts';

/**
 * What people changed in Salesforce that an outside system should know. Behind this port stands polling; Change Data
 * Capture can take its place. At least once: a change may be told twice, and whoever acts on it reads the record anew.
 */
export interface ChangeFeed {
  /** External keys of deals and leads that changed since and differ from what the PRM was last told. */
  changedDocuments(since: Date): Promise<string[]>;
  /** Leads, opportunities, accounts and attributions that were deleted since. */
  deletedRecords(since: Date): Promise<Deletions>;
}

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
    })
    .nullable(),
  Lead__r: z.object({ Status: requiredText }).nullable(),
});
type Row = z.infer<typeof schema>;

const select = [
  'ExternalKey__c',
  'Exchanged__c',
  ...['StageName', 'IsClosed', 'IsWon', 'Amount', 'CloseDate', 'CloseReason__c'].map(
    (field) => `Opportunity__r.${field}`,
  ),
  'Lead__r.Status',
].join(', ');

/** Polls SystemModstamp: one API call a look, and one more for each 2,000 records that changed. */
export function pollingChangeFeed(
  org: Pick<OrgAdmin, 'query' | 'queryAll' | 'deleted'>,
  clock: Clock,
  orgCurrency: string,
): ChangeFeed {
  return {
    ...deletionFeed(org, clock),
    async changedDocuments(since) {
      const from = since.toISOString();
      const rows = parseRecords(
        schema,
        await org.query(
          `SELECT ${select} FROM ExternalIdentity__c WHERE (Type__c = 'deal' AND Opportunity__r.SystemModstamp >= ${from}) OR (Type__c = 'lead' AND Lead__r.SystemModstamp >= ${from})`,
        ),
        'ExternalIdentity__c',
      );
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
