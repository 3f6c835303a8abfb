import { refusal } from '../deployed-org.ts';
import {
  account,
  credit,
  customerCredit,
  lead,
  leadCredit,
  opportunity,
  org,
  partnership,
  program,
  refusedBy,
  statement,
  unique,
} from './records.ts';

/** Cases of credit and partnerships: splits, percentages, roles, masters, pairs. */
export function attributionCases(): void {
  describe('splits and credits of one parent stay within 100 %', () => {
    test('of an opportunity: the error is shown on the attribution that was saved', async () => {
      const parent = await opportunity();
      const [first] = [
        await credit({ Opportunity__c: parent, PayableSplitPercent__c: 33.33 }),
        await credit({ Opportunity__c: parent, PayableSplitPercent__c: 33.33 }),
        await credit({ Opportunity__c: parent, PayableSplitPercent__c: 33.34 }),
      ];
      const another = credit({ Opportunity__c: parent, PayableSplitPercent__c: 0.01 });
      await refusedBy('Opportunity', 'PayableSplitsWithinHundred', another);
      await refusedBy(
        'Opportunity',
        'PayableSplitsWithinHundred',
        org().update('OpportunityAttribution__c', first, { PayableSplitPercent__c: 33.34 }),
      );
      await credit({ Opportunity__c: parent, PayableSplitPercent__c: 50, Status__c: 'Rejected' });
      const { PayableSplitTotal__c: total, PartnerCount__c: partners } = await org().one(
        `SELECT PayableSplitTotal__c, PartnerCount__c FROM Opportunity WHERE Id = '${parent}'`,
      );
      expect([total, partners]).toEqual([100, 3]);
    });

    test('of sourced credit: influence is free', async () => {
      const parent = await opportunity();
      await credit({ Opportunity__c: parent, CreditPercent__c: 60 });
      await credit({ Opportunity__c: parent, CreditPercent__c: 100, Role__c: 'Influenced' });
      await refusedBy(
        'Opportunity',
        'SourcedCreditWithinHundred',
        credit({ Opportunity__c: parent, CreditPercent__c: 40.01 }),
      );
      await credit({ Opportunity__c: parent, CreditPercent__c: 40 });
    });

    test('of a customer: an ended attribution makes room', async () => {
      const parent = await account();
      const first = await customerCredit({ Account__c: parent, PayableSplitPercent__c: 100 });
      const second = { Account__c: parent, PayableSplitPercent__c: 1 };
      await refusedBy('Account', 'PayableSplitsWithinHundred', customerCredit(second));
      await org().update('AccountAttribution__c', first, { Status__c: 'Ended' });
      await customerCredit(second);
    });
  });

  describe('attributions', () => {
    test.each([
      ['OpportunityAttribution__c', credit],
      ['AccountAttribution__c', customerCredit],
    ])('%s holds percentages between 0 and 100', async (object, make) => {
      for (const field of ['CreditPercent__c', 'PayableSplitPercent__c']) {
        await refusedBy(object, 'PercentsBetweenZeroAndHundred', make({ [field]: -0.01 }));
        await refusedBy(object, 'PercentsBetweenZeroAndHundred', make({ [field]: 100.01 }));
        await make({ [field]: 0 });
        await make({ [field]: 100 });
      }
    });

    test.each([
      ['OpportunityAttribution__c', credit],
      ['AccountAttribution__c', customerCredit],
      ['LeadAttribution__c', leadCredit],
    ])('%s says what the partner did', async (object, make) => {
      await refusedBy(object, 'RoleIsGiven', make({ Role__c: null }));
    });

    test.each([
      ['OpportunityAttribution__c', credit],
      ['AccountAttribution__c', customerCredit],
    ] as const)('%s credits delivery to the certified only', async (object, make) => {
      const terms = await program({ CertificationRequired__c: true });
      const day = (offset: number) =>
        new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
      for (const until of [null, day(-2)]) {
        const partner = await partnership({ Program__c: terms, CertifiedUntil__c: until });
        const delivered = { Partnership__c: partner, Role__c: 'Delivered' };
        await refusedBy(object, 'DeliveryNeedsCertification', make(delivered));
        const sold = await make({ Partnership__c: partner, Role__c: 'Sourced' });
        const changed = org().update(object, sold, { Role__c: 'Delivered' });
        await refusedBy(object, 'DeliveryNeedsCertification', changed);
      }
      const partner = await partnership({ Program__c: terms, CertifiedUntil__c: day(1) });
      await make({ Partnership__c: partner, Role__c: 'Delivered' });
    });

    test('made by hand, they are active and say so', async () => {
      const id = await customerCredit();
      expect(
        await org().one(
          `SELECT Status__c, Origin__c, ReasonCode__c FROM AccountAttribution__c WHERE Id = '${id}'`,
        ),
      ).toMatchObject({ Status__c: 'Active', Origin__c: 'Manual', ReasonCode__c: 'ADDED_BY_HAND' });
    });

    test('do not move to another master, though an upsert may repeat the same', async () => {
      const elsewhere = await partnership();
      const deal = await opportunity();
      const home = await partnership();
      const key = unique('credit');
      const values = { Opportunity__c: deal, Partnership__c: home, Role__c: 'Sourced' };
      await org().upsert('OpportunityAttribution__c', key, values);
      await org().upsert('OpportunityAttribution__c', key, values);
      const refused = 'MasterNeverChanges';
      const moved = { ...values, Partnership__c: elsewhere };
      const upsert = org().upsert('OpportunityAttribution__c', key, moved);
      await refusedBy('OpportunityAttribution__c', refused, upsert);
      const away = { Partnership__c: elsewhere };
      for (const [object, make] of [
        ['AccountAttribution__c', customerCredit],
        ['LeadAttribution__c', leadCredit],
        ['CommissionStatement__c', statement],
      ] as const) {
        await refusedBy(object, refused, org().update(object, await make(), away));
      }
    });

    test('a customer credit and a partnership do not end before they start', async () => {
      const dates = { StartDate__c: '2026-09-02', EndDate__c: '2026-09-01' };
      await refusedBy('AccountAttribution__c', 'EndNotBeforeStart', customerCredit(dates));
      await refusedBy('Partnership__c', 'EndNotBeforeStart', partnership(dates));
      await customerCredit({ StartDate__c: '2026-09-01', EndDate__c: '2026-09-01' });
      await customerCredit({ EndDate__c: '2026-09-01' });
    });
  });

  describe('the same pair cannot be made twice', () => {
    test('a partner is in a program once', async () => {
      const pair = { Partner__c: await account(), Program__c: await program() };
      const id = await partnership(pair);
      const refused = await refusal(partnership(pair));
      expect(refused.code).toBe('DUPLICATE_VALUE');
      expect(refused.message).toContain('PairKey__c');
      const { PairKey__c: key } = await org().one(
        `SELECT PairKey__c FROM Partnership__c WHERE Id = '${id}'`,
      );
      expect(key).toBe(`${pair.Partner__c}:${pair.Program__c}`);
      await partnership({ ...pair, Program__c: await program() });
    });

    test('a partner has a role on a record once, and several roles', async () => {
      const partner = await partnership();
      const pairs = [
        [credit, { Opportunity__c: await opportunity(), Partnership__c: partner }],
        [customerCredit, { Account__c: await account(), Partnership__c: partner }],
        [leadCredit, { Lead__c: await lead(), Partnership__c: partner }],
      ] as const;
      for (const [make, pair] of pairs) {
        await make(pair);
        expect((await refusal(make(pair))).code).toBe('DUPLICATE_VALUE');
        await make({ ...pair, Role__c: 'Influenced' });
      }
    });

    test('the key follows the role when that changes', async () => {
      const id = await leadCredit();
      await org().update('LeadAttribution__c', id, { Role__c: 'Delivered' });
      const { PairKey__c: key } = await org().one(
        `SELECT PairKey__c FROM LeadAttribution__c WHERE Id = '${id}'`,
      );
      expect(key).toMatch(/^00Q\w{15}:\w{18}:Delivered$/);
    });
  });
}
