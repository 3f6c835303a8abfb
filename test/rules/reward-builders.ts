import type { OurReward, TheirReward } from '../../src/rules/reward-comparison.ts';

/** What both ledgers agree on, for tests that change one thing. */
const subject = {
  partnershipKey: 'acme',
  partnershipName: 'Acme',
  customerKey: 'globex',
  customerName: 'Globex',
  day: '2026-09-21',
  currency: 'USD',
  amountMinor: 2_000,
};

export const ours = (changes: Partial<OurReward> = {}): OurReward => ({
  ...subject,
  baseMinor: 10_000,
  commissionSource: 'PRM',
  ...changes,
});

export const theirs = (changes: Partial<TheirReward> = {}): TheirReward => ({
  ...subject,
  baseMinor: 10_000,
  baseCurrency: changes.currency ?? 'USD',
  status: 'pending',
  declineReason: null,
  source: 'transaction',
  isPartnershipKnown: true,
  isCustomerKnown: true,
  ...changes,
});
