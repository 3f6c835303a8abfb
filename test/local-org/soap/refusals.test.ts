import { request as httpRequest } from 'node:http';
import { startProjectOrg, type OrgUnderTest } from '../api/org.ts';
import { envelope, faultOf, pages, project, query, soapClient, type Sent } from './soap-client.ts';

let under: OrgUnderTest;
beforeAll(async () => {
  under = await startProjectOrg();
});
afterAll(() => under.org.close());
beforeEach(() => under.org.reset());

const { post, call } = soapClient(() => under);
const message = (operation: string): string => envelope(operation, '', under.org.accessToken);

const deep = `${'<a>'.repeat(200)}${'</a>'.repeat(200)}`;
const entities =
  '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>';
const external = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>';

interface Refusal {
  page: string;
  what: string;
  send: () => Promise<Sent>;
  code: string;
  type: string;
}

const refusals: Refusal[] = [
  {
    page: pages.session,
    what: 'a session that is none',
    send: () => post(envelope('<u:getUserInfo/>', '', 'nonsense')),
    code: 'sf:INVALID_SESSION_ID',
    type: 'UnexpectedErrorFault',
  },
  {
    page: pages.login,
    what: 'a login in a version that has none any more',
    send: () => post(message('<u:login><u:username>admin@local.org</u:username><u:password>x</u:password></u:login>'), '65.0'), // prettier-ignore
    code: 'sf:UNSUPPORTED_API_VERSION',
    type: 'UnexpectedErrorFault',
  },
  {
    page: pages.faults,
    what: 'a login without a password',
    send: () => post(message('<u:login><u:username>admin@local.org</u:username></u:login>'), '64.0'), // prettier-ignore
    code: 'sf:INVALID_LOGIN',
    type: 'LoginFault',
  },
  {
    page: pages.versions,
    what: 'a retired version',
    send: () => call('<u:getUserInfo/>', '', '30.0'),
    code: 'sf:UNSUPPORTED_API_VERSION',
    type: 'UnexpectedErrorFault',
  },
  {
    page: pages.faults,
    what: 'a broken query',
    send: () => call(query('SELECT FROM Account')),
    code: 'sf:MALFORMED_QUERY',
    type: 'MalformedQueryFault',
  },
  {
    page: pages.faults,
    what: 'a query of an object that is none',
    send: () => call(query('SELECT Id FROM Nope__c')),
    code: 'sf:INVALID_TYPE',
    type: 'InvalidSObjectFault',
  },
  {
    page: pages.faults,
    what: 'a query of a field that is none',
    send: () => call(query('SELECT Nope__c FROM Account')),
    code: 'sf:INVALID_FIELD',
    type: 'InvalidFieldFault',
  },
  {
    page: pages.queryMore,
    what: 'a locator that is none',
    send: () => call('<u:queryMore><u:queryLocator>nope</u:queryLocator></u:queryMore>'),
    code: 'sf:INVALID_QUERY_LOCATOR',
    type: 'InvalidQueryLocatorFault',
  },
  {
    page: pages.create,
    what: 'a create of a type that is none',
    send: () => call('<u:create><u:sObjects><type>Nope__c</type></u:sObjects></u:create>'),
    code: 'sf:INVALID_TYPE',
    type: 'InvalidSObjectFault',
  },
  {
    page: pages.create,
    what: 'more than 200 records',
    send: () => call(`<u:create>${project('x').repeat(201)}</u:create>`),
    code: 'sf:EXCEEDED_ID_LIMIT',
    type: 'UnexpectedErrorFault',
  },
  {
    page: pages.faults,
    what: 'a call that the local org does not do',
    send: () => call('<u:merge/>'),
    code: 'sf:NOT_IMPLEMENTED_LOCALLY',
    type: 'UnexpectedErrorFault',
  },
  {
    page: pages.faults,
    what: 'a body that is no XML',
    send: () => post('{"not": "xml"}'),
    code: 'sf:UNKNOWN_EXCEPTION',
    type: 'UnexpectedErrorFault',
  },
  {
    page: pages.faults,
    what: 'entities that grow',
    send: () => post(message('<u:getUserInfo/>').replace('<?xml version="1.0"?>', entities)),
    code: 'sf:UNKNOWN_EXCEPTION',
    type: 'UnexpectedErrorFault',
  },
  {
    page: pages.faults,
    what: 'an external entity',
    send: () => post(message(query('&amp;x;').replace('&amp;x;', '&x;')).replace('<?xml version="1.0"?>', external)), // prettier-ignore
    code: 'sf:UNKNOWN_EXCEPTION',
    type: 'UnexpectedErrorFault',
  },
  {
    page: pages.faults,
    what: 'elements two hundred deep',
    send: () => call(`<u:create>${deep}</u:create>`),
    code: 'sf:UNKNOWN_EXCEPTION',
    type: 'UnexpectedErrorFault',
  },
];

test.each(refusals)('$what is refused ($page)', async ({ send, code, type }) => {
  expect(faultOf(await send())).toEqual([500, code, type]);
});

test(`a message of more than 50 MB is refused before it is read (${pages.limits})`, async () => {
  const answer = await new Promise<Sent>((resolve, reject) => {
    const sending = httpRequest(`${under.org.instanceUrl}/services/Soap/u/60.0`, {
      method: 'POST',
      // A connection of its own: the rest of this message never comes, and nothing else may wait for it.
      agent: false,
      headers: { 'content-type': 'text/xml', 'content-length': 52_428_801, connection: 'close' },
    });
    sending.on('response', (response) => {
      let body = '';
      response.on('data', (part: Buffer) => (body += part.toString()));
      // Whether the org ends its answer or the connection: what it said is read then.
      response.on('close', () => {
        sending.destroy();
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    sending.on('error', reject);
    sending.setTimeout(10_000, () => {
      const state = sending.socket?.connecting === false ? 'connected' : 'not connected';
      sending.destroy(new Error(`No answer in 10 s (${state}).`));
    });
    sending.write('<');
  });
  expect(faultOf(answer)).toEqual([500, 'sf:EXCEEDED_MAX_SIZE_REQUEST', 'UnexpectedErrorFault']);
});
