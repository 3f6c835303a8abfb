import { startProjectOrg, type OrgUnderTest } from '../api/org.ts';
import { pages, project, query, soapClient } from './soap-client.ts';

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
    page: pages.create,
    what: 'create answers each row: id and success, or errors with fields, message and status code',
    check: async () => {
      const { body } = await call(
        `<u:create>${project('One')}${project('x'.repeat(81))}</u:create>`,
      );
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
];

test.each(answers)('$what ($page)', ({ check }) => check());
