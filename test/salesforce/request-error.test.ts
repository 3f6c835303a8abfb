import { asVerdict, isSessionExpired, requestVerdict } from '../../src/salesforce/request-error.ts';

describe('a refused request', () => {
  test.each([
    ['SERVER_UNAVAILABLE', 'TransientError'],
    ['ERROR_HTTP_503', 'TransientError'],
    ['ERROR_HTTP_429', 'TransientError'],
    ['ERROR_HTTP_404', 'PoisonError'],
    ['ERROR_HTTP_403', 'HumanNeededError'],
    ['ERROR_HTTP_401', 'HumanNeededError'],
    ['INVALID_SESSION_ID', 'HumanNeededError'],
    ['INVALID_LOGIN', 'HumanNeededError'],
    ['INVALID_FIELD', 'HumanNeededError'],
    ['INVALID_TYPE', 'HumanNeededError'],
    ['INSUFFICIENT_ACCESS', 'HumanNeededError'],
    ['REQUEST_LIMIT_EXCEEDED', 'RateLimitedError'],
    ['MALFORMED_QUERY', 'PoisonError'],
  ])('%s is a %s', (errorCode, name) => {
    expect(requestVerdict({ errorCode, message: 'text' }, 'a query').name).toBe(name);
  });

  test.each([
    ['ConcurrentRequests (Concurrent API Requests) Limit exceeded.', 10_000],
    ['TotalRequests Limit exceeded.', 900_000],
  ])('%j asks to wait %i ms', (message, retryAfterMs) => {
    const verdict = requestVerdict({ errorCode: 'REQUEST_LIMIT_EXCEEDED', message }, 'a query');
    expect(verdict).toMatchObject({ retryAfterMs });
  });

  test('for want of metadata or permission says what to run', () => {
    const verdict = requestVerdict(
      { errorCode: 'INVALID_FIELD', message: "No such column 'X'" },
      'q',
    );
    expect(verdict).toMatchObject({
      scope: 'salesforce',
      action: expect.stringMatching(/--source-dir force-app.*SyncService/),
    });
  });

  test.each([
    ['INVALID_SESSION_ID', true],
    ['ERROR_HTTP_401', true],
    ['INVALID_AUTH_HEADER', true],
    ['INSUFFICIENT_ACCESS', false],
  ])('%s means that the session has ended: %s', (errorCode, expected) => {
    expect(isSessionExpired({ errorCode, message: '' })).toBe(expected);
  });

  test('what is thrown without an answer is a verdict too, and a verdict stays itself', () => {
    const verdict = asVerdict(new TypeError('x is not a function'), 'a query');
    expect(verdict).toMatchObject({ name: 'PoisonError', code: 'UNEXPECTED_FAILURE' });
    expect(asVerdict(verdict, 'other')).toBe(verdict);
  });
});
