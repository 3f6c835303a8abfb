import type { CommissionRule } from './commission-terms.ts';

/** One billing document of a customer, as a rule for payments looks at it. */
export interface PaidDocument {
  key: string;
  paidAt: Date;
  product: string | null;
  currency: string;
  /** What of it stands, without tax, in minor units. */
  standingMinor: number;
}

/** Minor units of a document in the currency of a rule; null where no exchange rate is known. */
export type InRuleCurrency = (minor: number, document: PaidDocument) => number | null;

/**
 * The keys of the customer's documents that earn by `rule`. Oldest payment first, ties by key, so that it does not matter
 * which became known first. A payment renews when the customer has paid for the same product before.
 */
export function earningDocuments(
  rule: CommissionRule,
  documents: readonly PaidDocument[],
  inRuleCurrency: InRuleCurrency = (minor, { currency }) =>
    currency === rule.currency ? minor : null,
): ReadonlySet<string> {
  const sorted = documents
    .filter(
      ({ product }) =>
        rule.products.length === 0 || rule.products.includes((product ?? '').trim().toLowerCase()),
    )
    .sort((a, b) => a.paidAt.getTime() - b.paidAt.getTime() || (a.key < b.key ? -1 : 1));
  return new Set(earningAmong(rule, sorted, inRuleCurrency).map(({ key }) => key));
}

function earningAmong(
  rule: CommissionRule,
  sorted: readonly PaidDocument[],
  inRuleCurrency: InRuleCurrency,
): readonly PaidDocument[] {
  switch (rule.trigger) {
    case 'Every Payment':
      return sorted;
    case 'First Payment':
      return sorted.slice(0, 1);
    case 'Renewal':
      return sorted.filter((document, at) =>
        sorted.slice(0, at).some((earlier) => earlier.product === document.product),
      );
    case 'Milestone':
      return milestone(rule, sorted, inRuleCurrency);
    case 'Lead Accepted':
    case 'Lead Converted':
    case 'Opportunity Won':
      return [];
  }
}

/** The document with which what stands of all payments reaches the amount. What has no exchange rate is not counted. */
function milestone(
  rule: CommissionRule,
  sorted: readonly PaidDocument[],
  inRuleCurrency: InRuleCurrency,
): readonly PaidDocument[] {
  let sum = 0;
  for (const document of sorted) {
    const standing = inRuleCurrency(document.standingMinor, document);
    if (standing === null) continue;
    sum += standing;
    if (rule.milestoneMinor !== null && sum >= rule.milestoneMinor) return [document];
  }
  return [];
}
