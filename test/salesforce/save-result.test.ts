import { judgeRow, type SaveResult } from '../../src/salesforce/save-result.ts';

const row = { object: 'Partnership__c', key: 'partnerstack:main:partnership:p1', fields: {} };
const refused = (statusCode: string, message = 'text', fields: string[] = []): SaveResult => ({
  success: false,
  created: false,
  errors: [{ statusCode, message, fields }],
});
const duplicate = (field: string) =>
  refused(
    'DUPLICATE_VALUE',
    `duplicate value found: ${field} duplicates value on record with id: a01000000000001AAA`,
    [field],
  );

describe('what became of a row', () => {
  test('a success is written, with its id and whether it is new', () => {
    const id = 'a01000000000001AAA';
    expect(judgeRow(row, { success: true, id, created: true, errors: [] })).toEqual({
      outcome: { status: 'written', key: row.key, id, created: true },
      retries: 0,
    });
  });

  test.each([
    ['STALE_VERSION: A newer version of this record is already stored.', 'stale'],
    ['  STALE_VERSION: A newer version', 'stale'],
    ['The split is over 100 %. See STALE_VERSION: in the manual.', 'failed'],
    ['stale_version: a newer version', 'failed'],
  ])('a validation message %j is %s', (message, status) => {
    const { outcome } = judgeRow(row, refused('FIELD_CUSTOM_VALIDATION_EXCEPTION', message));
    expect(outcome.status).toBe(status);
  });

  test('a stale row is stale whatever else is wrong with it', () => {
    const result = refused('REQUIRED_FIELD_MISSING');
    result.errors.push({
      statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: 'STALE_VERSION: x',
      fields: [],
    });
    expect(judgeRow(row, result).outcome.status).toBe('stale');
  });

  test.each([
    ['UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record', 'TransientError', 4],
    ['SERVER_UNAVAILABLE', 'text', 'TransientError', 2],
    ['CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'Trigger: UNABLE_TO_LOCK_ROW', 'TransientError', 4],
    ['CANNOT_EXECUTE_FLOW_TRIGGER', 'Apex CPU time limit exceeded', 'TransientError', 4],
    ['CANNOT_EXECUTE_FLOW_TRIGGER', 'the flow failed', 'PoisonError', 0],
    [
      'INVALID_FIELD',
      'Foreign key external ID: x not found for field ExternalKey__c in entity Account',
      'TransientError',
      1,
    ],
    ['INVALID_FIELD', "No such column 'X__c'", 'HumanNeededError', 0],
    ['INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights', 'HumanNeededError', 0],
    [
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      'Unable to create/update fields: X__c',
      'HumanNeededError',
      0,
    ],
    ['REQUIRED_FIELD_MISSING', 'Required fields are missing: [Name]', 'PoisonError', 0],
    ['ENTITY_IS_DELETED', 'entity is deleted', 'PoisonError', 0],
    ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Over 100 %.', 'PoisonError', 0],
    ['SOMETHING_NEW', 'text', 'PoisonError', 0],
  ])('%s (%s) is a %s with %i tries more', (code, message, name, retries) => {
    const judged = judgeRow(row, refused(code, message));
    expect(judged).toMatchObject({ outcome: { status: 'failed', verdict: { name } }, retries });
  });

  test('of several errors the one that no retry can mend decides', () => {
    const result = refused('UNABLE_TO_LOCK_ROW');
    result.errors.push({ statusCode: 'STRING_TOO_LONG', message: 'x', fields: ['Name'] });
    expect(judgeRow(row, result)).toMatchObject({
      outcome: { verdict: { name: 'PoisonError', code: 'STRING_TOO_LONG' } },
      retries: 0,
    });
  });

  test('a duplicate of the key is a race and is tried once more; of another field it names record and field', () => {
    expect(judgeRow(row, duplicate('ExternalKey__c')).retries).toBe(1);
    const { outcome, retries } = judgeRow(row, duplicate('PairKey__c'));
    expect(retries).toBe(0);
    expect(outcome).toMatchObject({
      verdict: {
        name: 'PoisonError',
        message: expect.stringMatching(/a01000000000001AAA already has .* PairKey__c/),
        action: expect.stringContaining('PairKey__c'),
      },
    });
  });

  test.each(['STRING_TOO_LONG', 'INVALID_EMAIL_ADDRESS'])(
    'the text of %s, which repeats the value, is not handed on',
    (code) => {
      const { outcome } = judgeRow(row, refused(code, 'Email: ann@example.test', ['Email']));
      const text = JSON.stringify(outcome, ['verdict', 'code', 'action']);
      expect(String(outcome.status === 'failed' && outcome.verdict.message)).toMatch(/\(Email\)$/);
      expect(text).not.toContain('ann@');
    },
  );
});
