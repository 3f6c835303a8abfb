import { proportion } from '../money.ts';
import { tierAmount, tierParts, type TieredTerms } from './commission-tiers.ts';
import type { CommissionTiers } from './commission-terms.ts';

/**
 * Everything that the amount of a payment's line depends on; stored with the line, so that it can be computed again from it
 * alone. Minor units. "Before" is before the entry that the line is for, of the same document, partnership and rule.
 */
export interface AmountInputs extends TieredTerms {
  capMinor: number | null;
  minimumMinor: number | null;
  tiers: CommissionTiers | null;
  /** See `tierParts`; 0 without tiers. */
  tierBasis: number;
  /** What was paid of the document, and what of it stands; of all partnerships. */
  paidMinor: number;
  paidBeforeMinor: number;
  standingMinor: number;
  /** This partnership's part of what was paid. */
  shareOfPaidMinor: number;
  shareOfPaidBeforeMinor: number;
  /** Running results of the entries before, see `AmountResult`. */
  fullBeforeMinor: number;
  grantedBeforeMinor: number;
  standsBeforeMinor: number;
  /** What the caps leave; null: no cap. */
  roomMinor: number | null;
}

export interface AmountResult {
  /** What the terms give for all that was paid, before any limit. */
  fullMinor: number;
  /** What the limits leave of it, while nothing is taken back. */
  grantedMinor: number;
  /** The part of it that stands: in proportion to what of the payment stands. */
  standsMinor: number;
  /** Of the line: the change in what stands. */
  amountMinor: number;
  limitedBy: 'minimum' | 'cap' | null;
}

/**
 * The amount of one line. Money that comes in raises what is granted, as far as the caps leave room; money that goes back
 * lowers what stands in proportion; what comes back raises it again, never above a cap.
 */
export function amountOf(inputs: AmountInputs): AmountResult {
  const { grantedBeforeMinor: grantedBefore, standsBeforeMinor: standsBefore, paidMinor } = inputs;
  const room = inputs.roomMinor ?? Infinity;
  const fullMinor = fullOf(inputs);
  const capped = Math.min(fullMinor, inputs.capMinor ?? Infinity);
  const isBelow = capped > 0 && capped < (inputs.minimumMinor ?? 0);
  const isPayment = paidMinor > inputs.paidBeforeMinor;
  const grantedMinor = isPayment
    ? Math.min(isBelow ? 0 : capped, grantedBefore + room)
    : grantedBefore;
  const inProportion =
    paidMinor === 0 ? 0 : proportion(grantedMinor, inputs.standingMinor, paidMinor);
  const standsMinor = Math.min(inProportion, standsBefore + room);
  const isCapped = grantedMinor < fullMinor || standsMinor < inProportion;
  return {
    fullMinor,
    grantedMinor,
    standsMinor,
    amountMinor: standsMinor - standsBefore,
    limitedBy: isBelow ? 'minimum' : isCapped ? 'cap' : null,
  };
}

function fullOf(inputs: AmountInputs): number {
  const { shareOfPaidMinor: share, tiers } = inputs;
  if (tiers !== null) {
    if (inputs.type === 'Flat' && inputs.fullBeforeMinor > 0) return inputs.fullBeforeMinor;
    const more = share - inputs.shareOfPaidBeforeMinor;
    return (
      inputs.fullBeforeMinor + tierAmount(tierParts(tiers, inputs, inputs.tierBasis, more), inputs)
    );
  }
  if (inputs.type === 'Percent') return proportion(share, inputs.rate ?? 0, 1_000_000);
  return share === 0 ? 0 : proportion(inputs.flatMinor ?? 0, inputs.splitBasisPoints, 10_000);
}
