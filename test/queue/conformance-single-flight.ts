import { PoisonError, RateLimitedError } from '../../src/errors.ts';
import { done, emptied, gate, invoice, sleep, until, type Place } from './support.ts';

/** Per document and per customer: one active, one remembered, none lost, whatever became of the one before. */
export function singleFlightTests(place: Place): void {
  test('many refreshes of one document while one is active make exactly one more run', async () => {
    const { opened, open } = gate();
    let runs = 0;
    place.bench.work({
      document: async () => {
        runs += 1;
        if (runs === 1) await opened;
      },
    });
    await place.bench.producer.refresh(invoice('in_1'));
    await until('the first run is active', () => runs === 1);
    await Promise.all(
      Array.from({ length: 20 }, () => place.bench.producer.refresh(invoice('in_1'))),
    );
    await sleep(300);
    expect(runs).toBe(1);
    open();
    await until('the second run happened', () => runs === 2);
    await until('the queue is empty', () => emptied(place.bench));
    await sleep(300);
    expect(runs).toBe(2);
  });

  test('refreshes of one document that waits make one run; other documents have their own', async () => {
    const seen: string[] = [];
    for (const id of ['in_1', 'in_1', 'in_2', 'in_1', 'in:2']) {
      await place.bench.producer.refresh(invoice(id));
    }
    place.bench.work({ document: ({ ref }) => done(() => seen.push(ref.id)) });
    await until('three documents were handled', () => seen.length >= 3);
    await until('the queue is empty', () => emptied(place.bench));
    expect(seen.toSorted()).toEqual(['in:2', 'in_1', 'in_2']);
  });

  test('credits of one customer are single flight too', async () => {
    const seen: string[] = [];
    for (const key of ['stripe:main:customer:a', 'stripe:main:customer:a', 'x']) {
      await place.bench.producer.credit(key);
    }
    place.bench.work({ credit: ({ customerKey }) => done(() => seen.push(customerKey)) });
    await until('both were handled', () => seen.length >= 2);
    await until('the queue is empty', () => emptied(place.bench));
    expect(seen.toSorted()).toEqual(['stripe:main:customer:a', 'x']);
  });

  test('a document whose job was parked runs again at its next refresh', async () => {
    let broken = true;
    let mended = 0;
    place.bench.work({
      document: () =>
        done(() => {
          if (broken) throw new PoisonError({ code: 'BAD', message: 'No.', action: 'Mend it.' });
          mended += 1;
        }),
    });
    await place.bench.producer.refresh(invoice('in_1'));
    await until('it is parked', async () => (await place.bench.monitor.parked(10)).length === 1);
    const [parked] = await place.bench.monitor.parked(10);
    expect(parked).toMatchObject({
      queue: 'documents',
      subject: 'stripe:main:invoice:in_1',
      vendor: 'stripe',
      reason: { verdict: 'PoisonError', code: 'BAD', message: 'No.', action: 'Mend it.' },
    });
    broken = false;
    await place.bench.producer.refresh(invoice('in_1'));
    await until('the new refresh ran', () => mended === 1);
  });

  test('a refresh that came while the job was active is not lost when that job is parked', async () => {
    const { opened, open } = gate();
    let runs = 0;
    place.bench.work({
      document: async () => {
        runs += 1;
        if (runs > 1) return;
        await opened;
        throw new PoisonError({ code: 'BAD', message: 'No.' });
      },
    });
    await place.bench.producer.refresh(invoice('in_1'));
    await until('it is active', () => runs === 1);
    await place.bench.producer.refresh(invoice('in_1'));
    open();
    await until('the remembered refresh ran', () => runs === 2);
  });

  test('a refresh brings a delayed retry forward, and only one run comes of it', async () => {
    let runs = 0;
    place.bench.work({
      document: () =>
        done(() => {
          runs += 1;
          if (runs === 1) {
            throw new RateLimitedError({ code: 'WAIT', message: 'Wait.', retryAfterMs: 600_000 });
          }
        }),
    });
    await place.bench.producer.refresh(invoice('in_1'));
    await until(
      'it is set aside',
      async () => (await place.bench.monitor.delayed(10)).length === 1,
    );
    const [waiting] = await place.bench.monitor.delayed(10);
    expect(waiting?.reason.code).toBe('WAIT');
    expect(waiting?.at?.getTime()).toBeGreaterThan(Date.now() + 500_000);
    await place.bench.producer.refresh(invoice('in_1'));
    await until('it ran again', () => runs === 2);
    await until('the queue is empty', () => emptied(place.bench));
    expect(runs).toBe(2);
  });

  test('a refresh that came while the job was active runs after that job is retried', async () => {
    const { opened, open } = gate();
    let runs = 0;
    place.bench.work({
      document: async () => {
        runs += 1;
        if (runs > 1) return;
        await opened;
        throw new RateLimitedError({ code: 'WAIT', message: 'Wait.', retryAfterMs: 300 });
      },
    });
    await place.bench.producer.refresh(invoice('in_1'));
    await until('it is active', () => runs === 1);
    await place.bench.producer.refresh(invoice('in_1'));
    open();
    await until('the retry ran', () => runs >= 2);
    await until('the queue is empty', () => emptied(place.bench));
    await place.bench.producer.refresh(invoice('in_1'));
    await until('and later refreshes still run', () => runs >= 3);
  });
}
