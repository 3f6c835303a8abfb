import { account, customerCredit, lead, leadCredit, org, partnership } from '../rules/records.ts';

/** What becomes of the partners of a lead when it is converted, over SOAP as Salesforce does it. */
export function conversionFlowCases(): void {
  describe('a converted lead', () => {
    const credits = (object: string, field: string, id: string) =>
      org().all(
        `SELECT Partnership__c, Role__c, CreditPercent__c, PayableSplitPercent__c, ReasonCode__c
        FROM ${object} WHERE ${field} = '${id}' ORDER BY PayableSplitPercent__c DESC`,
      );

    test('hands its partners to the deal and the customer, the first touch with the whole split', async () => {
      const person = await lead({ CustomerOwnership__c: 'White Label', Product__c: 'Seats' });
      const [first, second] = [await partnership(), await partnership()];
      await leadCredit({
        Lead__c: person,
        Partnership__c: second,
        Role__c: 'Delivered',
        TouchedAt__c: '2026-02-01T00:00:00Z',
      });
      await leadCredit({
        Lead__c: person,
        Partnership__c: first,
        TouchedAt__c: '2026-01-01T00:00:00Z',
      });
      await leadCredit({
        Lead__c: person,
        Status__c: 'Rejected',
        TouchedAt__c: '2025-01-01T00:00:00Z',
      });
      const { accountId, opportunityId } = await org().convert(person);
      const carried = { CreditPercent__c: 100, ReasonCode__c: 'CARRIED_FROM_LEAD' };
      const expected = [
        { ...carried, Partnership__c: first, Role__c: 'Sourced', PayableSplitPercent__c: 100 },
        { ...carried, Partnership__c: second, Role__c: 'Delivered', PayableSplitPercent__c: 0 },
      ];
      expect(
        await credits('OpportunityAttribution__c', 'Opportunity__c', opportunityId),
      ).toMatchObject(expected);
      expect(await credits('AccountAttribution__c', 'Account__c', accountId)).toMatchObject(
        expected,
      );
      const soql = `SELECT ContactSuppressed__c, Product__c, SourcingPartnership__c FROM Opportunity WHERE Id = '${opportunityId}'`;
      expect(await org().one(soql)).toMatchObject({
        ContactSuppressed__c: true,
        Product__c: 'Seats',
        SourcingPartnership__c: first,
      });
    });

    test('leaves the credits of a customer that has some', async () => {
      const customer = await account();
      await customerCredit({ Account__c: customer });
      const person = await lead();
      await leadCredit({ Lead__c: person });
      const { opportunityId } = await org().convert(person, customer);
      expect(await credits('AccountAttribution__c', 'Account__c', customer)).toHaveLength(1);
      expect(
        await credits('OpportunityAttribution__c', 'Opportunity__c', opportunityId),
      ).toHaveLength(1);
    });
  });
}
