import type { CommissionLine, PostedLine, RevenueFact } from '../../src/rules/commission-line.ts';
import {
  noCaps,
  type CommissionRule,
  type CreditedPartnership,
} from '../../src/rules/commission-terms.ts';

const at = (n: number): Date => new Date(Date.UTC(2026, 8, 21, 14, 0, n));

export function fact(
  key: string,
  kind: RevenueFact['kind'],
  commissionableMinor: number,
  second: number,
  changes: Partial<RevenueFact> = {},
): RevenueFact {
  return {
    key,
    documentKey: 'in_1',
    documentName: 'invoice A-1',
    kind,
    commissionableMinor,
    currency: 'USD',
    product: null,
    occurredAt: at(second),
    ...changes,
  };
}
export const payment = fact('pay', 'payment', 10_000, 0);

export function rule(changes: Partial<CommissionRule> = {}): CommissionRule {
  return {
    id: 'rule-id',
    key: 'rule',
    name: 'Referral 20 %',
    version: 1,
    programId: 'referral',
    trigger: 'Every Payment',
    type: 'Percent',
    rate: 200_000,
    flatMinor: null,
    capMinor: null,
    caps: noCaps,
    minimumMinor: null,
    milestoneMinor: null,
    tiers: null,
    periodMonths: 1,
    products: [],
    currency: null,
    durationMonths: null,
    holdDays: null,
    role: null,
    effectiveFrom: '2026-01-01',
    effectiveUntil: null,
    ...changes,
  };
}
export const flat = (minor: number, changes: Partial<CommissionRule> = {}): CommissionRule =>
  rule({ type: 'Flat', rate: null, flatMinor: minor, currency: 'USD', ...changes });

export function partner(
  name: string,
  changes: Partial<CreditedPartnership> = {},
): CreditedPartnership {
  return {
    attributionId: `attribution-${name}`,
    partnershipId: name,
    partnershipKey: name,
    name,
    programId: 'referral',
    programName: 'Referral',
    programHoldDays: 0,
    commissionSource: 'Partnerverse',
    role: 'Sourced',
    split: 10_000,
    startDate: '2026-01-01',
    endDate: null,
    monthsCountFrom: '2026-01-01',
    reason: 'It brought the customer.',
    onRenewal: null,
    ...changes,
  };
}
export const amounts = (lines: readonly CommissionLine[]): number[] =>
  lines.map((line) => line.amountMinor);

export function posted(lines: readonly CommissionLine[]): PostedLine[] {
  return lines.map((line) => ({
    key: line.key,
    entryKey: line.entryKey,
    partnershipId: line.partnership.partnershipId,
    partnershipKey: line.partnership.partnershipKey,
    ruleId: line.rule.id,
    amountMinor: line.amountMinor,
    baseMinor: line.baseMinor,
    countsAsRevenue: line.countsAsRevenue,
    isVoid: false,
  }));
}
