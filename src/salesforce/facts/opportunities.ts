import { z } from 'zod';
import { fromMajor } from '../../money.ts';
import type { PrmStage } from '../../events/partner.ts';
import type { Org } from '../org.ts';
import { day, number, parseRecords, requiredText, text } from './record.ts';

/** What a rep has of a deal, as far as the PRM shares it. */
export interface OpportunityFact {
  id: string;
  stage: string;
  outcome: PrmStage['outcome'];
  /** Minor units of the org's currency. */
  amountMinor: number | null;
  closeDate: string | null;
  /** Why it was lost; null while it is not, or nobody has said. */
  lostReason: string | null;
}

const schema = z.object({
  Id: requiredText,
  StageName: requiredText,
  IsClosed: z.boolean(),
  IsWon: z.boolean(),
  Amount: number,
  CloseDate: day,
  CloseReason__c: text,
});

/** Null where the opportunity was deleted. */
export async function opportunityOf(
  org: Org,
  id: string,
  orgCurrency: string,
): Promise<OpportunityFact | null> {
  const records = await org.find({
    object: 'Opportunity',
    select: ['Id', 'StageName', 'IsClosed', 'IsWon', 'Amount', 'CloseDate', 'CloseReason__c'],
    by: 'Id',
    values: [id],
  });
  const [record] = parseRecords(schema, records, 'Opportunity');
  if (!record) return null;
  return {
    id: record.Id,
    stage: record.StageName,
    outcome: record.IsWon ? 'won' : record.IsClosed ? 'lost' : 'open',
    amountMinor: record.Amount === null ? null : fromMajor(record.Amount, orgCurrency).minor,
    closeDate: record.CloseDate,
    lostReason: record.IsClosed && !record.IsWon ? record.CloseReason__c : null,
  };
}
