import { DATA, startProjectOrg, type OrgUnderTest } from './org.ts';

let under: OrgUnderTest;
beforeAll(async () => {
  under = await startProjectOrg();
});
afterAll(() => under.org.close());
beforeEach(() => under.org.reset());

const composite = (compositeRequest: object[], allOrNone?: boolean) =>
  under.call('POST', `${DATA}/composite`, { allOrNone, compositeRequest });
const create = (referenceId: string, object: string, body: object) => ({
  method: 'POST',
  url: `${DATA}/sobjects/${object}`,
  referenceId,
  body,
});
const count = async (object: string): Promise<number> =>
  (await under.connection.query(`SELECT COUNT() FROM ${object}`)).totalSize;
const responses = (body: unknown) =>
  (body as { compositeResponse: { httpStatusCode: number; referenceId: string; body: unknown }[] })
    .compositeResponse;

test('later requests refer to earlier answers: created ids, query results, collection results', async () => {
  const soql = encodeURIComponent("SELECT Id FROM Account WHERE Name = 'Acme'");
  const { status, body } = await composite([
    create('account', 'Account', { Name: 'Acme' }),
    { method: 'GET', url: `${DATA}/query?q=${soql}`, referenceId: 'found' },
    create('project', 'Project__c', { Name: 'P', Account__c: '@{found.records[0].Id}' }),
    {
      method: 'PATCH',
      url: `${DATA}/composite/sobjects/Project__c/Key__c`,
      referenceId: 'rows',
      body: {
        records: [{ attributes: { type: 'Project__c' }, Key__c: 'k', Account__c: '@{account.id}' }],
      },
    },
    {
      method: 'GET',
      url: `${DATA}/sobjects/Project__c/@{rows[0].id}?fields=Account__c`,
      referenceId: 'row',
    },
  ]);
  expect(status).toBe(200);
  const answers = responses(body);
  expect(answers.map(({ httpStatusCode }) => httpStatusCode)).toEqual([201, 200, 201, 200, 200]);
  const { id } = answers[0]?.body as { id: string };
  expect(answers[4]?.body).toMatchObject({ Account__c: id });
  const related = await under.connection.query(
    `SELECT Id FROM Project__c WHERE Account__c = '${id}'`,
  );
  expect(related.totalSize).toBe(2);
});

test('it counts as one API call', async () => {
  under.org.resetApiCalls();
  await composite([create('a', 'Account', { Name: 'A' }), create('b', 'Account', { Name: 'B' })]);
  expect(under.org.apiCalls()).toBe(1);
});

test('without allOrNone a failure stands alone; what refers to it is halted', async () => {
  const { body } = await composite([
    create('bad', 'Account', {}),
    create('good', 'Account', { Name: 'A' }),
    create('dependent', 'Project__c', { Account__c: '@{bad.id}' }),
  ]);
  expect(responses(body)).toMatchObject([
    { httpStatusCode: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] },
    { httpStatusCode: 201 },
    { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
  ]);
  expect(await count('Account')).toBe(1);
});

test('with allOrNone one failure takes everything back', async () => {
  const { status, body } = await composite(
    [
      create('good', 'Account', { Name: 'A' }),
      create('bad', 'Account', {}),
      create('late', 'Account', { Name: 'B' }),
    ],
    true,
  );
  expect(status).toBe(200);
  expect(responses(body)).toMatchObject([
    { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
    { httpStatusCode: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] },
    { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
  ]);
  expect(await count('Account')).toBe(0);
});

test.each<[what: string, requests: object[]]>([
  [
    '26 requests',
    Array.from({ length: 26 }, (_, index) => create(`r${index}`, 'Account', { Name: 'A' })),
  ],
  [
    'six queries',
    Array.from({ length: 6 }, (_, index) => ({
      method: 'GET',
      url: `${DATA}/query?q=SELECT+Id+FROM+Account`,
      referenceId: `r${index}`,
    })),
  ],
  [
    'two requests of one name',
    [create('a', 'Account', { Name: 'A' }), create('a', 'Account', { Name: 'B' })],
  ],
  ['a request without a name', [{ method: 'GET', url: `${DATA}/limits` }]],
])('%s are refused as a whole', async (_what, requests) => {
  expect((await composite(requests)).status).toBe(400);
  expect(await count('Account')).toBe(0);
});

test('25 requests with five collections pass', async () => {
  const collections = Array.from({ length: 5 }, (_, index) => ({
    method: 'PATCH',
    url: `${DATA}/composite/sobjects/Project__c/Key__c`,
    referenceId: `c${index}`,
    body: { records: [{ attributes: { type: 'Project__c' }, Key__c: `k${index}` }] },
  }));
  const creates = Array.from({ length: 20 }, (_, index) =>
    create(`r${index}`, 'Account', { Name: 'A' }),
  );
  const { body } = await composite([...collections, ...creates]);
  expect(responses(body).every(({ httpStatusCode }) => httpStatusCode < 300)).toBe(true);
});

test('a batch runs independent requests, and stops at an error when asked to', async () => {
  const batchRequests = [
    { method: 'POST', url: 'v68.0/sobjects/Account', richInput: {} },
    { method: 'GET', url: 'v68.0/limits' },
  ];
  const run = (haltOnError: boolean) =>
    under.call('POST', `${DATA}/composite/batch`, { batchRequests, haltOnError });
  expect((await run(false)).body).toMatchObject({
    hasErrors: true,
    results: [{ statusCode: 400 }, { statusCode: 200 }],
  });
  expect((await run(true)).body).toMatchObject({
    results: [{ statusCode: 400 }, { statusCode: 412 }],
  });
});

test('a tree creates parents with their children, all or none', async () => {
  const tree = (child: object) => ({
    records: [
      {
        attributes: { type: 'Account', referenceId: 'parent' },
        Name: 'Acme',
        Projects__r: {
          records: [{ attributes: { type: 'Project__c', referenceId: 'child' }, ...child }],
        },
      },
    ],
  });
  const path = `${DATA}/composite/tree/Account`;
  const good = await under.call('POST', path, tree({ Name: 'P' }));
  expect(good).toMatchObject({
    status: 201,
    body: { hasErrors: false, results: [{ referenceId: 'parent' }, { referenceId: 'child' }] },
  });
  const related = await under.connection.query(
    "SELECT Id FROM Project__c WHERE Account__r.Name = 'Acme'",
  );
  expect(related.totalSize).toBe(1);
  const bad = await under.call('POST', path, tree({ Nope__c: 1 }));
  expect(bad).toMatchObject({
    status: 400,
    body: {
      hasErrors: true,
      results: [{ referenceId: 'child', errors: [{ statusCode: 'INVALID_FIELD' }] }],
    },
  });
  expect(await count('Account')).toBe(1);
});
