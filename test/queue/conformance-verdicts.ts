import {
  HumanNeededError,
  PoisonError,
  RateLimitedError,
  StaleError,
  TransientError,
} from '../../src/errors.ts';
import { createLogger } from '../../src/logger.ts';
import { done, emptied, invoice, until, type Place } from './support.ts';

/** What a handler throws decides what becomes of its job. */
export function verdictTests(place: Place): void {
  test.each([
    ['a transient fault', new TransientError({ code: 'T', message: 'Later.' }), 'retry'],
    [
      'a rate limit',
      new RateLimitedError({ code: 'R', message: 'Slow.', retryAfterMs: 200 }),
      'rate limited',
    ],
    ['a fault of ours', new TypeError('undefined is not a function'), 'unexpected'],
  ])('%s is tried again until it works', async (_what, error, outcome) => {
    let runs = 0;
    place.bench.work({
      credit: () =>
        done(() => {
          runs += 1;
          if (runs === 1) throw error;
        }),
    });
    await place.bench.producer.credit('c');
    await until('it worked', () => runs === 2);
    await until('the queue is empty', () => emptied(place.bench));
    const text = await place.bench.metrics.render();
    expect(text).toContain(`partnerverse_jobs_total{queue="credits",outcome="${outcome}"} 1`);
    expect(text).toContain('partnerverse_jobs_total{queue="credits",outcome="done"} 1');
  });

  test('what needs a person waits, is never parked, and says what to do', async () => {
    const log: string[] = [];
    const destination = { write: (line: string) => void log.push(line) };
    const refuse = {
      credit: () =>
        done(() => {
          throw new HumanNeededError({
            scope: 'salesforce',
            code: 'LOGIN_REFUSED',
            message: 'Salesforce refused the login.',
            action: 'Renew the key.',
          });
        }),
    };
    place.bench.work(refuse, createLogger({ level: 'warn', destination }));
    await place.bench.producer.credit('a');
    await place.bench.producer.credit('b');
    await until('both wait', async () => (await place.bench.monitor.delayed(10)).length === 2);
    const waiting = await place.bench.monitor.delayed(10);
    expect(waiting[0]?.reason.action).toBe('Renew the key.');
    expect(waiting[0]?.at?.getTime()).toBeGreaterThan(Date.now() + 50_000);
    expect(await place.bench.monitor.parked(10)).toEqual([]);
    expect(log).toHaveLength(1); // said once, however many jobs wait for it
    expect(log[0]).toContain('Renew the key.');
  });

  test('stale is done', async () => {
    place.bench.work({
      credit: () =>
        done(() => {
          throw new StaleError({ code: 'STALE', message: 'Newer is stored.' });
        }),
    });
    await place.bench.producer.credit('a');
    await until('it was counted', async () =>
      (await place.bench.metrics.render()).includes('queue="credits",outcome="stale"} 1'),
    );
    await until('the queue is empty', () => emptied(place.bench));
    expect(await place.bench.monitor.parked(10)).toEqual([]);
  });

  test('a payload of another shape is parked at the door, and names the wrong place', async () => {
    let runs = 0;
    place.bench.work({ document: () => done(() => (runs += 1)) });
    await place.bench.backend.queue('documents').add('documents', { ref: { vendor: 'stripe' } });
    await until('it is parked', async () => (await place.bench.monitor.parked(10)).length === 1);
    const [parked] = await place.bench.monitor.parked(10);
    expect(parked?.reason.code).toBe('PAYLOAD_INVALID');
    expect(parked?.reason.message).toContain('ref.account');
    expect(runs).toBe(0);
  });

  test('a parked job is replayed once and then gone from the list', async () => {
    const handled: string[] = [];
    let broken = true;
    const work = (id: string): Promise<void> =>
      done(() => {
        if (broken) throw new PoisonError({ code: 'BAD', message: 'No.' });
        handled.push(id);
      });
    place.bench.work({
      document: ({ ref }) => work(ref.id),
      delivery: ({ body }) => work(body),
    });
    await place.bench.producer.refresh(invoice('in_1'));
    const receivedAt = new Date().toISOString();
    await place.bench.producer.deliver({
      vendor: 'stripe',
      account: 'main',
      receivedAt,
      body: '{}',
    });
    await until('both are parked', async () => (await place.bench.monitor.parked(10)).length === 2);
    broken = false;
    const parked = await place.bench.monitor.parked(10);
    for (const job of parked) await place.bench.monitor.replay(job.queue, job.id);
    await until('both ran', () => handled.length === 2);
    expect(handled.toSorted()).toEqual(['in_1', '{}']);
    expect(await place.bench.monitor.parked(10)).toEqual([]);
    await expect(place.bench.monitor.replay('documents', '999')).rejects.toThrow(
      /no parked job 999/,
    );
  });
}
