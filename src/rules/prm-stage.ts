import type { PrmStage } from '../events/partner.ts';
import { plainStage } from './opportunity-stage.ts';

/**
 * The PRM's word for an opportunity stage: the one of the same name (case and punctuation aside); for a closed opportunity
 * otherwise the PRM's only stage with that outcome. Null where the PRM has no such stage: then a person is told.
 */
export function prmStage(
  opportunity: { stage: string; outcome: PrmStage['outcome'] },
  stages: readonly PrmStage[],
): string | null {
  const same = stages.find(({ word }) => plainStage(word) === plainStage(opportunity.stage));
  if (same) return same.word;
  if (opportunity.outcome === 'open') return null;
  const [only, ...others] = stages.filter(({ outcome }) => outcome === opportunity.outcome);
  return only && others.length === 0 ? only.word : null;
}
