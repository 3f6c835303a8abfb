import { z } from 'zod';

/** What the PRM was last told of a lead: Salesforce's status then, and the PRM's word for it (null: it has none). */
export interface GivenLead {
  status: string;
  word: string | null;
}

const schema = z.object({ status: z.string(), word: z.string().nullable() });

/** As ExternalIdentity__c.Exchanged__c keeps it. */
export function givenLeadText({ status, word }: GivenLead): string {
  return JSON.stringify({ status, word });
}

/** Null where nothing was told yet, or where what is kept is not readable any more. */
export function readGivenLead(text: string | null): GivenLead | null {
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
