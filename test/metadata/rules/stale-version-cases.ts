import type { Values } from '../deployed-org.ts';
import {
  account,
  credit,
  customerCredit,
  fundRequest,
  leadCredit,
  opportunity,
  org,
  partnership,
  program,
  refusedBy,
  registration,
  unique,
} from './records.ts';

/** Cases of the version guard, on every synced object. */
export function staleVersionCases(): void {
  describe('an older version never overwrites a newer one', () => {
    const makers: [string, (values: Values) => Promise<string>][] = [
      ['Account', account],
      ['Contact', (values) => org().create('Contact', { LastName: unique('Person'), ...values })],
      [
        'Lead',
        (values) =>
          org().create('Lead', { LastName: unique('Person'), Company: 'Acme', ...values }),
      ],
      ['Opportunity', opportunity],
      ['PartnerProgram__c', program],
      ['Partnership__c', partnership],
      ['OpportunityAttribution__c', credit],
      ['AccountAttribution__c', customerCredit],
      ['LeadAttribution__c', leadCredit],
      ['DealRegistration__c', registration],
      ['FundRequest__c', fundRequest],
      ['ExternalIdentity__c', (values) => org().create('ExternalIdentity__c', values)],
    ];

    test.each(makers)('on %s', async (object, make) => {
      const id = await make({ ExternalKey__c: unique('key'), SourceVersion__c: 1_774_000_000_001 });
      await refusedBy(
        object,
        'SourceVersionNeverFalls',
        org().update(object, id, { SourceVersion__c: 1_774_000_000_000 }),
      );
      await org().update(object, id, { SourceVersion__c: 1_774_000_000_001 });
      await org().update(object, id, { SourceVersion__c: 1_774_000_000_002 });
      const { SourceVersion__c: version } = await org().one(
        `SELECT SourceVersion__c FROM ${object} WHERE Id = '${id}'`,
      );
      expect(version).toBe(1_774_000_000_002);
    });
  });
}
