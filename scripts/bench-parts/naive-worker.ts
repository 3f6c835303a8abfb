import { readFileSync } from 'node:fs';
import jsforce from 'jsforce';
import Stripe from 'stripe';
import { z } from 'zod';
import { apiVersion } from '../../src/salesforce/settings.ts';

/**
 * The worker that most teams write first: for each event, one query for each parent and one upsert for each row, one call
 * after the other, eight events at a time. Run by the benchmark as a process of its own:
 * `node naive-worker.ts INPUT.json`, which prints one JSON line.
 *
 * It does the same business writes as we do for the same events: a revenue entry each, and for a partner's customer the
 * month's statement and a commission line. It is kinder than many: commission rules are read once for all, relations are
 * not looked up twice, amounts of an invoice come from the event, and it writes who is credited with the entry itself.
 * It does not: find out that a delivery came twice or late, read the truth again, retry, keep a split or a cap, round so
 * that a refund in parts adds up, take late credit, or close issues. It starts with all events in memory, without a queue.
 */
const inputSchema = z.object({
  instanceUrl: z.string(),
  accessToken: z.string(),
  stripeUrl: z.string(),
  stripeKey: z.string(),
  bodies: z.array(z.string()),
  concurrency: z.number(),
});

const reference = z.string();
const eventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('invoice.paid'),
    data: z.object({
      object: z.object({
        id: reference,
        customer: reference,
        total: z.number(),
        total_excluding_tax: z.number(),
        status_transitions: z.object({ paid_at: z.number() }),
      }),
    }),
  }),
  z.object({
    type: z.literal('charge.refunded'),
    data: z.object({
      object: z.object({ id: reference, payment_intent: reference, amount_refunded: z.number() }),
    }),
    created: z.number(),
  }),
  z.object({
    type: z.literal('charge.dispute.funds_withdrawn'),
    data: z.object({
      object: z.object({ id: reference, payment_intent: reference, amount: z.number() }),
    }),
    created: z.number(),
  }),
]);

/** One revenue entry to be written; minor units. */
interface Change {
  key: string;
  kind: 'Payment' | 'Refund' | 'Dispute';
  invoice: string;
  customer: string;
  grossMinor: number;
  netMinor: number;
  at: Date;
}

const input = inputSchema.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const salesforce = new jsforce.Connection({
  instanceUrl: input.instanceUrl,
  accessToken: input.accessToken,
  version: apiVersion,
});
const stripeAddress = new URL(input.stripeUrl);
const stripe = new Stripe(input.stripeKey, {
  protocol: 'http',
  host: stripeAddress.hostname,
  port: stripeAddress.port,
  telemetry: false,
});

async function first<T extends z.ZodType>(schema: T, soql: string): Promise<z.infer<T> | null> {
  const { records } = await salesforce.query(soql);
  return records.length === 0 ? null : schema.parse(records[0]);
}

async function upsert(object: string, record: Record<string, unknown>): Promise<string> {
  const saved = await salesforce.sobject(object).upsert(record, 'ExternalKey__c');
  return reference.parse(saved.id);
}

const ruleSchema = z.object({ Id: z.string(), Program__c: z.string(), RatePercent__c: z.number() });
let rules: Promise<z.infer<typeof ruleSchema>[]> | null = null;

function rulesOnce(): Promise<z.infer<typeof ruleSchema>[]> {
  const soql = 'SELECT Id, Program__c, RatePercent__c FROM CommissionRule__c';
  rules ??= salesforce
    .query(soql)
    .then(({ records }) => records.map((record) => ruleSchema.parse(record)));
  return rules;
}

/** A refund or dispute names a payment; Stripe says which invoice it was for. */
async function invoiceBehind(paymentIntent: string): Promise<Stripe.Invoice> {
  const payment = { type: 'payment_intent', payment_intent: paymentIntent } as const;
  const { data } = await stripe.invoicePayments.list({ payment, limit: 1 });
  return stripe.invoices.retrieve(reference.parse(data[0]?.invoice));
}

async function changeOf(body: string): Promise<Change> {
  const event = eventSchema.parse(JSON.parse(body));
  if (event.type === 'invoice.paid') {
    const invoice = event.data.object;
    return {
      key: `${invoice.id}:payment`,
      kind: 'Payment',
      invoice: invoice.id,
      customer: invoice.customer,
      grossMinor: invoice.total,
      netMinor: invoice.total_excluding_tax,
      at: new Date(invoice.status_transitions.paid_at * 1000),
    };
  }
  const object = event.data.object;
  const gross = 'amount' in object ? object.amount : object.amount_refunded;
  const invoice = await invoiceBehind(object.payment_intent);
  return {
    key: `${invoice.id}:${object.id}`,
    kind: event.type === 'charge.refunded' ? 'Refund' : 'Dispute',
    invoice: invoice.id,
    customer: reference.parse(invoice.customer),
    grossMinor: -gross,
    netMinor: -Math.round((gross * (invoice.total_excluding_tax ?? 0)) / invoice.total),
    at: new Date(event.created * 1000),
  };
}

const identitySchema = z.object({ Id: z.string(), Account__c: z.string().nullable() });
const attributionSchema = z.object({
  Id: z.string(),
  Partnership__c: z.string(),
  PayableSplitPercent__c: z.number(),
  Partnership__r: z.object({ Program__c: z.string() }),
});

async function handle(body: string): Promise<void> {
  const change = await changeOf(body);
  const customerKey = `stripe:main:customer:${change.customer}`;
  const identity = await first(
    identitySchema,
    `SELECT Id, Account__c FROM ExternalIdentity__c WHERE ExternalKey__c = '${customerKey}'`,
  );
  if (!identity) throw new Error(`${customerKey} is not in the org.`);
  const account = identity.Account__c;
  const attribution =
    account === null
      ? null
      : await first(
          attributionSchema,
          `SELECT Id, Partnership__c, PayableSplitPercent__c, Partnership__r.Program__c FROM AccountAttribution__c WHERE Account__c = '${account}' AND Status__c = 'Active'`,
        );
  const entryId = await upsert('RevenueEntry__c', {
    ExternalKey__c: change.key,
    DocumentKey__c: `stripe:main:invoice:${change.invoice}`,
    CustomerKey__c: customerKey,
    CustomerIdentity__c: identity.Id,
    Account__c: account,
    Vendor__c: 'stripe',
    Kind__c: change.kind,
    SourceAmount__c: change.netMinor / 100,
    GrossAmount__c: change.grossMinor / 100,
    SourceCurrency__c: 'USD',
    Amount__c: change.netMinor / 100,
    OccurredAt__c: change.at.toISOString(),
    CreditStatus__c: attribution ? 'Credited' : 'Direct',
  });
  if (attribution) await payCommission(change, customerKey, entryId, attribution);
}

async function payCommission(
  change: Change,
  customerKey: string,
  entryId: string,
  attribution: z.infer<typeof attributionSchema>,
): Promise<void> {
  const rule = (await rulesOnce()).find(
    ({ Program__c: program }) => program === attribution.Partnership__r.Program__c,
  );
  if (!rule) throw new Error('The program has no rule.');
  const period = change.at.toISOString().slice(0, 7);
  const end = new Date(Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5)), 0));
  const statementId = await upsert('CommissionStatement__c', {
    ExternalKey__c: `${attribution.Partnership__c}:${period}:USD`,
    Partnership__c: attribution.Partnership__c,
    Period__c: period,
    PeriodStart__c: `${period}-01`,
    PeriodEnd__c: end.toISOString().slice(0, 10),
    Currency__c: 'USD',
  });
  const share = (rule.RatePercent__c * attribution.PayableSplitPercent__c) / 10_000;
  const amount = Math.round(change.netMinor * share) / 100;
  await upsert('Commission__c', {
    ExternalKey__c: `${change.key}~${attribution.Partnership__c}`,
    CommissionStatement__c: statementId,
    RevenueEntry__c: entryId,
    CommissionRule__c: rule.Id,
    AccountAttribution__c: attribution.Id,
    CustomerKey__c: customerKey,
    Kind__c: change.kind === 'Payment' ? 'Accrual' : 'Reversal',
    Amount__c: amount,
    BaseAmount__c: change.netMinor / 100,
    CountsAsRevenue__c: true,
    Currency__c: 'USD',
    OrgAmount__c: amount,
    OrgBaseAmount__c: change.netMinor / 100,
    SplitPercent__c: attribution.PayableSplitPercent__c,
    RatePercent__c: rule.RatePercent__c,
    Status__c: 'Payable',
    OccurredAt__c: change.at.toISOString(),
    ReasonCode__c: change.kind === 'Payment' ? 'PERCENT_OF_PAYMENT' : 'REVERSED_IN_PROPORTION',
    Reason__c: `${rule.RatePercent__c} % of ${change.netMinor / 100} USD`,
  });
}

const from = performance.now();
const waiting = input.bodies.values();
const worker = async (): Promise<void> => {
  for (const body of waiting) await handle(body);
};
await Promise.all(Array.from({ length: input.concurrency }, worker));
console.log(JSON.stringify({ seconds: (performance.now() - from) / 1000 }));
