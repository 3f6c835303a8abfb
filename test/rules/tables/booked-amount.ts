import { orgChange, type Booked } from '../../../src/rules/booked-amount.ts';
import type { Conversion } from '../../../src/rules/exchange-rate.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

interface Facts {
  minor: number;
  /** What stands before the line, in its own currency. */
  before: number;
  booked: Booked | null;
  /** Null: the org's own currency; undefined: there is no rate. */
  conversion: Conversion | null | undefined;
}
interface Outcome {
  orgMinor: number | null;
}

/** From euros to dollars, at `worth` dollars for a euro. */
export function dollarsAt(worth: number): Conversion {
  const entry = { from: 'EUR', to: 'USD', rate: worth * 100_000_000, effectiveFrom: '2026-09-01' };
  return { from: 'EUR', to: 'USD', entry };
}
const hundred: Booked = { minor: 10_000, orgMinor: 9_500 };
const nothing: Booked = { minor: 0, orgMinor: 0 };
const row = (
  name: string,
  [minor, before, booked, conversion]: Parameters<typeof orgChange>,
  orgMinor: number | null,
): RuleRow<Facts, Outcome> => ({
  name,
  facts: { minor, before, booked, conversion },
  outcome: { orgMinor },
});

const major = (minor: number): string => (minor / 100).toFixed(2);
const currencyOf = ({ conversion }: Facts): string => (conversion === null ? 'USD' : 'EUR');
function rateOf({ conversion }: Facts): string {
  if (conversion === undefined) return 'none';
  return conversion ? `${conversion.entry.rate / 100_000_000} USD for a euro` : 'not needed';
}

export const bookedAmountTable: RuleTable<Facts, Outcome> = {
  rule: 'booked-amount',
  title: 'What a commission line is worth in the currency of the org',
  about: `
A line is in the currency of its payment, and keeps the amount in the org's currency with which it was booked. A new line counts at the [rate](exchange-rate.md) that holds for its document; each is computed from what stands before and after it, so
that lines add up to the cent. Where that rate is no longer the one of the lines before (it was withdrawn or put right), a take-back takes its share of what was booked, so that a full refund leaves nothing in either currency. What cannot be known
is left empty, never guessed. The org's currency here is the US dollar.`,
  decide: ({ minor, before, booked, conversion }) => ({
    orgMinor: orgChange(minor, before, booked, conversion),
  }),
  columns: {
    'The new line': ({ facts }) => `${major(facts.minor)} ${currencyOf(facts)}`,
    'Stands before': ({ facts }) => `${major(facts.before)} ${currencyOf(facts)}`,
    'Booked before': ({ facts: { booked } }) =>
      booked ? `${major(booked.minor)} as ${major(booked.orgMinor)} USD` : 'not known',
    'Rate now': ({ facts }) => rateOf(facts),
    'In the org’s currency': ({ outcome: { orgMinor } }) =>
      typeof orgMinor === 'number' ? `${major(orgMinor)} USD` : 'empty: not known',
  },
  rows: [
    row('a first line counts at the rate', [10_000, 0, nothing, dollarsAt(0.95)], 9_500),
    row('a line in the org’s own currency is as it is', [-300, 1_000, nothing, null], -300),
    row('without a rate nobody knows', [10_000, 0, nothing, undefined], null),
    row('a take-back at the rate that was booked', [-5_000, 10_000, hundred, dollarsAt(0.95)], -4_750), // prettier-ignore
    row('by that rate both sides are rounded', [-1, 4, { minor: 4, orgMinor: 2 }, dollarsAt(0.5)], 0), // prettier-ignore
    row('a take-back at another rate is its share', [-5_000, 10_000, hundred, dollarsAt(2)], -4_750), // prettier-ignore
    row('a full one at another rate leaves nothing', [-10_000, 10_000, hundred, dollarsAt(2)], -9_500), // prettier-ignore
    row('more than stands takes no more than was booked', [-12_000, 10_000, hundred, dollarsAt(2)], -9_500), // prettier-ignore
    row('without a rate it is its share as well', [-2_500, 10_000, hundred, undefined], -2_375),
    row('an increase counts at the rate of now', [5_000, 10_000, hundred, dollarsAt(2)], 10_000),
    row('an increase without a rate is not known', [5_000, 10_000, hundred, undefined], null),
    row('nothing, without a rate, is not known', [0, 10_000, hundred, undefined], null),
    row('a take-back of nothing booked counts at the rate', [-5_000, 0, nothing, dollarsAt(2)], -10_000), // prettier-ignore
    row('so does one below nothing', [-500, -500, { minor: -500, orgMinor: -475 }, dollarsAt(2)], -1_000), // prettier-ignore
    row('what is not known to be booked counts at the rate', [-5_000, 10_000, null, dollarsAt(2)], -10_000), // prettier-ignore
  ],
};
