import { refusal } from '../deployed-org.ts';
import {
  account,
  credit,
  customerCredit,
  entry,
  lead,
  leadCredit,
  line,
  opportunity,
  org,
  partnership,
  program,
  statement,
} from '../rules/records.ts';

const sourceOf = (object: string, id: string) =>
  org().one(
    `SELECT SourcingPartnership__c, PartnerInvolvement__c FROM ${object} WHERE Id = '${id}'`,
  );

/** What the flows do with credit: who sourced, defaults, and customers of won deals. */
export function creditFlowCases(): void {
  describe('who sourced a record', () => {
    const parents = [
      ['Opportunity', 'OpportunityAttribution__c', 'Opportunity__c', opportunity, credit],
      ['Account', 'AccountAttribution__c', 'Account__c', account, customerCredit],
      ['Lead', 'LeadAttribution__c', 'Lead__c', lead, leadCredit],
    ] as const;

    test.each(parents)('is kept on %s', async (object, junction, look, parent, attribute) => {
      const record = await parent();
      expect(await sourceOf(object, record)).toMatchObject({ PartnerInvolvement__c: 'Direct' });
      const partner = await partnership();
      const made = await attribute({ [look]: record, Partnership__c: partner });
      expect(await sourceOf(object, record)).toMatchObject({
        SourcingPartnership__c: partner,
        PartnerInvolvement__c: 'Partner Sourced',
      });
      await org().update(junction, made, { Status__c: 'Rejected' });
      expect(await sourceOf(object, record)).toMatchObject({ SourcingPartnership__c: null });
    });

    test('influence involves a partner but sources nothing', async () => {
      const deal = await opportunity();
      await credit({ Opportunity__c: deal, Role__c: 'Influenced' });
      expect(await sourceOf('Opportunity', deal)).toMatchObject({
        SourcingPartnership__c: null,
        PartnerInvolvement__c: 'Partner Involved',
      });
    });
  });

  describe('who made a credit', () => {
    const made = (object: string, id: string) =>
      org().one(`SELECT Origin__c, ReasonCode__c, TouchedAt__c FROM ${object} WHERE Id = '${id}'`);

    test.each([
      ['OpportunityAttribution__c', credit],
      ['AccountAttribution__c', customerCredit],
      ['LeadAttribution__c', leadCredit],
    ] as const)('is said on %s', async (object, make) => {
      const now: unknown = expect.any(String);
      const byHand = { Origin__c: 'Manual', ReasonCode__c: 'ADDED_BY_HAND', TouchedAt__c: now };
      expect(await made(object, await make())).toMatchObject(byHand);
      expect(await made(object, await make({ Origin__c: null }))).toMatchObject(byHand);
      const given = { Origin__c: 'PRM Lead', ReasonCode__c: 'PRM_LEAD' };
      expect(await made(object, await make(given))).toMatchObject(given);
      const synced = { ExternalKey__c: `partnerstack:main:deal:${object}~Sourced` };
      expect(await made(object, await make(synced))).toMatchObject({
        ReasonCode__c: null,
        TouchedAt__c: null,
      });
    });
  });

  describe('defaults of a new credit', () => {
    const shares = (id: string) =>
      org().one(
        `SELECT CreditPercent__c, PayableSplitPercent__c, CreditAmount__c FROM OpportunityAttribution__c WHERE Id = '${id}'`,
      );

    test('the first partner gets all of it, the next what is left: nothing', async () => {
      const deal = { Opportunity__c: await opportunity({ Amount: 500 }) };
      expect(await shares(await credit(deal))).toMatchObject({
        CreditPercent__c: 100,
        PayableSplitPercent__c: 100,
        CreditAmount__c: 500,
      });
      expect(await shares(await credit(deal))).toMatchObject({
        CreditPercent__c: 0,
        PayableSplitPercent__c: 0,
      });
      expect(await shares(await credit({ ...deal, Role__c: 'Influenced' }))).toMatchObject({
        CreditPercent__c: 100,
        PayableSplitPercent__c: 0,
      });
    });

    test('what a person gives stays', async () => {
      const given = { CreditPercent__c: 40, PayableSplitPercent__c: 60, CreditAmount__c: 1 };
      expect(await shares(await credit(given))).toMatchObject(given);
    });

    test('what the service writes is left alone', async () => {
      const id = await credit({ ExternalKey__c: 'partnerstack:main:deal:d1~Sourced' });
      expect(await shares(id)).toMatchObject({
        CreditPercent__c: null,
        PayableSplitPercent__c: null,
      });
    });
  });

  describe('a won deal', () => {
    const credits = (customer: string) =>
      org().one(
        `SELECT COUNT(Id) total FROM AccountAttribution__c WHERE Account__c = '${customer}'`,
      );

    test('credits its customer to its partners for the term of their programs', async () => {
      const customer = await account();
      const deal = await opportunity({ AccountId: customer, CloseDate: '2026-01-31' });
      const partner = await partnership({
        Program__c: await program({ AttributionTermMonths__c: 12 }),
      });
      await credit({ Opportunity__c: deal, Partnership__c: partner, PayableSplitPercent__c: 60 });
      await credit({ Opportunity__c: deal, Role__c: 'Delivered', PayableSplitPercent__c: 40 });
      await credit({ Opportunity__c: deal, Role__c: 'Influenced', Status__c: 'Rejected' });
      await org().update('Opportunity', deal, { StageName: 'Closed Won' });
      expect(await credits(customer)).toMatchObject({ total: 2 });
      expect(
        await org().one(
          `SELECT Role__c, PayableSplitPercent__c, StartDate__c, EndDate__c, ReasonCode__c
          FROM AccountAttribution__c WHERE Account__c = '${customer}' AND Partnership__c = '${partner}'`,
        ),
      ).toMatchObject({
        Role__c: 'Sourced',
        PayableSplitPercent__c: 60,
        StartDate__c: '2026-01-31',
        EndDate__c: '2027-01-31',
        ReasonCode__c: 'OPPORTUNITY_WON',
      });
      await org().update('Opportunity', deal, { Description: 'Saved again.' });
      expect(await credits(customer)).toMatchObject({ total: 2 });
    });

    test('leaves the credits of an existing customer, and customers without partners', async () => {
      const customer = await account();
      await customerCredit({ Account__c: customer });
      const deal = await opportunity({ AccountId: customer });
      await credit({ Opportunity__c: deal });
      await org().update('Opportunity', deal, { StageName: 'Closed Won' });
      expect(await credits(customer)).toMatchObject({ total: 1 });
      const direct = await account();
      await opportunity({ AccountId: direct, StageName: 'Closed Won' });
      expect(await credits(direct)).toMatchObject({ total: 0 });
    });
  });

  describe('nobody deletes money', () => {
    test('a posted entry, a commission and a statement with lines stay', async () => {
      const parent = await statement();
      const posted = await line({ CommissionStatement__c: parent });
      const refused: [string, string, string][] = [
        ['RevenueEntry__c', await entry(), 'A posted entry cannot be deleted.'],
        ['Commission__c', posted, 'A commission line cannot be deleted.'],
        ['CommissionStatement__c', parent, 'This statement has lines'],
      ];
      for (const [object, id, message] of refused) {
        expect((await refusal(org().remove(object, id))).message).toContain(message);
      }
      await org().remove('CommissionStatement__c', await statement());
    });

    test('a partnership with history is ended, an empty one may go', async () => {
      const partner = await partnership();
      await leadCredit({ Partnership__c: partner });
      const { message } = await refusal(org().remove('Partnership__c', partner));
      expect(message).toContain('Set its status to Ended instead.');
      await org().remove('Partnership__c', await partnership());
    });
  });
}
