import type { Values } from '../deployed-org.ts';
import {
  lead,
  opportunity,
  org,
  partnership,
  program,
  refusedBy,
  registration,
} from './records.ts';

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

  test.each([
    [0, 0],
    [1, 1],
    [null, 2],
  ])('a program with %s extensions allows %s', async (allowed, granted) => {
    const terms = await program({ DealRegistrationExtensions__c: allowed });
    const id = await registration({
      Partnership__c: await partnership({ Program__c: terms }),
      Status__c: 'Approved',
      ExpiresOn__c: '2999-01-31',
    });
    const extend = (day: number) =>
      change(id, { ExpiresOn__c: `2999-02-0${day}`, ExtensionReason__c: 'The budget came late.' });
    for (let day = 1; day <= granted; day += 1) await extend(day);
    if (allowed !== null) await refusedBy(object, 'ExtensionWithinTerms', extend(granted + 1));
  });

  describe('passing a lead to a partner', () => {
    test('an offer needs its partner', async () => {
      await refusedBy('Lead', 'PassHasPartner', lead({ PassStatus__c: 'Offered' }));
    });

    test.each(['Expired', 'Taken Back'])(
      'an offer that is %s is made again first',
      async (over) => {
        const id = await lead({ PassedTo__c: await partnership() });
        const become = (status: string) => org().update('Lead', id, { PassStatus__c: status });
        await become(over);
        await refusedBy('Lead', 'AcceptedInTime', become('Accepted'));
        await become('Offered');
        await become('Accepted');
      },
    );
  });
}
