import { proportion } from '../money.ts';
import type { CommissionTiers, TierStep } from './commission-terms.ts';

/** The terms of a rule that tiers replace step by step. */
export interface TieredTerms {
  type: 'Percent' | 'Flat';
  /** Below the first step; millionths and minor units. */
  rate: number | null;
  flatMinor: number | null;
  /** Basis points: a flat amount is paid in part where credit is shared. */
  splitBasisPoints: number;
}

/** A part of a payment and the step that it falls into. */
export interface TierPart {
  baseMinor: number;
  rate: number | null;
  flatMinor: number | null;
}

/**
 * The parts of `baseMinor` by step. `basis` is what had been reached before the payment: revenue in minor units, nothing for
 * the amount of the payment itself, or customers with this one. A payment that reaches a step exactly is in it.
 */
export function tierParts(
  tiers: CommissionTiers,
  terms: TieredTerms,
  basis: number,
  baseMinor: number,
): TierPart[] {
  const below: TierStep = { from: 0, rate: terms.rate, flatMinor: terms.flatMinor };
  const steps = [below, ...tiers.steps];
  const isCounted = tiers.basis === 'Customer Count';
  const end = isCounted ? basis : basis + baseMinor;
  if (tiers.mode === 'Whole' || isCounted || terms.type === 'Flat') {
    const { rate, flatMinor } = steps.findLast((step) => step.from <= end) ?? below;
    return [{ baseMinor, rate, flatMinor }];
  }
  return steps.flatMap((step, at) => {
    const until = steps[at + 1]?.from ?? Infinity;
    const part = Math.min(end, until) - Math.max(basis, step.from);
    return part > 0 ? [{ baseMinor: part, rate: step.rate, flatMinor: step.flatMinor }] : [];
  });
}

/** What the parts pay together; each is rounded once. */
export function tierAmount(parts: readonly TierPart[], terms: TieredTerms): number {
  return parts.reduce(
    (sum, part) =>
      sum +
      (terms.type === 'Percent'
        ? proportion(part.baseMinor, part.rate ?? 0, 1_000_000)
        : part.baseMinor === 0
          ? 0
          : proportion(part.flatMinor ?? 0, terms.splitBasisPoints, 10_000)),
    0,
  );
}
