import { z } from 'zod';
import { toMajor } from '../../money.ts';
import type { Fields } from '../org.ts';

/** The fields of a deal that Salesforce and the PRM share, in our words. Money in minor units of the org's currency. */
export interface SharedDeal {
  stage: string | null;
  amountMinor: number | null;
  closeDate: string | null;
  /** Why the deal was lost, by the rep; null while it is not lost, or nobody has said. */
  lostReason: string | null;
}

const schema = z.object({
  stage: z.string().nullable(),
  amountMinor: z.number().int().nullable(),
  closeDate: z.string().nullable(),
  /** Agreements that were kept before the reason was given have none. */
  lostReason: z.string().nullable().default(null),
});

/** As ExternalIdentity__c.Exchanged__c keeps it. */
export function exchangedText(deal: SharedDeal): string {
  const { stage, amountMinor, closeDate, lostReason } = deal;
  return JSON.stringify({ stage, amountMinor, closeDate, lostReason });
}

/** Null where both sides never agreed, or where what is kept is not readable any more. */
export function readExchanged(text: string | null): SharedDeal | null {
  try {
    return schema.parse(JSON.parse(text ?? ''));
  } catch {
    return null;
  }
}

/**
 * What Salesforce must still have for a write of shared fields to be right: the rule SharedFieldsAsSeen on Opportunity
 * compares it with what is there, so that a rep who was faster is never overwritten. Amounts in hundredths, as the
 * formula makes them.
 */
export function seenText(
  seen: Omit<SharedDeal, 'lostReason'>,
  version: number,
  orgCurrency: string,
): string {
  const amount =
    seen.amountMinor === null
      ? ''
      : Math.round(Number(toMajor({ minor: seen.amountMinor, currency: orgCurrency })) * 100);
  return `${version}|${seen.stage ?? ''}|${amount}|${seen.closeDate ?? ''}`;
}

/** The opportunity's fields for the shared values that Salesforce has to take over. */
export function sharedFields(changes: Partial<SharedDeal>, orgCurrency: string): Fields {
  const { stage, amountMinor, closeDate } = changes;
  return {
    ...(stage === undefined || stage === null ? {} : { StageName: stage }),
    ...(amountMinor === undefined
      ? {}
      : {
          Amount:
            amountMinor === null
              ? null
              : Number(toMajor({ minor: amountMinor, currency: orgCurrency })),
        }),
    ...(closeDate === undefined || closeDate === null ? {} : { CloseDate: closeDate }),
  };
}
