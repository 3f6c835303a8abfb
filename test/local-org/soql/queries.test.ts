import { runQuery } from '../../../src/local-org/data/soql/run-query.ts';
import { ID, NOW, projectOrg } from './fixture.ts';

const engine = projectOrg();
afterAll(() => engine.close());

const options = { now: NOW, includeDeleted: false, apiVersion: '68.0' };

function run(soql: string, includeDeleted = false) {
  const result = runQuery(engine, soql, { ...options, includeDeleted });
  return { totalSize: result.totalSize, records: result.records(0, 2000) };
}

/** The Name (or Id) of every row, as one text: the shape in which the tables below give what is expected. */
function names(soql: string): string {
  return run(soql)
    .records.map((record) => String(record['Name'] ?? record['Id']))
    .join(' ');
}

describe('WHERE finds the projects that it should', () => {
  test.each<[where: string, expected: string]>([
    ["Name = 'one'", 'One'],
    ["Name = 'ONE'", 'One'],
    ["name = 'One'", 'One'],
    ["Name != 'One'", 'Two three Four'],
    ["NOT Name = 'One'", 'Two three Four'],
    ["Name > 'one'", 'Two three'],
    ["Name <= 'one'", 'One Four'],
    ["Key__c = 'k:a'", 'Two'],
    ["Key__c = 'k:A'", 'One'],
    ["Key__c IN ('k:A', 'k:4')", 'One Four'],
    ["Key__c NOT IN ('k:A', 'k:4')", 'Two three'],
    ["Code__c = 'X'", 'One Four'],
    ["Code__c != 'x'", 'Two three'],
    ["Code__c NOT IN ('x')", 'Two three'],
    ['Code__c = null', 'three'],
    ["Code__c = ''", 'three'],
    ['Code__c != null', 'One Two Four'],
    ["Code__c IN ('y', null)", 'Two three'],
    ["Name LIKE 't%'", 'Two three'],
    ["Name LIKE '_o%'", 'Four'],
    ["(NOT Name LIKE 't%')", 'One Four'],
    ["(NOT Code__c LIKE 'x%')", 'Two three'],
    ['Budget__c = 20.25', 'Two'],
    ['Budget__c > 0', 'One Two'],
    ['Budget__c >= 0', 'One Two three'],
    ['Budget__c < 10', 'three'],
    ['Budget__c = null', 'Four'],
    ['Budget__c IN (0, 10)', 'One three'],
    ['Budget__c > -1 AND Budget__c < 20', 'One three'],
    ['Done__c = true', 'One'],
    ['Done__c = FALSE', 'Two three Four'],
    ['Done__c != true', 'Two three Four'],
    ["Name = 'One' OR Name = 'Two' OR Name = 'Four'", 'One Two Four'],
    ["(Name = 'One' OR Name = 'Two') AND Done__c = false", 'Two'],
    ["Name = 'One' OR (Name = 'Two' AND Done__c = false)", 'One Two'],
    ["((Name = 'One')) AND ((Done__c = true OR (Budget__c = 3)) AND Budget__c = 10)", 'One'],
    ["NOT (Name = 'One' OR Code__c = 'y')", 'three Four'],
    ["(NOT (NOT Name = 'One'))", 'One'],
    ["Skills__c INCLUDES ('a')", 'One'],
    ["Skills__c INCLUDES ('a;b', 'c')", 'One'],
    ["Skills__c INCLUDES ('a', 'b')", 'One Two'],
    ["Skills__c EXCLUDES ('a')", 'Two three Four'],
    ["Account__r.Name = 'acme'", 'One Two'],
    ["Account__r.Name != 'acme'", 'three Four'],
    ["Account__r.Owner.Name = 'Ann Ace'", 'One Two'],
    ["Account__r.Parent.Owner.Username = 'ann@example.com'", 'three'],
    ["Account__r.Owner.Manager.Name = 'ann ace'", 'three'],
    ['Account__r.Name = null', 'Four'],
    [`Account__c = '${ID.acme}'`, 'One Two'],
    [`Account__c = '${ID.acme.slice(0, 15)}'`, 'One Two'],
    [`Id IN ('${ID.p1}', '${ID.p3.slice(0, 15)}')`, 'One three'],
    ['Account__c IN (SELECT AccountId FROM Contact)', 'One Two'],
    ["Account__c NOT IN (SELECT AccountId FROM Contact WHERE Name LIKE 'K%')", 'three Four'],
    ["Account__c IN (SELECT Id FROM Account WHERE Owner.Name = 'Bob Bee')", 'three'],
    ['Due__c = TODAY', 'One'],
    ['Due__c < TODAY', 'Two'],
    ['Due__c <= TODAY', 'One Two'],
    ['Due__c > TODAY', 'three'],
    ['Due__c >= TODAY', 'One three'],
    ['Due__c != TODAY', 'Two three Four'],
    ['Due__c = YESTERDAY', 'Two'],
    ['Due__c = THIS_WEEK', 'One'],
    ['Due__c = LAST_WEEK', 'Two'],
    ['Due__c = NEXT_MONTH', 'three'],
    ['Due__c = LAST_N_DAYS:1', 'One Two'],
    ['Due__c = NEXT_N_DAYS:9', 'three'],
    ['Due__c = NEXT_N_DAYS:8', ''],
    ['Due__c = N_DAYS_AGO:1', 'Two'],
    ['Due__c IN (TODAY, YESTERDAY)', 'One Two'],
    ['Due__c = 2026-12-01', 'three'],
    ['Due__c > 2026-11-21', 'One three'],
    ['Started__c = TODAY', 'One'],
    ['Started__c = LAST_MONTH', 'Two'],
    ['Started__c = THIS_YEAR', 'One Two'],
    ['Started__c = LAST_N_YEARS:1', 'Four'],
    ['Started__c > 2026-11-22T09:30:00+01:00', 'One'],
    ['Started__c < 2025-01-01T00:00:00Z', ''],
    ['Started__c <= 2025-01-01T00:00:00Z', 'Four'],
    ['CALENDAR_YEAR(Started__c) = 2026', 'One Two'],
    ['CALENDAR_MONTH(Due__c) = 11', 'One Two'],
    ['DAY_ONLY(Started__c) = 2026-10-31', 'Two'],
    ["Project__c.Name = 'One'", 'One'],
  ])('%s', (where, expected) => {
    expect(names(`SELECT Name FROM Project__c WHERE ${where}`)).toBe(expected);
  });
});

describe('ORDER BY, LIMIT and OFFSET', () => {
  test.each<[clauses: string, expected: string]>([
    ['ORDER BY Name', 'Four One three Two'],
    ['ORDER BY Name DESC', 'Two three One Four'],
    ['ORDER BY Budget__c', 'Four three One Two'],
    ['ORDER BY Budget__c DESC', 'Four Two One three'],
    ['ORDER BY Budget__c DESC NULLS LAST', 'Two One three Four'],
    ['ORDER BY Budget__c ASC NULLS LAST', 'three One Two Four'],
    ['ORDER BY Account__r.Name NULLS LAST, Name DESC', 'Two One three Four'],
    ['ORDER BY Name LIMIT 2', 'Four One'],
    ['ORDER BY Name LIMIT 2 OFFSET 1', 'One three'],
    ['ORDER BY Name OFFSET 3', 'Two'],
    ['LIMIT 0', ''],
  ])('%s', (clauses, expected) => {
    expect(names(`SELECT Name FROM Project__c ${clauses}`)).toBe(expected);
  });
});

test('a record comes with its attributes, values in their JSON types, and names in the schema’s letter case', () => {
  const soql = `SELECT id, name, BUDGET__C, done__c, due__c, started__c, notes__c, double__c FROM project__c WHERE Id = '${ID.p1}'`;
  expect(run(soql).records).toEqual([
    {
      attributes: { type: 'Project__c', url: `/services/data/v68.0/sobjects/Project__c/${ID.p1}` },
      Id: ID.p1,
      Name: 'One',
      Budget__c: 10,
      Done__c: true,
      Due__c: '2026-11-22',
      Started__c: '2026-11-22T09:00:00.000+0000',
      Notes__c: 'long',
      Double__c: 20,
    },
  ]);
});

test('parents are nested records with attributes of their own, and null where there is no parent', () => {
  const soql =
    'SELECT Name, Account__r.Name, Account__r.Owner.Name FROM Project__c p ORDER BY p.Id';
  const { records } = run(soql);
  const url = (type: string, id: string) => `/services/data/v68.0/sobjects/${type}/${id}`;
  expect(records[0]?.['Account__r']).toEqual({
    attributes: { type: 'Account', url: url('Account', ID.acme) },
    Name: 'Acme',
    Owner: { attributes: { type: 'User', url: url('User', ID.ann) }, Name: 'Ann Ace' },
  });
  expect(records[3]?.['Account__r']).toBeNull();
});

test('a child sub-query gives each parent its own rows, sorted and limited per parent, and null where there are none', () => {
  const soql =
    'SELECT Name, (SELECT Name FROM Projects__r ORDER BY Name DESC LIMIT 1), (SELECT Id FROM Contacts) FROM Account ORDER BY Id';
  const lists = run(soql).records.map((record) => [record['Projects__r'], record['Contacts']]);
  expect(lists).toMatchObject([
    [{ totalSize: 1, done: true, records: [{ Name: 'Two' }] }, { records: [{ Id: ID.kim }] }],
    [{ totalSize: 1, records: [{ Name: 'three' }] }, null],
    [null, null],
  ]);
});

describe('aggregates', () => {
  test.each<[soql: string, expected: object[]]>([
    ['SELECT COUNT(Id) FROM Project__c', [{ expr0: 4 }]],
    ['SELECT COUNT(Code__c) c FROM Project__c', [{ c: 3 }]],
    ['SELECT COUNT_DISTINCT(Code__c) FROM Project__c', [{ expr0: 2 }]],
    [
      'SELECT SUM(Budget__c) s, AVG(Budget__c), MIN(Budget__c), MAX(Name) FROM Project__c',
      [{ s: 30.25, expr0: 10.0833333333333, expr1: 0, expr2: 'Two' }],
    ],
    [
      'SELECT Status__c, COUNT(Id) n FROM Project__c GROUP BY Status__c ORDER BY COUNT(Id) DESC, Status__c',
      [
        { Status__c: 'open', n: 2 },
        { Status__c: null, n: 1 },
        { Status__c: 'closed', n: 1 },
      ],
    ],
    ['SELECT Status__c s FROM Project__c GROUP BY Status__c HAVING COUNT(Id) > 1', [{ s: 'open' }]],
    [
      "SELECT Account__r.Name, SUM(Budget__c) FROM Project__c GROUP BY Account__r.Name HAVING SUM(Budget__c) >= 0 AND Account__r.Name LIKE 'a%'",
      [{ Name: 'Acme', expr0: 30.25 }],
    ],
    [
      'SELECT CALENDAR_YEAR(Started__c) y, COUNT(Id) FROM Project__c WHERE Started__c != null GROUP BY CALENDAR_YEAR(Started__c) ORDER BY CALENDAR_YEAR(Started__c)',
      [
        { y: 2025, expr0: 1 },
        { y: 2026, expr0: 2 },
      ],
    ],
    ["SELECT COUNT(Id) FROM Project__c WHERE Name = 'nobody'", [{ expr0: 0 }]],
    ['SELECT MIN(Due__c) d FROM Project__c', [{ d: '2026-11-21' }]],
    ['SELECT Status__c FROM Project__c GROUP BY Status__c LIMIT 1', [{ Status__c: null }]],
  ])('%s', (soql, expected) => {
    const attributes = { type: 'AggregateResult' };
    expect(run(soql).records).toEqual(expected.map((row) => ({ attributes, ...row })));
  });

  test('COUNT() gives a number and no rows', () => {
    expect(run('SELECT COUNT() FROM Project__c')).toEqual({ totalSize: 4, records: [] });
    expect(run('SELECT COUNT() FROM Project__c LIMIT 3').totalSize).toBe(3);
    expect(run("SELECT COUNT() FROM Project__c WHERE Account__r.Name = 'Acme'").totalSize).toBe(2);
  });
});

test('the recycle bin is seen by queryAll only', () => {
  expect(run('SELECT COUNT() FROM Account').totalSize).toBe(3);
  expect(run('SELECT COUNT() FROM Account', true).totalSize).toBe(4);
  expect(run('SELECT Name FROM Account WHERE IsDeleted = true', true).records).toHaveLength(1);
});

test('FIELDS(ALL), FIELDS(STANDARD) and FIELDS(CUSTOM) name every field of their kind', () => {
  const keys = (soql: string) => Object.keys(run(soql).records[0] ?? {});
  const all = keys('SELECT FIELDS(ALL) FROM Project__c LIMIT 1');
  expect(all).toEqual(expect.arrayContaining(['Id', 'Name', 'Key__c', 'Double__c', 'OwnerId']));
  const custom = keys('SELECT FIELDS(CUSTOM) FROM Project__c LIMIT 200');
  expect(custom).toContain('Budget__c');
  expect(custom).not.toContain('Name');
  const standard = keys('SELECT FIELDS(STANDARD) FROM Project__c');
  expect(standard).toContain('Name');
  expect(standard).not.toContain('Budget__c');
});

test('toLabel gives a picklist value’s label', () => {
  const soql = "SELECT toLabel(Status__c) FROM Project__c WHERE Status__c = 'open' LIMIT 1";
  expect(run(soql).records[0]).toMatchObject({ Status__c: 'Open' });
});

test('quotes, backslashes and wildcards in literals mean what SOQL says', () => {
  expect(names("SELECT Name FROM Account WHERE Name = 'O\\'Lone'")).toBe("O'Lone");
  expect(names("SELECT Name FROM Account WHERE Name LIKE 'beta\\_1'")).toBe('beta_1');
  expect(names("SELECT Name FROM Account WHERE Name LIKE 'acm\\_'")).toBe('');
});
