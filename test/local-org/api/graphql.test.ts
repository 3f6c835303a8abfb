import { startConformanceOrg, type ConformanceOrg } from '../soql/conformance-org.ts';
import { DATA } from './org.ts';

let under: ConformanceOrg;
beforeAll(async () => {
  under = await startConformanceOrg();
});
afterAll(() => under.org.close());

const page = (name: string): string =>
  `https://developer.salesforce.com/docs/platform/graphql/guide/${name}.html`;

async function ask(
  query: string,
  variables?: Record<string, unknown>,
): Promise<{ data: unknown; errors: unknown[] }> {
  const { status, body } = await under.call('POST', `${DATA}/graphql`, { query, variables });
  expect(status).toBe(200);
  return body as { data: unknown; errors: unknown[] };
}

/** The names that a connection to an object finds: "One Two". */
async function names(object: string, args: string): Promise<string> {
  const { data, errors } = await ask(
    `{ uiapi { query { ${object}${args} { edges { node { Name { value } } } } } } }`,
  );
  expect(errors).toEqual([]);
  const connection = (
    data as { uiapi: { query: Record<string, { edges: { node: { Name: { value: string } } }[] }> } }
  ).uiapi.query[object];
  return (connection?.edges ?? []).map(({ node }) => node.Name.value).join(' ');
}

const found: { page: string; object?: string; args: string; names: string }[] = [
  { page: page('query-record-objects'), args: '(orderBy: { Name: { order: ASC } })', names: 'One Three Two' },
  { page: page('filter-fields'), args: '(where: { Name: { eq: "one" } })', names: 'One' },
  { page: page('filter-fields'), args: '(where: { Name: { ne: "One" } }, orderBy: { Name: { order: DESC } })', names: 'Two Three' },
  { page: page('filter-fields'), args: '(where: { Name: { like: "T%" } }, orderBy: { Name: { order: ASC } })', names: 'Three Two' },
  { page: page('filter-fields'), args: '(where: { Name: { in: ["One", "Two"] } }, orderBy: { Name: { order: ASC } })', names: 'One Two' },
  { page: page('filter-fields'), args: '(where: { Name: { in: [] } })', names: '' },
  { page: page('filter-fields'), args: '(where: { Name: { nin: ["One", "Two"] } })', names: 'Three' },
  { page: page('filter-fields'), args: '(where: { Budget__c: { gt: 10, lte: 20 } })', names: 'Two' },
  { page: page('filter-fields'), args: '(where: { Status__c: { eq: null } })', names: 'Three' },
  { page: page('filter-fields'), args: '(where: { Done__c: { eq: true } })', names: '' },
  { page: page('filter-logical'), args: '(where: { or: [{ Name: { eq: "One" } }, { Budget__c: { gte: 30 } }] }, orderBy: { Name: { order: ASC } })', names: 'One Three' },
  { page: page('filter-logical'), args: '(where: { and: [{ Name: { like: "T%" } }, { Budget__c: { lt: 30 } }] })', names: 'Two' },
  { page: page('filter-logical'), args: '(where: { not: { Name: { like: "T%" } } })', names: 'One' },
  { page: page('filter-parent'), args: '(where: { Account__r: { Name: { eq: "Acme" } } }, orderBy: { Account__r: { Name: { order: ASC } }, Name: { order: DESC } })', names: 'Two One' },
  { page: page('filter-dates'), args: '(where: { Due__c: { eq: { literal: TODAY } } })', names: 'One' },
  { page: page('filter-dates'), args: '(where: { Due__c: { lt: { value: "2026-01-01" } } })', names: 'Three' },
  { page: page('filter-dates'), args: '(where: { Due__c: { eq: { range: { last_n_days: 30 } } } }, orderBy: { Name: { order: ASC } })', names: 'One Two' },
  { page: page('query-scope'), args: '(scope: MINE, first: 1, orderBy: { Name: { order: ASC } })', names: 'One' },
  { page: page('orderby'), args: '(orderBy: { Status__c: { order: ASC, nulls: LAST } })', names: 'Two One Three' },
  { page: page('filter-fields'), object: 'Account', args: '(where: { Name: { eq: "ärzte" } })', names: 'ÄRZTE' },
]; // prettier-ignore

test.each(found)('$args finds $names', async ({ object, args, names: expected }) => {
  expect(await names(object ?? 'Project__c', args)).toBe(expected);
});

test('fields come with their values and how they are shown; parents and child lists nest', async () => {
  const { data, errors } = await ask(`query {
    uiapi { query { Account(where: { Name: { eq: "Acme" } }) { totalCount edges { node {
      Id ApiName AnnualRevenue { value displayValue } Industry { value displayValue }
      Owner { Name { value } }
      projects: Projects__r(first: 1, orderBy: { Name: { order: ASC } }) { totalCount edges { node { Name { value } Account__r { Name { value } } } } }
    } } } } }
  }`);
  expect(errors).toEqual([]);
  expect(data).toEqual({
    uiapi: {
      query: {
        Account: {
          totalCount: 1,
          edges: [
            {
              node: {
                Id: under.ids['acme'],
                ApiName: 'Account',
                AnnualRevenue: { value: 24000, displayValue: '$24,000.00' },
                Industry: { value: 'Energy', displayValue: 'Energy' },
                Owner: { Name: { value: 'Local Admin' } },
                projects: {
                  totalCount: 2,
                  edges: [
                    { node: { Name: { value: 'One' }, Account__r: { Name: { value: 'Acme' } } } },
                  ],
                },
              },
            },
          ],
        },
      },
    },
  });
});

test('pages follow each other by cursor, with variables', async () => {
  const query = `query page($after: String, $size: Int = 2) { uiapi { query { Project__c(first: $size, after: $after, orderBy: { Name: { order: ASC } }) {
    edges { cursor node { Name { value } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } } } }`;
  interface Page {
    uiapi: { query: { Project__c: { pageInfo: { endCursor: string }; edges: unknown[] } } };
  }
  const first = (await ask(query)).data as Page;
  expect(first.uiapi.query.Project__c).toMatchObject({
    totalCount: 3,
    edges: [{}, {}],
    pageInfo: { hasNextPage: true, hasPreviousPage: false },
  });
  const after = first.uiapi.query.Project__c.pageInfo.endCursor;
  const second = (await ask(query, { after })).data as Page;
  expect(second.uiapi.query.Project__c).toMatchObject({
    edges: [{ node: { Name: { value: 'Two' } } }],
    pageInfo: { hasNextPage: false, hasPreviousPage: true },
  });
});

test('what a lookup with several targets points at is read by its type', async () => {
  const { data, errors } =
    await ask(`{ uiapi { query { Task(orderBy: { Subject: { order: ASC } }) { edges { node {
    Who { ... on Contact { Name { value } } ... on Lead { LastName { value } } } } } } } } }`);
  expect(errors).toEqual([]);
  expect(data).toMatchObject({
    uiapi: {
      query: {
        Task: {
          edges: [
            { node: { Who: { Name: { value: 'Ann Kim' } } } },
            { node: { Who: { LastName: { value: 'L0' } } } },
          ],
        },
      },
    },
  });
});

test('fragments and @include are followed', async () => {
  const query = `query ($isFull: Boolean!) { uiapi { query { Project__c(where: { Name: { eq: "One" } }) { edges { node { ...short Budget__c @include(if: $isFull) { value } } } } } } }
    fragment short on Project__c { Name { value } }`;
  const node = async (isFull: boolean) =>
    (await ask(query, { isFull })).data as {
      uiapi: { query: { Project__c: { edges: { node: unknown }[] } } };
    };
  expect((await node(true)).uiapi.query.Project__c.edges[0]?.node).toEqual({
    Name: { value: 'One' },
    Budget__c: { value: 10 },
  });
  expect((await node(false)).uiapi.query.Project__c.edges[0]?.node).toEqual({
    Name: { value: 'One' },
  });
});

test('aggregates are grouped and summed', async () => {
  const { data, errors } =
    await ask(`{ uiapi { aggregate { Project__c(groupBy: { Account__c: { group: true } }) { edges { node { aggregate {
    Account__c { value } Budget__c { sum { value } max { value } } Id { count { value } } } } } } } } }`);
  expect(errors).toEqual([]);
  expect(data).toMatchObject({
    uiapi: { aggregate: { Project__c: { edges: [
      { node: { aggregate: { Account__c: { value: null }, Id: { count: { value: 1 } } } } },
      { node: { aggregate: { Account__c: { value: under.ids['acme'] }, Budget__c: { sum: { value: 30 }, max: { value: 20 } } } } },
    ] } } },
  }); // prettier-ignore
});

test('objects and the current user can be asked about', async () => {
  const { data, errors } = await ask(
    '{ uiapi { objectInfos(apiNames: ["Project__c"]) { ApiName label fields { ApiName label } } currentUser { Name { value } } } }',
  );
  expect(errors).toEqual([]);
  expect(data).toMatchObject({
    uiapi: {
      objectInfos: [
        {
          ApiName: 'Project__c',
          label: 'Project',
          fields: expect.arrayContaining([{ ApiName: 'Budget__c', label: 'Budget' }]),
        },
      ],
      currentUser: { Name: { value: 'Local Admin' } },
    },
  });
});

test('records are created, changed and deleted by mutations', async () => {
  interface Created { uiapi: { Project__cCreate: { Record: { Id: string } } } }
  const created = await ask(
    'mutation { uiapi { Project__cCreate(input: { Project__c: { Name: "Made" } }) { Record { Id Name { value } } } } }',
  );
  expect(created).toMatchObject({
    errors: [],
    data: { uiapi: { Project__cCreate: { Record: { Name: { value: 'Made' } } } } },
  });
  const { Id } = (created.data as Created).uiapi.Project__cCreate.Record;
  const updated = await ask(
    'mutation ($id: IdOrRef!) { uiapi { Project__cUpdate(input: { Id: $id, Project__c: { Budget__c: 3 } }) { Record { Budget__c { displayValue } } } } }',
    { id: Id },
  );
  expect(updated).toMatchObject({
    data: { uiapi: { Project__cUpdate: { Record: { Budget__c: { displayValue: '$3.00' } } } } },
  });
  expect(
    await ask(`mutation { uiapi { Project__cDelete(input: { Id: "${Id}" }) { Id } } }`),
  ).toMatchObject({ data: { uiapi: { Project__cDelete: { Id } } } });
  expect(await names('Project__c', '(where: { Name: { eq: "Made" } })')).toBe('');
});

const refused: [query: string, errorType: string, text: string][] = [
  ['{ uiapi { query { ', 'InvalidSyntax', 'Syntax'],
  ['{ uiapi { query { Nope__c { edges { node { Id } } } } } }', 'ValidationError', "Field 'Nope__c' in type 'RecordQuery' is undefined"],
  ['{ uiapi { query { Account { edges { node { Nope { value } } } } } } }', 'ValidationError', "Field 'Nope' in type 'Account' is undefined @ 'uiapi/query/Account/edges/node/Nope'"],
  ['{ uiapi { query { Account { edges { node { Name } } } } } }', 'ValidationError', 'SubselectionRequired'],
  ['{ uiapi { query { Account(where: { Nope: { eq: 1 } }) { edges { node { Id } } } } } }', 'ValidationError', "'Account_Filter': 'Nope'"],
  ['{ uiapi { query { Account(first: 2001) { edges { node { Id } } } } } }', 'DataFetchingException', '2000'],
  ['{ uiapi { query { Account(after: "x") { edges { node { Id } } } } } }', 'DataFetchingException', 'cursor'],
  ['{ uiapi { query { Account(where: { AnnualRevenue: { eq: "1" } }) { edges { node { Id } } } } } }', 'DataFetchingException', 'must be of type double'],
  ['query ($a: ID!) { uiapi { query { Account(where: { Id: { eq: $a } }) { edges { node { Id } } } } } }', 'ValidationError', "Variable 'a'"],
  ['{ uiapi { query { Account(where: { Id: { inq: {} } }) { edges { node { Id } } } } } }', 'OperationNotSupported', 'NOT_IMPLEMENTED_LOCALLY'],
  ['subscription { uiapi { Id } }', 'OperationNotSupported', 'Subscriptions'],
  ['{ other { Id } }', 'ValidationError', "Field 'other' in type 'Query' is undefined"],
  ['mutation { uiapi { ContactCreate(input: { Contact: {} }) { Record { Id } } } }', 'DataFetchingException', 'Required fields are missing'],
]; // prettier-ignore

test.each(refused)('%s ends in %s', async (query, ErrorType, text) => {
  expect(await ask(query)).toMatchObject({
    data: null,
    errors: [{ message: expect.stringContaining(text), extensions: { ErrorType } }],
  });
});
