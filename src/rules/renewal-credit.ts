/** A partner's credit for a customer, as its renewal takes it over. Shares in basis points; null: none was given. */
export interface CustomerShare {
  id: string;
  role: string;
  creditShare: number | null;
  payableSplit: number | null;
  touchedAt: Date;
}

export interface CarriedShare {
  id: string;
  creditShare: number;
  payableSplit: number;
}

const WHOLE = 10_000;

/**
 * The shares that the credits of a customer have on an opportunity that renews it. The org keeps sourced credit and payable
 * splits of an opportunity within the whole, those of a customer may be more; so the oldest touch comes first (ties by id) and later
 * ones get what is left. Who only helped keeps its credit: influence is free.
 */
export function carriedShares(credits: readonly CustomerShare[]): CarriedShare[] {
  let sourcedLeft = WHOLE;
  let payableLeft = WHOLE;
  return [...credits]
    .sort((a, b) => a.touchedAt.getTime() - b.touchedAt.getTime() || (a.id < b.id ? -1 : 1))
    .map(({ id, role, creditShare, payableSplit }) => {
      const isSourced = role === 'Sourced';
      const credit = isSourced ? Math.min(creditShare ?? 0, sourcedLeft) : (creditShare ?? 0);
      const payable = Math.min(payableSplit ?? 0, payableLeft);
      if (isSourced) sourcedLeft -= credit;
      payableLeft -= payable;
      return { id, creditShare: credit, payableSplit: payable };
    });
}
