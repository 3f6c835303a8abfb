import { z } from 'zod';
import type { LeadOffer } from '../../rules/lead-pass.ts';
import type { OrgAdmin } from '../org.ts';
import { day, parseRecords, requiredText, text } from './record.ts';

/** A lead that is offered to a partner, with the names that people know it by. */
export interface LeadOfferFact extends LeadOffer {
  id: string;
  company: string;
  partnershipName: string;
}

const schema = z
  .object({
    Id: requiredText,
    Company: text,
    AcceptBy__c: day,
    PassedTo__r: z.object({ Name: requiredText }).nullable(),
  })
  .transform((record): LeadOfferFact => ({
    id: record.Id,
    company: record.Company ?? 'an unnamed company',
    partnershipName: record.PassedTo__r?.Name ?? 'a partner',
    status: 'Offered',
    acceptBy: record.AcceptBy__c,
    isConverted: false,
  }));

/** Open offers whose last day was before `today`. Converted leads are read-only in Salesforce, so they are left alone. */
export async function offersEndedBefore(
  org: Pick<OrgAdmin, 'query'>,
  today: string,
): Promise<LeadOfferFact[]> {
  const records = await org.query(
    `SELECT Id, Company, AcceptBy__c, PassedTo__r.Name FROM Lead WHERE PassStatus__c = 'Offered' AND AcceptBy__c < ${today} AND ConvertedDate = null ORDER BY AcceptBy__c, Id LIMIT 2000`,
  );
  return parseRecords(schema, records, 'Lead');
}
