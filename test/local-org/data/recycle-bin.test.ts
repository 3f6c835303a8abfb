import { makeField } from '../../../src/local-org/schema/fields.ts';
import type { SaveResult } from '../../../src/local-org/data/engine.ts';
import { customObject, lookup, master, schemaWith, summary } from '../support/test-schema.ts';
import { adminId, testNow, testOrg, type TestOrg } from '../support/test-org.ts';

const pages = {
  undelete:
    'https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_undelete.htm',
  emptyBin:
    'https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_emptyrecyclebin.htm',
  integrity:
    'https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/langCon_apex_dml_examples_delete.htm',
  relationships:
    'https://help.salesforce.com/s/articleView?id=platform.relationships_considerations.htm',
} as const;

interface Bin extends TestOrg {
  undelete: (object: string, id: string) => SaveResult | undefined;
  purge: (object: string, id: string) => SaveResult | undefined;
  live: (object: string, id: string) => boolean;
}

/** Program ← Junction → Other, Program ← Detail ← Deep, and a holder that looks them up. */
function org(): Bin {
  const under = testOrg(
    schemaWith([
      customObject('Program__c', 'a01', [
        summary('Junctions__c', 'count', 'Junction__c.Program__c'),
        summary('Total__c', 'sum', 'Detail__c.Program__c', 'Detail__c.Amount__c'),
        makeField('Key__c', 'Text', { length: 10, unique: true }),
      ]),
      customObject('Other__c', 'a02', [summary('Junctions__c', 'count', 'Junction__c.Other__c')]),
      customObject('Junction__c', 'a03', [
        master('Program__c', 'Program__c'),
        master('Other__c', 'Other__c'),
      ]),
      customObject('Detail__c', 'a04', [
        master('Program__c', 'Program__c'),
        makeField('Amount__c', 'Number', { precision: 18, scale: 2 }),
        summary('Deeps__c', 'count', 'Deep__c.Detail__c'),
      ]),
      customObject('Deep__c', 'a05', [master('Detail__c', 'Detail__c')]),
      customObject('Holder__c', 'a06', [
        lookup('Program__c', 'Program__c'),
        lookup('Campaign__c', 'Campaign'),
      ]),
    ]),
  );
  const run = (operation: 'undelete' | 'purge') => (object: string, id: string) =>
    under.save({ operation, object, id, fields: {} })[0];
  return {
    ...under,
    undelete: run('undelete'),
    purge: run('purge'),
    live: (object, id) => under.read(object, id)['IsDeleted'] === 0,
  };
}

const refused = (statusCode: string) => ({ success: false, errors: [{ statusCode }] });
const notInBin = {
  success: false,
  errors: [{ statusCode: 'UNDELETE_FAILED', message: 'entity is not in the recycle bin' }],
};

interface Case {
  page: string;
  what: string;
  check: (bin: Bin) => void;
}

const cases: Case[] = [
  {
    page: pages.undelete,
    what: 'an undeleted record is as it was, and an account brings its contacts',
    check: ({ create, remove, undelete, read, live }) => {
      const id = create('Account', { Name: 'Acme', Phone: '1' });
      const contact = create('Contact', { LastName: 'C', AccountId: id });
      remove('Account', id);
      expect(undelete('Account', id)).toEqual({ id, success: true, created: false, errors: [] });
      expect(read('Account', id)).toMatchObject({ IsDeleted: 0, Name: 'Acme', Phone: '1' });
      expect(live('Contact', contact)).toBe(true);
    },
  },
  {
    page: pages.undelete,
    what: 'details of every level come back with their master, and so do the roll-ups',
    check: ({ create, remove, undelete, read, live }) => {
      const program = create('Program__c', {});
      const detail = create('Detail__c', { Program__c: program, Amount__c: 5 });
      const deep = create('Deep__c', { Detail__c: detail });
      remove('Program__c', program);
      expect(live('Deep__c', deep)).toBe(false);
      undelete('Program__c', program);
      expect(live('Detail__c', detail)).toBe(true);
      expect(live('Deep__c', deep)).toBe(true);
      expect(read('Program__c', program)).toMatchObject({ Total__c: 5 });
      expect(read('Detail__c', detail)).toMatchObject({ Deeps__c: 1 });
    },
  },
  {
    page: pages.undelete,
    what: 'what was deleted before its master stays in the bin when the master comes back',
    check: ({ create, remove, undelete, read, live }) => {
      const program = create('Program__c', {});
      const detail = create('Detail__c', { Program__c: program, Amount__c: 5 });
      remove('Detail__c', detail);
      remove('Program__c', program);
      undelete('Program__c', program);
      expect(live('Detail__c', detail)).toBe(false);
      expect(read('Program__c', program)).toMatchObject({ Total__c: 0 });
      expect(undelete('Detail__c', detail)).toMatchObject({ success: true });
      expect(read('Program__c', program)).toMatchObject({ Total__c: 5 });
    },
  },
  {
    page: pages.relationships,
    what: 'a detail cannot come back while its master is deleted',
    check: ({ create, remove, undelete }) => {
      const program = create('Program__c', {});
      const detail = create('Detail__c', { Program__c: program });
      remove('Detail__c', detail);
      remove('Program__c', program);
      expect(undelete('Detail__c', detail)).toMatchObject(refused('UNDELETE_FAILED'));
    },
  },
  {
    page: pages.relationships,
    what: 'a detail that went with its master comes back only with it',
    check: ({ create, remove, undelete }) => {
      const program = create('Program__c', {});
      const detail = create('Detail__c', { Program__c: program });
      remove('Program__c', program);
      expect(undelete('Detail__c', detail)).toMatchObject(notInBin);
    },
  },
  {
    page: pages.relationships,
    what: 'a junction comes back with the one master that was deleted',
    check: ({ create, remove, undelete, read, live }) => {
      const [program, other] = [create('Program__c', {}), create('Other__c', {})];
      const junction = create('Junction__c', { Program__c: program, Other__c: other });
      remove('Program__c', program);
      expect(read('Other__c', other)).toMatchObject({ Junctions__c: 0 });
      undelete('Program__c', program);
      expect(live('Junction__c', junction)).toBe(true);
      expect(read('Program__c', program)).toMatchObject({ Junctions__c: 1 });
      expect(read('Other__c', other)).toMatchObject({ Junctions__c: 1 });
    },
  },
  {
    page: pages.relationships,
    what: 'a junction whose masters are both deleted is gone for good',
    check: ({ create, remove, undelete, read, live }) => {
      const [program, other] = [create('Program__c', {}), create('Other__c', {})];
      const junction = create('Junction__c', { Program__c: program, Other__c: other });
      remove('Program__c', program);
      remove('Other__c', other);
      undelete('Program__c', program);
      undelete('Other__c', other);
      expect(live('Junction__c', junction)).toBe(false);
      expect(read('Program__c', program)).toMatchObject({ Junctions__c: 0 });
      expect(undelete('Junction__c', junction)).toMatchObject(notInBin);
    },
  },
  {
    page: pages.integrity,
    what: 'a custom lookup that the deletion emptied is filled again',
    check: ({ create, remove, undelete, read }) => {
      const program = create('Program__c', {});
      const holder = create('Holder__c', { Program__c: program });
      remove('Program__c', program);
      expect(read('Holder__c', holder)).toMatchObject({ Program__c: null });
      undelete('Program__c', program);
      expect(read('Holder__c', holder)).toMatchObject({ Program__c: program });
    },
  },
  {
    page: pages.integrity,
    what: 'a lookup that somebody filled since is left as it is',
    check: ({ create, remove, undelete, update, read }) => {
      const [program, next] = [create('Program__c', {}), create('Program__c', {})];
      const holder = create('Holder__c', { Program__c: program });
      remove('Program__c', program);
      update('Holder__c', holder, { Program__c: next });
      undelete('Program__c', program);
      expect(read('Holder__c', holder)).toMatchObject({ Program__c: next });
    },
  },
  {
    page: pages.integrity,
    what: 'the parent account is restored',
    check: ({ create, remove, undelete, read }) => {
      const parent = create('Account', { Name: 'P' });
      const child = create('Account', { Name: 'C', ParentId: parent });
      remove('Account', parent);
      undelete('Account', parent);
      expect(read('Account', child)).toMatchObject({ ParentId: parent });
    },
  },
  {
    page: pages.integrity,
    what: 'a standard lookup that is not on the list, like the campaign of an opportunity, stays empty',
    check: ({ create, remove, undelete, read }) => {
      const campaign = create('Campaign', { Name: 'C' });
      const deal = { Name: 'D', StageName: 'Prospecting', CloseDate: '2026-12-01' };
      const opportunity = create('Opportunity', { ...deal, CampaignId: campaign });
      remove('Campaign', campaign);
      undelete('Campaign', campaign);
      expect(read('Opportunity', opportunity)).toMatchObject({ CampaignId: null });
    },
  },
  {
    page: pages.undelete,
    what: 'a live record is not in the bin',
    check: ({ create, undelete }) => {
      expect(undelete('Account', create('Account', { Name: 'A' }))).toMatchObject(notInBin);
    },
  },
  {
    page: pages.undelete,
    what: 'a record that never was cannot come back',
    check: ({ undelete }) => {
      expect(undelete('Account', '001000000000099AAA')).toMatchObject(
        refused('INVALID_CROSS_REFERENCE_KEY'),
      );
    },
  },
  {
    page: pages.undelete,
    what: 'a record whose unique value is taken by now is refused',
    check: ({ create, remove, undelete }) => {
      const first = create('Program__c', { Key__c: 'k' });
      remove('Program__c', first);
      create('Program__c', { Key__c: 'K' });
      expect(undelete('Program__c', first)).toMatchObject(refused('DUPLICATE_VALUE'));
    },
  },
  {
    page: pages.undelete,
    what: 'objects without a bin do not support it',
    check: ({ undelete }) => {
      expect(undelete('User', adminId)).toMatchObject(refused('INVALID_TYPE_FOR_OPERATION'));
    },
  },
  {
    page: pages.emptyBin,
    what: 'what is emptied from the bin stays deleted, with its details',
    check: ({ create, remove, undelete, purge, read, live }) => {
      const program = create('Program__c', {});
      const detail = create('Detail__c', { Program__c: program });
      remove('Program__c', program);
      expect(purge('Program__c', program)).toMatchObject({ success: true, id: program });
      expect(undelete('Program__c', program)).toMatchObject(notInBin);
      expect(live('Detail__c', detail)).toBe(false);
      expect(read('Program__c', program)).toMatchObject({ IsDeleted: 1 });
    },
  },
  {
    page: pages.emptyBin,
    what: 'a record that went with its master may not be named',
    check: ({ create, remove, purge }) => {
      const program = create('Program__c', {});
      const detail = create('Detail__c', { Program__c: program });
      remove('Program__c', program);
      expect(purge('Detail__c', detail)).toMatchObject(refused('INVALID_ID_FIELD'));
    },
  },
  {
    page: pages.emptyBin,
    what: 'records stay in the bin for 15 days and no longer',
    check: ({ create, remove, undelete, clock }) => {
      const [first, second] = [create('Account', { Name: '1' }), create('Account', { Name: '2' })];
      remove('Account', first);
      remove('Account', second);
      clock.now = new Date(testNow.getTime() + 15 * 86_400_000);
      expect(undelete('Account', first)).toMatchObject({ success: true });
      clock.now = new Date(clock.now.getTime() + 1000);
      expect(undelete('Account', second)).toMatchObject(notInBin);
    },
  },
  {
    page: pages.emptyBin,
    what: 'a failed deletion leaves nothing in the bin',
    check: ({ create, engine, saveAll, undelete }) => {
      const id = create('Account', { Name: 'A' });
      saveAll(
        { operation: 'delete', object: 'Account', id, fields: {} },
        { operation: 'create', object: 'Account', fields: {} },
      );
      expect(undelete('Account', id)).toMatchObject(notInBin);
      expect(engine.db.prepare('SELECT COUNT(*) AS n FROM "_recycle_bin"').get()).toEqual({ n: 0 });
    },
  },
];

test.each(cases)('$what ($page)', ({ check }) => check(org()));
