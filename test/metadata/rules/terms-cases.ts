import type { Values } from '../deployed-org.ts';
import { credit, org, partnership, program, refusedBy, rule, unique } from './records.ts';

const flat = { Type__c: 'Flat', RatePercent__c: null, FlatAmount__c: 5, Currency__c: 'USD' };
const limits = [
  'MinimumAmount__c',
  'CapPerDealAmount__c',
  'CapPerCustomerAmount__c',
  'CapPerPartnershipAmount__c',
];

async function tier(values: Values = {}): Promise<string> {
  return org().create('CommissionTier__c', {
    CommissionRule__c: await rule({ Status__c: 'Draft' }),
    FromValue__c: 0,
    RatePercent__c: 10,
    ...values,
  });
}

/** Cases of terms beyond the simple rate: triggers, limits, tiers, renewal, discount and margin. */
export function termsCases(): void {
  describe('terms of rules', () => {
    test.each<[string, Values]>([
      ['MilestoneHasAmount', { Trigger__c: 'Milestone' }],
      ['MilestoneHasAmount', { Trigger__c: 'Milestone', MilestoneAmount__c: 100 }],
      ['LeadTriggersAreFlat', { Trigger__c: 'Lead Accepted' }],
      ['LeadTriggersAreFlat', { Trigger__c: 'Lead Converted' }],
      ...limits.map((name): [string, Values] => ['LimitsHaveCurrency', { [name]: 1 }]),
      ...limits.map((name): [string, Values] => [
        'LimitsNotNegative',
        { [name]: -1, Currency__c: 'USD' },
      ]),
      ['PeriodCapHasPeriod', { CapPerPeriodAmount__c: 1, Currency__c: 'USD' }],
      ['PeriodCapHasPeriod', { CapPeriod__c: 'Month' }],
      ['TiersHaveBasis', { TierMode__c: 'Marginal' }],
      ['TiersHaveBasis', { TierMode__c: 'Whole' }],
    ])('%s refuses %j', async (name, values) => {
      await refusedBy('CommissionRule__c', name, rule(values));
    });

    test.each<[Values]>([
      [{ Trigger__c: 'Milestone', MilestoneAmount__c: 100, Currency__c: 'USD' }],
      [{ Trigger__c: 'Lead Converted', ...flat }],
      [{ CapPerPeriodAmount__c: 0, CapPeriod__c: 'Quarter', Currency__c: 'USD' }],
      [{ TierMode__c: 'Whole', TierBasis__c: 'Period Revenue' }],
      [{ TierMode__c: 'Whole', TierBasis__c: 'Period Revenue', CapPeriod__c: 'Quarter' }],
    ])('%j is a sound rule', async (values) => {
      await rule(values);
    });

    test('limits in force are terms too, and an active rule is never a draft again', async () => {
      const id = await rule();
      const capped = { CapPerDealAmount__c: 100, Currency__c: 'USD' };
      const write = org().update('CommissionRule__c', id, capped);
      await refusedBy('CommissionRule__c', 'TermsNeverChange', write);
      const draft = org().update('CommissionRule__c', id, { Status__c: 'Draft' });
      await refusedBy('CommissionRule__c', 'ActiveNeverDraftAgain', draft);
      const planned = await rule({ Status__c: 'Draft' });
      await org().update('CommissionRule__c', planned, { RatePercent__c: 25, Status__c: 'Active' });
    });
  });

  describe('tiers', () => {
    test.each<[string, Values]>([
      ['TierHasStart', { FromValue__c: null }],
      ['TierHasStart', { FromValue__c: -0.001 }],
      ['RateOrFlatAmount', { RatePercent__c: null }],
      ['RateOrFlatAmount', { FlatAmount__c: 1 }],
      ['RateBetweenZeroAndHundred', { RatePercent__c: 100.0001 }],
      ['RateBetweenZeroAndHundred', { RatePercent__c: null, FlatAmount__c: -1 }],
    ])('%s refuses %j', async (name, values) => {
      await refusedBy('CommissionTier__c', name, tier(values));
    });

    test('two tiers never start at the same value', async () => {
      const parent = { CommissionRule__c: await rule({ Status__c: 'Draft' }) };
      await tier(parent);
      await tier({ ...parent, FromValue__c: 10_000, RatePercent__c: 100 });
      await expect(tier(parent)).rejects.toMatchObject({ code: 'DUPLICATE_VALUE' });
    });

    test('tiers are fixed with their rule, and stay with it', async () => {
      const parent = await rule({ Status__c: 'Draft' });
      const id = await tier({ CommissionRule__c: parent });
      await org().update('CommissionTier__c', id, { RatePercent__c: 12 });
      const moved = org().update('CommissionTier__c', id, { CommissionRule__c: await rule() });
      await refusedBy('CommissionTier__c', 'MasterNeverChanges', moved);
      await org().update('CommissionRule__c', parent, { Status__c: 'Active' });
      const changed = org().update('CommissionTier__c', id, { RatePercent__c: 15 });
      await refusedBy('CommissionTier__c', 'TiersNeverChange', changed);
      const added = tier({ CommissionRule__c: parent, FromValue__c: 5 });
      await refusedBy('CommissionTier__c', 'TiersNeverChange', added);
    });
  });

  test.each<[string, Values]>([
    ['NoNegativeDays', { LeadAcceptDays__c: -1 }],
    ['NoNegativeDays', { DealRegistrationTermDays__c: -1 }],
    ['NoNegativeDays', { RenewalWindowDays__c: -1 }],
    ['EitherRenewsHasWindow', { RenewalPolicy__c: 'Either' }],
  ])('%s of programs refuses %j', async (name, values) => {
    await refusedBy('PartnerProgram__c', name, program(values));
    await program({ RenewalPolicy__c: 'Either', RenewalWindowDays__c: 0 });
  });

  test.each([-0.01, 100.01])('a discount of %d %% is refused', async (percent) => {
    const write = partnership({ DiscountPercent__c: percent });
    await refusedBy('Partnership__c', 'DiscountBetweenZeroAndHundred', write);
    await partnership({ DiscountPercent__c: 100, Name: unique('Reseller') });
  });

  test.each<[Values]>([
    [{ ListAmount__c: 100, NetAmount__c: 100.01 }],
    [{ ListAmount__c: -1 }],
    [{ NetAmount__c: -1 }],
  ])('a reseller does not pay more than list: %j', async (values) => {
    const resold = { Role__c: 'Resold', ...values };
    await refusedBy('OpportunityAttribution__c', 'NetWithinList', credit(resold));
    const id = await credit({ Role__c: 'Resold', ListAmount__c: 100, NetAmount__c: 80 });
    expect(
      await org().one(`SELECT MarginAmount__c FROM OpportunityAttribution__c WHERE Id = '${id}'`),
    ).toMatchObject({ MarginAmount__c: 20 });
  });
}

/** Cases of exchange rates: what is no rate, and that a rate stays what it is. */
export function exchangeRateCases(): void {
  const rate = (values: Values = {}): Promise<string> =>
    org().create('ExchangeRate__c', {
      FromCurrency__c: 'USD',
      ToCurrency__c: 'JPY',
      Rate__c: 150,
      EffectiveFrom__c: '2026-09-01',
      ...values,
    });

  test.each<[string, Values]>([
    ['RateIsPositive', { Rate__c: 0 }],
    ['RateIsPositive', { Rate__c: -1 }],
    ['RateIsPositive', { Rate__c: null }],
    ['TwoCurrencies', { ToCurrency__c: 'USD' }],
    ['TwoCurrencies', { ToCurrency__c: 'yen' }],
    ['TwoCurrencies', { FromCurrency__c: null }],
  ])('%s refuses %j', async (name, values) => {
    await refusedBy('ExchangeRate__c', name, rate(values));
  });

  test('a rate is fixed; a wrong one is withdrawn, and the day is free for the right one', async () => {
    const id = await rate();
    for (const change of [
      { Rate__c: 151 },
      { EffectiveFrom__c: '2026-09-02' },
      { FromCurrency__c: 'EUR' },
      { ToCurrency__c: 'EUR' },
    ])
      await refusedBy(
        'ExchangeRate__c',
        'RatesNeverChange',
        org().update('ExchangeRate__c', id, change),
      );
    await expect(rate({ Rate__c: 151 })).rejects.toThrow();
    await org().update('ExchangeRate__c', id, { Status__c: 'Withdrawn' });
    await rate({ Rate__c: 151 });
  });
}

/** Cases of simulations: what cannot be asked, and that an answer is the service's and stays what it is. */
export function simulationCases(): void {
  const simulation = async (values: Values = {}): Promise<string> =>
    org().create('Simulation__c', {
      Name: 'Third quarter',
      Program__c: await program(),
      FromDate__c: '2026-07-01',
      UntilDate__c: '2026-10-01',
      ...values,
    });

  test('a period has a day at least', async () => {
    await refusedBy('Simulation__c', 'UntilIsAfterFrom', simulation({ UntilDate__c: '2026-07-01' })); // prettier-ignore
    await simulation({ UntilDate__c: '2026-07-02' });
  });

  test.each(['Done', 'Failed'])('only the service says %s', async (Status__c) => {
    await refusedBy('Simulation__c', 'ResultsAreOfTheService', simulation({ Status__c }));
    const id = await simulation();
    await refusedBy('Simulation__c', 'ResultsAreOfTheService', org().update('Simulation__c', id, { Status__c })); // prettier-ignore
    await org().updateAsService('Simulation__c', id, { Status__c });
    await org().update('Simulation__c', id, { Name: 'Another name' });
  });

  test('a failed one is corrected and asked for again; a computed one stays, and so do its lines', async () => {
    const id = await simulation();
    await org().updateAsService('Simulation__c', id, { Status__c: 'Failed' });
    await org().update('Simulation__c', id, { UntilDate__c: '2026-09-30', Status__c: 'Requested' });
    await org().updateAsService('Simulation__c', id, { Status__c: 'Done' });
    for (const change of [
      { Status__c: 'Requested' },
      { FromDate__c: '2026-07-02' },
      { UntilDate__c: '2026-10-02' },
      { Program__c: await program() },
    ])
      await refusedBy('Simulation__c', 'DoneNeverChanges', org().update('Simulation__c', id, change)); // prettier-ignore
    const line = await org().create('SimulationLine__c', { Simulation__c: id });
    await refusedBy('SimulationLine__c', 'MasterNeverChanges', org().update('SimulationLine__c', line, { Simulation__c: await simulation() })); // prettier-ignore
    await org().update('SimulationLine__c', line, { Simulation__c: id });
  });
}
