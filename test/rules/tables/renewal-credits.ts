import type { Renewal, RenewalCredit, RenewalOutcome } from '../../../src/rules/renewal.ts';
import type { RuleRow } from './rule-table.ts';

export interface RenewalFacts {
  renewal: Renewal;
  today: string;
}

export const acme: RenewalCredit = {
  partnerId: 'acme',
  partnershipName: 'Acme – Referral',
  programName: 'Referral',
  role: 'Sourced',
  status: 'Active',
  startDate: '2025-01-01',
  endDate: null,
  policy: 'Partner Renews',
  windowDays: 30,
  exception: null,
  commissionOnRenewal: true,
};
export const weRenew: Partial<RenewalCredit> = { policy: 'We Renew' };
export const either: Partial<RenewalCredit> = { policy: 'Either' };
export const brio: RenewalCredit = {
  ...acme,
  partnerId: 'brio',
  partnershipName: 'Brio – Resale',
  programName: 'Resale',
  role: 'Resold',
};
const nothing: Renewal['entered'] = { owner: null, opensOn: null };

function renewal(credits: readonly RenewalCredit[], changes: Partial<Renewal> = {}): Renewal {
  return {
    closesOn: '2026-10-01',
    subscriptionEndsOn: null,
    contactSuppressed: false,
    credits,
    entered: nothing,
    toldOn: null,
    ...changes,
  };
}

/** Before the window of every row that does not look at the day. */
const early = '2026-08-01';
export const facts = (
  credits: readonly RenewalCredit[],
  changes: Partial<Renewal> = {},
  today = early,
): RenewalFacts => ({ renewal: renewal(credits, changes), today });
export const partnerOpen = (today: string, changes: Partial<Renewal> = {}): RenewalFacts =>
  facts([acme], changes, today);

/** Whose credit decides, and what several partners' terms come to. */
export const creditRows: readonly RuleRow<RenewalFacts, RenewalOutcome>[] = [
  {
    name: 'the credit ends on the day on which the renewal is due',
    facts: facts([{ ...acme, endDate: '2026-10-01' }]),
    outcome: { owner: 'We Renew' },
  },
  {
    name: 'the credit ends on the day after',
    facts: facts([{ ...acme, endDate: '2026-10-02' }]),
    outcome: { owner: 'Partner Renews' },
  },
  {
    name: 'the renewal is overdue, and its credit has ended since',
    facts: facts([{ ...acme, endDate: '2026-10-15' }], {}, '2026-10-15'),
    outcome: {
      owner: 'We Renew',
      reason:
        'No partner who brought or sold to this customer is credited on 2026-10-15, so we renew. Talk to the customer; no window is set, and it is due on 2026-10-01.',
    },
  },
  {
    name: 'the credit was ended',
    facts: facts([{ ...acme, status: 'Ended' }]),
    outcome: { owner: 'We Renew' },
  },
  {
    name: 'a partner who only influenced',
    facts: facts([{ ...acme, role: 'Influenced' }]),
    outcome: { owner: 'We Renew', opensOn: null },
  },
  {
    name: 'a partner who delivers, and a person said that it renews',
    facts: facts([{ ...acme, role: 'Delivered', exception: 'Partner', ...weRenew }]),
    outcome: {
      owner: 'Partner Renews',
      opensOn: '2026-09-01',
      reason:
        'Acme – Referral renews (entered on the credit of this customer). Talk to the customer from 2026-09-01; it is due on 2026-10-01.',
    },
  },
  {
    name: 'a co-selling partner',
    facts: facts([{ ...acme, role: 'Co-Sold' }]),
    outcome: { owner: 'Partner Renews' },
  },
  {
    name: 'the exception on the credit: we',
    facts: facts([{ ...acme, exception: 'Us' }]),
    outcome: { owner: 'We Renew' },
  },
  {
    name: 'the exception on the credit: either',
    facts: facts([{ ...acme, exception: 'Either' }]),
    outcome: { owner: 'Either' },
  },
  {
    name: 'an exception on a credit that has ended',
    facts: facts([{ ...acme, exception: 'Us', status: 'Ended' }, brio]),
    outcome: { owner: 'Partner Renews' },
  },
  {
    name: 'the program does not say who renews',
    facts: facts([{ ...acme, policy: null }]),
    outcome: {
      owner: null,
      isUnclear: true,
      reason: 'The program Referral does not say who renews.',
    },
  },
  {
    name: 'the program does not say who renews, but the credit does',
    facts: facts([{ ...acme, policy: null, exception: 'Us' }]),
    outcome: { owner: 'We Renew', isUnclear: false },
  },
  {
    name: 'two partners with different policies',
    facts: facts([brio, { ...acme, ...weRenew }]),
    outcome: {
      owner: null,
      opensOn: null,
      isUnclear: true,
      reason:
        'The terms contradict each other: Acme – Referral: We Renew; Brio – Resale: Partner Renews.',
    },
  },
  {
    name: 'two partners with different policies, and an exception on one credit',
    facts: facts([brio, { ...acme, ...weRenew, exception: 'Us', windowDays: 45 }]),
    outcome: { owner: 'We Renew', opensOn: '2026-08-17' },
  },
  {
    name: 'two partners who would both renew',
    facts: facts([brio, acme]),
    outcome: {
      owner: null,
      isUnclear: true,
      reason: 'Only one partner can renew, and Acme – Referral and Brio – Resale both would.',
    },
  },
  {
    name: 'one partner in two programs',
    facts: facts([{ ...brio, partnerId: 'acme', windowDays: 60 }, acme]),
    outcome: {
      owner: 'Partner Renews',
      opensOn: '2026-09-01',
      reason:
        'Acme – Referral and Brio – Resale renew (terms of Referral and Resale). Talk to the customer from 2026-09-01; it is due on 2026-10-01.',
    },
  },
  {
    name: 'two partners, and we renew: the shortest window counts',
    facts: facts([
      { ...acme, ...weRenew, windowDays: 90 },
      { ...brio, ...weRenew, windowDays: null },
      { ...brio, ...weRenew, windowDays: 10 },
    ]),
    outcome: { owner: 'We Renew', opensOn: '2026-09-21' },
  },
  {
    name: 'two partners in one role, and either side may renew',
    facts: facts([
      { ...acme, ...either },
      { ...brio, ...either },
    ]),
    outcome: {
      owner: 'Either',
      reason:
        'We or Acme – Referral and Brio – Resale may renew (terms of Referral and Resale). Talk to the customer from 2026-09-01; it is due on 2026-10-01.',
    },
  },
  {
    name: 'either side may renew, and one of two programs has no window',
    facts: facts([
      { ...acme, ...either },
      { ...brio, ...either, windowDays: null },
    ]),
    outcome: {
      owner: null,
      reason:
        'Either side may renew, but the program Resale sets no renewal window, so both would call at once.',
    },
  },
];
