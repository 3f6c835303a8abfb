import {
  HumanNeededError,
  PoisonError,
  RateLimitedError,
  TransientError,
} from '../../src/errors.ts';
import type { OrgRow } from '../../src/salesforce/org.ts';
import { withOrg } from './support/connected.ts';
import type { TinyOrg } from './support/tiny-org.ts';

const account = (key: string, fields: OrgRow['fields'] = { Name: key }): OrgRow => ({
  object: 'Account',
  key,
  fields,
});
const row = (object: string, key: string, fields: OrgRow['fields'] = {}): OrgRow => ({
  object,
  key,
  fields,
});
const locked = {
  statusCode: 'UNABLE_TO_LOCK_ROW',
  message: 'unable to obtain exclusive access to this record',
};
const carried = (tiny: TinyOrg) => tiny.writes.map((call) => call.map(({ keys }) => keys));

describe('writes that gather', () => {
  test('a thousand upserts asked at once are one API call', () =>
    withOrg(async (org, tiny) => {
      const outcomes = await Promise.all(
        Array.from({ length: 1000 }, (_, index) => org.upsert([account(`a${index}`)])),
      );
      expect(tiny.calls).toBe(1);
      expect(tiny.writes[0]?.map(({ keys }) => keys.length)).toEqual([200, 200, 200, 200, 200]);
      expect(outcomes.flat().map(({ key }) => key)).toEqual(
        outcomes.map((_, index) => `a${index}`),
      );
      expect(outcomes.flat().every(({ status }) => status === 'written')).toBe(true);
    }));

  test('one request is under way at a time, and what comes meanwhile goes in the next', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.latencyMs = 40;
      const upserts: Promise<unknown>[] = [];
      for (let index = 0; index < 10; index += 1) {
        upserts.push(org.upsert([account(`a${index}`)]));
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
      await Promise.all(upserts);
      expect(tiny.mostWritesAtOnce).toBe(1);
      expect(tiny.calls).toBeLessThanOrEqual(3);
    }));

  test('a row reaches the org no later than those after it in its call', () =>
    withOrg(async (org, tiny) => {
      const family = (name: string) => [
        row('Account', `${name}:partner`),
        row('Partnership__c', `${name}:partnership`, {
          Partner__r: { ExternalKey__c: `${name}:partner` },
        }),
        row('CommissionStatement__c', `${name}:statement`),
        row('Commission__c', `${name}:line`),
      ];
      await Promise.all(['one', 'two', 'three'].map((name) => org.upsert(family(name))));
      expect(tiny.writes.map((call) => call.map(({ object }) => object))).toEqual([
        ['Account', 'Partnership__c', 'CommissionStatement__c', 'Commission__c'],
      ]);
    }));

  test('calls that name their objects in opposite order both keep their order', () =>
    withOrg(async (org, tiny) => {
      await Promise.all([
        org.upsert([row('A__c', 'a1'), row('B__c', 'b1')]),
        org.upsert([row('B__c', 'b2'), row('A__c', 'a2')]),
      ]);
      expect(carried(tiny)).toEqual([[['a1'], ['b1', 'b2'], ['a2']]]);
    }));

  test('more than five steps go in several requests, in order', () =>
    withOrg(async (org, tiny) => {
      const rows = Array.from({ length: 7 }, (_, index) => row(`Object${index}__c`, `k${index}`));
      const outcomes = await org.upsert(rows);
      expect(outcomes.map(({ key }) => key)).toEqual(rows.map(({ key }) => key));
      expect(tiny.writes.map((call) => call.map(({ object }) => object))).toEqual([
        ['Object0__c', 'Object1__c', 'Object2__c', 'Object3__c', 'Object4__c'],
        ['Object5__c', 'Object6__c'],
      ]);
    }));

  test('rows of one collection stand by parent, then by key', () =>
    withOrg(async (org, tiny) => {
      const line = (key: string, parent: string) =>
        row('Commission__c', key, { CommissionStatement__r: { ExternalKey__c: parent } });
      await Promise.all(
        [line('c', 's2'), line('b', 's1'), line('d', 's1'), line('a', 's2')].map((one) =>
          org.upsert([one]),
        ),
      );
      expect(carried(tiny)).toEqual([[['b', 'd', 'a', 'c']]]);
    }));

  test('equal rows of two callers are written once and share the outcome', () =>
    withOrg(async (org, tiny) => {
      const [first, second] = await Promise.all([
        org.upsert([account('a'), account('b')]),
        org.upsert([account('b')]),
      ]);
      expect(carried(tiny)).toEqual([[['a', 'b']]]);
      expect(second[0]).toEqual(first[1]);
    }));

  test('a row on its way does not answer for an equal one that comes later', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.latencyMs = 300;
      const first = org.upsert([account('a')]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await Promise.all([first, org.upsert([account('a')])]);
      expect(carried(tiny)).toEqual([[['a']], [['a']]]);
    }));

  test('different rows with one key are written one after the other, in order of arrival', () =>
    withOrg(async (org, tiny) => {
      await Promise.all(['1', '2', '3'].map((Name) => org.upsert([account('a', { Name })])));
      expect(carried(tiny)).toEqual([[['a']], [['a']], [['a']]]);
      expect(tiny.records.get('Account')?.get('a')).toMatchObject({ Name: '3' });
    }));

  test('a later row waits while the earlier one with its key is tried again', () =>
    withOrg(async (org, tiny) => {
      let refusals = 2;
      tiny.faults.row = (_object, _key, { Name }) =>
        Name === 'old' && refusals-- > 0 ? locked : null;
      await Promise.all([
        org.upsert([account('a', { Name: 'old' })]),
        org.upsert([account('a', { Name: 'new' })]),
      ]);
      expect(tiny.records.get('Account')?.get('a')).toMatchObject({ Name: 'new' });
    }));

  test('only the rows that failed for a passing reason go again', () =>
    withOrg(async (org, tiny) => {
      let refusals = 1;
      tiny.faults.row = (_object, key) => (key === 'b' && refusals-- > 0 ? locked : null);
      const outcomes = await org.upsert([account('a'), account('b'), account('c')]);
      expect(outcomes.map(({ status }) => status)).toEqual(['written', 'written', 'written']);
      expect(carried(tiny)).toEqual([[['a', 'b', 'c']], [['b']]]);
    }));

  test('a row that stays locked is given back as transient after a few tries', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.row = () => locked;
      const [outcome] = await org.upsert([account('a')]);
      expect(outcome).toMatchObject({ status: 'failed', verdict: expect.any(TransientError) });
      expect(tiny.calls).toBe(5);
    }));

  test('a stale row is done; a refused one says why; the others are written', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.row = (_object, key) => {
        const statusCode = 'FIELD_CUSTOM_VALIDATION_EXCEPTION';
        if (key === 'stale') return { statusCode, message: 'STALE_VERSION: A newer version …' };
        return key === 'bad' ? { statusCode, message: 'The splits are over 100 %.' } : null;
      };
      const outcomes = await org.upsert([account('a'), account('stale'), account('bad')]);
      expect(outcomes.map(({ status }) => status)).toEqual(['written', 'stale', 'failed']);
      expect(outcomes[2]).toMatchObject({
        verdict: {
          code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
          message: expect.stringContaining('Account bad was not saved'),
        },
      });
      await expect(org.save([account('stale')])).resolves.toHaveLength(1);
      await expect(org.save([account('a'), account('bad')])).rejects.toBeInstanceOf(PoisonError);
    }));

  test('two writers who race for a new key: the second try is the update', () =>
    withOrg(async (org, tiny) => {
      let refusals = 1;
      tiny.faults.row = () =>
        refusals-- > 0
          ? {
              statusCode: 'DUPLICATE_VALUE',
              message:
                'duplicate value found: ExternalKey__c duplicates value on record with id: 001000000000001AAA',
            }
          : null;
      expect(await org.upsert([account('a')])).toMatchObject([{ status: 'written' }]);
      expect(tiny.calls).toBe(2);
    }));

  test('one row that breaks its whole collection is found; the other 199 are written', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.collection = (_object, records) =>
        records.some(({ ExternalKey__c: key }) => key === 'a77')
          ? { errorCode: 'JSON_PARSER_ERROR', message: 'Cannot deserialize instance of date' }
          : null;
      const outcomes = await Promise.all(
        Array.from({ length: 200 }, (_, index) => org.upsert([account(`a${index}`)])),
      );
      const failed = outcomes.flat().filter(({ status }) => status === 'failed');
      expect(failed).toMatchObject([{ key: 'a77', verdict: expect.any(PoisonError) }]);
      expect(tiny.records.get('Account')?.size).toBe(199);
      expect(tiny.calls).toBeLessThanOrEqual(6);
    }));

  test('a collection refused for want of metadata is for a person, at once', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.collection = () => ({
        errorCode: 'INVALID_FIELD',
        message: "No such column 'X__c'",
      });
      const [outcome] = await org.upsert([account('a'), account('b')]);
      expect(outcome).toMatchObject({ status: 'failed', verdict: expect.any(HumanNeededError) });
      expect(tiny.calls).toBe(1);
    }));

  test('a request that fails as a whole rejects those in it, and the next one works', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.answer = () => ({
        status: 403,
        body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
      });
      const refused = await Promise.allSettled([
        org.upsert([account('a')]),
        org.upsert([account('b')]),
      ]);
      for (const one of refused) {
        expect(one).toMatchObject({ status: 'rejected', reason: expect.any(RateLimitedError) });
      }
      tiny.faults.answer = () => null;
      expect(await org.upsert([account('a')])).toMatchObject([{ status: 'written' }]);
    }));

  test('requests stay under five megabytes', () =>
    withOrg(async (org, tiny) => {
      const text = 'x'.repeat(100_000);
      await Promise.all(
        Array.from({ length: 120 }, (_, index) =>
          org.upsert([account(`a${index}`, { Text__c: text })]),
        ),
      );
      const sizes = tiny.writes.map(
        (call) => JSON.stringify(call.map(({ records }) => records)).length,
      );
      expect(Math.max(...sizes)).toBeLessThanOrEqual(5_000_000);
      expect(tiny.calls).toBe(3);
    }));

  test('null clears, relations nest, and another key field may be named', () =>
    withOrg(async (org, tiny) => {
      await org.upsert([
        {
          object: 'Contact',
          keyField: 'Other__c',
          key: 'k',
          fields: { Phone: null, Account: { ExternalKey__c: 'a' } },
        },
      ]);
      expect(tiny.writes[0]?.[0]?.records).toEqual([
        {
          attributes: { type: 'Contact' },
          Other__c: 'k',
          Phone: null,
          Account: { ExternalKey__c: 'a' },
        },
      ]);
    }));

  test('close lets what was asked end, gives up resting rows, and refuses new work', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.latencyMs = 300;
      tiny.faults.row = (_object, key) => (key === 'locked' ? locked : null);
      const fine = org.upsert([account('a')]);
      const resting = org.upsert([account('locked'), account('after')]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await org.close();
      expect(await fine).toMatchObject([{ status: 'written' }]);
      expect(await resting).toMatchObject([{ status: 'failed' }, { status: 'written' }]);
      await expect(org.upsert([account('b')])).rejects.toMatchObject({ code: 'ORG_CLOSED' });
      await expect(
        org.find({ object: 'Account', select: ['Id'], by: 'Name', values: ['x'] }),
      ).rejects.toBeInstanceOf(TransientError);
    }));
});
