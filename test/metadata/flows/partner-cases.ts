import { account, lead, org, partnership, program } from '../rules/records.ts';

/** What the flows do for partners: simple mode, lead pass, and the domain that companies are matched by. */
export function partnerFlowCases(): void {
  test.each([
    ['https://www.Acme.example/de/start?x=1', 'acme.example'],
    ['http://acme.example', 'acme.example'],
    ['shop.acme.example/', 'shop.acme.example'],
    [null, null],
  ])('the website %s has the domain %s', async (website, domain) => {
    const id = await account({ Website: website });
    const read = await org().one(`SELECT MatchDomain__c FROM Account WHERE Id = '${id}'`);
    expect(read).toMatchObject({ MatchDomain__c: domain });
  });

  test('a lead that is passed on is offered until the program’s last day', async () => {
    const id = await lead();
    const read = () =>
      org().one(`SELECT PassStatus__c, PassedAt__c, AcceptBy__c FROM Lead WHERE Id = '${id}'`);
    expect(await read()).toMatchObject({ PassStatus__c: null, PassedAt__c: null });
    const days = await partnership({ Program__c: await program({ LeadAcceptDays__c: 3 }) });
    await org().update('Lead', id, { PassedTo__c: days });
    const offer = await read();
    expect(offer).toMatchObject({ PassStatus__c: 'Offered' });
    const accept = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    expect(offer['AcceptBy__c']).toBe(accept);
    await org().update('Lead', id, { PassStatus__c: 'Declined' });
    const open = await partnership({ Program__c: await program({ LeadAcceptDays__c: null }) });
    await org().update('Lead', id, { PassedTo__c: open });
    expect(await read()).toMatchObject({ PassStatus__c: 'Offered', AcceptBy__c: null });
  });

  describe('simple mode', () => {
    const partnerships = (id: string) =>
      org().one(`SELECT COUNT(Id) total FROM Partnership__c WHERE Partner__c = '${id}'`);

    test('one program: a partner account gets its partnership, a customer none', async () => {
      const type = async (name: string) => {
        const soql = `SELECT Id FROM RecordType WHERE SobjectType = 'Account' AND DeveloperName = '${name}'`;
        return { RecordTypeId: (await org().one(soql))['Id'] };
      };
      const [partner, customer] = [await type('Partner'), await type('Customer')];
      expect(await partnerships(await account(partner))).toMatchObject({ total: 0 });
      const only = await program({ SimpleMode__c: true });
      const made = await account(partner);
      expect(
        await org().one(
          `SELECT Program__c, Status__c FROM Partnership__c WHERE Partner__c = '${made}'`,
        ),
      ).toMatchObject({ Program__c: only, Status__c: 'Active' });
      await org().update('Account', made, { Description: 'Saved again.' });
      expect(await partnerships(made)).toMatchObject({ total: 1 });
      const became = await account(customer);
      expect(await partnerships(became)).toMatchObject({ total: 0 });
      await org().update('Account', became, partner);
      expect(await partnerships(became)).toMatchObject({ total: 1 });
      const second = await program({ SimpleMode__c: true });
      expect(await partnerships(await account(partner))).toMatchObject({ total: 0 });
      await org().update('PartnerProgram__c', second, { SimpleMode__c: false });
    });
  });
}
