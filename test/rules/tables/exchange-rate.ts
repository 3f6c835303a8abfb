import { formatMoney, type Money } from '../../../src/money.ts';
import { conversionOn, converted, type ExchangeRate } from '../../../src/rules/exchange-rate.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

interface Asked {
  money: Money;
  to: string;
  day: string;
  rates: readonly ExchangeRate[];
}
interface Answer {
  minor: number | null;
}

/** What one unit of `from` is worth, as a person enters it. */
function rate(from: string, to: string, worth: number, effectiveFrom = '2026-09-01'): ExchangeRate {
  return { from, to, rate: Math.round(worth * 100_000_000), effectiveFrom };
}

const yen = [rate('USD', 'JPY', 150), rate('USD', 'JPY', 160, '2026-10-01')];

function row(
  name: string,
  [minor, currency]: [number, string],
  to: string,
  result: number | null,
  changes: Partial<Asked> = {},
): RuleRow<Asked, Answer> {
  const facts = { money: { minor, currency }, to, day: '2026-09-21', rates: yen, ...changes };
  return { name, facts, outcome: { minor: result } };
}

export const exchangeRateTable: RuleTable<Asked, Answer> = {
  rule: 'exchange-rate',
  title: 'Which exchange rate counts',
  about: `
A commission is computed and paid in the currency of the payment. A percentage needs no rate for that. Amounts of a rule (flat amount, cap, minimum, milestone, steps) in another currency, and totals in the org's
currency, are converted by the **Exchange Rates** that finance keeps in Salesforce: the latest of the pair that was effective by the day (UTC) of the document's first payment. That rate holds for the
whole document, refunds and disputes too, so that a full refund leaves nothing in any currency; a line keeps the amount in org currency with which it was booked, and after a rate was withdrawn a refund takes back its share of that. A rate serves in both directions. It is rounded once, half away from zero, to the smallest unit of the currency; a cap is never exceeded by rounding.

Where no rate is known, nothing is guessed: what cannot be computed is not paid, what is only to be added up in org currency stays blank, and the Sync Issue *Exchange Rate Missing* says in words which rate to enter. It closes itself
when the rate is there; then the line is posted and the blanks are filled in. A rate is never put together from two others. It never changes: a wrong one is withdrawn and entered anew.
In an org with several currencies Salesforce's own dated exchange rates are not read.`,
  decide: ({ money, to, day, rates }) => {
    if (money.currency === to) return { minor: money.minor };
    const conversion = conversionOn(rates, money.currency, to, day);
    return { minor: conversion && converted(money.minor, conversion) };
  },
  columns: {
    Amount: ({ facts }) => formatMoney(facts.money),
    Into: ({ facts }) => facts.to,
    Day: ({ facts }) => facts.day,
    Rates: ({ facts }) =>
      facts.rates
        .map(
          ({ from, to, rate: worth, effectiveFrom }) =>
            `1 ${from} = ${worth / 100_000_000} ${to} from ${effectiveFrom}`,
        )
        .join('; '),
    'Converted to': ({ facts, outcome }) =>
      outcome.minor === null || outcome.minor === undefined
        ? 'nothing: no rate'
        : formatMoney({ minor: outcome.minor, currency: facts.to }),
  },
  rows: [
    row('is itself in its own currency', [1_000, 'USD'], 'USD', 1_000, { rates: [] }),
    row('is whole yen', [1_001, 'USD'], 'JPY', 1_502),
    row('is dollars and cents the other way round', [1_502, 'JPY'], 'USD', 1_001),
    row('is rounded half away from zero', [75, 'JPY'], 'USD', 50),
    row('is rounded alike below zero', [-101, 'USD'], 'JPY', -152),
    row('has the new rate from its first day', [1_000, 'USD'], 'JPY', 1_600, { day: '2026-10-01' }),
    row('has the old rate until the day before', [1_000, 'USD'], 'JPY', 1_500, {
      day: '2026-09-30',
    }),
    row('has no rate before the first', [1_000, 'USD'], 'JPY', null, { day: '2026-08-31' }),
    row('has no rate of another pair', [1_000, 'EUR'], 'JPY', null),
    row(
      'has no rate of another pair, though one of the two has a rate',
      [1_000, 'EUR'],
      'USD',
      null,
    ),
    row('is never put together from two rates', [1_000, 'EUR'], 'JPY', null, {
      rates: [rate('EUR', 'USD', 1.1), ...yen],
    }),
    row('has three decimals in dinars', [1_000, 'USD'], 'KWD', 3_075, {
      rates: [rate('USD', 'KWD', 0.3075)],
    }),
    row('comes from dinars to yen', [1_234, 'KWD'], 'JPY', 602, {
      rates: [rate('KWD', 'JPY', 487.65)],
    }),
    row('of one day, the rate entered this way round counts', [1_000, 'JPY'], 'USD', 700, {
      rates: [rate('USD', 'JPY', 150), rate('JPY', 'USD', 0.007)],
    }),
    row('and so it does whichever of the two is entered first', [1_000, 'JPY'], 'USD', 700, {
      rates: [rate('JPY', 'USD', 0.007), rate('USD', 'JPY', 150)],
    }),
    row('of two directions, the later day counts', [1_000, 'JPY'], 'USD', 625, {
      rates: [rate('USD', 'JPY', 160, '2026-09-02'), rate('JPY', 'USD', 0.007)],
    }),
  ],
};
