import { DATA } from '../api/org.ts';
import { soqlPage as page, startConformanceOrg, type ConformanceOrg } from './conformance-org.ts';

let under: ConformanceOrg;
beforeAll(async () => {
  under = await startConformanceOrg();
});
afterAll(() => under.org.close());

/** Every row as its values, joined by `/`; rows by a blank: "Acme/Energy zulu/Energy". */
function flat(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .filter(([key]) => key !== 'attributes')
    .map(([, inner]) => flat(inner))
    .join('/');
}

interface Case {
  page: string;
  soql: string;
  rows: string;
}

const found: Case[] = [
  // Formula fields
  { page: page('sforce_api_calls_soql_select_conditionexpression'), soql: 'SELECT Name FROM Project__c WHERE Double__c > 20', rows: 'Two Three' },
  { page: page('sforce_api_calls_soql_select_conditionexpression'), soql: "SELECT Name FROM Project__c WHERE City__c = 'berlin' ORDER BY Name", rows: 'One Two' },
  { page: page('sforce_api_calls_soql_select_orderby'), soql: 'SELECT Double__c FROM Project__c ORDER BY Double__c DESC', rows: '60 40 20' },
  { page: page('sforce_api_calls_soql_select_groupby'), soql: 'SELECT City__c, COUNT(Id) FROM Project__c GROUP BY City__c', rows: 'null/1 Berlin/2' },
  { page: page('sforce_api_calls_soql_select_agg_functions_example'), soql: 'SELECT SUM(Double__c), MAX(Double__c) FROM Project__c', rows: '120/60' },
  // GROUP BY ROLLUP and CUBE
  { page: page('sforce_api_calls_soql_select_groupby_rollup'), soql: 'SELECT LeadSource, COUNT(Name) cnt FROM Lead GROUP BY ROLLUP(LeadSource)', rows: 'Purchased List/1 Web/4 null/5' },
  { page: page('sforce_api_calls_soql_select_groupby_grouping'), soql: 'SELECT LeadSource, Rating, GROUPING(LeadSource) grpLS, GROUPING(Rating) grpRating, COUNT(Name) cnt FROM Lead GROUP BY ROLLUP(LeadSource, Rating)',
    rows: 'Purchased List/Hot/0/0/1 Purchased List/null/0/1/1 Web/null/0/0/2 Web/Hot/0/0/1 Web/Warm/0/0/1 Web/null/0/1/4 null/null/1/1/5' },
  { page: page('sforce_api_calls_soql_select_groupby_cube'), soql: 'SELECT LeadSource, Rating, COUNT(Id) FROM Lead GROUP BY CUBE(LeadSource, Rating) HAVING GROUPING(LeadSource) = 1 ORDER BY Rating',
    rows: 'null/null/2 null/null/5 null/Hot/2 null/Warm/1' },
  { page: page('sforce_api_calls_soql_select_grouping'), soql: 'SELECT LeadSource, COUNT(Id) FROM Lead GROUP BY ROLLUP(LeadSource) ORDER BY GROUPING(LeadSource), LeadSource DESC', rows: 'Web/4 Purchased List/1 null/5' },
  { page: page('sforce_api_calls_soql_select_groupby_rollup'), soql: 'SELECT LeadSource, COUNT(Id) FROM Lead GROUP BY ROLLUP(LeadSource) LIMIT 1', rows: 'Purchased List/1' },
  // toLabel, FORMAT
  { page: page('sforce_api_calls_soql_select_tolabel'), soql: "SELECT Name, toLabel(Status__c) FROM Project__c WHERE toLabel(Status__c) = 'Closed'", rows: 'One/Closed' },
  { page: page('sforce_api_calls_soql_select_tolabel'), soql: "SELECT toLabel(Status__c) state, Status__c FROM Project__c WHERE Name = 'One'", rows: 'Closed/closed' },
  { page: page('sforce_api_calls_soql_select_format'), soql: "SELECT FORMAT(AnnualRevenue) FROM Account WHERE Name = 'Acme'", rows: '$24,000.00' },
  { page: page('sforce_api_calls_soql_select_format'), soql: "SELECT AnnualRevenue, FORMAT(AnnualRevenue) a FROM Account WHERE Name = 'Acme'", rows: '24000/$24,000.00' },
  { page: page('sforce_api_calls_soql_select_format'), soql: 'SELECT FORMAT(MIN(Due__c)) earliest FROM Project__c', rows: '1/31/2025' },
  { page: page('sforce_api_calls_soql_select_format'), soql: "SELECT FORMAT(CreatedDate) made FROM Account WHERE Name = 'Acme'", rows: '11/22/2026, 10:00 AM' },
  // Order
  { page: page('sforce_api_calls_soql_select_orderby'), soql: "SELECT Rating FROM Account WHERE Rating != null ORDER BY Rating", rows: 'Hot Warm Cold' },
  { page: page('sforce_api_calls_soql_select_orderby'), soql: 'SELECT Status__c FROM Project__c ORDER BY Status__c', rows: 'null open closed' },
  { page: page('sforce_api_calls_soql_select_orderby'), soql: 'SELECT Status__c FROM Project__c ORDER BY Status__c DESC NULLS LAST', rows: 'closed open null' },
  { page: page('sforce_api_calls_soql_select_orderby'), soql: 'SELECT Name FROM Account ORDER BY Name DESC NULLS LAST LIMIT 2', rows: 'ÄRZTE zulu' },
  // Letter case beyond ASCII
  { page: page('sforce_api_calls_soql_select_comparisonoperators'), soql: "SELECT Name FROM Account WHERE Name = 'ärzte'", rows: 'ÄRZTE' },
  { page: page('sforce_api_calls_soql_select_comparisonoperators'), soql: "SELECT Name FROM Account WHERE Name LIKE 'är%'", rows: 'ÄRZTE' },
  { page: page('sforce_api_calls_soql_select_comparisonoperators'), soql: "SELECT Name FROM Account WHERE Name IN ('ärzte', 'ACME') ORDER BY Name", rows: 'Acme ÄRZTE' },
  { page: page('sforce_api_calls_soql_select_comparisonoperators'), soql: "SELECT Name FROM Account WHERE Name != 'ärzte' ORDER BY Name", rows: 'Acme zulu' },
  // FIELDS
  { page: page('sforce_api_calls_soql_select_fields'), soql: 'SELECT FIELDS(STANDARD) FROM RecordType', rows: '' },
  { page: page('sforce_api_calls_soql_select_fields'), soql: "SELECT Name, FIELDS(CUSTOM) FROM Account LIMIT 1", rows: 'Acme' },
  // USING SCOPE
  { page: page('sforce_api_calls_soql_select_using_scope'), soql: 'SELECT Name FROM Account USING SCOPE mine ORDER BY Name', rows: 'Acme zulu ÄRZTE' },
  { page: page('sforce_api_calls_soql_select_using_scope'), soql: "SELECT Name FROM Account USING SCOPE Everything WHERE Name = 'Acme'", rows: 'Acme' },
  // Lookups with several targets
  { page: page('sforce_api_calls_soql_relationships_and_polymorph_keys'), soql: "SELECT Subject, Who.Name FROM Task WHERE Who.Type = 'Contact'", rows: 'Call/Ann Kim' },
  { page: page('sforce_api_calls_soql_relationships_and_polymorph_keys'), soql: "SELECT Subject, Who.FirstName, Who.LastName FROM Task WHERE Who.Type IN ('Lead')", rows: 'Mail/null/L0' },
  { page: page('sforce_api_calls_soql_relationships_and_polymorph_keys'), soql: "SELECT Subject, What.Name, What.Type FROM Task WHERE What.Type = 'Account'", rows: 'Call/Acme/Account' },
  { page: page('sforce_api_calls_soql_relationships_and_polymorph_keys'), soql: 'SELECT Subject, What.Name FROM Task ORDER BY Subject', rows: 'Call/Acme Mail/null' },
  { page: page('sforce_api_calls_soql_relationships_and_polymorph_keys'), soql: "SELECT Name FROM Project__c WHERE Owner.Type = 'User' AND Owner.Name = 'local admin' ORDER BY Name", rows: 'One Three Two' },
  { page: page('sforce_api_calls_soql_relationships_and_polymorph_keys'), soql: 'SELECT Owner.Profile.Name FROM Project__c LIMIT 1', rows: 'System Administrator' },
  { page: page('sforce_api_calls_soql_relationships_and_polymorph_keys'), soql: 'SELECT Who.Type, COUNT(Id) FROM Task GROUP BY Who.Type', rows: 'Contact/1 Lead/1' },
  { page: page('sforce_api_calls_soql_select_typeof'), soql: 'SELECT Subject, TYPEOF Who WHEN Contact THEN FirstName, Phone WHEN Lead THEN Company ELSE Name END FROM Task ORDER BY Subject', rows: 'Call/Ann/1 Mail/C' },
  { page: page('sforce_api_calls_soql_select_typeof'), soql: 'SELECT TYPEOF What WHEN Opportunity THEN Amount END FROM Task ORDER BY Subject', rows: 'null null' },
  { page: page('sforce_api_calls_soql_select_typeof'), soql: 'SELECT TYPEOF Who WHEN Contact THEN Id, Name ELSE Name END FROM Task WHERE Subject = \'Mail\'', rows: 'L0' },
  // Times, dates
  { page: page('sforce_api_calls_soql_select_dateformats'), soql: 'SELECT Name FROM Project__c WHERE Start__c > 10:00:00Z', rows: 'Two' },
  { page: page('sforce_api_calls_soql_select_dateformats'), soql: 'SELECT Name FROM Project__c WHERE Start__c = 09:30:00.000Z', rows: 'One' },
  { page: page('sforce_api_calls_soql_select_dateformats'), soql: 'SELECT Name FROM Project__c WHERE Start__c IN (09:30:00Z, 17:00:00.0Z) ORDER BY Name', rows: 'One Two' },
  { page: page('sforce_api_calls_soql_select_date_functions'), soql: 'SELECT CALENDAR_YEAR(Due__c), COUNT(Id) FROM Project__c GROUP BY CALENDAR_YEAR(Due__c)', rows: '2025/1 2026/2' },
  { page: page('sforce_api_calls_soql_select_date_functions'), soql: "SELECT WEEK_IN_MONTH(Due__c) w, WEEK_IN_YEAR(Due__c) y FROM Project__c WHERE Name = 'One' GROUP BY WEEK_IN_MONTH(Due__c), WEEK_IN_YEAR(Due__c)", rows: '4/47' },
  { page: page('sforce_api_calls_soql_select_date_functions'), soql: "SELECT Name FROM Project__c WHERE DAY_IN_WEEK(Due__c) = 1 ORDER BY Name", rows: 'One Two' },
  { page: page('sforce_api_calls_soql_select_date_functions_converttimezone'), soql: 'SELECT HOUR_IN_DAY(convertTimezone(CreatedDate)) h, COUNT(Id) FROM Project__c GROUP BY HOUR_IN_DAY(convertTimezone(CreatedDate))', rows: '10/3' },
  // Clauses that change nothing for an administrator
  { page: page('sforce_api_calls_soql_select_with_security_enforced'), soql: "SELECT Name FROM Account WHERE Name = 'Acme' WITH SECURITY_ENFORCED", rows: 'Acme' },
  { page: page('sforce_api_calls_soql_select_for_update'), soql: "SELECT Name FROM Account WHERE Name = 'Acme' FOR UPDATE", rows: 'Acme' },
]; // prettier-ignore

test.each(found)('$soql', async ({ soql, rows }) => {
  const { records } = await under.connection.query(soql);
  expect(records.map(flat).join(' ')).toBe(rows);
});

interface Refusal {
  page: string;
  soql: string;
  errorCode: string;
  text: string;
}

const refused: Refusal[] = [
  { page: page('sforce_api_calls_soql_select_groupby_rollup'), soql: 'SELECT COUNT(Id) FROM Lead GROUP BY ROLLUP(LeadSource), Rating', errorCode: 'MALFORMED_QUERY', text: 'ROLLUP' },
  { page: page('sforce_api_calls_soql_select_groupby_rollup'), soql: 'SELECT COUNT(Id) FROM Lead GROUP BY ROLLUP(LeadSource, Rating, Status, Industry)', errorCode: 'MALFORMED_QUERY', text: 'ROLLUP' },
  { page: page('sforce_api_calls_soql_select_grouping'), soql: 'SELECT GROUPING(LeadSource), COUNT(Id) FROM Lead GROUP BY LeadSource', errorCode: 'MALFORMED_QUERY', text: 'GROUPING' },
  { page: page('sforce_api_calls_soql_select_grouping'), soql: 'SELECT GROUPING(Rating), COUNT(Id) FROM Lead GROUP BY ROLLUP(LeadSource)', errorCode: 'MALFORMED_QUERY', text: 'GROUPING' },
  { page: page('sforce_api_calls_soql_querying_currency_fields'), soql: 'SELECT convertCurrency(AnnualRevenue) FROM Account', errorCode: 'MALFORMED_QUERY', text: 'convertCurrency' },
  { page: page('sforce_api_calls_soql_querying_currency_fields'), soql: 'SELECT FORMAT(convertCurrency(AnnualRevenue)) FROM Account', errorCode: 'MALFORMED_QUERY', text: 'convertCurrency' },
  { page: page('sforce_api_calls_soql_querying_currency_fields'), soql: 'SELECT Id FROM Account WHERE AnnualRevenue > USD5000', errorCode: 'MALFORMED_QUERY', text: 'USD5000' },
  { page: page('sforce_api_calls_soql_select_fields'), soql: 'SELECT FIELDS(CUSTOM) FROM Account', errorCode: 'MALFORMED_QUERY', text: 'The SOQL FIELDS function must have a LIMIT of at most 200' },
  { page: page('sforce_api_calls_soql_select_fields'), soql: 'SELECT FIELDS(STANDARD), Id FROM Account LIMIT 1', errorCode: 'INVALID_FIELD', text: 'duplicate field selected: Id' },
  { page: page('sforce_api_calls_soql_select_fields'), soql: 'SELECT Id, FIELDS(ALL) FROM Account LIMIT 1', errorCode: 'INVALID_FIELD', text: 'duplicate field selected: Id' },
  { page: page('sforce_api_calls_soql_select_fields'), soql: 'SELECT FIELDS(SOME) FROM Account LIMIT 1', errorCode: 'MALFORMED_QUERY', text: 'SOME' },
  { page: page('sforce_api_calls_soql_select_using_scope'), soql: 'SELECT Id FROM User USING SCOPE mine', errorCode: 'MALFORMED_QUERY', text: 'Invalid scope:mine, not allowed' },
  { page: page('sforce_api_calls_soql_select_using_scope'), soql: 'SELECT Id FROM Account USING SCOPE team', errorCode: 'NOT_IMPLEMENTED_LOCALLY', text: 'USING SCOPE team' },
  { page: page('sforce_api_calls_soql_relationships_and_polymorph_keys'), soql: 'SELECT What.Amount FROM Task', errorCode: 'INVALID_FIELD', text: "No such column 'Amount' on entity 'Name'" },
  { page: page('sforce_api_calls_soql_relationships_and_polymorph_keys'), soql: 'SELECT Owner.Manager.Name FROM Project__c', errorCode: 'INVALID_FIELD', text: "Didn't understand relationship 'Manager' in field path" },
  { page: page('sforce_api_calls_soql_relationships_and_polymorph_keys'), soql: 'SELECT Owner.Type FROM Account', errorCode: 'INVALID_FIELD', text: "No such column 'Type' on entity 'User'" },
  { page: page('sforce_api_calls_soql_select_typeof'), soql: 'SELECT TYPEOF Owner WHEN User THEN Name END FROM Account', errorCode: 'MALFORMED_QUERY', text: 'not a polymorphic relationship' },
  { page: page('sforce_api_calls_soql_select_typeof'), soql: 'SELECT Who.Name, TYPEOF Who WHEN Contact THEN Phone END FROM Task', errorCode: 'MALFORMED_QUERY', text: 'may not reference the same relationship field' },
  { page: page('sforce_api_calls_soql_select_typeof'), soql: 'SELECT TYPEOF Who WHEN Contact THEN Account.Name END FROM Task', errorCode: 'NOT_IMPLEMENTED_LOCALLY', text: 'Account.Name' },
  { page: page('sforce_api_calls_soql_select_typeof'), soql: 'SELECT TYPEOF Who WHEN Contact THEN Nope END FROM Task', errorCode: 'INVALID_FIELD', text: "No such column 'Nope' on entity 'Contact'" },
  { page: page('sforce_api_calls_soql_select_dateformats'), soql: 'SELECT Id FROM Project__c WHERE Name = 10:00:00Z', errorCode: 'INVALID_FIELD', text: "field 'Name' must be of type string" },
  { page: page('sforce_api_calls_soql_select_dateformats'), soql: "SELECT Id FROM Project__c WHERE Start__c = '10:00:00Z'", errorCode: 'INVALID_FIELD', text: 'must be of type time' },
  { page: page('sforce_api_calls_soql_select_date_functions'), soql: 'SELECT Id FROM Account WHERE CALENDAR_YEAR(Name) = 1', errorCode: 'INVALID_FIELD', text: 'CALENDAR_YEAR' },
  { page: page('sforce_api_calls_soql_geolocate'), soql: "SELECT Id FROM Account WHERE DISTANCE(Loc__c, GEOLOCATION(37,122), 'mi') < 20", errorCode: 'NOT_IMPLEMENTED_LOCALLY', text: 'DISTANCE' },
  { page: page('sforce_api_calls_soql_select_for_update'), soql: 'SELECT Id FROM Account ORDER BY Name FOR UPDATE', errorCode: 'MALFORMED_QUERY', text: 'FOR UPDATE' },
  { page: page('sforce_api_calls_soql_select_update'), soql: 'SELECT Id FROM Account UPDATE TRACKING', errorCode: 'NOT_IMPLEMENTED_LOCALLY', text: 'TRACKING' },
  { page: page('sforce_api_calls_soql_select_all_rows'), soql: 'SELECT Id FROM Account ALL ROWS', errorCode: 'MALFORMED_QUERY', text: 'ROWS' },
  { page: page('sforce_api_calls_soql_select_conditionexpression'), soql: 'SELECT Id FROM Account WHERE', errorCode: 'MALFORMED_QUERY', text: 'ERROR at Row:1:Column:29\nunexpected token' },
]; // prettier-ignore

test.each(refused)('$soql is refused with $errorCode', async ({ soql, errorCode, text }) => {
  await expect(under.connection.query(soql)).rejects.toMatchObject({
    errorCode,
    message: expect.stringContaining(text),
  });
});

test.each([...found, ...refused])('$page is a page of the SOQL reference ($soql)', (one) => {
  expect(one.page).toMatch(/soql_sosl\/sforce_api_calls_soql_\w+\.htm$/);
});

test('what a lookup with several targets points at is a Name with the url of what it is', async () => {
  const { records } = await under.connection.query(
    "SELECT Who.Name FROM Task WHERE Subject = 'Call'",
  );
  const url = `${DATA}/sobjects/Contact/${under.ids['kim'] ?? ''}`;
  expect(records[0]).toMatchObject({ Who: { attributes: { type: 'Name', url }, Name: 'Ann Kim' } });
});

test('queryAll takes ALL ROWS and reads the recycle bin', async () => {
  const q = encodeURIComponent('SELECT Name FROM Account WHERE IsDeleted = true ALL ROWS');
  const { body } = await under.call('GET', `${DATA}/queryAll?q=${q}`);
  expect(body).toMatchObject({ records: [{ Name: 'Gone' }] });
});

test('FOR VIEW leaves its time on the record, as opening it would', async () => {
  await under.connection.query("SELECT Id FROM Contact WHERE LastName = 'Lee' FOR VIEW");
  const { records } = await under.connection.query(
    'SELECT LastName FROM Contact WHERE LastViewedDate != null',
  );
  expect(records).toMatchObject([{ LastName: 'Lee' }]);
});

test.each([
  ["Key__c = 'k:1'", 'Index', ['Key__c']],
  ["Key__c IN ('k:1', 'k:2')", 'Index', ['Key__c']],
  ["Code__c = 'x'", 'Index', ['Code__c']],
  ["Account__c = '001000000000001AAA'", 'Index', ['Account__c']],
  ["Id = 'a00000000000001AAA'", 'Index', ['Id']],
  ['Budget__c = 10', 'TableScan', []],
])('explain: WHERE %s is answered by %s', async (where, leadingOperationType, fields) => {
  const plan = await under.connection.query(`SELECT Name FROM Project__c WHERE ${where}`).explain();
  expect(plan.plans).toMatchObject([
    { leadingOperationType, fields, sobjectType: 'Project__c', sobjectCardinality: 3 },
  ]);
});
