import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeField } from '../../../src/local-org/schema/fields.ts';
import type { SaveRequest } from '../../../src/local-org/data/engine.ts';
import {
  customObject,
  externalKey,
  extend,
  master,
  picklist,
  rule,
  schemaWith,
  summary,
} from '../support/test-schema.ts';
import { testOrg } from '../support/test-org.ts';

const schema = () =>
  extend(
    schemaWith([
      customObject('Line__c', 'a01', [
        externalKey(),
        master('Account__c', 'Account'),
        makeField('SourceVersion__c', 'Number', { precision: 18, scale: 0 }),
        makeField('Share__c', 'Percent', { precision: 5, scale: 2 }),
        makeField('Number__c', 'AutoNumber', { displayFormat: 'L-{0000}' }),
        picklist('Status__c', ['Active*', 'Ended']),
      ], {
        validationRules: new Map([
          rule('Version', 'AND(NOT(ISNEW()), NOT(ISBLANK(PRIORVALUE(SourceVersion__c))), SourceVersion__c < PRIORVALUE(SourceVersion__c))'),
          rule('Share', 'OR(Share__c < 0, Share__c > 1)'),
          rule('Ended', 'AND(ISPICKVAL(Status__c, "Ended"), ISPICKVAL(PRIORVALUE(Status__c), "Active"), NOT(ISCHANGED(Share__c)))'),
        ]),
      }),
    ]),
    'Account',
    [externalKey(), summary('Lines__c', 'count', 'Line__c.Account__c'), summary('Share__c', 'sum', 'Line__c.Account__c', 'Line__c.Share__c')],
    [rule('WithinTenThousand', 'Share__c > 100')],
  ); // prettier-ignore

describe('an engine on a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-org-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('finds its records again and goes on numbering where it stopped', () => {
    const file = join(folder, 'org.db');
    const first = testOrg(schema(), file);
    const account = first.create('Account', { Name: 'Acme' });
    const line = first.create('Line__c', { Account__c: account });
    first.engine.close();
    const second = testOrg(schema(), file);
    expect(second.read('Account', account)).toMatchObject({ Name: 'Acme', Lines__c: 1 });
    const next = second.create('Line__c', { Account__c: account });
    expect(next > line).toBe(true);
    expect(second.read('Line__c', next).Number__c).toBe('L-0002');
    second.engine.close();
  });
});

describe('seeding', () => {
  test('takes ids that new records then pass over', () => {
    const { engine, create } = testOrg(schema());
    engine.seed('Account', '001000000000001AAA', { Name: 'Seeded' });
    expect(create('Account', { Name: 'Next' })).toBe('001000000000002AAA');
  });

  test('writes past the rules, keeps what it does not name, and refuses what the schema has not', () => {
    const { engine, create, read } = testOrg(schema());
    const lead = create('Lead', { LastName: 'L', Company: 'C' });
    engine.seed('Lead', lead, { IsConverted: true });
    expect(read('Lead', lead)).toMatchObject({ IsConverted: 1, LastName: 'L' });
    expect(() => engine.seed('Lead', lead, { Nope: 1 })).toThrow('Lead has no field Nope to seed.');
    expect(() => engine.seed('Nope', lead, {})).toThrow('The schema has no object Nope to seed.');
  });
});

test('two thousand upserts a second pass rules and roll-ups', () => {
  const org = testOrg(schema());
  for (let n = 0; n < 20; n += 1) org.upsert('Account', `a${n}`, { Name: `A${n}` });
  const lot = (from: number, version: number): SaveRequest[] =>
    Array.from({ length: 200 }, (_, i) => ({
      operation: 'upsert', object: 'Line__c', externalIdField: 'ExternalKey__c', externalIdValue: `l${from + i}`,
      fields: { SourceVersion__c: version, Share__c: 10 + version, Account__r: { ExternalKey__c: `a${i % 20}` } },
    })); // prettier-ignore
  org.save(...lot(0, 1));
  // Processor time: what else runs on the machine is no matter of ours.
  const started = process.cpuUsage();
  for (const version of [2, 3]) for (let n = 0; n < 2000; n += 200) org.save(...lot(n, version));
  const { user, system } = process.cpuUsage(started);
  const perSecond = 4000 / ((user + system) / 1_000_000);
  expect(org.read('Account', String(org.upsert('Account', 'a0', {}).id))).toMatchObject({
    Lines__c: 100,
    Share__c: 1300,
  });
  expect(perSecond).toBeGreaterThan(2000);
});
