import { renewalOf, type RenewalCredit, type RenewalOutcome } from '../../../src/rules/renewal.ts';
import {
  acme,
  brio,
  creditRows,
  either,
  facts,
  partnerOpen,
  weRenew,
  type RenewalFacts,
} from './renewal-credits.ts';
import { byHandRows } from './renewal-by-hand.ts';
import type { RuleTable } from './rule-table.ts';

const creditText = (credit: RenewalCredit): string =>
  [
    `${credit.partnershipName}, ${credit.role}`,
    ...(credit.status === 'Active' ? [] : [credit.status.toLowerCase()]),
    ...(credit.endDate === null ? [] : [`until ${credit.endDate}`]),
    `${credit.policy ?? 'no policy'}, ${credit.windowDays === null ? 'no window' : `${credit.windowDays} days`}`,
    ...(credit.commissionOnRenewal ? [] : ['no commission on renewal']),
    ...(credit.exception === null ? [] : [`on the credit: ${credit.exception}`]),
  ].join(', ');

export const renewalTable: RuleTable<RenewalFacts, RenewalOutcome> = {
  rule: 'renewal',
  title: 'Who renews, and from which day',
  about: `
An open opportunity that renews a subscription belongs to the partner, to us, or to whoever comes first. The program of the partner that is credited for the customer says which; **Renewal Owner** on the
credit of one customer is an exception and comes before the program. Credits count that are active on the day on which the renewal is due, or today where that day is past. Partners who only influenced
or delivered have no say, unless a person entered an exception on their credit. Without such a partner, we renew.

The renewal is due when billing says that the subscription ends; where it does not say so, on the close date. The window opens its days before that: it is open from the first day, included, to the day on
which the renewal is due, excluded. With several partners whose terms agree, the shortest window counts. Without a window no day is set. The owner of the opportunity is told once for each window, while it is open. All days are UTC.

Where the customer may not know us (white label), only the partner renews. Where terms contradict each other, two partners would renew, a program says nothing, or either side may renew without a window,
nothing is decided: a person enters who renews, on the opportunity or on the credit. What a person entered on the opportunity is never overwritten.`,
  decide: ({ renewal: given, today }) => renewalOf(given, today),
  columns: {
    Due: ({ facts: { renewal: given } }) =>
      given.subscriptionEndsOn === null
        ? `closes ${given.closesOn}`
        : `closes ${given.closesOn}, subscription ends ${given.subscriptionEndsOn}`,
    Credits: ({ facts: { renewal: given } }) => given.credits.map(creditText).join('; ') || 'none',
    'White label': ({ facts: { renewal: given } }) => (given.contactSuppressed ? 'yes' : 'no'),
    'By hand': ({ facts: { renewal: given } }) =>
      [given.entered.owner, given.entered.opensOn].filter((value) => value !== null).join(', ') ||
      'nothing',
    Today: ({ facts: given }) => given.today,
    'Who renews': ({ outcome }) =>
      outcome.owner === undefined ? '' : (outcome.owner ?? 'not decided'),
    'Opens on': ({ outcome }) =>
      outcome.opensOn === undefined ? '' : (outcome.opensOn ?? 'no day'),
    Window: ({ outcome }) => outcome.window ?? '',
    'Owner is told': ({ outcome }) =>
      outcome.tells === undefined ? '' : outcome.tells ? 'yes' : 'no',
    Why: ({ outcome }) => outcome.reason ?? '',
  },
  rows: [
    {
      name: 'the partner renews',
      facts: facts([acme]),
      outcome: {
        owner: 'Partner Renews',
        opensOn: '2026-09-01',
        window: 'Not Open',
        tells: false,
        isUnclear: false,
        reason:
          'Acme – Referral renews (terms of Referral). Talk to the customer from 2026-09-01; it is due on 2026-10-01.',
      },
    },
    {
      name: 'we renew a customer whom a partner brought',
      facts: facts([{ ...acme, ...weRenew }]),
      outcome: {
        owner: 'We Renew',
        opensOn: '2026-09-01',
        isUnclear: false,
        reason:
          'We renew; Acme – Referral is credited (terms of Referral). Talk to the customer from 2026-09-01; it is due on 2026-10-01.',
      },
    },
    {
      name: 'either may renew',
      facts: facts([{ ...acme, ...either }]),
      outcome: {
        owner: 'Either',
        opensOn: '2026-09-01',
        reason:
          'We or Acme – Referral may renew (terms of Referral). Talk to the customer from 2026-09-01; it is due on 2026-10-01.',
      },
    },
    {
      name: 'the day before the window',
      facts: partnerOpen('2026-08-31'),
      outcome: { window: 'Not Open', tells: false },
    },
    {
      name: 'the first day of the window',
      facts: partnerOpen('2026-09-01'),
      outcome: { owner: 'Partner Renews', window: 'Open', tells: true },
    },
    {
      name: 'the first day of the window, and the owner was told today',
      facts: partnerOpen('2026-09-01', { toldOn: '2026-09-01' }),
      outcome: { window: 'Open', tells: false },
    },
    {
      name: 'the owner was told of an earlier window, before the close date moved',
      facts: partnerOpen('2026-09-01', { toldOn: '2026-08-31' }),
      outcome: { window: 'Open', tells: true },
    },
    {
      name: 'the last day of the window',
      facts: partnerOpen('2026-09-30'),
      outcome: { window: 'Open', tells: true },
    },
    {
      name: 'the day on which it is due',
      facts: partnerOpen('2026-10-01'),
      outcome: { owner: 'Partner Renews', window: 'Over', tells: false },
    },
    {
      name: 'a window of no days never opens',
      facts: facts([{ ...acme, windowDays: 0 }], {}, '2026-10-01'),
      outcome: { opensOn: '2026-10-01', window: 'Over', tells: false },
    },
    {
      name: 'the end of the subscription comes before the close date',
      facts: facts([acme], { subscriptionEndsOn: '2026-12-31' }),
      outcome: { opensOn: '2026-12-01' },
    },
    {
      name: 'the program sets no window',
      facts: facts([{ ...acme, windowDays: null }]),
      outcome: {
        owner: 'Partner Renews',
        opensOn: null,
        window: 'None',
        tells: false,
        isUnclear: false,
        reason:
          'Acme – Referral renews (terms of Referral). Talk to the customer; no window is set, and it is due on 2026-10-01.',
      },
    },
    {
      name: 'either may renew, and no window is set',
      facts: facts([{ ...acme, ...either, windowDays: null }]),
      outcome: {
        owner: null,
        opensOn: null,
        window: 'None',
        tells: false,
        isUnclear: true,
        reason:
          'Either side may renew, but the program Referral sets no renewal window, so both would call at once.',
      },
    },
    {
      name: 'no partner is credited',
      facts: facts([]),
      outcome: {
        owner: 'We Renew',
        opensOn: null,
        isUnclear: false,
        reason:
          'No partner who brought or sold to this customer is credited on 2026-10-01, so we renew. Talk to the customer; no window is set, and it is due on 2026-10-01.',
      },
    },
    ...creditRows,
    {
      name: 'we renew, and the program pays no commission on renewals that we do',
      facts: facts([
        { ...acme, ...weRenew, commissionOnRenewal: false },
        { ...brio, ...weRenew },
      ]),
      outcome: {
        owner: 'We Renew',
        reason:
          'We renew; Acme – Referral and Brio – Resale are credited (terms of Referral and Resale). Talk to the customer from 2026-09-01; it is due on 2026-10-01. Referral pays no commission on renewals that we do, and we renew.',
      },
    },
    {
      name: 'we renew, and no program of two credits pays for it: it is said once for each program',
      facts: facts([
        { ...brio, ...weRenew, commissionOnRenewal: false },
        { ...acme, ...weRenew, commissionOnRenewal: false },
        { ...acme, ...weRenew, commissionOnRenewal: false },
      ]),
      outcome: {
        reason:
          'We renew; Acme – Referral and Brio – Resale are credited (terms of Referral and Resale). Talk to the customer from 2026-09-01; it is due on 2026-10-01. Referral pays no commission on renewals that we do, and we renew. Resale pays no commission on renewals that we do, and we renew.',
      },
    },
    {
      name: 'the partner renews: it is paid, and nothing is said about it',
      facts: facts([{ ...acme, commissionOnRenewal: false }]),
      outcome: {
        owner: 'Partner Renews',
        reason:
          'Acme – Referral renews (terms of Referral). Talk to the customer from 2026-09-01; it is due on 2026-10-01.',
      },
    },
    {
      name: 'the customer may not know us: the partner renews, whatever the program says',
      facts: facts([{ ...acme, ...weRenew }], { contactSuppressed: true }, '2026-09-01'),
      outcome: {
        owner: 'Partner Renews',
        opensOn: '2026-09-01',
        tells: true,
        isUnclear: false,
        reason:
          'The customer may not know us, so the partner renews: Acme – Referral. Only the partner talks to the customer from 2026-09-01; it is due on 2026-10-01.',
      },
    },
    {
      name: 'the customer may not know us, and the credit says that the partner renews',
      facts: facts([{ ...acme, exception: 'Partner' }], { contactSuppressed: true }),
      outcome: { owner: 'Partner Renews' },
    },
    {
      name: 'the customer may not know us, yet the credit says that we renew',
      facts: facts([{ ...acme, exception: 'Us' }], { contactSuppressed: true }),
      outcome: {
        owner: null,
        isUnclear: true,
        reason:
          'The customer may not know us, yet the credit says otherwise: Acme – Referral: We Renew.',
      },
    },
    {
      name: 'the customer may not know us, yet two credits say that either may renew',
      facts: facts(
        [
          { ...acme, exception: 'Either' },
          { ...brio, exception: 'Either' },
        ],
        { contactSuppressed: true },
      ),
      outcome: {
        owner: null,
        reason:
          'The customer may not know us, yet the credit says otherwise: Acme – Referral: Either; Brio – Resale: Either.',
      },
    },
    {
      name: 'the customer may not know us, and no partner is credited',
      facts: facts([], { contactSuppressed: true }),
      outcome: {
        owner: null,
        isUnclear: true,
        reason:
          'The customer may not know us, so we may not renew, and no partner is credited on 2026-10-01 who can.',
      },
    },
    {
      name: 'the customer may not know us, and two partners are credited',
      facts: facts([brio, acme], { contactSuppressed: true }),
      outcome: {
        owner: null,
        isUnclear: true,
        reason:
          'The customer may not know us, and only one of Acme – Referral and Brio – Resale can renew.',
      },
    },
    ...byHandRows,
  ],
};
