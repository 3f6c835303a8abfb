import { z } from 'zod';
import type { Org } from '../org.ts';
import { parseRecords, requiredText } from './record.ts';

const schema = z.object({ Id: requiredText });

/**
 * Whether anybody is credited on a lead or an opportunity, by the service, a flow or a person, in any status. Credits of flows
 * and people have no external key, so an upsert would not find them, and the pair key would refuse a second one.
 */
export async function hasCredits(
  org: Org,
  object: 'LeadAttribution__c' | 'OpportunityAttribution__c',
  recordId: string,
): Promise<boolean> {
  const by = object === 'LeadAttribution__c' ? 'Lead__c' : 'Opportunity__c';
  const records = await org.find({ object, select: ['Id'], by, values: [recordId] });
  return parseRecords(schema, records, object).length > 0;
}
