import { DATA, startProjectOrg, type OrgUnderTest } from './org.ts';

let under: OrgUnderTest;
beforeAll(async () => {
  under = await startProjectOrg();
});
afterAll(() => under.org.close());
beforeEach(() => under.org.reset());

const sobjects = `${DATA}/sobjects`;
const node = (referenceId: string, body: object, url = `${sobjects}/Project__c`, method = 'POST') =>
  ({ referenceId, body, url, method }); // prettier-ignore
const graph = (graphId: string, ...compositeRequest: object[]) => ({ graphId, compositeRequest });
const post = (...graphs: object[]) => under.call('POST', `${DATA}/composite/graph`, { graphs });
const count = async (): Promise<number> =>
  (await under.connection.query('SELECT COUNT() FROM Project__c')).totalSize;

test('a graph of records that refer to each other is saved, as one API call', async () => {
  const before = under.org.apiCalls();
  const { status, body } = await post(
    graph(
      '1',
      node('account', { Name: 'Acme' }, `${sobjects}/Account`),
      node('project', { Name: 'P', Account__c: '@{account.id}' }),
      node('read', {}, `${sobjects}/Project__c/@{project.id}`, 'GET'),
    ),
  );
  expect(status).toBe(200);
  expect(body).toMatchObject({
    graphs: [
      {
        graphId: '1',
        isSuccessful: true,
        graphResponse: {
          compositeResponse: [
            { referenceId: 'account', httpStatusCode: 201, body: { success: true } },
            { referenceId: 'project', httpStatusCode: 201 },
            { referenceId: 'read', httpStatusCode: 200, body: { Name: 'P' } },
          ],
        },
      },
    ],
  });
  expect(under.org.apiCalls() - before).toBe(1);
});

test('each graph is all or none, the others stay', async () => {
  const { body } = await post(
    graph('good', node('a', { Name: 'A' })),
    graph('bad', node('b', { Name: 'B' }), node('c', { Nope__c: 1 }), node('d', { Name: 'D' })),
    graph('later', node('e', { Name: 'E' })),
  );
  expect(body).toMatchObject({
    graphs: [
      { isSuccessful: true },
      {
        isSuccessful: false,
        graphResponse: {
          compositeResponse: [
            { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
            { httpStatusCode: 400, body: [{ errorCode: 'INVALID_FIELD' }] },
            { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
          ],
        },
      },
      { isSuccessful: true },
    ],
  });
  expect(await count()).toBe(2);
});

test('after fifteen failed graphs the rest is not tried', async () => {
  const bad = Array.from({ length: 15 }, (_, index) => graph(`b${index}`, node('x', { Nope__c: 1 })));
  const { body } = await post(...bad.slice(1), graph('still', node('a', { Name: 'A' })));
  expect(body).toMatchObject({ graphs: expect.arrayContaining([expect.objectContaining({ graphId: 'still', isSuccessful: true })]) });
  const halted = await post(...bad, graph('late', node('a', { Name: 'A' })));
  expect(halted.body).toMatchObject({ graphs: expect.arrayContaining([expect.objectContaining({ graphId: 'late', isSuccessful: false })]) });
  expect(await count()).toBe(1);
}); // prettier-ignore

const limits = 'api_rest resources_composite_graph_limits';
const introduction = 'api_rest resources_composite_graph_introduction';
const many = <Item>(length: number, make: (index: number) => Item): Item[] =>
  Array.from({ length }, (_, index) => make(index));
const plain = (index: number) => node(`n${index}`, { Name: `N${index}` });
const chain = (length: number) =>
  many(length, (index) =>
    node(`n${index}`, index === 0 ? { Name: 'N' } : { Name: `@{n${index - 1}.id}` }),
  );
/** Different nodes: versions of the API. */
const different = (length: number) =>
  many(length, (index) =>
    node(`n${index}`, { Name: 'N' }, `/services/data/v${50 + index}.0/sobjects/Project__c`),
  );

const cases: { name: string; page: string; graphs: () => object[]; status: number }[] = [
  { name: '75 graphs', page: limits, graphs: () => many(75, (index) => graph(`g${index}`, plain(0))), status: 200 },
  { name: '76 graphs', page: limits, graphs: () => many(76, (index) => graph(`g${index}`, plain(0))), status: 400 },
  { name: '500 nodes in one graph', page: limits, graphs: () => [graph('g', ...many(500, plain))], status: 200 },
  { name: '501 nodes in one graph', page: limits, graphs: () => [graph('g', ...many(501, plain))], status: 400 },
  { name: '501 nodes in two graphs', page: limits, graphs: () => [graph('g', ...many(250, plain)), graph('h', ...many(251, plain))], status: 400 },
  { name: 'a depth of 15', page: limits, graphs: () => [graph('g', ...chain(15))], status: 200 },
  { name: 'a depth of 16', page: limits, graphs: () => [graph('g', ...chain(16))], status: 400 },
  { name: '15 different nodes', page: limits, graphs: () => [graph('g', ...different(15))], status: 200 },
  { name: '16 different nodes', page: limits, graphs: () => [graph('g', ...different(16))], status: 400 },
  { name: 'the same graphId twice', page: introduction, graphs: () => [graph('g', plain(0)), graph('g', plain(0))], status: 400 },
  { name: 'a graphId of 39 characters', page: introduction, graphs: () => [graph('g'.repeat(39), plain(0))], status: 200 },
  { name: 'a graphId of 40 characters', page: introduction, graphs: () => [graph('g'.repeat(40), plain(0))], status: 400 },
  { name: 'a graphId with a period', page: introduction, graphs: () => [graph('a.b', plain(0))], status: 400 },
  { name: 'the same referenceId twice', page: introduction, graphs: () => [graph('g', plain(0), plain(0))], status: 400 },
  { name: 'a query', page: introduction, graphs: () => [graph('g', node('q', {}, `${DATA}/query?q=SELECT+Id+FROM+Account`, 'GET'))], status: 400 },
  { name: 'a collection', page: introduction, graphs: () => [graph('g', node('c', {}, `${DATA}/composite/sobjects`, 'POST'))], status: 400 },
  { name: 'a describe', page: introduction, graphs: () => [graph('g', node('d', {}, `${sobjects}/Account`, 'GET'))], status: 400 },
  { name: 'an upsert by external id', page: introduction, graphs: () => [graph('g', node('u', { Name: 'U' }, `${sobjects}/Project__c/Key__c/k`, 'PATCH'))], status: 200 },
  { name: 'a graph without nodes', page: introduction, graphs: () => [graph('g')], status: 400 },
]; // prettier-ignore

test.each(cases)('$name: $status ($page)', async ({ graphs, status }) => {
  expect((await post(...graphs())).status).toBe(status);
});
