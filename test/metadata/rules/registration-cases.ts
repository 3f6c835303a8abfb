import type { Values } from '../deployed-org.ts';
import { opportunity, org, partnership, refusedBy, registration } from './records.ts';

const object = 'DealRegistration__c';
const change = (id: string, values: Values) => org().update(object, id, values);

/** Cases of deal registrations: what may be decided, converted and extended. */
export function registrationCases(): void {
  describe('deal registrations', () => {
    test.each<[string, Values]>([
      ['ProspectIsNamed', { Company__c: null }],
      ['RejectionHasReason', { Status__c: 'Rejected' }],
      ['ConvertedHasOpportunity', { Status__c: 'Converted' }],
      ['ConflictIsDecided', { Status__c: 'Approved', ConflictStatus__c: 'Conflict' }],
      ['OverrideHasReason', { ConflictStatus__c: 'Overridden' }],
      [
        'ExpiryNotBeforeSubmission',
        { SubmittedAt__c: '2026-09-05T10:00:00.000Z', ExpiresOn__c: '2026-09-04' },
      ],
      ['NoNegativeAmounts', { ExpectedAmount__c: -0.01 }],
      ['NoNegativeAmounts', { ProtectionDays__c: -1 }],
    ])('%s refuses %j', async (name, values) => {
      await refusedBy(object, name, registration(values));
    });

    test.each<[Values]>([
      [{ Status__c: 'Rejected', DecisionReason__c: 'Already a customer.' }],
      [{ ConflictStatus__c: 'Overridden', DecisionReason__c: 'Another product.' }],
      [{ SubmittedAt__c: '2026-09-05T10:00:00.000Z', ExpiresOn__c: '2026-09-05' }],
      [{ ExpectedAmount__c: 0, ProtectionDays__c: 0 }],
    ])('%j is a sound registration', async (values) => {
      await registration(values);
    });

    test('a registration stays with the partner who made it', async () => {
      const id = await registration();
      const write = change(id, { Partnership__c: await partnership() });
      await refusedBy(object, 'PartnershipNeverChanges', write);
    });

    test.each(['Approved', 'Withdrawn'])('a %s one is never submitted again', async (status) => {
      const id = await registration({ Status__c: status });
      for (const back of ['Submitted', 'In Review']) {
        await refusedBy(object, 'DecidedNeverReturns', change(id, { Status__c: back }));
      }
    });

    test.each(['Submitted', 'In Review', 'Rejected', 'Withdrawn'])(
      'a %s one is not converted without approval',
      async (status) => {
        const id = await registration({ Status__c: status, DecisionReason__c: 'Not for us.' });
        const converted = { Status__c: 'Converted', Opportunity__c: await opportunity() };
        await refusedBy(object, 'OnlyApprovedConverts', change(id, converted));
      },
    );

    test('a longer protection is explained, a shorter one need not be', async () => {
      const id = await registration({ Status__c: 'Approved', ExpiresOn__c: '2999-01-31' });
      const later = { ExpiresOn__c: '2999-02-28' };
      await refusedBy(object, 'ExtensionHasReason', change(id, later));
      await change(id, { ExpiresOn__c: '2999-01-30' });
      await change(id, { ...later, ExtensionReason__c: 'The budget came late.' });
    });
  });
}
