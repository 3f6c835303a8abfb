import fc from 'fast-check';
import {
  HumanNeededError,
  PoisonError,
  RateLimitedError,
  StaleError,
  TransientError,
} from '../../src/errors.ts';
import { decide, readJobReason, reasonOf, unexpectedLimit } from '../../src/queue/verdicts.ts';

const details = { code: 'C', message: 'M' };
const transient = new TransientError(details);
const human = new HumanNeededError({ ...details, scope: 's' });
const limited = (retryAfterMs: number) => new RateLimitedError({ ...details, retryAfterMs });
const fresh = { starts: 1, faults: 0 };

describe('what becomes of a job whose handler threw', () => {
  test.each([
    ['a stale write', new StaleError(details), fresh, { next: 'finish', outcome: 'stale' }],
    ['poison', new PoisonError(details), fresh, { next: 'park', outcome: 'parked' }],
    ['a first fault of ours', new TypeError('x'), fresh, { next: 'count', outcome: 'unexpected' }],
    ['something that is no error', 'thrown text', fresh, { next: 'count', outcome: 'unexpected' }],
    [
      'the last but one fault of ours',
      new TypeError('x'),
      { starts: 99, faults: unexpectedLimit - 2 },
      { next: 'count', outcome: 'unexpected' },
    ],
    [
      'one fault too many',
      new TypeError('x'),
      { starts: 8, faults: unexpectedLimit - 1 },
      { next: 'park', outcome: 'parked' },
    ],
  ])('%s', (_what, error, history, decision) => {
    expect(decide(error, history, 0.5)).toEqual(decision);
  });

  test.each([
    [1, 500, 1_000],
    [2, 1_000, 2_000],
    [7, 32_000, 64_000],
    [8, 60_000, 120_000],
    [1_000_000, 60_000, 120_000],
  ])('a transient fault at start %i waits between %i and %i ms', (starts, least, most) => {
    const history = { starts, faults: 0 };
    expect(decide(transient, history, 0)).toMatchObject({ next: 'delay', delayMs: least });
    expect(decide(transient, history, 0.999999)).toMatchObject({ next: 'delay', delayMs: most });
  });

  test.each([
    [0, 100],
    [99, 100],
    [100, 100],
    [30_000, 30_000],
  ])('asked to wait %i ms it waits at least %i ms', (asked, waited) => {
    expect(decide(limited(asked), fresh, 0)).toMatchObject({ delayMs: waited });
  });

  test.each([
    [1, 60_000],
    [2, 120_000],
    [4, 480_000],
    [5, 600_000],
    [500, 600_000],
  ])('what needs a person waits, at start %i, %i ms', (starts, waited) => {
    const decision = decide(human, { starts, faults: 0 }, 0);
    expect(decision).toEqual({ next: 'delay', outcome: 'human needed', delayMs: waited });
  });

  test('a verdict that says "later" never parks a job, however often it comes', () => {
    const verdicts = fc.oneof(
      fc.constant(transient),
      fc.constant(human),
      fc.integer({ min: 0, max: 1e9 }).map(limited),
    );
    const history = fc.record({ starts: fc.integer({ min: 1 }), faults: fc.nat() });
    const random = fc.double({ min: 0, max: 0.9999, noNaN: true });
    fc.assert(
      fc.property(verdicts, history, random, (error, past, chance) => {
        const decision = decide(error, past, chance);
        if (decision.next !== 'delay') throw new Error(`It was decided to ${decision.next}.`);
        expect(decision.delayMs).toBeGreaterThanOrEqual(100);
        expect(Number.isSafeInteger(decision.delayMs)).toBe(true);
      }),
    );
  });
});

describe('the reason kept with a job', () => {
  test('holds no secret and no personal data, and can be read back', () => {
    const reason = reasonOf(new Error('ada@example.com used sk_live_abc123'));
    expect(JSON.stringify(reason)).not.toMatch(/ada|abc123/);
    expect(reason).toMatchObject({ verdict: 'UnexpectedError', code: 'UNEXPECTED' });
    expect(readJobReason(JSON.stringify(reason))).toEqual(reason);
  });

  test.each([[undefined], [''], ['job stalled more than allowable limit'], ['{"verdict":1}']])(
    '%j is not one of ours',
    (text) => expect(readJobReason(text)).toBeNull(),
  );
});
