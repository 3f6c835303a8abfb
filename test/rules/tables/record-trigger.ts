import { formatMoney } from '../../../src/money.ts';
import type { CommissionRule } from '../../../src/rules/commission-terms.ts';
import {
  recordCommission,
  type RecordOutcome,
  type RecordPart,
} from '../../../src/rules/record-trigger.ts';
import { flat, rule } from '../commission-builders.ts';
import type { RuleTable } from './rule-table.ts';

interface Facts {
  part: RecordPart;
  rule: CommissionRule;
}

const lead: RecordPart = {
  recordName: 'the lead of Globex',
  trigger: 'Lead Converted',
  earnedOn: '2026-09-21',
  status: 'Active',
  isPaidOut: false,
  split: 10_000,
  behind: null,
  onRenewal: null,
  baseMinor: null,
  currency: 'USD',
};
const deal: RecordPart = {
  ...lead,
  recordName: 'the deal "Globex upgrade"',
  trigger: 'Opportunity Won',
  baseMinor: 1_000_000,
};
const perLead = flat(100_000, { trigger: 'Lead Converted' });
const ofDeal = rule({ trigger: 'Opportunity Won' });
const nothing = { amountMinor: 0, reasonCode: 'NOT_EARNED' } as const;

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
    Code: ({ outcome }) => outcome.reasonCode ?? '',
  },
  rows: [
    {
      name: 'a converted lead',
      facts: { part: lead, rule: perLead },
      outcome: {
        amountMinor: 100_000,
        reasonCode: 'LEAD_CONVERTED',
        reason: 'Flat 1000.00 USD = 1000.00 USD: the lead of Globex was converted on 2026-09-21.',
      },
    },
    {
      name: 'an accepted lead',
      facts: {
        part: { ...lead, trigger: 'Lead Accepted' },
        rule: flat(5_000, { trigger: 'Lead Accepted' }),
      },
      outcome: {
        amountMinor: 5_000,
        reasonCode: 'LEAD_ACCEPTED',
        reason: 'Flat 50.00 USD = 50.00 USD: the lead of Globex was accepted on 2026-09-21.',
      },
    },
    {
      name: 'a lead that is not accepted yet',
      facts: {
        part: { ...lead, trigger: 'Lead Accepted', earnedOn: null },
        rule: flat(5_000, { trigger: 'Lead Accepted' }),
      },
      outcome: { ...nothing, reason: 'The lead of Globex is not accepted.' },
    },
    {
      name: 'a lead that is not converted yet',
      facts: { part: { ...lead, earnedOn: null }, rule: perLead },
      outcome: { ...nothing, reason: 'The lead of Globex is not converted.' },
    },
    {
      name: 'the second partner in the same role on a lead',
      facts: { part: { ...lead, behind: 'Ajax' }, rule: perLead },
      outcome: {
        ...nothing,
        isUnclear: false,
        reason: 'Ajax came first, and a lead pays one partner in a role.',
      },
    },
    {
      name: 'a rule for something else',
      facts: { part: lead, rule: flat(5_000, { trigger: 'Lead Accepted' }) },
      outcome: { ...nothing, isUnclear: false, reason: 'The rule pays for something else.' },
    },
    {
      name: 'a won deal',
      facts: { part: deal, rule: ofDeal },
      outcome: {
        amountMinor: 200_000,
        baseMinor: 1_000_000,
        reasonCode: 'DEAL_WON',
        reason:
          '20 % of 10000.00 USD = 2000.00 USD: the deal "Globex upgrade" was won on 2026-09-21.',
      },
    },
    {
      name: 'a part of a won deal',
      facts: { part: { ...deal, split: 3_333, baseMinor: 333_300 }, rule: ofDeal },
      outcome: {
        amountMinor: 66_660,
        reasonCode: 'DEAL_WON',
        reason:
          '20 % of 3333.00 USD (33.33 % of it) = 666.60 USD: the deal "Globex upgrade" was won on 2026-09-21.',
      },
    },
    {
      name: 'a flat amount for a part of a won deal, rounded once',
      facts: {
        part: { ...deal, split: 3_333, baseMinor: 333_300 },
        rule: flat(9_999, { trigger: 'Opportunity Won' }),
      },
      outcome: { amountMinor: 3_333, reasonCode: 'DEAL_WON' },
    },
    {
      name: 'a flat amount needs no amount of the deal, and may be in another currency',
      facts: {
        part: { ...deal, baseMinor: null },
        rule: flat(500, { trigger: 'Opportunity Won', currency: 'JPY' }),
      },
      outcome: { amountMinor: 500, baseMinor: 0, currency: 'JPY', reasonCode: 'DEAL_WON' },
    },
    {
      name: 'a flat amount in another currency than the deal: the revenue is not counted',
      facts: { part: deal, rule: flat(500, { trigger: 'Opportunity Won', currency: 'JPY' }) },
      outcome: { amountMinor: 500, baseMinor: 0, currency: 'JPY' },
    },
    {
      name: 'a won deal without an amount: never guessed',
      facts: { part: { ...deal, baseMinor: null }, rule: ofDeal },
      outcome: {
        ...nothing,
        isUnclear: true,
        reason: 'The deal "Globex upgrade" has no amount, and money is never guessed.',
      },
    },
    {
      name: 'a deal of nothing',
      facts: { part: { ...deal, baseMinor: 0 }, rule: ofDeal },
      outcome: { amountMinor: 0, reasonCode: 'DEAL_WON' },
    },
    {
      name: 'limits in another currency than the deal, without an exchange rate: never guessed',
      facts: { part: deal, rule: { ...ofDeal, minimumMinor: 1, currency: 'EUR' } },
      outcome: {
        ...nothing,
        isUnclear: true,
        reason:
          'The rule counts in EUR and the deal "Globex upgrade" in USD, no exchange rate between the two holds, and money is never guessed.',
      },
    },
    {
      name: 'a deal that was lost or reopened',
      facts: { part: { ...deal, earnedOn: null }, rule: ofDeal },
      outcome: { ...nothing, reason: 'The deal "Globex upgrade" is not won.' },
    },
    {
      name: 'a credit without any share',
      facts: { part: { ...deal, split: 0, baseMinor: 0 }, rule: ofDeal },
      outcome: {
        ...nothing,
        isUnclear: false,
        reason: 'No part of the deal "Globex upgrade" is payable to this partner.',
      },
    },
    {
      name: 'a credit that is only proposed',
      facts: { part: { ...deal, status: 'Proposed' }, rule: ofDeal },
      outcome: {
        ...nothing,
        isUnclear: false,
        reason: 'The credit for the deal "Globex upgrade" is proposed.',
      },
    },
    {
      name: 'a credit that was rejected, paid out or not',
      facts: { part: { ...deal, status: 'Rejected', isPaidOut: true }, rule: ofDeal },
      outcome: nothing,
    },
    {
      name: 'a credit that ended before it was paid',
      facts: { part: { ...lead, status: 'Ended' }, rule: perLead },
      outcome: {
        ...nothing,
        isUnclear: false,
        reason: 'The credit for the lead of Globex ended before it was paid.',
      },
    },
    {
      name: 'a credit that ended after it was paid',
      facts: { part: { ...lead, status: 'Ended', isPaidOut: true }, rule: perLead },
      outcome: { amountMinor: 100_000, reasonCode: 'LEAD_CONVERTED' },
    },
    {
      name: 'exactly the minimum',
      facts: { part: deal, rule: { ...ofDeal, minimumMinor: 200_000, currency: 'USD' } },
      outcome: { amountMinor: 200_000, reasonCode: 'DEAL_WON' },
    },
    {
      name: 'a cent below the minimum',
      facts: { part: deal, rule: { ...ofDeal, minimumMinor: 200_001, currency: 'USD' } },
      outcome: {
        ...nothing,
        isUnclear: false,
        reason:
          '20 % of 10000.00 USD = 2000.00 USD is below the minimum of 2000.01 USD, so nothing is paid.',
      },
    },
    ...(
      [
        ['a renewal that the program pays for', { pays: true, isUnclear: false }, {}, 'DEAL_WON'],
        [
          'a renewal that the program does not pay for',
          { pays: false, isUnclear: false },
          {},
          'NOT_EARNED',
        ],
        [
          'a renewal, and it is not settled who renewed',
          { pays: false, isUnclear: true },
          {},
          'NOT_EARNED',
        ],
        [
          'a renewal that is not paid for, but was paid out',
          { pays: false, isUnclear: false },
          { isPaidOut: true },
          'DEAL_WON',
        ],
      ] as const
    ).map(([name, pay, changes, reasonCode]) => ({
      name,
      facts: {
        part: { ...deal, ...changes, onRenewal: { ...pay, reason: 'What the program says.' } },
        rule: ofDeal,
      },
      outcome: {
        reasonCode,
        isUnclear: pay.isUnclear,
        ...(reasonCode === 'DEAL_WON'
          ? { amountMinor: 200_000 }
          : {
              amountMinor: 0,
              reason: 'The deal "Globex upgrade" is a renewal: What the program says.',
            }),
      },
    })),
  ],
};
