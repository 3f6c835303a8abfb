import type { Values } from '../deployed-org.ts';
import {
  account,
  opportunity,
  org,
  partnership,
  program,
  registration,
  unique,
} from '../rules/records.ts';

const read = (id: string, ...names: string[]) =>
  org().one(`SELECT ${names.join(', ')} FROM DealRegistration__c WHERE Id = '${id}'`);
const conflictOf = (id: string) =>
  read(
    id,
    'ConflictStatus__c',
    'ConflictCode__c',
    'ConflictReason__c',
    'PartnerMessage__c',
    'ConflictingRegistration__c',
    'ConflictingAccount__c',
    'ConflictingOpportunity__c',
  );
const day = (offset: number) =>
  new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/** What the flows do with a deal registration, from submission to the credit of its partner. */
export function registrationFlowCases(): void {
  describe('the conflict check at submission', () => {
    test('a company that nobody knows is free', async () => {
      const id = await registration({ Domain__c: `${unique('free')}.example` });
      expect(await conflictOf(id)).toMatchObject({
        ConflictStatus__c: 'None',
        ConflictCode__c: null,
        ConflictReason__c: 'No open registration, account or opportunity has this domain or name.',
      });
    });

    test('another partner was first: we read who, the partner does not', async () => {
      const domain = `${unique('taken')}.example`;
      const first = await registration({ Domain__c: `www.${domain.toUpperCase()}` });
      const { Name } = await read(first, 'Name');
      const second = await registration({ Domain__c: domain });
      const conflict = await conflictOf(second);
      expect(conflict).toMatchObject({
        ConflictStatus__c: 'Conflict',
        ConflictCode__c: 'REGISTERED_BY_ANOTHER_PARTNER',
        ConflictingRegistration__c: first,
      });
      expect(conflict['ConflictReason__c']).toContain(String(Name));
      expect(conflict['PartnerMessage__c']).not.toContain(String(Name));
      expect(await conflictOf(first)).toMatchObject({ ConflictStatus__c: 'None' });
    });

    test('the same partner twice is asked whether it is the same deal', async () => {
      const twice = { Partnership__c: await partnership(), Company__c: 'Twice and Sons' };
      const first = await registration(twice);
      const second = await registration({ ...twice, Company__c: 'TWICE AND SONS' });
      expect(await conflictOf(second)).toMatchObject({
        ConflictCode__c: 'REGISTERED_BY_SAME_PARTNER',
        ConflictingRegistration__c: first,
      });
    });

    test.each(['Rejected', 'Withdrawn', 'Expired'])(
      'a registration that is %s stands in nobody’s way',
      async (status) => {
        const company = { Company__c: unique('Over') };
        await registration({ ...company, Status__c: status, DecisionReason__c: 'Not for us.' });
        const later = await registration(company);
        expect(await conflictOf(later)).toMatchObject({ ConflictStatus__c: 'None' });
      },
    );

    test('an account that we know, without and with an open deal', async () => {
      const domain = `${unique('known')}.example`;
      const known = await account({ Website: `https://www.${domain}/about` });
      const quiet = await registration({ Domain__c: domain });
      expect(await conflictOf(quiet)).toMatchObject({
        ConflictCode__c: 'EXISTING_ACCOUNT',
        ConflictingAccount__c: known,
        ConflictingOpportunity__c: null,
      });
      await org().update('DealRegistration__c', quiet, { Status__c: 'Withdrawn' });
      const deal = await opportunity({ AccountId: known });
      const busy = await registration({ Domain__c: domain });
      expect(await conflictOf(busy)).toMatchObject({
        ConflictCode__c: 'OPEN_OPPORTUNITY',
        ConflictingAccount__c: known,
        ConflictingOpportunity__c: deal,
      });
    });

    test('the partner itself is no conflict', async () => {
      const name = unique('Own Company');
      const partner = await account({ Name: name });
      const own = { Partnership__c: await partnership({ Partner__c: partner }), Company__c: name };
      expect(await conflictOf(await registration(own))).toMatchObject({
        ConflictStatus__c: 'None',
      });
    });
  });

  describe('dates and conversion', () => {
    async function approved(values: Values = {}): Promise<string> {
      const terms = { DealRegistrationTermDays__c: 30, DefaultRole__c: 'Sourced' };
      const partner = await partnership({ Program__c: await program(terms) });
      return registration({ Partnership__c: partner, Status__c: 'Approved', ...values });
    }

    test('approval starts the protection of the program', async () => {
      const id = await approved();
      const names = ['ProtectionDays__c', 'ExpiresOn__c', 'DaysLeft__c', 'ExtensionCount__c'];
      expect(await read(id, ...names)).toMatchObject({
        ProtectionDays__c: 30,
        ExpiresOn__c: day(30),
        DaysLeft__c: 30,
        ExtensionCount__c: 0,
      });
      const stamps = await read(id, 'SubmittedAt__c', 'DecidedAt__c', 'DecidedBy__c');
      expect(Object.values(stamps)).not.toContain(null);
    });

    test('a term of its own and a late submission are kept', async () => {
      const late = { ProtectionDays__c: 7, SubmittedAt__c: '2026-01-05T08:00:00.000Z' };
      const id = await approved(late);
      const names = ['ExpiresOn__c', 'SubmittedAt__c'];
      const { ExpiresOn__c, SubmittedAt__c } = await read(id, ...names);
      expect(ExpiresOn__c).toBe(day(7));
      expect(String(SubmittedAt__c)).toContain('2026-01-05T08:00:00.000');
    });

    test('every extension counts', async () => {
      const id = await approved();
      for (const offset of [40, 50]) {
        await org().update('DealRegistration__c', id, {
          ExpiresOn__c: day(offset),
          ExtensionReason__c: 'The budget came late.',
        });
      }
      await org().update('DealRegistration__c', id, { Product__c: 'Seats' });
      expect(await read(id, 'ExtensionCount__c')).toMatchObject({ ExtensionCount__c: 2 });
    });

    test('the linked opportunity converts the deal and credits the partner, once', async () => {
      const id = await approved({ SubmittedAt__c: '2026-01-05T08:00:00.000Z' });
      const deal = await opportunity({ Amount: 1000 });
      await org().update('DealRegistration__c', id, { Opportunity__c: deal });
      await org().update('DealRegistration__c', id, { Product__c: 'Seats' });
      const { Status__c, Partnership__c } = await read(id, 'Status__c', 'Partnership__c');
      expect(Status__c).toBe('Converted');
      expect(
        await org().one(
          `SELECT Partnership__c, Role__c, CreditPercent__c, PayableSplitPercent__c, CreditAmount__c, ReasonCode__c
          FROM OpportunityAttribution__c WHERE Opportunity__c = '${deal}'`,
        ),
      ).toMatchObject({
        Partnership__c,
        Role__c: 'Sourced',
        CreditPercent__c: 100,
        PayableSplitPercent__c: 100,
        CreditAmount__c: 1000,
        ReasonCode__c: 'DEAL_REGISTERED',
      });
    });
  });
}
