import { formatMoney } from '../../../src/money.ts';
import type { CommissionRule } from '../../../src/rules/commission-terms.ts';
import {
  recordCommission,
  type RecordOutcome,
  type RecordPart,
} from '../../../src/rules/record-trigger.ts';
import { flat, rule } from '../commission-builders.ts';
import { deal, lead, ofDeal, perLead } from '../record-builders.ts';
import type { RenewalPay } from '../../../src/rules/renewal.ts';
import type { RuleTable } from './rule-table.ts';

interface Facts {
  part: RecordPart;
  rule: CommissionRule;
}

const perAccepted = flat(5_000, { trigger: 'Lead Accepted' });
const wonLine = 'the deal "Globex upgrade" was won on 2026-09-21.';

function pays(
  amountMinor: number,
  reasonCode: RecordOutcome['reasonCode'],
  reason: string,
  changes: Partial<RecordOutcome> = {},
): RecordOutcome {
  const common = { baseMinor: 0, currency: 'USD', isUnclear: false };
  return { ...common, amountMinor, reasonCode, reason, ...changes };
}
const renewal = (paid: boolean, isUnclear = false): RenewalPay => ({
  pays: paid,
  isUnclear,
  reason: 'What the program says.',
});
const nothing = (reason: string, isUnclear = false): RecordOutcome =>
  pays(0, 'NOT_EARNED', reason, { isUnclear });

export const recordTriggerTable: RuleTable<Facts, RecordOutcome> = {
  rule: 'record-trigger',
  title: 'What a lead or a deal earns',
  about: `
A rule with the trigger Lead Accepted, Lead Converted or Opportunity Won pays once for each lead or deal, on the day on which that happened, by the terms of that day. A lead
pays a flat amount, to the partner who came first in a role. A deal pays a flat amount or a part of the partner's share of its amount; shares of one deal never lose
or invent a cent. A lead counts as accepted when the PRM says _accepted_ or _approved_, or when it is converted. If a deal is reopened or lost, what was posted is taken back, paid out or not. If a credit
ends, what was not paid out yet is taken back. A won deal that is a renewal pays nothing where we renewed and the program pays no commission on such renewals; what was paid out stays. If it is unclear, nothing is paid, and the reason says why.`,
  decide: ({ part, rule: terms }) => recordCommission(part, terms),
  columns: {
    Trigger: ({ facts }) => facts.rule.trigger,
    Terms: ({ facts: { rule: terms } }) =>
      terms.type === 'Flat'
        ? formatMoney({ minor: terms.flatMinor ?? 0, currency: terms.currency ?? '' })
        : `${(terms.rate ?? 0) / 10_000} %`,
    'Share of the amount': ({ facts: { part } }) =>
      part.baseMinor === null
        ? 'none'
        : formatMoney({ minor: part.baseMinor, currency: part.currency }),
    Credit: ({ facts: { part } }) => `${part.status}, ${part.split / 100} %`,
    Pays: ({ facts, outcome }) =>
      formatMoney({
        minor: outcome.amountMinor ?? 0,
        currency: outcome.currency ?? facts.part.currency,
      }),
    Code: ({ outcome }) =>
      `${outcome.reasonCode ?? ''}${outcome.isUnclear ? ', for a person to settle' : ''}`,
    Why: ({ outcome }) => outcome.reason ?? '',
  },
  rows: [
    {
      name: 'a converted lead',
      facts: { part: lead, rule: perLead },
      outcome: pays(
        100_000,
        'LEAD_CONVERTED',
        'Flat 1000.00 USD = 1000.00 USD: the lead of Globex was converted on 2026-09-21.',
      ),
    },
    {
      name: 'an accepted lead',
      facts: { part: { ...lead, trigger: 'Lead Accepted' }, rule: perAccepted },
      outcome: pays(
        5_000,
        'LEAD_ACCEPTED',
        'Flat 50.00 USD = 50.00 USD: the lead of Globex was accepted on 2026-09-21.',
      ),
    },
    {
      name: 'a lead that is not accepted yet',
      facts: { part: { ...lead, trigger: 'Lead Accepted', earnedOn: null }, rule: perAccepted },
      outcome: nothing('The lead of Globex is not accepted.'),
    },
    {
      name: 'a lead that is not converted yet',
      facts: { part: { ...lead, earnedOn: null }, rule: perLead },
      outcome: nothing('The lead of Globex is not converted.'),
    },
    {
      name: 'the second partner in the same role on a lead',
      facts: { part: { ...lead, behind: 'Ajax' }, rule: perLead },
      outcome: nothing('Ajax came first, and a lead pays one partner in a role.'),
    },
    {
      name: 'a rule for something else',
      facts: { part: lead, rule: perAccepted },
      outcome: nothing('The rule pays for something else.'),
    },
    {
      name: 'a rule for payments',
      facts: { part: { ...deal, trigger: 'Every Payment' }, rule: rule() },
      outcome: nothing('The rule pays for something else.'),
    },
    {
      name: 'a won deal',
      facts: { part: deal, rule: ofDeal },
      outcome: pays(200_000, 'DEAL_WON', `20 % of 10000.00 USD = 2000.00 USD: ${wonLine}`, {
        baseMinor: 1_000_000,
      }),
    },
    {
      name: 'a part of a won deal',
      facts: { part: { ...deal, split: 3_333, baseMinor: 333_300 }, rule: ofDeal },
      outcome: pays(
        66_660,
        'DEAL_WON',
        `20 % of 3333.00 USD (33.33 % of it) = 666.60 USD: ${wonLine}`,
        { baseMinor: 333_300 },
      ),
    },
    {
      name: 'a flat amount for a part of a won deal, rounded once',
      facts: {
        part: { ...deal, split: 3_333, baseMinor: 333_300 },
        rule: flat(9_999, { trigger: 'Opportunity Won' }),
      },
      outcome: pays(3_333, 'DEAL_WON', `Flat 99.99 USD (33.33 % of it) = 33.33 USD: ${wonLine}`, {
        baseMinor: 333_300,
      }),
    },
    {
      name: 'a flat amount in another currency than the deal: the deal is no base of it',
      facts: { part: deal, rule: flat(500, { trigger: 'Opportunity Won', currency: 'JPY' }) },
      outcome: pays(500, 'DEAL_WON', `Flat 500 JPY = 500 JPY: ${wonLine}`, { currency: 'JPY' }),
    },
    {
      name: 'a flat amount needs no amount of the deal, and may be in another currency',
      facts: {
        part: { ...deal, baseMinor: null },
        rule: flat(500, { trigger: 'Opportunity Won', currency: 'JPY' }),
      },
      outcome: pays(500, 'DEAL_WON', `Flat 500 JPY = 500 JPY: ${wonLine}`, { currency: 'JPY' }),
    },
    {
      name: 'a flat amount without a currency is in that of the deal',
      facts: {
        part: { ...deal, currency: 'EUR' },
        rule: flat(50_000, { trigger: 'Opportunity Won', currency: null }),
      },
      outcome: pays(50_000, 'DEAL_WON', `Flat 500.00 EUR = 500.00 EUR: ${wonLine}`, {
        baseMinor: 1_000_000,
        currency: 'EUR',
      }),
    },
    {
      name: 'a won deal without an amount: never guessed',
      facts: { part: { ...deal, baseMinor: null }, rule: ofDeal },
      outcome: nothing(
        'The deal "Globex upgrade" has no amount, and money is never guessed.',
        true,
      ),
    },
    {
      name: 'a deal of nothing',
      facts: { part: { ...deal, baseMinor: 0 }, rule: ofDeal },
      outcome: pays(0, 'DEAL_WON', `20 % of 0.00 USD = 0.00 USD: ${wonLine}`),
    },
    {
      name: 'limits in another currency than the deal, without an exchange rate: never guessed',
      facts: { part: deal, rule: { ...ofDeal, minimumMinor: 1, currency: 'EUR' } },
      outcome: nothing(
        'The rule counts in EUR and the deal "Globex upgrade" in USD, no exchange rate between the two holds, and money is never guessed.',
        true,
      ),
    },
    {
      name: 'a deal that was lost or reopened',
      facts: { part: { ...deal, earnedOn: null }, rule: ofDeal },
      outcome: nothing('The deal "Globex upgrade" is not won.'),
    },
    {
      name: 'a credit without any share',
      facts: { part: { ...deal, split: 0, baseMinor: 0 }, rule: ofDeal },
      outcome: nothing('No part of the deal "Globex upgrade" is payable to this partner.'),
    },
    {
      name: 'a credit that is only proposed',
      facts: { part: { ...deal, status: 'Proposed' }, rule: ofDeal },
      outcome: nothing('The credit for the deal "Globex upgrade" is proposed.'),
    },
    {
      name: 'a credit that was rejected, paid out or not',
      facts: { part: { ...deal, status: 'Rejected', isPaidOut: true }, rule: ofDeal },
      outcome: nothing('The credit for the deal "Globex upgrade" is rejected.'),
    },
    {
      name: 'a credit that ended before it was paid',
      facts: { part: { ...lead, status: 'Ended' }, rule: perLead },
      outcome: nothing('The credit for the lead of Globex ended before it was paid.'),
    },
    {
      name: 'a credit that ended after it was paid',
      facts: { part: { ...lead, status: 'Ended', isPaidOut: true }, rule: perLead },
      outcome: pays(
        100_000,
        'LEAD_CONVERTED',
        'Flat 1000.00 USD = 1000.00 USD: the lead of Globex was converted on 2026-09-21.',
      ),
    },
    {
      name: 'exactly the minimum',
      facts: { part: deal, rule: { ...ofDeal, minimumMinor: 200_000, currency: 'USD' } },
      outcome: pays(200_000, 'DEAL_WON', `20 % of 10000.00 USD = 2000.00 USD: ${wonLine}`, {
        baseMinor: 1_000_000,
      }),
    },
    {
      name: 'a cent below the minimum',
      facts: { part: deal, rule: { ...ofDeal, minimumMinor: 200_001, currency: 'USD' } },
      outcome: nothing(
        '20 % of 10000.00 USD = 2000.00 USD is below the minimum of 2000.01 USD, so nothing is paid.',
      ),
    },
    {
      name: 'a renewal that the program pays for',
      facts: { part: { ...deal, onRenewal: renewal(true) }, rule: ofDeal },
      outcome: pays(200_000, 'DEAL_WON', `20 % of 10000.00 USD = 2000.00 USD: ${wonLine}`, {
        baseMinor: 1_000_000,
      }),
    },
    {
      name: 'a renewal that we did, and the program does not pay for',
      facts: { part: { ...deal, onRenewal: renewal(false) }, rule: ofDeal },
      outcome: nothing('The deal "Globex upgrade" is a renewal: What the program says.'),
    },
    {
      name: 'a renewal, and it is not settled who renewed',
      facts: { part: { ...deal, onRenewal: renewal(false, true) }, rule: ofDeal },
      outcome: nothing('The deal "Globex upgrade" is a renewal: What the program says.', true),
    },
    {
      name: 'a renewal that is not paid for, but was paid out',
      facts: { part: { ...deal, isPaidOut: true, onRenewal: renewal(false) }, rule: ofDeal },
      outcome: pays(200_000, 'DEAL_WON', `20 % of 10000.00 USD = 2000.00 USD: ${wonLine}`, {
        baseMinor: 1_000_000,
      }),
    },
  ],
};
