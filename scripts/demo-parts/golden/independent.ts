import type { StripeFake } from '../../../test/fakes/stripe/stripe-fake.ts';
import { goldenDeal, goldenShares, goldenTerms, type GoldenTerms } from './cast.ts';

/**
 * What the golden stories ought to have paid, line by line, from the billing system's own books and the terms in words. It
 * shares no code with the service: whole numbers, plain fractions, and no knowledge of ledgers.
 */

/** Partnership → amounts in cents, smallest first. */
export type ExpectedLines = Map<string, number[]>;

/** Half a cent goes away from zero. */
function fraction(of: number, numerator: number, denominator: number): number {
  const exact = BigInt(Math.abs(of)) * BigInt(numerator);
  const rounded = (2n * exact + BigInt(denominator)) / (2n * BigInt(denominator));
  return Number(rounded) * Math.sign(of);
}

const hundredths = (percent: number): number => Math.round(percent * 100);

function inForce(terms: GoldenTerms, day: string): boolean {
  return terms.from <= day && (terms.until === null || day < terms.until);
}

/** Every movement of one invoice's money, in cents: what came, what went, and what came back. The stories know no tax. */
function movements({ books }: StripeFake, invoiceId: string): number[] {
  const intents = new Set(
    books.invoicePayments.list('invoice', invoiceId).map((payment) => payment.payment_intent),
  );
  const refunds = books.refunds.list().filter((refund) => intents.has(refund.payment_intent));
  const disputes = books.disputes.list().filter((dispute) => intents.has(dispute.payment_intent));
  return [
    books.invoices.need(invoiceId).net,
    ...refunds.flatMap(({ amount, status }) =>
      status === 'failed' ? [-amount, amount] : [-amount],
    ),
    ...disputes.flatMap(({ amount, status }) => (status === 'won' ? [-amount, amount] : [-amount])),
  ];
}

/** The lines of every customer's payments. */
function paymentLines(stripe: StripeFake): [partnership: string, amount: number][] {
  const { books } = stripe;
  return books.invoices.list().flatMap((invoice) => {
    const shares = goldenShares[books.customers.need(invoice.customer).name ?? ''] ?? [];
    const paidOn = new Date((invoice.paid_at ?? 0) * 1000).toISOString().slice(0, 10);
    return shares.flatMap(([partnership, percent]) =>
      goldenTerms
        .filter(({ trigger }) => trigger === 'Every Payment')
        .filter(({ program }) => partnership.endsWith(` – ${program}`))
        .filter(({ product }) => product === null || product === invoice.product)
        .filter((terms) => inForce(terms, paidOn))
        .flatMap((terms) =>
          movements(stripe, invoice.id).map((money): [string, number] => [
            partnership,
            fraction(money, hundredths(percent) * (terms.ratePercent ?? 0), 1_000_000),
          ]),
        ),
    );
  });
}

function dealLines(): [partnership: string, amount: number][] {
  return goldenDeal.parts.flatMap(({ partnership, role, split }) =>
    goldenTerms
      .filter((terms) => terms.trigger === 'Opportunity Won' && terms.role === role)
      .map((terms): [string, number] => [
        partnership,
        fraction(goldenDeal.amountMinor, split * (terms.ratePercent ?? 0), 10_000),
      ]),
  );
}

function leadLines(convertedLeads: number): [partnership: string, amount: number][] {
  const flat = goldenTerms.find(({ trigger }) => trigger === 'Lead Converted')?.flatMinor ?? 0;
  return Array.from({ length: convertedLeads }, (): [string, number] => [
    'Acme – Lead Referral',
    flat,
  ]);
}

/** Everything that the golden stories owe, by partnership. */
export function expectedLines(stripe: StripeFake, convertedLeads: number): ExpectedLines {
  const all = [...paymentLines(stripe), ...dealLines(), ...leadLines(convertedLeads)];
  const byPartnership = Map.groupBy(all, ([partnership]) => partnership);
  return new Map(
    [...byPartnership].map(([partnership, lines]) => [
      partnership,
      lines.map(([, amount]) => amount).sort((a, b) => a - b),
    ]),
  );
}
