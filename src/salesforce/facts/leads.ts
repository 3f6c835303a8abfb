import { z } from 'zod';
import type { WorkedLead } from '../../rules/lead-word.ts';
import type { Org } from '../org.ts';
import { day, parseRecords, requiredText } from './record.ts';

/** How reps have a lead. Converted leads are read-only in Salesforce. */
export interface LeadFact extends WorkedLead {
  id: string;
}

/** Filled when a lead is converted; unlike IsConverted it needs no permission of its own. */
const schema = z.object({ Id: requiredText, Status: requiredText, ConvertedDate: day });

/** Null where the lead was deleted. */
export async function leadOf(org: Org, id: string): Promise<LeadFact | null> {
  const records = await org.find({
    object: 'Lead',
    select: ['Id', 'Status', 'ConvertedDate'],
    by: 'Id',
    values: [id],
  });
  const [record] = parseRecords(schema, records, 'Lead');
  if (!record) return null;
  return { id: record.Id, status: record.Status, isConverted: record.ConvertedDate !== null };
}
