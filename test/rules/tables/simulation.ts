import { formatMoney } from '../../../src/money.ts';
import type { CustomerFacts } from '../../../src/rules/commission-plan.ts';
import { noCaps, type CommissionRule } from '../../../src/rules/commission-terms.ts';
import type { RecordCredit } from '../../../src/rules/record-lines.ts';
import type { RecordPart } from '../../../src/rules/record-trigger.ts';
import { simulated } from '../../../src/rules/simulation.ts';
import { fact, flat, partner, rule } from '../commission-builders.ts';
import type { RuleTable } from './rule-table.ts';

interface Facts {
  /** Of Acme, in the third quarter of 2026 unless its words say otherwise. */
  happened: readonly (readonly [words: string, what: CustomerFacts | RecordCredit])[];
  now: readonly CommissionRule[];
  /** New terms. */
  changed: readonly CommissionRule[];
}
interface Outcome {
  now: number;
  then: number;
  unclear: readonly string[];
}

const paid = (key: string, minor: number, day = '2026-08-01'): Facts['happened'][number] => [
  `a payment of ${formatMoney({ minor, currency: 'USD' })}${day === '2026-08-01' ? '' : ` on ${day}`}`,
  {
    customerKey: key,
    entries: [
      fact(key, 'payment', minor, 0, {
        documentKey: key,
        occurredAt: new Date(`${day}T12:00:00Z`),
      }),
    ],
    credited: [partner('Acme')],
    posted: [],
  },
];
const part = (trigger: RecordPart['trigger'], changes: Partial<RecordPart> = {}): RecordPart => ({
  recordName: trigger === 'Opportunity Won' ? 'the deal "Globex"' : 'the lead of Globex',
  trigger,
  earnedOn: '2026-08-01',
  status: 'Active',
  isPaidOut: false,
  split: 10_000,
  behind: null,
  onRenewal: null,
  baseMinor: null,
  currency: 'USD',
  ...changes,
});
const credited = (
  words: string,
  parts: readonly RecordPart[],
  posted: RecordCredit['posted'] = [],
  changes: Parameters<typeof partner>[1] = {},
): Facts['happened'][number] => [
  words,
  { key: words, partnership: partner('Acme', changes), parts, posted },
];
const won = (minor: number | null, day = '2026-08-01'): Facts['happened'][number] =>
  credited(
    `a won deal ${minor === null ? 'without an amount' : `of ${formatMoney({ minor, currency: 'USD' })}`}${day === '2026-08-01' ? '' : ` on ${day}`}`,
    [part('Opportunity Won', { baseMinor: minor, earnedOn: day })],
  );
const accepted = credited('an accepted lead', [part('Lead Accepted')]);
const converted = credited('a converted lead', [part('Lead Accepted'), part('Lead Converted')]);
const sometime = credited('an accepted lead, of a day that nobody knows', [
  part('Lead Accepted', { isDayAssumed: true }),
  part('Lead Converted', { earnedOn: null }),
]);

const perPayment = rule({ name: '20 % of payments' });
const perAccepted = flat(5_000, { id: 'a', key: 'a', trigger: 'Lead Accepted' });
const perConverted = flat(10_000, { id: 'c', key: 'c', trigger: 'Lead Converted' });
const perDeal = rule({ id: 'd', key: 'd', trigger: 'Opportunity Won', rate: 100_000 });
const next = (terms: CommissionRule, changes: Partial<CommissionRule> = {}): CommissionRule => ({
  ...terms,
  id: `next ${terms.id}`,
  key: `next ${terms.key}`,
  ...changes,
});

function wordsOf(rules: readonly CommissionRule[]): string {
  return (
    rules
      .map(({ trigger, rate, flatMinor, caps, tiers, currency }) => {
        const money = (minor: number): string => formatMoney({ minor, currency: currency ?? '' });
        const pay = rate === null ? money(flatMinor ?? 0) : `${rate / 10_000} %`;
        const [cap] = Object.entries(caps).filter(([, minor]) => minor !== null);
        const most = cap ? `, at most ${money(cap[1] ?? 0)} per ${cap[0]}` : '';
        const steps = (tiers?.steps ?? []).map(
          ({ from, rate: to }) => `, from ${money(from)} on ${(to ?? 0) / 10_000} %`,
        );
        return `${trigger}: ${pay}${most}${steps.join('')}`;
      })
      .join('; ') || 'nothing'
  );
}
export const simulationTable: RuleTable<Facts, Outcome> = {
  rule: 'simulation',
  title: 'What a period would have paid under other terms',
  about: `
A simulation computes a period twice, by the terms as they are and by new ones, with the rules that pay: payments, accepted leads, converted leads and won deals, with tiers, caps and exchange rates. What is posted is not looked at, and
nothing is written to the ledger. New terms replace a program's rules for what they speak of (payments, accepted leads, converted leads, won deals) and count for the whole period, whatever their dates; what they do not speak of stays as it
is, so a new rule of 0 % is how to try paying nothing. What came before the period uses up caps and reaches tiers. What cannot be computed is not counted as nothing in silence: it is named. The period here is the third quarter of 2026.`,
  decide: ({ happened, now, changed }) => {
    const facts = happened.map(([, what]) => what);
    const { differences, unclear } = simulated(
      {
        customers: facts.filter((what) => 'entries' in what),
        records: facts.filter((what) => 'parts' in what),
        rates: [],
      },
      now,
      changed,
      { from: '2026-07-01', until: '2026-10-01' },
    );
    const [first] = differences;
    return { now: first?.nowMinor ?? 0, then: first?.thenMinor ?? 0, unclear };
  },
  columns: {
    Happened: ({ facts }) => facts.happened.map(([words]) => words).join('; '),
    'Terms now': ({ facts }) => wordsOf(facts.now),
    'New terms': ({ facts }) => wordsOf(facts.changed),
    Now: ({ outcome }) => formatMoney({ minor: outcome.now ?? 0, currency: 'USD' }),
    Then: ({ outcome }) => formatMoney({ minor: outcome.then ?? 0, currency: 'USD' }),
    'Not counted': ({ outcome }) => (outcome.unclear ?? []).join(' '),
  },
  rows: [
    {
      name: 'a payment',
      facts: { happened: [paid('c1', 10_000)], now: [perPayment], changed: [next(perPayment, { rate: 250_000 })] }, // prettier-ignore
      outcome: { now: 2_000, then: 2_500, unclear: [] },
    },
    {
      name: 'a won deal',
      facts: { happened: [won(100_000)], now: [perDeal], changed: [next(perDeal, { rate: 150_000 })] }, // prettier-ignore
      outcome: { now: 10_000, then: 15_000, unclear: [] },
    },
    {
      name: 'a converted lead was accepted too',
      facts: { happened: [converted], now: [perAccepted, perConverted], changed: [next(perConverted, { flatMinor: 12_000 })] }, // prettier-ignore
      outcome: { now: 15_000, then: 17_000, unclear: [] },
    },
    {
      name: 'an accepted lead',
      facts: { happened: [accepted], now: [], changed: [perAccepted] },
      outcome: { now: 0, then: 5_000, unclear: [] },
    },
    {
      name: 'an accepted lead of an unknown day is named, not paid',
      facts: { happened: [sometime], now: [], changed: [perAccepted] },
      outcome: {
        now: 0,
        then: 0,
        unclear: [
          'Accepted leads that have earned nothing and are not converted are not counted (1): Salesforce keeps no day of acceptance, so nobody knows whether it lies in the period.',
        ],
      },
    },
    {
      name: '… and not named where no terms pay for accepted leads',
      facts: { happened: [sometime], now: [], changed: [perConverted] },
      outcome: { now: 0, then: 0, unclear: [] },
    },
    {
      name: '… nor where those of another program do',
      facts: { happened: [sometime], now: [], changed: [{ ...perAccepted, programId: 'other' }] },
      outcome: { now: 0, then: 0, unclear: [] },
    },
    {
      name: 'new terms for deals leave payments and leads as they are',
      facts: { happened: [paid('c1', 10_000), accepted, converted, won(100_000)], now: [perPayment, perAccepted, perConverted, perDeal], changed: [next(perDeal, { rate: 0 })] }, // prettier-ignore
      outcome: { now: 32_000, then: 22_000, unclear: [] },
    },
    {
      name: 'a new rule for first payments replaces that for every payment',
      facts: { happened: [paid('c1', 10_000)], now: [perPayment], changed: [next(perPayment, { trigger: 'First Payment', rate: 500_000 })] }, // prettier-ignore
      outcome: { now: 2_000, then: 5_000 },
    },
    {
      name: 'the rules of other programs stay',
      facts: { happened: [won(100_000)], now: [perDeal], changed: [next(perDeal, { rate: 0, programId: 'other' })] }, // prettier-ignore
      outcome: { now: 10_000, then: 10_000 },
    },
    {
      name: 'two deals within a cap of the partnership',
      facts: { happened: [won(100_000), won(50_000, '2026-09-30')], now: [perDeal], changed: [next(perDeal, { caps: { ...noCaps, partnership: 12_000 }, currency: 'USD' })] }, // prettier-ignore
      outcome: { now: 15_000, then: 12_000 },
    },
    {
      name: 'a deal of before the period uses up the cap',
      facts: { happened: [won(100_000, '2026-06-30'), won(50_000, '2026-07-01')], now: [perDeal], changed: [next(perDeal, { caps: { ...noCaps, partnership: 12_000 }, currency: 'USD' })] }, // prettier-ignore
      outcome: { now: 5_000, then: 2_000 },
    },
    {
      name: 'a deal of after the period is not in it',
      facts: { happened: [won(100_000, '2026-10-01'), won(50_000, '2026-09-30')], now: [perDeal], changed: [] }, // prettier-ignore
      outcome: { now: 5_000, then: 5_000 },
    },
    {
      name: 'tiers of revenue',
      facts: { happened: [paid('c1', 10_000), paid('c2', 10_000)], now: [perPayment], changed: [next(perPayment, { currency: 'USD', periodMonths: 3, tiers: { mode: 'Marginal', basis: 'Period Revenue', steps: [{ from: 15_000, rate: 300_000, flatMinor: null }] } })] }, // prettier-ignore
      outcome: { now: 4_000, then: 4_500 },
    },
    {
      name: 'what was posted already changes nothing',
      facts: { happened: [credited('a won deal of 1000.00 USD, posted', [part('Opportunity Won', { baseMinor: 100_000 })], [{ ruleId: 'd', amountMinor: 10_000, baseMinor: 100_000, currency: 'USD', occurredAt: new Date('2026-08-01T00:00:00Z') , isVoid: false }])], now: [perDeal], changed: [next(perDeal, { rate: 50_000 })] }, // prettier-ignore
      outcome: { now: 10_000, then: 5_000 },
    },
    {
      name: 'a deal without an amount is named',
      facts: { happened: [won(null)], now: [perDeal], changed: [] },
      outcome: {
        now: 0,
        then: 0,
        unclear: ['The deal "Globex" has no amount, and money is never guessed. By rule "Referral 20 %".'], // prettier-ignore
      },
    },
    {
      name: 'a lead has no amount, so a percentage of one is named',
      facts: { happened: [credited('a converted lead', [part('Lead Accepted', { earnedOn: null }), part('Lead Converted')])], now: [], changed: [{ ...perDeal, trigger: 'Lead Converted' }] }, // prettier-ignore
      outcome: {
        now: 0,
        then: 0,
        unclear: ['The lead of Globex has no amount, and money is never guessed. By rule "Referral 20 %".'], // prettier-ignore
      },
    },
    {
      name: '… but not one of another period',
      facts: { happened: [won(null, '2026-10-01')], now: [perDeal], changed: [] },
      outcome: { now: 0, then: 0, unclear: [] },
    },
    {
      name: 'a payment that new terms cannot pay without an exchange rate is named',
      facts: { happened: [paid('c1', 10_000)], now: [perPayment], changed: [next(perPayment, { capMinor: 100, currency: 'EUR' })] }, // prettier-ignore
      outcome: { now: 2_000, then: 0, unclear: ['invoice A-1 was paid in USD, and the amounts of the rule "20 % of payments" are in EUR. No exchange rate between the two holds on 2026-08-01, so Acme is not paid by that rule: money is never guessed.'] }, // prettier-ignore
    },
    {
      name: '… but not one of another period',
      facts: { happened: [paid('c1', 10_000, '2026-06-30')], now: [], changed: [next(perPayment, { capMinor: 100, currency: 'EUR' })] }, // prettier-ignore
      outcome: { now: 0, then: 0, unclear: [] },
    },
    {
      name: 'a program whose commissions the PRM computes is named',
      facts: { happened: [credited('a converted lead', [part('Lead Converted')], [], { commissionSource: 'PRM' })], now: [perConverted], changed: [next(perConverted)] }, // prettier-ignore
      outcome: { now: 0, then: 0, unclear: ['The PRM computes the commissions of Referral, so neither terms pay there.'] }, // prettier-ignore
    },
  ],
};
