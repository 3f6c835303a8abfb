import type { OrgRow } from '../../src/salesforce/org.ts';
import {
  startPartnerStackFake,
  type PartnerStackFake,
} from '../../test/fakes/partnerstack/fake.ts';
import type { PaidInvoice } from '../../test/fakes/stripe/payments.ts';
import { startStripeFake, type StripeFake } from '../../test/fakes/stripe/stripe-fake.ts';
import type { StoryDelivery } from '../../test/story/step.ts';
import { seededRandom } from '../demo-parts/shuffle.ts';

/** A program with its one commission rule; rates in per cent. */
interface Program {
  name: string;
  ratePercent: number;
}

/** A partnership of the data set: one partner in one program. */
export interface BenchPartner {
  partnerKey: string;
  program: Program;
}

/** Everything that happens in one run of the benchmark, made from a seed: the same events for every contestant. */
export interface DataSet {
  stripe: StripeFake;
  partnerstack: PartnerStackFake;
  /** Programs and their terms, as an admin would set them. */
  terms: OrgRow[];
  /** What comes before the measured part: programs, partnerships, customers. */
  before: StoryDelivery[];
  /** The measured part: billing events, shuffled, some of them delivered twice. */
  events: StoryDelivery[];
  /** By Stripe's customer id; customers who came by themselves are not in it. */
  partnerOf: ReadonlyMap<string, BenchPartner>;
  close(): Promise<void>;
}

export interface DataSetOptions {
  /** Deliveries in the measured part, duplicates included. */
  events: number;
  customers: number;
  seed: number;
}

const programs: readonly Program[] = [
  { name: 'Referral', ratePercent: 20 },
  { name: 'Reseller', ratePercent: 12.5 },
];
const PARTNERSHIPS = 10;
const SHARE_WITH_PARTNER = 0.8;
const SHARE_DUPLICATES = 0.05;
const SHARE_REFUNDS = 0.05;
const SHARE_DISPUTES = 0.02;
/** All payments fall into about three months, so that each partnership has several statements. */
const MONTHS_SECONDS = 90 * 86_400;

const bodyOf = (vendor: StoryDelivery['vendor'], event: object): StoryDelivery => ({
  vendor,
  body: JSON.stringify(event),
});

/** Zipf with exponent 1: the first partnership is hot, the last hardly sells. */
function zipf(random: () => number, count: number): number {
  const weights = Array.from({ length: count }, (_unused, rank) => 1 / (rank + 1));
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  return weights.findIndex((weight) => (left -= weight) < 0);
}

function pick<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`The data set has no item ${index}.`);
  return item;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** The one event of a happening that a contestant is sent; the others would only tell the same again. */
function eventNamed(happened: { events: { type: string }[] }, type: string): StoryDelivery {
  const event = happened.events.find((one) => one.type === type);
  if (!event) throw new Error(`The Stripe fake sent no ${type}.`);
  return bodyOf('stripe', event);
}

/** Two programs and ten partnerships in the PRM, with the rows that an admin adds to them. */
function openPrograms(partnerstack: PartnerStackFake): Pick<DataSet, 'before' | 'terms'> & {
  partners: BenchPartner[];
} {
  const groups = programs.map((program) => ({
    program,
    webhook: partnerstack.addGroup({ name: program.name }),
  }));
  const partners = Array.from({ length: PARTNERSHIPS }, (_unused, index) => ({
    partnerKey: `partner-${index}`,
    program: pick(programs, index % programs.length),
  }));
  const joined = partners.map(({ partnerKey, program }) =>
    partnerstack.addPartnership({
      partnerKey,
      group: groups.find((group) => group.program === program)?.webhook.data.key ?? '',
      team: { key: `stck_${partnerKey}`, name: `Team ${partnerKey}` },
    }),
  );
  const terms = groups.flatMap(({ program, webhook }): OrgRow[] => {
    const key = `partnerstack:main:program:${webhook.data.key}`;
    return [
      {
        object: 'PartnerProgram__c',
        key,
        fields: { Name: program.name, DefaultRole__c: 'Sourced' },
      },
      {
        object: 'CommissionRule__c',
        key: `terms:${program.name}`,
        fields: {
          Program__r: { ExternalKey__c: key },
          Name: `${program.name} ${program.ratePercent} %`,
          Trigger__c: 'Every Payment',
          Type__c: 'Percent',
          RatePercent__c: program.ratePercent,
          HoldDays__c: 0,
          EffectiveFrom__c: '2026-01-01',
        },
      },
    ];
  });
  const told = [...groups.map(({ webhook }) => webhook), ...joined];
  return { partners, terms, before: told.map((webhook) => bodyOf('partnerstack', webhook)) };
}

function signUp(
  stripe: StripeFake,
  index: number,
  partner: BenchPartner | null,
): { id: string; delivery: StoryDelivery } {
  const made = stripe.addCustomer({
    name: `Customer ${index}`,
    email: `billing@customer-${index}.example`,
    metadata: partner ? { partner_key: partner.partnerKey } : {},
  });
  return { id: made.object.id, delivery: eventNamed(made, 'customer.created') };
}

/** Payments, with refunds and disputes of some of them, in the order in which they happened at Stripe. */
function takeMoney(
  stripe: StripeFake,
  customers: readonly string[],
  random: () => number,
  events: number,
): StoryDelivery[] {
  const refunds = Math.round(events * SHARE_REFUNDS);
  const disputes = Math.round(events * SHARE_DISPUTES);
  const invoices = events - refunds - disputes;
  const happened: StoryDelivery[] = [];
  for (let number = 0; number < invoices; number += 1) {
    stripe.advance(Math.floor(MONTHS_SECONDS / invoices));
    const net = 1_000 + Math.floor(random() * 99_000);
    const customer = pick(customers, Math.floor(random() * customers.length));
    const tax = random() < 0.5 ? Math.round(net * 0.19) : 0;
    const paid: PaidInvoice = stripe.payInvoice({ customer, net, tax });
    happened.push(eventNamed(paid, 'invoice.paid'));
    const charge = paid.charge;
    if (!charge) throw new Error('An invoice was paid without a charge.');
    stripe.advance(1);
    if (number < refunds) {
      const amount = random() < 0.3 ? charge.amount : 1 + Math.floor(random() * charge.amount);
      const refunded = stripe.refund({ charge: charge.id, amount });
      happened.push(eventNamed(refunded, 'charge.refunded'));
    } else if (number < refunds + disputes) {
      const disputed = stripe.openDispute({ charge: charge.id });
      happened.push(eventNamed(disputed, 'charge.dispute.funds_withdrawn'));
    }
  }
  return happened;
}

/**
 * Lets everything happen at two fakes on loopback. Everything follows from the seed, so a run can be repeated exactly. About
 * 88 % of the deliveries are paid invoices, 5 % refunds, 2 % disputes, and 5 % come twice; 80 % of the customers carry a
 * partner key, and which one follows Zipf's law.
 */
export async function openDataSet(options: DataSetOptions): Promise<DataSet> {
  const random = seededRandom(options.seed);
  const stripe = await startStripeFake({ now: new Date('2026-08-01T08:00:00.000Z') });
  const partnerstack = await startPartnerStackFake();
  const { partners, terms, before } = openPrograms(partnerstack);
  const partnerOf = new Map<string, BenchPartner>();
  const customers: string[] = [];
  for (let index = 0; index < options.customers; index += 1) {
    const brought = random() < SHARE_WITH_PARTNER;
    const partner = brought ? pick(partners, zipf(random, partners.length)) : null;
    const { id, delivery } = signUp(stripe, index, partner);
    customers.push(id);
    before.push(delivery);
    if (partner) partnerOf.set(id, partner);
  }
  const duplicates = Math.round(options.events * SHARE_DUPLICATES);
  const once = takeMoney(stripe, customers, random, options.events - duplicates);
  const twice = shuffled(once, random).slice(0, duplicates);
  return {
    stripe,
    partnerstack,
    terms,
    before,
    events: shuffled([...once, ...twice], random),
    partnerOf,
    close: async () => {
      await Promise.all([stripe.stop(), partnerstack.close()]);
    },
  };
}
