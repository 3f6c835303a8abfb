import { allocate } from '../money.ts';

/** How a program divides credit among the partnerships that touched a deal: values of PartnerProgram__c.AttributionModel__c. */
export const creditModels = [
  'First',
  'Last',
  'Linear',
  'Position',
  'Role Weighted',
  'Custom',
] as const;
export type CreditModel = (typeof creditModels)[number];

/** One partnership's part in a deal, for the division of credit. */
export interface CreditTouch {
  key: string;
  partnershipName: string;
  at: Date;
  role: string;
  /** The share that a person or the program set, in basis points; only the custom model reads it. */
  customShare: number | null;
}

export interface CreditShare {
  key: string;
  /** Basis points: 10000 = 100 %. */
  share: number;
  reason: string;
}

/** Weights by role where the program says nothing else: who brought the deal counts most. */
export const roleWeights: Readonly<Record<string, number>> = {
  Sourced: 4,
  Resold: 3,
  'Co-Sold': 2,
  Delivered: 2,
  Influenced: 1,
};

const whole = 10_000;
/** First, last, and all between them together (the usual 40/20/40). */
const position = { first: 40, last: 40, between: 20 };

/** Weights of `touches` (oldest first) under a model; their sum is what 100 % stands for. */
function weightsOf(
  model: Exclude<CreditModel, 'Custom'>,
  touches: readonly CreditTouch[],
): number[] {
  const last = touches.length - 1;
  switch (model) {
    case 'First':
      return touches.map((_touch, at) => (at === 0 ? 1 : 0));
    case 'Last':
      return touches.map((_touch, at) => (at === last ? 1 : 0));
    case 'Linear':
      return touches.map(() => 1);
    case 'Role Weighted':
      return touches.map((touch) => roleWeights[touch.role] ?? 1);
    case 'Position': {
      if (touches.length <= 2) return touches.map(() => 1);
      const between = touches.length - 2;
      return touches.map((_touch, at) =>
        at === 0 || at === last ? position.first * between : position.between,
      );
    }
  }
}

/**
 * The credit of every touch under a model, oldest first, ties by key. Shares of one deal sum to exactly 100 % (largest
 * remainder, ties to the earlier touch); the custom model gives what was set, and what it leaves over belongs to nobody.
 */
export function creditShares(model: CreditModel, touches: readonly CreditTouch[]): CreditShare[] {
  const sorted = [...touches].sort(
    (a, b) => a.at.getTime() - b.at.getTime() || (a.key < b.key ? -1 : 1),
  );
  if (sorted.length === 0) return [];
  const shares = model === 'Custom' ? customShares(sorted) : modelShares(model, sorted);
  return sorted.map((touch, at) => ({
    key: touch.key,
    share: shares[at] ?? 0,
    reason: reasonOf(model, touch, at, sorted.length, shares[at] ?? 0),
  }));
}

function modelShares(
  model: Exclude<CreditModel, 'Custom'>,
  touches: readonly CreditTouch[],
): number[] {
  const weights = weightsOf(model, touches);
  return allocate(
    whole,
    weights,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
}

/** Earlier touches keep what was set for them; one that would go beyond 100 % gets what is left. */
function customShares(touches: readonly CreditTouch[]): number[] {
  let left = whole;
  return touches.map((touch) => {
    const share = Math.min(Math.max(touch.customShare ?? 0, 0), left);
    left -= share;
    return share;
  });
}

function reasonOf(
  model: CreditModel,
  touch: CreditTouch,
  at: number,
  count: number,
  share: number,
): string {
  const place = count === 1 ? 'the only touch' : `touch ${at + 1} of ${count}`;
  const role = model === 'Role Weighted' ? ` as ${touch.role.toLowerCase()}` : '';
  return `${touch.partnershipName} is ${place}${role}: ${share / 100} % by the ${model.toLowerCase()} model.`;
}
