import type { Values } from '../deployed-org.ts';
import { org, program, refusedBy, rule } from './records.ts';

/** Cases of programs and their commission rules. */
export function commissionRuleCases(): void {
  describe('commission rules', () => {
    const flat = { Type__c: 'Flat', RatePercent__c: null, FlatAmount__c: 5, Currency__c: 'USD' };

    test.each<[string, Values]>([
      ['RateBetweenZeroAndHundred', { RatePercent__c: -0.0001 }],
      ['RateBetweenZeroAndHundred', { RatePercent__c: 100.0001 }],
      ['PercentRuleHasRate', { RatePercent__c: null }],
      ['FlatRuleHasAmountAndCurrency', { ...flat, FlatAmount__c: null }],
      ['FlatRuleHasAmountAndCurrency', { ...flat, Currency__c: null }],
      ['CapHasCurrency', { CapAmount__c: 100 }],
      ['NoNegativeAmounts', { ...flat, FlatAmount__c: -1 }],
      ['NoNegativeAmounts', { CapAmount__c: -1, Currency__c: 'USD' }],
      ['NoNegativeAmounts', { DurationMonths__c: -1 }],
      ['NoNegativeAmounts', { HoldDays__c: -1 }],
      ['EndAfterStart', { EffectiveUntil__c: '2026-01-01' }],
      ['EndAfterStart', { EffectiveUntil__c: '2025-12-31' }],
    ])('%s refuses %j', async (name, values) => {
      await refusedBy('CommissionRule__c', name, rule(values));
    });

    test.each<[Values]>([
      [{ RatePercent__c: 0 }],
      [{ RatePercent__c: 100 }],
      [flat],
      [{ CapAmount__c: 0, Currency__c: 'USD', DurationMonths__c: 0, HoldDays__c: 0 }],
      [{ EffectiveUntil__c: '2026-01-02' }],
    ])('%j is a sound rule', async (values) => {
      await rule(values);
    });

    test('terms in force never change, even by moving the start first', async () => {
      const inForce = await rule();
      for (const change of [
        { RatePercent__c: 25 },
        { CapAmount__c: 100, Currency__c: 'USD' },
        { DurationMonths__c: 12 },
        { Role__c: 'Sourced' },
        { EffectiveFrom__c: '2999-01-01' },
        { EffectiveFrom__c: '2999-01-01', RatePercent__c: 25 },
      ]) {
        await refusedBy(
          'CommissionRule__c',
          'TermsNeverChange',
          org().update('CommissionRule__c', inForce, change),
        );
      }
      await org().update('CommissionRule__c', inForce, { EffectiveUntil__c: '2999-01-01' });
      await org().update('CommissionRule__c', inForce, { Status__c: 'Retired', HoldDays__c: 30 });
      const planned = await rule({ EffectiveFrom__c: '2999-01-01' });
      await org().update('CommissionRule__c', planned, { RatePercent__c: 25 });
    });
  });

  test('a new program has the defaults that its terms promise', async () => {
    const id = await program();
    expect(
      await org().one(
        `SELECT Type__c, Status__c, DefaultRole__c, DefaultPayableSplitPercent__c, AttributionWindowDays__c,
        DealRegistrationTermDays__c, HoldDays__c, CommissionSource__c FROM PartnerProgram__c WHERE Id = '${id}'`,
      ),
    ).toMatchObject({
      Type__c: 'Referral',
      Status__c: 'Active',
      DefaultRole__c: 'Sourced',
      DefaultPayableSplitPercent__c: 100,
      AttributionWindowDays__c: 90,
      DealRegistrationTermDays__c: 90,
      HoldDays__c: 0,
      CommissionSource__c: 'Partnerverse',
    });
  });
}
