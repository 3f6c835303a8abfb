import { startProjectOrg, type OrgUnderTest } from '../api/org.ts';
import { day, pages, query, soapClient } from './soap-client.ts';

let under: OrgUnderTest;
beforeAll(async () => {
  under = await startProjectOrg();
});
afterAll(() => under.org.close());
beforeEach(() => under.org.reset());

const { call, newAccount } = soapClient(() => under);

interface Case {
  page: string;
  what: string;
  check: () => Promise<void>;
}

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
      expect(parents.body).toContain(
        '<sf:Account xsi:type="sf:sObject"><sf:type>Account</sf:type>',
      );
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

test.each(answers)('$what ($page)', ({ check }) => check());
