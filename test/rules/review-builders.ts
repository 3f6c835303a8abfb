import type { ReviewFacts, ReviewNumbers } from '../../src/rules/review-facts.ts';

export const noNumbers: ReviewNumbers = {
  leads: 0,
  opportunities: 0,
  won: 0,
  lost: 0,
  openRegistrations: 0,
  pipeline: 0,
  wonAmount: 0,
  revenue: 0,
  retainedRevenue: 0,
  commissionEarned: 0,
  commissionPaid: 0,
  fundsClaimed: 0,
};

/** A partnership in whose quarter nothing happened. */
export const emptyFacts: ReviewFacts = {
  partnership: { name: 'Acme – Referral', partner: 'Acme', program: 'Referral', tier: null },
  period: { label: '2026-Q3', start: '2026-07-01', end: '2026-09-30' },
  asOf: '2026-09-30',
  currency: 'USD',
  numbers: noNumbers,
  before: noNumbers,
  months: ['2026-07', '2026-08', '2026-09'].map((month) => ({
    month,
    wonAmount: 0,
    revenue: 0,
    commission: 0,
  })),
  goals: [],
  nextGoals: [],
  wins: [],
  losses: [],
  registrations: [],
};

/** A quarter with something of everything. */
export const fullFacts: ReviewFacts = {
  ...emptyFacts,
  partnership: {
    name: 'Brightwater Consulting – Referral',
    partner: 'Brightwater Consulting',
    program: 'Referral Partners EMEA',
    tier: 'Gold',
  },
  numbers: {
    leads: 14,
    opportunities: 6,
    won: 3,
    lost: 2,
    openRegistrations: 3,
    pipeline: 86_400,
    wonAmount: 48_250.5,
    revenue: 39_900,
    retainedRevenue: 12_300,
    commissionEarned: 7_980,
    commissionPaid: 5_120.25,
    fundsClaimed: 2_500,
  },
  before: { ...noNumbers, leads: 11, wonAmount: 40_000, revenue: 42_000, commissionEarned: 6_000 },
  months: [
    { month: '2026-07', wonAmount: 12_000, revenue: 11_200, commission: 2_240 },
    { month: '2026-08', wonAmount: 0, revenue: 13_100, commission: 2_620 },
    { month: '2026-09', wonAmount: 36_250.5, revenue: 15_600, commission: 3_120 },
  ],
  goals: [
    { metric: 'New Leads', target: 12, result: 14, start: '2026-07-01', end: '2026-09-30' },
    { metric: 'Won Revenue', target: 60_000, result: 48_250.5, start: '2026-07-01', end: '2026-09-30' },
    { metric: 'Certifications', target: 4, result: 3, start: '2026-07-01', end: '2026-12-31' },
  ],
  nextGoals: [
    { metric: 'New Leads', target: 15, start: '2026-10-01', end: '2026-12-31', agreed: true },
    { metric: 'Won Revenue', target: 66_000, start: '2026-10-01', end: '2026-12-31', agreed: false },
  ],
  wins: [
    { name: 'Northwind platform rollout', customer: 'Northwind Traders', amount: 30_250.5, day: '2026-09-12', role: 'Sourced', reason: 'Integration was ready on day one' },
    { name: 'Fabrikam seats', customer: 'Fabrikam', amount: 12_000, day: '2026-07-20', role: 'Co-sold', reason: 'Price' },
    { name: 'Tailspin pilot', customer: 'Tailspin Toys & Sons <Ltd>', amount: 6_000, day: '2026-09-28', role: 'Sourced', reason: null },
  ],
  losses: [
    { name: 'Contoso renewal', customer: 'Contoso', amount: 22_000, day: '2026-08-03', role: 'Resold', reason: 'Chose a competitor: single sign-on was missing' },
    { name: 'Wingtip expansion', customer: null, amount: 4_000, day: '2026-09-01', role: 'Sourced', reason: null },
  ],
  registrations: [
    { company: 'Lamna Healthcare', status: 'Submitted', submitted: '2026-09-05', expires: null, amount: 18_000 },
    { company: 'Adatum', status: 'Approved', submitted: '2026-07-14', expires: '2026-10-12', amount: 9_000 },
    { company: 'Proseware', status: 'Approved', submitted: '2026-08-20', expires: '2027-02-16', amount: null },
  ],
}; // prettier-ignore
