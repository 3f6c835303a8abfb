import { z } from 'zod';

/** What the PRM owns of a partnership. The day as "YYYY-MM-DD", the program by its external key. */
export interface OwnedPartnership {
  startDate: string | null;
  program: string | null;
}

const schema = z.object({ startDate: z.string().nullable(), program: z.string().nullable() });

/** As ExternalIdentity__c.Exchanged__c keeps what was written last. */
export function ownedText({ startDate, program }: OwnedPartnership): string {
  return JSON.stringify({ startDate, program });
}

/** Null where nothing was kept, or where it is not readable any more. */
export function readOwned(text: string | null): OwnedPartnership | null {
  if (text === null) return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
