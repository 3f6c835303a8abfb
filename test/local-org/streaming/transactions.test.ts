import { conversion } from '../support/converting-org.ts';
import { adminId } from '../support/test-org.ts';
import { feedingOrg, later, pages, type Case } from './feeding-org.ts';

const cases: Case[] = [
  {
    page: pages.merged,
    what: 'records that one transaction changed alike make one event',
    check: (under) => {
      const { create, save, events } = under;
      const ids = [1, 2, 3].map((n) => create('Account', { Name: `A${n}` }));
      events();
      later(under);
      const update = (id: string, Industry: string) =>
        ({ operation: 'update', object: 'Account', id, fields: { Industry } }) as const;
      const [first = '', second = '', third = ''] = ids;
      save(update(first, 'Apparel'), update(second, 'Apparel'), update(third, 'Banking'));
      const told = events().map(({ header, fields }) => [header.recordIds, fields['Industry']]);
      expect(told).toEqual([
        [[first, second], 'Apparel'],
        [[third], 'Banking'],
      ]);
    },
  },
  {
    page: pages.merged,
    what: 'records that one transaction deleted make one event',
    check: ({ create, save, events }) => {
      const ids = [create('Account', { Name: '1' }), create('Account', { Name: '2' })];
      events();
      save(...ids.map((id) => ({ operation: 'delete', object: 'Account', id, fields: {} }) as const)); // prettier-ignore
      expect(events().map(({ header }) => header.recordIds)).toEqual([ids]);
    },
  },
  {
    page: pages.header,
    what: 'events of one transaction share its key and number, and are counted through',
    check: ({ save, events }) => {
      const row = (object: string) => ({ operation: 'create', object, fields: { Name: 'x' } }) as const; // prettier-ignore
      save(row('Account'), row('Program__c'));
      save(row('Account'));
      const headers = events().map(({ header }) => header);
      expect(headers.map(({ sequenceNumber }) => sequenceNumber)).toEqual([1, 2, 1]);
      const keys = headers.map(({ transactionKey }) => transactionKey);
      expect(new Set(keys).size).toBe(2);
      expect(keys[0]).toBe(keys[1]);
      const [one = 0, two = 0, three = 0] = headers.map(({ commitNumber }) => commitNumber);
      expect(one).toBe(two);
      expect(three).toBeGreaterThan(two);
    },
  },
  {
    page: pages.structure,
    what: 'a master whose roll-up changed is told as an update in the same transaction',
    check: (under) => {
      const { create, events } = under;
      const program = create('Program__c', {});
      events();
      later(under);
      create('Detail__c', { Program__c: program, Amount__c: 5 });
      const told = events().map(({ header, fields }) => [header.entityName, header.changeType, fields['Total__c']]); // prettier-ignore
      expect(told).toEqual([
        ['Detail__c', 'CREATE', undefined],
        ['Program__c', 'UPDATE', 5],
      ]);
    },
  },
  {
    page: pages.select,
    what: 'objects that nobody selected are not told',
    check: ({ create, events }) => {
      create('Unseen__c', {});
      expect(events()).toEqual([]);
    },
  },
  {
    page: pages.structure,
    what: 'what failed or was rolled back is not told',
    check: ({ saveAll, create, save, events }) => {
      const good = { operation: 'create', object: 'Account', fields: { Name: 'x' } } as const;
      const bad = { operation: 'create', object: 'Account', fields: {} } as const;
      saveAll(good, bad);
      expect(events()).toEqual([]);
      save(good, bad);
      expect(events()).toHaveLength(1);
      const id = create('Program__c', { Key__c: 'k' });
      events();
      save({ operation: 'create', object: 'Program__c', fields: { Key__c: 'k' } });
      expect(events()).toEqual([]);
      expect(id).not.toBe('');
    },
  },
  {
    page: pages.structure,
    what: 'a change that changes nothing is not told',
    check: ({ create, update, events }) => {
      const id = create('Program__c', { Key__c: 'k' });
      events();
      update('Program__c', id, { Key__c: 'k' });
      expect(events()).toEqual([]);
    },
  },
  {
    page: pages.lead,
    what: 'a conversion is told as account, contact, opportunity and the lead, which has no LastModifiedDate',
    check: (under) => {
      const { create, engine, events } = under;
      const leadId = create('Lead', { LastName: 'Fry', Company: 'Acme' });
      events();
      later(under);
      const [result] = engine.convertLeads([conversion(leadId)], {
        allOrNone: false,
        context: { userId: adminId, changeOrigin: '' },
      });
      const told = events();
      expect(told.map(({ header }) => [header.entityName, header.changeType, header.sequenceNumber])).toEqual([
        ['Account', 'CREATE', 1],
        ['Contact', 'CREATE', 2],
        ['Opportunity', 'CREATE', 3],
        ['Lead', 'UPDATE', 4],
      ]); // prettier-ignore
      expect(told[3]?.fields).toEqual({
        Status: 'Closed - Converted',
        IsConverted: true,
        ConvertedDate: '2026-11-22',
        ConvertedAccountId: result?.accountId,
        ConvertedContactId: result?.contactId,
        ConvertedOpportunityId: result?.opportunityId,
      });
    },
  },
  {
    page: pages.gap,
    what: 'a gap event names the records and tells no field',
    check: ({ feed, events }) => {
      feed.gap('Account', 'GAP_UPDATE', ['001000000000001AAA']);
      expect(events()).toMatchObject([
        {
          header: {
            entityName: 'Account',
            changeType: 'GAP_UPDATE',
            recordIds: ['001000000000001AAA'],
            sequenceNumber: 1,
          },
          fields: {},
        },
      ]);
    },
  },
  {
    page: pages.overflow,
    what: 'an overflow event names the object only',
    check: ({ feed, events }) => {
      feed.overflow('Program__c');
      expect(events()).toMatchObject([
        {
          header: { entityName: 'Program__c', changeType: 'GAP_OVERFLOW', recordIds: [] },
          fields: {},
        },
      ]);
    },
  },
  {
    page: pages.retention,
    what: 'events are kept for 72 hours and no longer, and replay ids only rise',
    check: (under) => {
      const { create, feed } = under;
      create('Account', { Name: '1' });
      const [first] = feed.after(0);
      later(under, 72 * 3600);
      expect(feed.has(first?.replayId ?? 0)).toBe(true);
      later(under);
      expect(feed.after(0)).toEqual([]);
      create('Account', { Name: '2' });
      expect(feed.after(0)[0]?.replayId).toBeGreaterThan(first?.replayId ?? 0);
    },
  },
];

test.each(cases)('$what ($page)', ({ check }) => check(feedingOrg()));
