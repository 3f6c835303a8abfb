import { HumanNeededError, PoisonError } from '../../src/errors.ts';
import { withOrg } from './support/connected.ts';
import type { TinyOrg } from './support/tiny-org.ts';

function seed(tiny: TinyOrg, object: string, rows: Record<string, unknown>[]): void {
  tiny.records.set(object, new Map(rows.map((row, index) => [String(index), row])));
}

const byKey = (values: string[]) => ({
  object: 'Account',
  select: ['Id', 'Name'],
  by: 'ExternalKey__c',
  values,
});

describe('reads that gather', () => {
  test('a thousand finds of different keys in one tick are one API call and each gets its own record', () =>
    withOrg(async (org, tiny) => {
      const keys = Array.from({ length: 1000 }, (_, index) => `stripe:main:customer:cus_${index}`);
      seed(
        tiny,
        'Account',
        keys.map((key) => ({ ExternalKey__c: key, Name: `Name of ${key}` })),
      );
      const found = await Promise.all(keys.map((key) => org.find(byKey([key]))));
      expect(found.map((records) => records[0]?.['Name'])).toEqual(
        keys.map((key) => `Name of ${key}`),
      );
      expect(tiny.calls).toBe(1);
      expect(org.apiCalls()).toBe(1);
      expect(tiny.queries[0]).toHaveLength(5);
    }));

  test('questions asked while a request is under way go together in the next one', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.latencyMs = 300;
      seed(tiny, 'Account', [{ ExternalKey__c: 'a' }, { ExternalKey__c: 'b' }]);
      const first = org.find(byKey(['a']));
      while (tiny.calls === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      const later: Promise<unknown>[] = [];
      for (let at = 0; at < 5; at += 1) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        later.push(org.find(byKey(['b'])));
      }
      await Promise.all([first, ...later]);
      expect(tiny.calls).toBe(2);
    }));

  test('a round waits while questions keep coming, as a backlog brings them, and a lone one hardly waits', () =>
    withOrg(async (org, tiny) => {
      seed(tiny, 'Account', [{ ExternalKey__c: 'a' }]);
      await org.find(byKey(['a']));
      const from = performance.now();
      await org.find(byKey(['a']));
      expect(performance.now() - from).toBeLessThan(200);
      const stream: Promise<unknown>[] = [];
      for (let at = 0; at < 10; at += 1) {
        stream.push(org.find(byKey(['a'])));
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
      await Promise.all(stream);
      expect(tiny.calls).toBeLessThanOrEqual(4);
    }));

  test('different questions share one Composite request, five queries at most', () =>
    withOrg(async (org, tiny) => {
      await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          org.find({ object: `Object${index}__c`, select: ['Id'], by: 'Name', values: ['x'] }),
        ),
      );
      expect(tiny.queries.map((queries) => queries.length).sort()).toEqual([1, 5]);
    }));

  test('keys that differ only by case are different keys, even where SOQL finds both', () =>
    withOrg(async (org, tiny) => {
      seed(tiny, 'Account', [
        { ExternalKey__c: 'stripe:main:customer:cus_aB', Name: 'lower' },
        { ExternalKey__c: 'stripe:main:customer:cus_AB', Name: 'upper' },
      ]);
      const [lower, upper, neither] = await Promise.all([
        org.find(byKey(['stripe:main:customer:cus_aB'])),
        org.find(byKey(['stripe:main:customer:cus_AB'])),
        org.find(byKey(['stripe:main:customer:cus_ab'])),
      ]);
      expect(lower).toEqual([expect.objectContaining({ Name: 'lower' })]);
      expect(upper).toEqual([expect.objectContaining({ Name: 'upper' })]);
      expect(neither).toEqual([]);
    }));

  test('e-mail addresses are found in any case, and once', () =>
    withOrg(async (org, tiny) => {
      seed(tiny, 'Contact', [{ Email: 'Ann@Example.test', Name: 'Ann' }]);
      const found = await org.find({
        object: 'Contact',
        select: ['Name'],
        by: 'Email',
        values: ['ann@example.test', 'ANN@example.test'],
      });
      expect(found).toHaveLength(1);
    }));

  test('a record id of 15 characters finds the record that answers with 18', () =>
    withOrg(async (org, tiny) => {
      seed(tiny, 'Account', [{ Id: '001000000000001AAA' }]);
      const ids = ['001000000000001AAA', '001000000000001'];
      const question = { object: 'Account', select: ['Id'], by: 'Id' };
      expect(await org.find({ ...question, values: ids.slice(1) })).toHaveLength(1);
      expect(await org.find({ ...question, values: ids })).toHaveLength(1);
    }));

  test('quotes, backslashes, line ends and broken surrogates in a value stay inside it', () =>
    withOrg(async (org, tiny) => {
      const odd = ["O'Neil", 'back\\slash', "') OR Id != '", 'per%cent&and=plus+', 'ü 🎈'];
      seed(
        tiny,
        'Account',
        odd.map((key) => ({ ExternalKey__c: key, Name: key })),
      );
      const found = await Promise.all([...odd, '\ud800'].map((key) => org.find(byKey([key]))));
      expect(found.map((records) => records.map((record) => record['Name']))).toEqual([
        ...odd.map((key) => [key]),
        [],
      ]);
    }));

  test('a path through parents is selected and compared; attributes are not handed on', () =>
    withOrg(async (org, tiny) => {
      const parent = (key: string) => ({
        attributes: { type: 'CommissionStatement__c' },
        Partnership__r: { attributes: { type: 'Partnership__c' }, ExternalKey__c: key },
      });
      seed(tiny, 'Commission__c', [
        { Name: 'one', CommissionStatement__r: parent('p1') },
        { Name: 'two', CommissionStatement__r: parent('p2') },
        { Name: 'none', CommissionStatement__r: null },
      ]);
      const by = 'CommissionStatement__r.Partnership__r.ExternalKey__c';
      const found = await org.find({
        object: 'Commission__c',
        select: ['Name'],
        by,
        values: ['p2'],
      });
      expect(found).toEqual([
        { Name: 'two', CommissionStatement__r: { Partnership__r: { ExternalKey__c: 'p2' } } },
      ]);
      expect(tiny.queries[0]?.[0]).toBe(
        `SELECT Name,${by} FROM Commission__c WHERE ${by} IN ('p2')`,
      );
    }));

  test('answers of several pages are read to the end', () =>
    withOrg(async (org, tiny) => {
      tiny.faults.pageSize = 2;
      seed(
        tiny,
        'RevenueEntry__c',
        Array.from({ length: 5 }, (_, index) => ({ Name: `RE-${index}`, DocumentKey__c: 'd' })),
      );
      const found = await org.find({
        object: 'RevenueEntry__c',
        select: ['Name'],
        by: 'DocumentKey__c',
        values: ['d'],
      });
      expect(found.map((record) => record['Name'])).toEqual([
        'RE-0',
        'RE-1',
        'RE-2',
        'RE-3',
        'RE-4',
      ]);
      expect(tiny.calls).toBe(3);
      expect(await org.query('SELECT Name FROM RevenueEntry__c')).toHaveLength(5);
    }));

  test('long keys are cut into queries that stay under the limit of a request line', () =>
    withOrg(async (org, tiny) => {
      const keys = Array.from({ length: 200 }, (_, index) => `${'k'.repeat(240)}${index}`);
      seed(
        tiny,
        'Account',
        keys.map((key) => ({ ExternalKey__c: key })),
      );
      expect(await org.find(byKey(keys))).toHaveLength(200);
      const sizes = tiny.queries.flat().map((soql) => encodeURIComponent(soql).length);
      expect(Math.max(...sizes)).toBeLessThan(13_000);
      expect(tiny.calls).toBe(1);
    }));

  test('no values, no call', () =>
    withOrg(async (org, tiny) => {
      expect(await org.find(byKey([]))).toEqual([]);
      expect(tiny.calls).toBe(0);
    }));

  test('a query that cannot work fails only those who asked it, and says what to do', () =>
    withOrg(async (org, tiny) => {
      seed(tiny, 'Account', [{ ExternalKey__c: 'a' }]);
      tiny.faults.answer = () => ({
        status: 200,
        body: {
          compositeResponse: [
            {
              httpStatusCode: 400,
              body: [
                { errorCode: 'INVALID_TYPE', message: "sObject type 'Nope__c' is not supported." },
              ],
            },
            { httpStatusCode: 200, body: { done: true, records: [{ ExternalKey__c: 'a' }] } },
          ],
        },
      });
      const nope = { object: 'Nope__c', select: ['Id'], by: 'Name', values: ['x'] };
      const [failed, fine] = await Promise.allSettled([org.find(nope), org.find(byKey(['a']))]);
      expect(fine.status).toBe('fulfilled');
      expect(failed).toMatchObject({ status: 'rejected', reason: expect.any(HumanNeededError) });
      expect(failed).toMatchObject({
        reason: { action: expect.stringContaining('--source-dir force-app') },
      });
    }));

  test('a query that Salesforce cannot read is a fault of ours: poison', () =>
    withOrg(async (org) => {
      await expect(org.query('SELECT')).rejects.toBeInstanceOf(PoisonError);
    }));
});
