import { ApiError } from '../../../src/local-org/api/api-error.ts';
import { runQuery } from '../../../src/local-org/data/soql/run-query.ts';
import { NOW, projectOrg } from './fixture.ts';

const engine = projectOrg();
afterAll(() => engine.close());

function refusal(soql: string): { status: number; errorCode: string; message: string } {
  try {
    runQuery(engine, soql, { now: NOW, includeDeleted: false, apiVersion: '68.0' });
  } catch (error) {
    if (error instanceof ApiError)
      return { status: error.status, errorCode: error.errorCode, message: error.message };
    throw error;
  }
  throw new Error(`Not refused: ${soql}`);
}

test('an unknown field is shown with its place, as a real org shows it', () => {
  expect(refusal('SELECT Nme FROM Account')).toEqual({
    status: 400,
    errorCode: 'INVALID_FIELD',
    message:
      "\nSELECT Nme FROM Account\n       ^\nERROR at Row:1:Column:8\nNo such column 'Nme' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
  });
});

test('the place of an error counts rows and skips text in quotes', () => {
  const { message } = refusal("SELECT Id FROM Account\nWHERE Name = 'Nope__c' AND Nope__c = 1");
  expect(message).toContain('ERROR at Row:2:Column:28\n');
});

test('an unknown object is INVALID_TYPE with its place', () => {
  const { errorCode, message } = refusal('SELECT Id FROM Nope__c');
  expect(errorCode).toBe('INVALID_TYPE');
  expect(message).toBe(
    "\nSELECT Id FROM Nope__c\n               ^\nERROR at Row:1:Column:16\nsObject type 'Nope__c' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.",
  );
});

test.each<[soql: string, errorCode: string, text: string]>([
  [
    'SELECT Nope__r.Name FROM Account',
    'INVALID_FIELD',
    "Didn't understand relationship 'Nope__r' in field path.",
  ],
  [
    'SELECT (SELECT Id FROM Nopes__r) FROM Account',
    'INVALID_FIELD',
    "Didn't understand relationship 'Nopes__r' in FROM part of query call.",
  ],
  ['SELECT Id, id FROM Account', 'INVALID_FIELD', 'duplicate field selected: id'],
  [
    "SELECT Id FROM Project__c WHERE Notes__c = 'x'",
    'INVALID_FIELD',
    "field 'Notes__c' can not be filtered in a query call",
  ],
  [
    'SELECT Id FROM Project__c ORDER BY Notes__c',
    'INVALID_FIELD',
    "field 'Notes__c' can not be sorted in a query call",
  ],
  [
    "SELECT Id FROM Project__c WHERE Budget__c = '5'",
    'INVALID_FIELD',
    "value of filter criterion for field 'Budget__c' must be of type double and should not be enclosed in quotes",
  ],
  [
    'SELECT Id FROM Project__c WHERE Name = 5',
    'INVALID_FIELD',
    "value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes",
  ],
  [
    "SELECT Id FROM Project__c WHERE Done__c = 'true'",
    'INVALID_FIELD',
    'must be of type boolean and should not be enclosed in quotes',
  ],
  [
    "SELECT Id FROM Project__c WHERE Started__c > '2026-01-01'",
    'INVALID_FIELD',
    'must be of type dateTime and should not be enclosed in quotes',
  ],
  [
    'SELECT Id FROM Project__c WHERE Started__c > 2026-01-01',
    'INVALID_FIELD',
    'must be of type dateTime',
  ],
  [
    'SELECT Id FROM Project__c WHERE Due__c = 2026-01-01T00:00:00Z',
    'INVALID_FIELD',
    'must be of type date',
  ],
  [
    "SELECT Id FROM Project__c WHERE Account__c = 'short'",
    'INVALID_QUERY_FILTER_OPERATOR',
    'invalid ID field: short',
  ],
  ["SELECT Id FROM Project__c WHERE Id LIKE 'a%'", 'INVALID_FIELD', 'invalid operator on id field'],
  ["SELECT Id FROM Project__c WHERE Name INCLUDES ('a')", 'INVALID_FIELD', 'multi-select picklist'],
  [
    'SELECT Id FROM Account WHERE Name = null OR Id = null AND ParentId = null',
    'MALFORMED_QUERY',
    'unexpected token: AND',
  ],
  ['SELECT Id FROM Account WHERE', 'MALFORMED_QUERY', 'unexpected token: <EOF>'],
  ['SELECT FROM Account', 'MALFORMED_QUERY', "unexpected token: 'FROM'"],
  ['SELECT Id FROM Account LIMIT x', 'MALFORMED_QUERY', "unexpected token: 'x'"],
  ["SELECT Id FROM Account WHERE Name = 'open", 'MALFORMED_QUERY', 'unexpected token'],
  ['SELECT Id FROM Account ALL ROWS', 'MALFORMED_QUERY', 'ROWS'],
  ['DELETE FROM Account', 'MALFORMED_QUERY', "unexpected token: 'DELETE'"],
  ['', 'MALFORMED_QUERY', 'unexpected token'],
  ['SELECT Id FROM Account WHERE Name = :name', 'MALFORMED_QUERY', 'unexpected token'],
  [
    'SELECT Name, COUNT(Id) FROM Account',
    'MALFORMED_QUERY',
    'Field must be grouped or aggregated: Name',
  ],
  [
    'SELECT COUNT(Id) FROM Account GROUP BY Industry ORDER BY Name',
    'MALFORMED_QUERY',
    'Ordered field must be grouped or aggregated: Name',
  ],
  [
    'SELECT Id FROM Account WHERE COUNT(Id) > 1',
    'MALFORMED_QUERY',
    'not allowed in a WHERE clause: COUNT(Id)',
  ],
  [
    'SELECT Id FROM Account ORDER BY COUNT(Id)',
    'MALFORMED_QUERY',
    'needs an aggregate query: COUNT(Id)',
  ],
  ['SELECT COUNT(), Id FROM Account', 'MALFORMED_QUERY', 'COUNT() must be the only element'],
  [
    'SELECT Name n FROM Account',
    'MALFORMED_QUERY',
    'only aggregate expressions use field aliasing',
  ],
  [
    'SELECT FIELDS(ALL) FROM Account',
    'MALFORMED_QUERY',
    'The SOQL FIELDS function must have a LIMIT of at most 200',
  ],
  ['SELECT FIELDS(ALL) FROM Account LIMIT 201', 'MALFORMED_QUERY', 'LIMIT of at most 200'],
  [
    'SELECT Id FROM Account LIMIT 1 OFFSET 2001',
    'NUMBER_OUTSIDE_VALID_RANGE',
    'Maximum SOQL offset allowed is 2000',
  ],
  ['SELECT SUM(Name) FROM Account', 'MALFORMED_QUERY', 'does not support aggregate operator SUM'],
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT Name FROM Contact)',
    'MALFORMED_QUERY',
    'must be an id or reference field',
  ],
  [
    'SELECT Id FROM Account WHERE Name = null OR Id IN (SELECT AccountId FROM Contact)',
    'MALFORMED_QUERY',
    'Semi join sub-selects are only allowed at the top level',
  ],
  [
    'SELECT Parent.Parent.Parent.Parent.Parent.Parent.Name FROM Account',
    'INVALID_FIELD',
    'not go more than 5 levels',
  ],
  [
    'SELECT Id FROM ScratchOrgInfo',
    'INVALID_TYPE',
    "sObject type 'ScratchOrgInfo' is not supported.",
  ],
])('%s is refused with %s', (soql, errorCode, text) => {
  const refused = refusal(soql);
  expect(refused.errorCode).toBe(errorCode);
  expect(refused.message).toContain(text);
  expect(refused.status).toBe(400);
});

test('a query of more than 100,000 characters is refused', () => {
  const refused = refusal(`SELECT Id FROM Account WHERE Name = '${'x'.repeat(100_000)}'`);
  expect(refused.errorCode).toBe('MALFORMED_QUERY');
  expect(refused.message).toContain('longer than 100000 characters');
});
