import { z } from 'zod';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import type { DataSet } from './data-set.ts';

/** A ledger in minor units: what stands of each document, and what each partner has earned. */
export interface Ledger {
  /** Stripe's invoice id → revenue without tax that the customer did not get back. */
  revenue: ReadonlyMap<string, number>;
  /** Invoice id → entries: one payment, and one for each refund or dispute. */
  entries: ReadonlyMap<string, number>;
  /** Partner key → commissions. */
  commissions: ReadonlyMap<string, number>;
  /** Commission lines in all: one for each entry of a customer whom a partner brought. */
  lines: number;
}

/** Halves away from zero, on positive numbers. */
function round(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}

function add(sums: Map<string, number>, key: string, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}

/**
 * What the org must hold in the end, from Stripe's own books by other means than the service's: the final state of every
 * invoice and plain fractions, no ledger and no differences.
 */
export function expectedLedger({ stripe, partnerOf }: DataSet): Ledger {
  const { books } = stripe;
  const revenue = new Map<string, number>();
  const entries = new Map<string, number>();
  const commissions = new Map<string, number>();
  let lines = 0;
  for (const invoice of books.invoices.list()) {
    const intents = books.invoicePayments
      .list('invoice', invoice.id)
      .map((payment) => payment.payment_intent);
    const reversals = intents.flatMap((intent) => [
      ...books.refunds.list('payment_intent', intent),
      ...books.disputes.list('payment_intent', intent),
    ]);
    const total = BigInt(invoice.net + invoice.tax);
    const gone = reversals.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    const stands = round(BigInt(invoice.net) * (total - gone), total);
    revenue.set(invoice.id, Number(stands));
    entries.set(invoice.id, intents.length + reversals.length);
    const partner = partnerOf.get(invoice.customer);
    if (!partner) continue;
    const granted = round(BigInt(invoice.net) * BigInt(partner.program.ratePercent * 10), 1000n);
    const earned = Number(round(granted * stands, BigInt(invoice.net)));
    add(commissions, partner.partnerKey, earned);
    lines += intents.length + reversals.length;
  }
  return { revenue, entries, commissions, lines };
}

const entrySchema = z.object({ DocumentKey__c: z.string(), SourceAmount__c: z.number() });
const lineSchema = z.object({
  Amount__c: z.number(),
  CommissionStatement__r: z.object({
    Partnership__r: z.object({ Partner__r: z.object({ Name: z.string() }) }),
  }),
});

/** What the org holds. Partners are named "Team <partner key>" in the data set. */
export async function ledgerOf(org: Org & OrgAdmin): Promise<Ledger> {
  const revenue = new Map<string, number>();
  const entries = new Map<string, number>();
  const commissions = new Map<string, number>();
  const posted = await org.query('SELECT DocumentKey__c, SourceAmount__c FROM RevenueEntry__c');
  for (const entry of posted.map((record) => entrySchema.parse(record))) {
    const invoice = entry.DocumentKey__c.split(':').at(-1) ?? '';
    add(revenue, invoice, Math.round(entry.SourceAmount__c * 100));
    add(entries, invoice, 1);
  }
  const lines = await org.query(
    'SELECT Amount__c, CommissionStatement__r.Partnership__r.Partner__r.Name FROM Commission__c',
  );
  for (const line of lines.map((record) => lineSchema.parse(record))) {
    const team = line.CommissionStatement__r.Partnership__r.Partner__r.Name;
    add(commissions, team.replace('Team ', ''), Math.round(line.Amount__c * 100));
  }
  return { revenue, entries, commissions, lines: lines.length };
}

function differ(
  what: string,
  actual: ReadonlyMap<string, number>,
  expected: ReadonlyMap<string, number>,
): string[] {
  return [...new Set([...actual.keys(), ...expected.keys()])]
    .filter((key) => (actual.get(key) ?? 0) !== (expected.get(key) ?? 0))
    .map((key) => `${what} of ${key}: ${actual.get(key) ?? 0}, not ${expected.get(key) ?? 0}`);
}

/** Every way in which a ledger is not what it must be; empty when it is right to the cent and nothing is there twice. */
export function mismatches(actual: Ledger, expected: Ledger): string[] {
  return [
    ...differ('revenue', actual.revenue, expected.revenue),
    ...differ('entries', actual.entries, expected.entries),
    ...differ('commissions', actual.commissions, expected.commissions),
    ...(actual.lines === expected.lines
      ? []
      : [`commission lines: ${actual.lines}, not ${expected.lines}`]),
  ];
}
