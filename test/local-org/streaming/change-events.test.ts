import { adminId, testNow } from '../support/test-org.ts';
import { feedingOrg, later, pages, type Case } from './feeding-org.ts';

const cases: Case[] = [
  {
    page: pages.header,
    what: 'the header says what changed, how, when and through whom',
    check: ({ engine, events }) => {
      const context = { userId: adminId, changeOrigin: 'com/salesforce/api/rest/68.0;client=x' };
      const [saved] = engine.save(
        [{ operation: 'create', object: 'Account', fields: { Name: 'Acme' } }],
        { allOrNone: false, context },
      );
      expect(events().map(({ header }) => header)).toEqual([
        {
          entityName: 'Account',
          recordIds: [saved?.id],
          changeType: 'CREATE',
          changeOrigin: 'com/salesforce/api/rest/68.0;client=x',
          transactionKey: expect.stringMatching(/^[\da-f-]{36}$/),
          sequenceNumber: 1,
          commitTimestamp: testNow.getTime(),
          commitNumber: expect.any(Number),
          commitUser: adminId,
          changedFields: [],
          nulledFields: [],
          diffFields: [],
        },
      ]);
    },
  },
  {
    page: pages.body,
    what: 'a creation tells every field that has a value, with system fields',
    check: ({ create, events }) => {
      create('Program__c', { Name: 'P', Key__c: 'k', Starts__c: '2026-12-01T10:00:00Z' });
      expect(events()[0]?.fields).toEqual({
        Name: 'P',
        Key__c: 'k',
        Active__c: false,
        Starts__c: '2026-12-01T10:00:00Z',
        Total__c: 0,
        OwnerId: adminId,
        CreatedDate: '2026-11-22T10:00:00Z',
        CreatedById: adminId,
        LastModifiedDate: '2026-11-22T10:00:00Z',
        LastModifiedById: adminId,
      });
    },
  },
  {
    page: pages.body,
    what: 'an update tells only what it changed, and LastModifiedDate',
    check: (under) => {
      const { create, update, events } = under;
      const id = create('Program__c', { Name: 'P', Key__c: 'k' });
      events();
      later(under);
      update('Program__c', id, { Active__c: true, Key__c: 'k' });
      const [event, ...more] = events();
      expect(more).toEqual([]);
      expect(event?.fields).toEqual({ Active__c: true, LastModifiedDate: '2026-11-22T10:00:01Z' });
      expect(event?.header).toMatchObject({
        changeType: 'UPDATE',
        recordIds: [id],
        changedFields: ['Active__c', 'LastModifiedDate'],
        nulledFields: [],
      });
    },
  },
  {
    page: pages.header,
    what: 'a field that was emptied is told as null and named in nulledFields',
    check: (under) => {
      const { create, update, events } = under;
      const id = create('Program__c', { Key__c: 'k' });
      events();
      later(under);
      update('Program__c', id, { Key__c: null });
      const [event] = events();
      expect(event?.fields).toMatchObject({ Key__c: null });
      expect(event?.header).toMatchObject({ nulledFields: ['Key__c'] });
    },
  },
  {
    page: pages.structure,
    what: 'SystemModstamp, IsDeleted and formula fields are never told',
    check: (under) => {
      const { create, update, remove, events } = under;
      const id = create('Program__c', {});
      update('Program__c', id, { Key__c: 'x' });
      remove('Program__c', id);
      const names = events().flatMap(({ fields }) => Object.keys(fields));
      expect(names).toContain('Key__c');
      for (const name of ['SystemModstamp', 'IsDeleted', 'Twice__c', 'Id'])
        expect(names).not.toContain(name);
    },
  },
  {
    page: pages.structure,
    what: 'a person’s name is one compound field, and its parts are named by path',
    check: (under) => {
      const { create, update, events } = under;
      const id = create('Contact', { FirstName: 'Ann', LastName: 'Fry' });
      expect(events()[0]?.fields).toMatchObject({ Name: { FirstName: 'Ann', LastName: 'Fry' } });
      later(under);
      update('Contact', id, { LastName: 'Lee' });
      const [event] = events();
      expect(event?.fields).toMatchObject({ Name: { LastName: 'Lee' } });
      expect(event?.header.changedFields).toEqual(['Name.LastName', 'LastModifiedDate']);
    },
  },
  {
    page: pages.structure,
    what: 'an address is one compound field',
    check: ({ create, events }) => {
      create('Account', { Name: 'A', BillingCity: 'Bonn', BillingCountry: 'DE' });
      expect(events()[0]?.fields).toMatchObject({
        BillingAddress: { City: 'Bonn', Country: 'DE' },
      });
    },
  },
  {
    page: pages.body,
    what: 'a deletion tells no field, and details that went along are told too',
    check: ({ create, remove, events }) => {
      const program = create('Program__c', {});
      const detail = create('Detail__c', { Program__c: program });
      events();
      remove('Program__c', program);
      expect(
        events().map(({ header, fields }) => [header.changeType, header.recordIds, fields]),
      ).toEqual([
        ['DELETE', [program], {}],
        ['DELETE', [detail], {}],
      ]);
    },
  },
  {
    page: pages.body,
    what: 'an undeletion tells every field that has a value',
    check: ({ create, remove, save, events }) => {
      const id = create('Program__c', { Name: 'P', Key__c: 'k' });
      remove('Program__c', id);
      events();
      save({ operation: 'undelete', object: 'Program__c', id, fields: {} });
      const [event] = events();
      expect(event?.header.changeType).toBe('UNDELETE');
      expect(event?.fields).toMatchObject({ Name: 'P', Key__c: 'k' });
    },
  },
];

test.each(cases)('$what ($page)', ({ check }) => check(feedingOrg()));
