import { correctionsOf } from '../../../src/rules/commission-correction.ts';
import type {
  CommissionLine,
  PostedLine,
  RevenueFact,
} from '../../../src/rules/commission-line.ts';
import type { CommissionRule, CreditedPartnership } from '../../../src/rules/commission-terms.ts';
import { commissionLines } from '../../../src/rules/commission.ts';
import { fact, flat, partner, payment, posted, rule } from '../commission-builders.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

interface Facts {
  entries: readonly RevenueFact[];
  /** What ought to stand now. */
  owed: readonly CommissionLine[];
  held: readonly PostedLine[];
  credited: readonly CreditedPartnership[];
  rules: readonly CommissionRule[];
}
interface Outcome {
  lines: readonly Partial<Omit<CommissionLine, 'partnership' | 'rule'> & { partner: string; rule: string }>[]; // prettier-ignore
}

const acme = partner('Acme');
const bonus = flat(750, { id: 'bonus', key: 'zz-bonus' });
const rules = [rule({ id: 'referral' }), bonus];
const owed = commissionLines({ entries: [payment], credited: [acme], rules, posted: [] }).lines;

const held = (changes: Partial<PostedLine> = {}): PostedLine => ({
  key: 'pay~Acme~rule',
  entryKey: 'pay',
  partnershipId: 'Acme',
  partnershipKey: 'Acme',
  ruleId: 'referral',
  amountMinor: 1_500,
  baseMinor: 10_000,
  countsAsRevenue: true,
  isVoid: false,
  ...changes,
});
const facts = (lines: readonly PostedLine[], changes: Partial<Facts> = {}): Facts => ({
  entries: [payment],
  owed,
  held: lines,
  credited: [acme, partner('Ajax')],
  rules,
  ...changes,
});

const major = (minor: number): string => (minor / 100).toFixed(2);
function corrects(
  by: number,
  before: number,
  now: number,
  changes: Outcome['lines'][number] = {},
): Outcome['lines'][number] {
  return {
    key: 'pay~Acme~rule~correction-1',
    partner: 'Acme',
    rule: 'referral',
    amountMinor: by,
    baseMinor: 0,
    reason: `What is owed for invoice A-1 has changed (who is credited, the terms, or an exchange rate): ${major(before)} USD was posted, ${major(now)} USD is owed, so ${major(by)} USD corrects it. ${changes.partner ?? 'Acme'}: It brought the customer.`,
    inputs: { postedMinor: before, owedMinor: now, currency: 'USD' },
    creditDay: '2026-09-21',
    ...changes,
  };
}
const row = (name: string, given: Facts, lines: Outcome['lines']): RuleRow<Facts, Outcome> => ({
  name,
  facts: given,
  outcome: { lines },
});

const refunded = [payment, fact('re', 'refund', -5_000, 1)];
const owedAfterRefund = commissionLines({ entries: refunded, credited: [acme], rules: [rule({ id: 'referral' })], posted: [] }).lines; // prettier-ignore

const shared = [partner('Acme', { split: 6_000 }), partner('Ajax', { split: 4_000 })];
const refundedLater = [
  payment,
  { ...fact('re', 'refund', -5_000, 0), occurredAt: new Date('2026-09-25T10:00:00Z') },
];
const sharedAt = (rate: number): CommissionLine[] =>
  commissionLines({ entries: refundedLater, credited: shared, rules: [rule({ rate })], posted: [] })
    .lines;

export const commissionCorrectionTable: RuleTable<Facts, Outcome> = {
  rule: 'commission-correction',
  title: 'What is corrected when credit, terms or rates change later',
  about: `
What is posted never changes. When something else is owed for an invoice than was posted (a credit moved, a split changed, terms were entered late, an exchange rate was put right), one more line closes the gap: what is owed now less what is
posted, for each partnership and each commission rule. It says both amounts, and can be less than nothing. Lines that are about to be posted anyway, such as for a refund that has just come in, are no gap. A line whose partnership or rule is
unknown is left as it is: nothing is guessed. What a person made [void](void-lines.md) is not owed again.

Here 100.00 USD was paid, of which Acme gets 20 % (20.00), and by a second rule a bonus of 7.50. A line is shown with the revenue that it stands on.`,
  decide: ({ entries, owed: desired, held: lines, credited, rules: all }) => ({
    lines: correctionsOf(entries, desired, lines, { credited, rules: all }).map(
      ({ partnership, rule: { id }, ...line }) => ({
        ...line,
        partner: partnership.name,
        rule: id,
      }),
    ),
  }),
  columns: {
    'Money moved': ({ facts: { entries } }) =>
      entries.map((one) => `${one.kind} ${major(one.commissionableMinor)}`).join(', ') || 'none',
    Posted: ({ facts: { held: lines } }) =>
      lines
        .map(
          ({ partnershipId, ruleId, amountMinor, baseMinor, isVoid }) =>
            `${partnershipId}, ${ruleId}: ${major(amountMinor)} on ${major(baseMinor)}${isVoid ? ', void' : ''}`,
        ) // prettier-ignore
        .join('; '),
    'Owed now': ({ facts: { owed: lines } }) =>
      lines
        .map(
          (one) =>
            `${one.partnership.name}, ${one.rule.id}: ${major(one.amountMinor)} on ${major(one.baseMinor)}`,
        ) // prettier-ignore
        .join('; '),
    Corrections: ({ outcome: { lines } }) =>
      lines
        ?.map(
          (one) =>
            `${one.partner}, ${one.rule}: ${major(one.amountMinor ?? 0)} on ${major(one.baseMinor ?? 0)}`,
        ) // prettier-ignore
        .join('; ') || 'none',
    Why: ({ outcome: { lines } }) => lines?.map(({ reason }) => reason).join(' ') ?? '',
  },
  rows: [
    row('too little was posted', facts([held()]), [
      {
        key: 'pay~Acme~rule~correction-1',
        entryKey: 'pay',
        kind: 'Correction',
        partner: 'Acme',
        rule: 'referral',
        amountMinor: 500,
        baseMinor: 0,
        before: { amountMinor: 1_500, baseMinor: 10_000 },
        creditDay: '2026-09-21',
        countsAsRevenue: true,
        currency: 'USD',
        occurredAt: payment.occurredAt,
        holdUntil: null,
        reasonCode: 'CORRECTED',
        reason:
          'What is owed for invoice A-1 has changed (who is credited, the terms, or an exchange rate): 15.00 USD was posted, 20.00 USD is owed, so 5.00 USD corrects it. Acme: It brought the customer.',
        inputs: { postedMinor: 1_500, owedMinor: 2_000, currency: 'USD' },
      },
    ]),
    row('a cent too little', facts([held({ amountMinor: 1_999 })]), [corrects(1, 1_999, 2_000)]),
    row('what is as it ought to be', facts([held({ amountMinor: 2_000 })]), []),
    row('a cent too much', facts([held({ amountMinor: 2_001 })]), [corrects(-1, 2_001, 2_000)]),
    row(
      'on other revenue, though the amount is right',
      facts([held({ amountMinor: 2_000, baseMinor: 9_000 })]),
      [corrects(0, 2_000, 2_000, { baseMinor: 1_000 })],
    ),
    row(
      'each partnership and each rule has a gap of its own',
      facts([
        held(),
        held({ key: 'pay~Acme~zz-bonus', ruleId: 'bonus', amountMinor: 700 }),
        held({ key: 'pay~Ajax~rule', partnershipId: 'Ajax', partnershipKey: 'Ajax', baseMinor: 0 }),
      ]),
      [
        corrects(500, 1_500, 2_000),
        corrects(50, 700, 750, { key: 'pay~Acme~zz-bonus~correction-1', rule: 'bonus' }),
        corrects(-1_500, 1_500, 0, { key: 'pay~Ajax~rule~correction-1', partner: 'Ajax' }),
      ],
    ),
    row(
      'corrections are numbered, and what is posted of them counts',
      facts([held(), held({ key: 'pay~Acme~rule~correction-1', amountMinor: 100, baseMinor: 0 })]),
      [corrects(400, 1_600, 2_000, { key: 'pay~Acme~rule~correction-2' })],
    ),
    row(
      'a refund that is about to be posted is no gap',
      facts([held({ amountMinor: 2_000 })], { entries: refunded, owed: owedAfterRefund }),
      [],
    ),
    row(
      'and counts as posted where there is one',
      facts([held()], { entries: refunded, owed: owedAfterRefund }),
      [corrects(500, 500, 1_000, { key: 're~Acme~rule~correction-1', entryKey: 're' })],
    ),
    row(
      'the rate of two partners was halved: each by what it is owed itself, as of the first payment',
      facts(posted(sharedAt(200_000)), {
        entries: refundedLater,
        owed: sharedAt(100_000),
        credited: shared,
        rules: [rule({ rate: 100_000 })],
      }),
      [
        corrects(-300, 600, 300, { key: 're~Acme~rule~correction-1', rule: 'rule-id' }),
        corrects(-200, 400, 200, {
          key: 're~Ajax~rule~correction-1',
          partner: 'Ajax',
          rule: 'rule-id',
        }),
      ],
    ),
    row(
      'a line that a person made void is not owed again',
      facts([held({ amountMinor: 2_000, isVoid: true })]),
      [],
    ),
    row(
      'a refund would take back what is void: the correction gives it back, and says so',
      facts([held({ amountMinor: 2_000, isVoid: true })], {
        entries: refunded,
        owed: owedAfterRefund,
      }),
      [
        {
          key: 're~Acme~rule~correction-1',
          partner: 'Acme',
          rule: 'referral',
          amountMinor: 1_000,
          baseMinor: 5_000,
          before: { amountMinor: -1_000, baseMinor: -5_000 },
          inputs: { postedMinor: -1_000, owedMinor: 0, currency: 'USD' },
          reason:
            'What is owed for invoice A-1 has changed (who is credited, the terms, or an exchange rate): -10.00 USD was posted, 0.00 USD is owed, so 10.00 USD corrects it. 20.00 USD was made void by a person. Acme: It brought the customer.',
        },
      ],
    ),
    row(
      'one of two lines is void: the other is brought to what is owed beside it',
      facts([
        held(),
        held({ key: 'pay~Acme~rule~correction-1', amountMinor: 100, baseMinor: 0, isVoid: true }),
      ]),
      [
        corrects(400, 1_500, 1_900, {
          key: 'pay~Acme~rule~correction-2',
          reason:
            'What is owed for invoice A-1 has changed (who is credited, the terms, or an exchange rate): 15.00 USD was posted, 19.00 USD is owed, so 4.00 USD corrects it. 1.00 USD was made void by a person. Acme: It brought the customer.',
        }),
      ],
    ),
    row('the partnership is unknown', facts([held({ partnershipId: 'Apex' })]), []),
    row('the rule is unknown', facts([held({ ruleId: 'gone' })]), []),
    row('there is no entry at all', facts([held()], { entries: [] }), []),
  ],
};
