import type { PrmStage } from '../../events/partner.ts';
import type { PrmDealChanges, PrmLeadChanges } from '../contract.ts';
import type { SalesStage } from './schema.ts';

/** Our words into PartnerStack's, for what is pushed. */

/** How a stage ends, by PartnerStack's word for it; a word that we do not know is an open stage. */
export function toStage(stage: SalesStage): PrmStage[] {
  const word = stage.api_name ?? stage.name;
  if (word === null) return [];
  const ending = (stage.internal_status ?? '').toLowerCase();
  if (/won|converted/.test(ending)) return [{ word, outcome: 'won' }];
  return [{ word, outcome: /lost|rejected|declined/.test(ending) ? 'lost' : 'open' }];
}

/** The body of PATCH /deals/{key}: only what changes. */
export function toDealBody(changes: PrmDealChanges): Readonly<Record<string, unknown>> {
  return {
    ...(changes.stage === undefined ? {} : { stage: changes.stage }),
    ...(changes.amountMinor === undefined ? {} : { amount: changes.amountMinor }),
    ...(changes.closeDate === undefined ? {} : { close_date: changes.closeDate }),
    ...(changes.lostReason === undefined ? {} : { lost_reason: changes.lostReason }),
  };
}

/** The body of PATCH /leads/{key}. */
export function toLeadBody({ status }: PrmLeadChanges): Readonly<Record<string, unknown>> {
  return { status };
}
