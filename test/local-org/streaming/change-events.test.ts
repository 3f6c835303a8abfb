import type { ChangeEvent } from '../../../src/local-org/streaming/change-events.ts';
import { EventFeed } from '../../../src/local-org/streaming/event-feed.ts';
import { adminId, testNow, testOrg, type TestOrg } from '../support/test-org.ts';
import { streamingSchema } from './fixture.ts';

const guide =
  'https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/';
const pages = {
  header: `${guide}cdc_event_fields_header.htm`,
  body: `${guide}cdc_event_fields_body.htm`,
  structure: `${guide}cdc_message_structure.htm`,
  merged: `${guide}cdc_subscribe_merged_events.htm`,
  gap: `${guide}cdc_other_events_gap.htm`,
  overflow: `${guide}cdc_other_events_overflow.htm`,
  lead: `${guide}cdc_standard_objects_lead_conversion.htm`,
  select: `${guide}cdc_select_objects.htm`,
  retention: `${guide}cdc_subscribe_durability.htm`,
} as const;

interface Feeding extends TestOrg {
  feed: EventFeed;
  /** The events since the last call. */
  events: () => ChangeEvent[];
}

function org(): Feeding {
  const under = testOrg(streamingSchema());
  const feed = new EventFeed(under.engine, () => under.clock.now);
  let seen = 0;
  const events = (): ChangeEvent[] => {
    const fresh = feed.after(seen);
    seen = fresh.at(-1)?.replayId ?? seen;
    return fresh.map(({ event }) => event);
  };
  return { ...under, feed, events };
}

const later = (under: TestOrg, seconds = 1): void => {
  under.clock.now = new Date(under.clock.now.getTime() + seconds * 1000);
};

interface Case {
  page: string;
  what: string;
  check: (under: Feeding) => void;
}

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
      expect(events()[0]?.fields).toMatchObject({ BillingAddress: { City: 'Bonn', Country: 'DE' } });
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
      const [result] = engine.convertLeads(
        [
          {
            leadId,
            convertedStatus: 'Closed - Converted',
            accountId: null,
            contactId: null,
            opportunityId: null,
            opportunityName: null,
            ownerId: null,
            doNotCreateOpportunity: false,
            overwriteLeadSource: false,
          },
        ],
        { allOrNone: false, context: { userId: adminId, changeOrigin: '' } },
      );
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
        { header: { entityName: 'Program__c', changeType: 'GAP_OVERFLOW', recordIds: [] }, fields: {} },
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

test.each(cases)('$what ($page)', ({ check }) => check(org()));
