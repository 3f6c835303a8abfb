import { jobSchema } from '../support/flow-org.ts';
import { DATA, startProjectOrg, type OrgUnderTest } from './org.ts';

let under: OrgUnderTest;
beforeAll(async () => {
  under = await startProjectOrg();
  under.org.engine.applySchema(
    jobSchema(
      'matchingRules/Contact.matchingRule',
      'duplicateRules/Contact.Alert_Same_Person.duplicateRule',
    ),
  );
});
afterAll(() => under.org.close());

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_duplicaterules.htm */
test('a duplicate is refused with what it is like, and saved for a caller who says allowSave=true', async () => {
  const ann = { LastName: 'Ray', FirstName: 'Ann' };
  const post = (headers?: Record<string, string>) =>
    under.call('POST', `${DATA}/sobjects/Contact`, ann, headers);
  const first = await post();
  expect(first.status).toBe(201);
  const refused = await post({ 'Sforce-Duplicate-Rule-Header': 'allowSave=false' });
  expect(refused.status).toBe(400);
  expect(refused.body).toMatchObject([
    {
      errorCode: 'DUPLICATES_DETECTED',
      message: 'Use one of these records?',
      duplicateResult: {
        allowSave: true,
        duplicateRule: 'Alert_Same_Person',
        matchResults: [{ rule: 'Same_Person', size: 1 }],
      },
    },
  ]);
  const rows = { records: [{ attributes: { type: 'Contact' }, ...ann }] };
  const { body } = await under.call('POST', `${DATA}/composite/sobjects`, rows);
  expect(body).toMatchObject([
    { success: false, errors: [{ statusCode: 'DUPLICATES_DETECTED', duplicateResult: {} }] },
  ]);
  const known = await post({
    'Sforce-Duplicate-Rule-Header': 'allowSave=true; includeRecordDetails=true',
  });
  expect(known.status).toBe(201);
});
