import { creditShares, type CreditModel } from './credit-model.ts';
import { sourcingOf, type Touch } from './sourcing.ts';

const whole = 10_000;

/** One partnership's active credit on a won deal. */
export interface DealCredit {
  id: string;
  touch: Touch;
  role: string;
  /** Basis points; null: not set. */
  share: number | null;
  reason: string | null;
  /** In the org's currency, as Salesforce holds it. */
  creditAmount: number | null;
  /** True where the service or a flow made it and nobody has changed it since: only such credit is divided anew. */
  isOurs: boolean;
}

/** A won deal with all that is known of partners' part in it. */
export interface TouchedDeal {
  id: string;
  name: string;
  amount: number | null;
  wonAt: Date;
  touches: readonly Touch[];
  credits: readonly DealCredit[];
  /** The credit model of each partnership's program, by the partnership's id. */
  models: ReadonlyMap<string, CreditModel>;
}

export interface CreditChange {
  id: string;
  share: number;
  creditAmount: number | null;
  reason: string;
}

export interface DealCreditOutcome {
  /** Only what has to change; who loses credit stands first, so that the org never sees more than 100 % sourced. */
  changes: CreditChange[];
  /** Two partnerships touched the deal and one comes first: in words, for a person to look at. */
  conflict: string | null;
}

/**
 * Divides the credit of a won deal: the precedence of touches says who sourced it, and the model of that partnership's program
 * how the credit is divided among all who are credited. Credit is recognition; what is paid is decided elsewhere. What a
 * person made or changed is never touched, and a deal that nobody sourced in time keeps the credit that it has.
 */
export function creditOfDeal(deal: TouchedDeal): DealCreditOutcome {
  const { winner, reason, rivals } = sourcingOf(deal.touches, deal.wonAt);
  if (!winner) return { changes: [], conflict: null };
  const model = deal.models.get(winner.partnershipId) ?? 'First';
  const [rival] = rivals;
  return {
    changes: model === 'Custom' ? [] : changesOf(deal, model, reason),
    conflict: rival ? `${deal.name} was touched by more than one partnership. ${reason}` : null,
  };
}

function changesOf(deal: TouchedDeal, model: CreditModel, sourcing: string): CreditChange[] {
  const shares = creditShares(
    model,
    deal.credits.map(({ id, touch, role, share }) => ({
      key: id,
      partnershipName: touch.partnershipName,
      at: touch.at,
      role,
      customShare: share,
    })),
  );
  let sourcedLeft = whole - sourcedByOthers(deal);
  const changes = shares.flatMap(({ key, share: wanted, reason }) => {
    const credit = deal.credits.find(({ id }) => id === key);
    if (!credit?.isOurs) return [];
    const share = credit.role === 'Sourced' ? Math.min(wanted, sourcedLeft) : wanted;
    if (credit.role === 'Sourced') sourcedLeft -= share;
    const cut = share < wanted ? ` ${share / 100} % is left beside what people gave.` : '';
    const words = `${reason}${cut} ${sourcing}`.slice(0, 255).trim();
    const creditAmount =
      deal.amount === null ? null : Math.round((deal.amount * share) / 100) / 100;
    const isSame =
      credit.share === share && credit.reason === words && credit.creditAmount === creditAmount;
    return isSame
      ? []
      : [{ id: key, share, creditAmount, reason: words, rise: share - (credit.share ?? 0) }];
  });
  return changes
    .sort((a, b) => a.rise - b.rise)
    .map(({ id, share, creditAmount, reason }) => ({ id, share, creditAmount, reason }));
}

/** The org keeps the credit of the role Sourced within 100 % of a deal; what people gave of it is not ours to take. */
function sourcedByOthers(deal: TouchedDeal): number {
  const given = deal.credits
    .filter(({ isOurs, role }) => !isOurs && role === 'Sourced')
    .reduce((sum, { share }) => sum + (share ?? 0), 0);
  return Math.min(given, whole);
}
