import type { StripeFake } from '../fakes/stripe/stripe-fake.ts';
import { creditedTo, terms, type Terms } from './story.ts';

/**
 * What everybody ought to have earned, computed from the billing system's own books by other means than the service's:
 * no ledger, no cumulative differences, no movements. Only the final state of every invoice and plain fractions.
 */
export interface Expected {
  /** "Acme Referral USD" → minor units. */
  commissions: Map<string, number>;
  /** "USD" → minor units of revenue without tax that stands. */
  revenue: Map<string, number>;
}

function round(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}

function add(to: Map<string, number>, key: string, amount: bigint): void {
  to.set(key, (to.get(key) ?? 0) + Number(amount));
}

/** What one rule grants for a payment of `net`, before anything goes back. */
function grant(rule: Terms, net: bigint, currency: string): bigint {
  if (rule.currency !== null && rule.currency !== currency) return 0n;
  const full =
    rule.ratePercent === null
      ? BigInt(rule.flatMinor ?? 0)
      : round(net * BigInt(rule.ratePercent * 10), 1000n);
  return rule.capMinor !== null && full > BigInt(rule.capMinor) ? BigInt(rule.capMinor) : full;
}

interface Standing {
  who: string;
  currency: string;
  net: bigint;
  tax: bigint;
  /** Gross money that the customer did not get back. */
  kept: bigint;
}

function standings({ books }: StripeFake): Standing[] {
  return books.invoices.list().map((invoice) => {
    const intents = new Set(
      books.invoicePayments.list('invoice', invoice.id).map((payment) => payment.payment_intent),
    );
    const lost = books.refunds
      .list()
      .filter(
        (refund) =>
          intents.has(refund.payment_intent) && !['failed', 'canceled'].includes(refund.status),
      );
    const withdrawn = books.disputes
      .list()
      .filter((dispute) => intents.has(dispute.payment_intent) && dispute.status !== 'won');
    const gone = [...lost, ...withdrawn].reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    const total = BigInt(invoice.net + invoice.tax);
    return {
      who: books.customers.need(invoice.customer).name ?? '',
      currency: invoice.currency.toUpperCase(),
      net: BigInt(invoice.net),
      tax: BigInt(invoice.tax),
      kept: gone > total ? 0n : total - gone,
    };
  });
}

export function expectedOf(stripe: StripeFake): Expected {
  const expected: Expected = { commissions: new Map(), revenue: new Map() };
  for (const { who, currency, net, tax, kept } of standings(stripe)) {
    const stands = round(net * kept, net + tax);
    add(expected.revenue, currency, stands);
    const credit = creditedTo[who];
    if (!credit) continue;
    for (const rule of terms.filter(({ program }) => program === credit.program)) {
      const amount = round(grant(rule, net, currency) * stands, net);
      if (amount !== 0n)
        add(expected.commissions, `${credit.partner} ${credit.program} ${currency}`, amount);
    }
  }
  return expected;
}
