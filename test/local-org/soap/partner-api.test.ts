import { request as httpRequest } from 'node:http';
import { startProjectOrg, type OrgUnderTest } from '../api/org.ts';

const guide = 'https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/';
const pages = {
  faults: `${guide}sforce_api_calls_concepts_core_data_objects.htm`,
  login: 'https://help.salesforce.com/s/articleView?id=005132110',
  versions: `${guide}api_eol_soap.htm`,
  query: `${guide}sforce_api_calls_query.htm`,
  queryMore: `${guide}sforce_api_calls_querymore.htm`,
  queryAll: `${guide}sforce_api_calls_queryall.htm`,
  retrieve: `${guide}sforce_api_calls_retrieve.htm`,
  create: `${guide}sforce_api_calls_create.htm`,
  update: `${guide}sforce_api_calls_update.htm`,
  upsert: `${guide}sforce_api_calls_upsert.htm`,
  delete: `${guide}sforce_api_calls_delete.htm`,
  allOrNone: `${guide}sforce_api_header_allornoneheader.htm`,
  describe: `${guide}sforce_api_calls_describesobject.htm`,
  describeGlobal: `${guide}sforce_api_calls_describeglobal.htm`,
  getUpdated: `${guide}sforce_api_calls_getupdated.htm`,
  getDeleted: `${guide}sforce_api_calls_getdeleted.htm`,
  convertLead: `${guide}sforce_api_calls_convertlead.htm`,
  limits: `${guide}implementation_considerations.htm`,
  session: `${guide}sforce_api_header_sessionheader.htm`,
} as const;

let under: OrgUnderTest;
beforeAll(async () => {
  under = await startProjectOrg();
});
afterAll(() => under.org.close());
beforeEach(() => under.org.reset());

interface Sent {
  status: number;
  body: string;
}

async function post(body: string, version = '68.0'): Promise<Sent> {
  const response = await fetch(`${under.org.instanceUrl}/services/Soap/u/${version}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml', soapaction: '""' },
    body,
  });
  return { status: response.status, body: await response.text() };
}

function envelope(operation: string, headers = '', session = under.org.accessToken): string {
  return (
    '<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:u="urn:partner.soap.sforce.com">' +
    `<e:Header><u:SessionHeader><u:sessionId>${session}</u:sessionId></u:SessionHeader>${headers}</e:Header>` +
    `<e:Body>${operation}</e:Body></e:Envelope>`
  );
}

const call = (operation: string, headers = '', version?: string): Promise<Sent> =>
  post(envelope(operation, headers), version);

const query = (text: string): string => `<u:query><u:queryString>${text}</u:queryString></u:query>`;
const project = (name: string, more = ''): string =>
  `<u:sObjects><type>Project__c</type><Name>${name}</Name>${more}</u:sObjects>`;

const newAccount = async (name = 'Acme'): Promise<string> => {
  const { id } = await under.connection.sobject('Account').create({ Name: name });
  return id ?? '';
};

const faultOf = ({ status, body }: Sent): [number, string | undefined, string | undefined] => [
  status,
  /<faultcode>(.*?)<\/faultcode>/.exec(body)?.[1],
  /xsi:type="sf:(\w+Fault)"/.exec(body)?.[1],
];

interface Case {
  page: string;
  what: string;
  check: () => Promise<void>;
}

const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString();

const answers: Case[] = [
  {
    page: pages.query,
    what: 'query gives sObjects with type, id and the fields asked for, nulls as nil',
    check: async () => {
      const id = await newAccount('A &amp; B');
      const { status, body } = await call(query('SELECT Name, Phone FROM Account'));
      expect(status).toBe(200);
      expect(body).toContain('<done>true</done><queryLocator xsi:nil="true"/>');
      expect(body).toContain('<records xsi:type="sf:sObject"><sf:type>Account</sf:type>');
      expect(body).toContain('<sf:Name>A &amp;amp; B</sf:Name><sf:Phone xsi:nil="true"/>');
      expect(body).toContain('<size>1</size>');
      expect((await call(query('SELECT Id FROM Account'))).body).toContain(`<sf:Id>${id}</sf:Id>`);
    },
  },
  {
    page: pages.query,
    what: 'parents are sObjects inside, children a query result inside',
    check: async () => {
      const account = await newAccount();
      await under.connection.sobject('Contact').create({ LastName: 'C', AccountId: account });
      const parents = await call(query('SELECT Account.Name FROM Contact'));
      expect(parents.body).toContain('<sf:Account xsi:type="sf:sObject"><sf:type>Account</sf:type>');
      const children = await call(query('SELECT (SELECT LastName FROM Contacts) FROM Account'));
      expect(children.body).toContain('<sf:Contacts xsi:type="QueryResult"><done>true</done>');
      expect(children.body).toContain('<sf:LastName>C</sf:LastName>');
    },
  },
  {
    page: pages.query,
    what: 'date-times end in Z',
    check: async () => {
      await newAccount();
      const { body } = await call(query('SELECT CreatedDate FROM Account'));
      expect(body).toMatch(/<sf:CreatedDate>[\dT:-]{19}\.000Z<\/sf:CreatedDate>/);
    },
  },
  {
    page: pages.queryMore,
    what: 'queryMore reads on from the locator, in pages of QueryOptions.batchSize',
    check: async () => {
      const rows = Array.from({ length: 201 }, (_, place) => ({ Name: `P${place}` }));
      await under.connection.sobject('Project__c').create(rows, { allowRecursive: true });
      const options = '<u:QueryOptions><u:batchSize>200</u:batchSize></u:QueryOptions>';
      const first = await call(query('SELECT Id FROM Project__c'), options);
      const locator = /<queryLocator>(.*?)<\/queryLocator>/.exec(first.body)?.[1] ?? '';
      expect(first.body).toContain('<done>false</done>');
      expect(first.body.match(/<records /g)).toHaveLength(200);
      const next = await call(
        `<u:queryMore><u:queryLocator>${locator}</u:queryLocator></u:queryMore>`,
      );
      expect(next.body.match(/<records /g)).toHaveLength(1);
      expect(next.body).toContain('<done>true</done>');
    },
  },
  {
    page: pages.queryAll,
    what: 'queryAll sees the recycle bin, query does not',
    check: async () => {
      await under.connection.sobject('Account').destroy(await newAccount());
      const text = '<u:queryString>SELECT Id FROM Account</u:queryString>';
      expect((await call(`<u:query>${text}</u:query>`)).body).toContain('<size>0</size>');
      expect((await call(`<u:queryAll>${text}</u:queryAll>`)).body).toContain('<size>1</size>');
    },
  },
  {
    page: pages.retrieve,
    what: 'retrieve gives records in the order of the ids, nil for none',
    check: async () => {
      const id = await newAccount();
      const ids = `<u:ids>001000000000099AAA</u:ids><u:ids>${id}</u:ids>`;
      const { body } = await call(
        `<u:retrieve><u:fieldList>Name</u:fieldList><u:sObjectType>Account</u:sObjectType>${ids}</u:retrieve>`,
      );
      expect(body).toMatch(
        /<retrieveResponse><result xsi:nil="true"\/><result xsi:type="sf:sObject"><sf:type>Account/,
      );
      expect(body).toContain('<sf:Name>Acme</sf:Name>');
    },
  },
  {
    page: pages.create,
    what: 'create answers each row: id and success, or errors with fields, message and status code',
    check: async () => {
      const { body } = await call(`<u:create>${project('One')}${project('x'.repeat(81))}</u:create>`);
      expect(body).toMatch(/<result><id>a00\w{15}<\/id><success>true<\/success><\/result>/);
      expect(body).toMatch(
        /<errors><fields>Name<\/fields><message>[^<]+<\/message><statusCode>STRING_TOO_LONG<\/statusCode><\/errors><id xsi:nil="true"\/><success>false/,
      );
    },
  },
  {
    page: pages.create,
    what: 'a nil element says nothing, so that the default stays',
    check: async () => {
      const { body } = await call(
        `<u:create>${project('One', '<Budget__c xsi:nil="true"/>')}</u:create>`,
      );
      expect(body).toContain('<success>true</success>');
    },
  },
  {
    page: pages.create,
    what: 'an element with elements inside is a relation, refused by its name where there is none',
    check: async () => {
      const parent = '<Nope__r><type>Project__c</type><Key__c>k-1</Key__c></Nope__r>';
      const { body } = await call(`<u:create>${project('Two', parent)}</u:create>`);
      expect(body).toContain('<statusCode>INVALID_FIELD</statusCode>');
      expect(body).toContain('Nope__r');
    },
  },
  {
    page: pages.allOrNone,
    what: 'AllOrNoneHeader takes every row back when one fails',
    check: async () => {
      const header = '<u:AllOrNoneHeader><u:allOrNone>true</u:allOrNone></u:AllOrNoneHeader>';
      const { body } = await call(
        `<u:create>${project('One')}${project('x'.repeat(81))}</u:create>`,
        header,
      );
      expect(body).toContain('ALL_OR_NONE_OPERATION_ROLLED_BACK');
      expect((await call(query('SELECT Id FROM Project__c'))).body).toContain('<size>0</size>');
    },
  },
  {
    page: pages.update,
    what: 'fieldsToNull empties fields, a nil element does not',
    check: async () => {
      const created = await under.connection.sobject('Account').create({ Name: 'A', Phone: '1', Fax: '2' }); // prettier-ignore
      const row = `<u:sObjects><type>Account</type><fieldsToNull>Phone</fieldsToNull><Id>${created.id ?? ''}</Id><Fax xsi:nil="true"/></u:sObjects>`;
      expect((await call(`<u:update>${row}</u:update>`)).body).toContain('<success>true</success>');
      expect(await under.connection.sobject('Account').retrieve(created.id ?? '')).toMatchObject({
        Phone: null,
        Fax: '2',
      });
    },
  },
  {
    page: pages.update,
    what: 'an update without an id is a row error',
    check: async () => {
      const { body } = await call(`<u:update>${project('One')}</u:update>`);
      expect(body).toContain('<statusCode>MISSING_ARGUMENT</statusCode>');
    },
  },
  {
    page: pages.upsert,
    what: 'upsert by external id says whether it created',
    check: async () => {
      const row = project('One', '<Key__c>k</Key__c>');
      const upsert = `<u:upsert><u:externalIDFieldName>Key__c</u:externalIDFieldName>${row}</u:upsert>`;
      expect((await call(upsert)).body).toContain('<created>true</created>');
      expect((await call(upsert)).body).toContain('<created>false</created>');
    },
  },
  {
    page: pages.upsert,
    what: 'upsert by Id creates what has none and updates what has one',
    check: async () => {
      const byId = (rows: string): string =>
        `<u:upsert><u:externalIDFieldName>Id</u:externalIDFieldName>${rows}</u:upsert>`;
      const created = await call(byId(project('One')));
      expect(created.body).toContain('<created>true</created>');
      const id = /<id>(\w+)<\/id>/.exec(created.body)?.[1] ?? '';
      const updated = await call(byId(project('Two', `<Id>${id}</Id>`)));
      expect(updated.body).toContain(`<created>false</created><id>${id}</id>`);
    },
  },
  {
    page: pages.upsert,
    what: 'a field that is no external id is a row error',
    check: async () => {
      const row = `<u:upsert><u:externalIDFieldName>Name</u:externalIDFieldName>${project('One')}</u:upsert>`;
      expect((await call(row)).body).toContain('<statusCode>INVALID_FIELD</statusCode>');
    },
  },
  {
    page: pages.delete,
    what: 'delete takes ids of several objects, and says which is none',
    check: async () => {
      const lead = await under.connection.sobject('Lead').create({ LastName: 'L', Company: 'C' });
      const ids = [await newAccount(), lead.id ?? '', 'nonsense'];
      const { body } = await call(
        `<u:delete>${ids.map((id) => `<u:ids>${id}</u:ids>`).join('')}</u:delete>`,
      );
      expect(body.match(/<success>true/g)).toHaveLength(2);
      expect(body).toContain('<statusCode>MALFORMED_ID</statusCode>');
    },
  },
  {
    page: pages.describe,
    what: 'describeSObject tells the fields of an object',
    check: async () => {
      const { body } = await call(
        '<u:describeSObject><u:sObjectType>Project__c</u:sObjectType></u:describeSObject>',
      );
      expect(body).toContain('<name>Budget__c</name>');
      expect(body).toContain('<keyPrefix>a00</keyPrefix>');
    },
  },
  {
    page: pages.describe,
    what: 'describeSObjects tells several',
    check: async () => {
      const { body } = await call(
        '<u:describeSObjects><u:sObjectType>Account</u:sObjectType><u:sObjectType>Lead</u:sObjectType></u:describeSObjects>',
      );
      expect(body.match(/<result>/g)).toHaveLength(2);
    },
  },
  {
    page: pages.describeGlobal,
    what: 'describeGlobal lists the objects',
    check: async () => {
      const { body } = await call('<u:describeGlobal/>');
      expect(body).toContain('<name>Project__c</name>');
      expect(body).toContain('<maxBatchSize>200</maxBatchSize>');
    },
  },
  {
    page: pages.getUpdated,
    what: 'getUpdated lists the ids changed in a window',
    check: async () => {
      const id = await newAccount();
      const window = `<u:startDate>${day(-1)}</u:startDate><u:endDate>${day(1)}</u:endDate>`;
      const { body } = await call(
        `<u:getUpdated><u:sObjectType>Account</u:sObjectType>${window}</u:getUpdated>`,
      );
      expect(body).toContain(`<ids>${id}</ids>`);
      expect(body).toMatch(/<latestDateCovered>[\dT:.-]+Z</);
    },
  },
  {
    page: pages.getDeleted,
    what: 'getDeleted lists what lies in the bin, and no longer what came back',
    check: async () => {
      const [gone, back] = [await newAccount(), await newAccount()];
      await under.connection.sobject('Account').destroy([gone, back]);
      await call(`<u:undelete><u:ids>${back}</u:ids></u:undelete>`);
      const window = `<u:startDate>${day(-1)}</u:startDate><u:endDate>${day(1)}</u:endDate>`;
      const { body } = await call(
        `<u:getDeleted><u:sObjectType>Account</u:sObjectType>${window}</u:getDeleted>`,
      );
      expect(body).toContain(`<id>${gone}</id>`);
      expect(body).not.toContain(back);
    },
  },
  {
    page: pages.convertLead,
    what: 'convertLead answers with the ids of what the lead became',
    check: async () => {
      const lead = await under.connection.sobject('Lead').create({ LastName: 'L', Company: 'C' });
      const { body } = await call(
        `<u:convertLead><u:leadConverts><u:convertedStatus>Closed - Converted</u:convertedStatus><u:doNotCreateOpportunity>true</u:doNotCreateOpportunity><u:leadId>${lead.id ?? ''}</u:leadId></u:leadConverts></u:convertLead>`,
      );
      expect(body).toMatch(
        /<result><accountId>001\w{15}<\/accountId><contactId>003\w{15}<\/contactId><leadId>00Q\w{15}<\/leadId><opportunityId xsi:nil="true"\/><success>true/,
      );
    },
  },
];

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
    send: () => post(envelope('<u:login><u:username>admin@local.org</u:username><u:password>x</u:password></u:login>'), '65.0'), // prettier-ignore
    code: 'sf:UNSUPPORTED_API_VERSION',
    type: 'UnexpectedErrorFault',
  },
  {
    page: pages.faults,
    what: 'a login without a password',
    send: () => post(envelope('<u:login><u:username>admin@local.org</u:username></u:login>'), '64.0'), // prettier-ignore
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
    send: () => post(envelope('<u:getUserInfo/>').replace('<?xml version="1.0"?>', entities)),
    code: 'sf:UNKNOWN_EXCEPTION',
    type: 'UnexpectedErrorFault',
  },
  {
    page: pages.faults,
    what: 'an external entity',
    send: () => post(envelope(query('&amp;x;').replace('&amp;x;', '&x;')).replace('<?xml version="1.0"?>', external)), // prettier-ignore
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

test.each(answers)('$what ($page)', ({ check }) => check());

test.each(refusals)('$what is refused ($page)', async ({ send, code, type }) => {
  expect(faultOf(await send())).toEqual([500, code, type]);
});

test(`a message of more than 50 MB is refused before it is read (${pages.limits})`, async () => {
  const answer = await new Promise<Sent>((resolve, reject) => {
    const sending = httpRequest(`${under.org.instanceUrl}/services/Soap/u/60.0`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml', 'content-length': 52_428_801 },
    });
    sending.on('response', (response) => {
      let body = '';
      response.on('data', (part: Buffer) => (body += part.toString()));
      response.on('end', () => {
        sending.destroy();
        resolve({ status: response.statusCode ?? 0, body });
      });
    });
    sending.on('error', reject);
    sending.write('<');
  });
  expect(faultOf(answer)).toEqual([500, 'sf:EXCEEDED_MAX_SIZE_REQUEST', 'UnexpectedErrorFault']);
});
