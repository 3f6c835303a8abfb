import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  HumanNeededError,
  PoisonError,
  RateLimitedError,
  StaleError,
  TransientError,
} from '../../src/errors.ts';
import type { QueueSettings } from '../../src/queue/backend.ts';
import { gate, invoice, openBench, sleep, until, type Bench } from './support.ts';

/** What every place to keep jobs must do. `place` makes a fresh, empty one that outlives a killed process. */
export function describeQueue(name: string, place: () => Promise<QueueSettings>): void {
  describe(`the queue on ${name}`, () => {
    let settings: QueueSettings;
    let bench: Bench;

    beforeEach(async () => {
      settings = await place();
      bench = await openBench(settings);
    });
    afterEach(() => bench.close());

    async function emptied(): Promise<boolean> {
      const counts = await bench.monitor.counts();
      return counts.every((queue) => queue.waiting + queue.active + queue.delayed === 0);
    }

    test('a delivery reaches its handler whole, once', async () => {
      const job = {
        vendor: 'stripe',
        account: 'main',
        receivedAt: '2026-11-22T10:00:00.000Z',
        body: '{"name":"Zoë \\u0000 \\ud83d\\ude00 ☃"}\n',
      };
      const seen: unknown[] = [];
      await bench.producer.deliver(job);
      bench.work({ delivery: async (delivery) => void seen.push(delivery) });
      await until('the delivery was handled', () => seen.length > 0);
      await until('the queue is empty', emptied);
      expect(seen).toEqual([job]);
    });

    test('many refreshes of one document while one is active make exactly one more run', async () => {
      const { opened, open } = gate();
      let runs = 0;
      bench.work({
        document: async () => {
          runs += 1;
          if (runs === 1) await opened;
        },
      });
      await bench.producer.refresh(invoice('in_1'));
      await until('the first run is active', () => runs === 1);
      await Promise.all(Array.from({ length: 20 }, () => bench.producer.refresh(invoice('in_1'))));
      await sleep(300);
      expect(runs).toBe(1);
      open();
      await until('the second run happened', () => runs === 2);
      await until('the queue is empty', emptied);
      await sleep(300);
      expect(runs).toBe(2);
    });

    test('refreshes of one document that waits make one run; other documents have their own', async () => {
      const seen: string[] = [];
      for (const id of ['in_1', 'in_1', 'in_2', 'in_1', 'in:2']) {
        await bench.producer.refresh(invoice(id));
      }
      bench.work({ document: async ({ ref }) => void seen.push(ref.id) });
      await until('three documents were handled', () => seen.length >= 3);
      await until('the queue is empty', emptied);
      expect(seen.toSorted()).toEqual(['in:2', 'in_1', 'in_2']);
    });

    test('credits of one customer are single flight too', async () => {
      const seen: string[] = [];
      for (const key of ['stripe:main:customer:a', 'stripe:main:customer:a', 'x']) {
        await bench.producer.credit(key);
      }
      bench.work({ credit: async ({ customerKey }) => void seen.push(customerKey) });
      await until('both were handled', () => seen.length >= 2);
      await until('the queue is empty', emptied);
      expect(seen.toSorted()).toEqual(['stripe:main:customer:a', 'x']);
    });

    test('a document whose job was parked runs again at its next refresh', async () => {
      let broken = true;
      let mended = 0;
      bench.work({
        document: async () => {
          if (broken) throw new PoisonError({ code: 'BAD', message: 'No.', action: 'Mend it.' });
          mended += 1;
        },
      });
      await bench.producer.refresh(invoice('in_1'));
      await until('it is parked', async () => (await bench.monitor.parked(10)).length === 1);
      const [parked] = await bench.monitor.parked(10);
      expect(parked).toMatchObject({
        queue: 'documents',
        subject: 'stripe:main:invoice:in_1',
        vendor: 'stripe',
        reason: { verdict: 'PoisonError', code: 'BAD', message: 'No.', action: 'Mend it.' },
      });
      broken = false;
      await bench.producer.refresh(invoice('in_1'));
      await until('the new refresh ran', () => mended === 1);
    });

    test('a refresh that came while the job was active is not lost when that job is parked', async () => {
      const { opened, open } = gate();
      let runs = 0;
      bench.work({
        document: async () => {
          runs += 1;
          if (runs > 1) return;
          await opened;
          throw new PoisonError({ code: 'BAD', message: 'No.' });
        },
      });
      await bench.producer.refresh(invoice('in_1'));
      await until('it is active', () => runs === 1);
      await bench.producer.refresh(invoice('in_1'));
      open();
      await until('the remembered refresh ran', () => runs === 2);
    });

    test('a refresh brings a delayed retry forward, and only one run comes of it', async () => {
      let runs = 0;
      bench.work({
        document: async () => {
          runs += 1;
          if (runs === 1) {
            throw new RateLimitedError({ code: 'WAIT', message: 'Wait.', retryAfterMs: 600_000 });
          }
        },
      });
      await bench.producer.refresh(invoice('in_1'));
      await until('it is set aside', async () => (await bench.monitor.delayed(10)).length === 1);
      const [waiting] = await bench.monitor.delayed(10);
      expect(waiting?.reason.code).toBe('WAIT');
      expect(waiting?.at?.getTime()).toBeGreaterThan(Date.now() + 500_000);
      await bench.producer.refresh(invoice('in_1'));
      await until('it ran again', () => runs === 2);
      await until('the queue is empty', emptied);
      expect(runs).toBe(2);
    });

    test('a refresh that came while the job was active runs after that job is retried', async () => {
      const { opened, open } = gate();
      let runs = 0;
      bench.work({
        document: async () => {
          runs += 1;
          if (runs > 1) return;
          await opened;
          throw new RateLimitedError({ code: 'WAIT', message: 'Wait.', retryAfterMs: 300 });
        },
      });
      await bench.producer.refresh(invoice('in_1'));
      await until('it is active', () => runs === 1);
      await bench.producer.refresh(invoice('in_1'));
      open();
      await until('the retry ran', () => runs >= 2);
      await until('the queue is empty', emptied);
      await bench.producer.refresh(invoice('in_1'));
      await until('and later refreshes still run', () => runs >= 3);
    });

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
      bench.work({
        credit: async () => {
          runs += 1;
          if (runs === 1) throw error;
        },
      });
      await bench.producer.credit('c');
      await until('it worked', () => runs === 2);
      await until('the queue is empty', emptied);
      const text = await bench.metrics.render();
      expect(text).toContain(`partnerverse_jobs_total{queue="credits",outcome="${outcome}"} 1`);
      expect(text).toContain('partnerverse_jobs_total{queue="credits",outcome="done"} 1');
    });

    test('what needs a person waits, is never parked, and says what to do', async () => {
      bench.work({
        credit: async () => {
          throw new HumanNeededError({
            scope: 'salesforce',
            code: 'LOGIN_REFUSED',
            message: 'Salesforce refused the login.',
            action: 'Renew the key.',
          });
        },
      });
      await bench.producer.credit('a');
      await bench.producer.credit('b');
      await until('both wait', async () => (await bench.monitor.delayed(10)).length === 2);
      const waiting = await bench.monitor.delayed(10);
      expect(waiting[0]?.reason.action).toBe('Renew the key.');
      expect(waiting[0]?.at?.getTime()).toBeGreaterThan(Date.now() + 50_000);
      expect(await bench.monitor.parked(10)).toEqual([]);
    });

    test('stale is done', async () => {
      bench.work({
        credit: async () => {
          throw new StaleError({ code: 'STALE', message: 'Newer is stored.' });
        },
      });
      await bench.producer.credit('a');
      await until('it was counted', async () =>
        (await bench.metrics.render()).includes('queue="credits",outcome="stale"} 1'),
      );
      await until('the queue is empty', emptied);
      expect(await bench.monitor.parked(10)).toEqual([]);
    });

    test('a payload of another shape is parked at the door, and names the wrong place', async () => {
      let runs = 0;
      bench.work({ document: async () => void (runs += 1) });
      await bench.backend.queue('documents').add('documents', { ref: { vendor: 'stripe' } });
      await until('it is parked', async () => (await bench.monitor.parked(10)).length === 1);
      const [parked] = await bench.monitor.parked(10);
      expect(parked?.reason.code).toBe('PAYLOAD_INVALID');
      expect(parked?.reason.message).toContain('ref.account');
      expect(runs).toBe(0);
    });

    test('a parked job is replayed once and then gone from the list', async () => {
      const handled: string[] = [];
      let broken = true;
      const work = async (id: string): Promise<void> => {
        if (broken) throw new PoisonError({ code: 'BAD', message: 'No.' });
        handled.push(id);
      };
      bench.work({
        document: ({ ref }) => work(ref.id),
        delivery: ({ body }) => work(body),
      });
      await bench.producer.refresh(invoice('in_1'));
      const receivedAt = new Date().toISOString();
      await bench.producer.deliver({ vendor: 'stripe', account: 'main', receivedAt, body: '{}' });
      await until('both are parked', async () => (await bench.monitor.parked(10)).length === 2);
      broken = false;
      const parked = await bench.monitor.parked(10);
      for (const job of parked) await bench.monitor.replay(job.queue, job.id);
      await until('both ran', () => handled.length === 2);
      expect(handled.toSorted()).toEqual(['in_1', '{}']);
      expect(await bench.monitor.parked(10)).toEqual([]);
      await expect(bench.monitor.replay('documents', '999')).rejects.toThrow(/no parked job 999/);
    });

    test('a graceful stop finishes active jobs, starts no new ones and loses none', async () => {
      const { opened, open } = gate();
      const seen: string[] = [];
      const handle = async (key: string): Promise<void> => {
        seen.push(key);
        await opened;
      };
      const workers = bench.work({ credit: ({ customerKey }) => handle(customerKey) });
      for (let index = 0; index < 25; index += 1) await bench.producer.credit(`c${index}`);
      await until('twenty are active', () => seen.length === 20);
      const closed = workers.close();
      await sleep(100);
      open();
      expect(await closed).toEqual({ finished: true });
      expect(seen).toHaveLength(20);
      const credits = (await bench.monitor.counts()).find(({ queue }) => queue === 'credits');
      expect(credits).toMatchObject({ waiting: 5, active: 0 });
    });

    test('a stop that takes too long says so', async () => {
      const { opened, open } = gate();
      let active = false;
      const workers = bench.work({
        credit: async () => {
          active = true;
          await opened;
        },
      });
      await bench.producer.credit('slow');
      await until('it is active', () => active);
      expect(await workers.close(200)).toEqual({ finished: false });
      open();
    });

    test('the active job of a killed process is run again, with what came meanwhile', async () => {
      await bench.close();
      const child = spawn(
        process.execPath,
        [
          '--disable-warning=ExperimentalWarning',
          fileURLToPath(new URL('killed-process.ts', import.meta.url)),
          JSON.stringify(settings),
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const died = new Promise((resolve) => child.once('exit', resolve));
      let said = '';
      child.stdout.on('data', (data: Buffer) => (said += data.toString()));
      await until('the child holds an active job', () => said.includes('active'), 20_000);
      child.kill('SIGKILL');
      await died;

      bench = await openBench(settings);
      const seen: string[] = [];
      bench.work({
        document: async ({ ref }) => void seen.push(ref.id),
        delivery: async ({ body }) => void seen.push(body),
      });
      await until('all of it ran', () => new Set(seen).size === 3, 20_000);
      await until('the queue is empty', emptied);
      expect(new Set(seen)).toEqual(new Set(['in_active', 'in_waiting', '{"kept":true}']));
      seen.length = 0;
      await bench.producer.refresh(invoice('in_active'));
      await until('single flight let go of the document', () => seen.includes('in_active'));
    });
  });
}
