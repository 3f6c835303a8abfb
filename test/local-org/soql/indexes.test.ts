import { makeId } from '../../../src/local-org/data/ids.ts';
import { explainQuery, runQuery } from '../../../src/local-org/data/soql/run-query.ts';
import { NOW, projectOrg } from './fixture.ts';

const ROWS = 100_000;
const options = { now: NOW, includeDeleted: false, apiVersion: '68.0' };
const engine = projectOrg();

beforeAll(() => {
  // Straight into the table: what is tried here is reading, and a hundred thousand saves would take minutes.
  const insert = engine.db.prepare(
    'INSERT INTO "Project__c" ("Id", "IsDeleted", "Name", "Key__c", "Code__c", "Account__c") VALUES (?, 0, ?, ?, ?, ?)',
  );
  engine.db.exec('BEGIN');
  for (let index = 0; index < ROWS; index++)
    insert.run(
      makeId('a00', 1000 + index),
      `P${index}`,
      `bulk:${index}`,
      `C${index}`,
      makeId('001', 5000 + index),
    );
  engine.db.exec('COMMIT');
});
afterAll(() => engine.close());

describe.each([
  ["Key__c = 'bulk:77777'", 'a case-sensitive external id'],
  ["Code__c = 'c77777'", 'an external id without case'],
  ["Code__c IN ('c77777', 'nothing')", 'a list of external ids'],
  [`Account__c = '${makeId('001', 82777)}'`, 'a lookup'],
  [`Id = '${makeId('a00', 78777)}'`, 'the id'],
])('among 100,000 records, WHERE %s', (where) => {
  const soql = `SELECT Id, Name FROM Project__c WHERE ${where}`;

  test('uses an index', () => {
    const { steps } = explainQuery(engine, soql, options);
    expect(steps[0]).toMatch(/^SEARCH t0 USING INDEX/);
  });

  test('finds its record in less than 5 ms', () => {
    const times = Array.from({ length: 21 }, () => {
      const started = performance.now();
      expect(runQuery(engine, soql, options).records(0, 10)).toMatchObject([{ Name: 'P77777' }]);
      return performance.now() - started;
    });
    expect(times.sort((left, right) => left - right)[10]).toBeLessThan(5);
  });
});
