import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createCursors } from '../../src/queue/cursors.ts';
import { done, emptied, gate, sleep, until, invoice, type Place } from './support.ts';

/** Jobs survive their process, whether it stops or dies. */
export function lifeTests(place: Place): void {
  test('a delivery reaches its handler whole, once', async () => {
    const job = {
      vendor: 'stripe',
      account: 'main',
      receivedAt: '2026-11-22T10:00:00.000Z',
      body: '{"name":"Zoë \\u0000 \\ud83d\\ude00 ☃"}\n',
    };
    const seen: unknown[] = [];
    await place.bench.producer.deliver(job);
    place.bench.work({ delivery: (delivery) => done(() => seen.push(delivery)) });
    await until('the delivery was handled', () => seen.length > 0);
    await until('the queue is empty', () => emptied(place.bench));
    expect(seen).toEqual([job]);
  });

  test('a graceful stop finishes active jobs, starts no new ones and loses none', async () => {
    const { opened, open } = gate();
    const seen: string[] = [];
    const handle = async (key: string): Promise<void> => {
      seen.push(key);
      await opened;
    };
    const workers = place.bench.work({ credit: ({ customerKey }) => handle(customerKey) });
    for (let index = 0; index < 25; index += 1) await place.bench.producer.credit(`c${index}`);
    await until('twenty are active', () => seen.length === 20);
    const closed = workers.close();
    await sleep(100);
    open();
    expect(await closed).toEqual({ finished: true });
    expect(seen).toHaveLength(20);
    const credits = (await place.bench.monitor.counts()).find(({ queue }) => queue === 'credits');
    expect(credits).toMatchObject({ waiting: 5, active: 0 });
  });

  test('a stop that takes too long says so', async () => {
    const { opened, open } = gate();
    let active = false;
    const workers = place.bench.work({
      credit: async () => {
        active = true;
        await opened;
      },
    });
    await place.bench.producer.credit('slow');
    await until('it is active', () => active);
    expect(await workers.close(200)).toEqual({ finished: false });
    open();
  });

  test('the active job of a killed process is run again, with what came meanwhile; how far sweeps have looked is kept', async () => {
    const cursors = createCursors(place.bench.backend);
    expect(await cursors.read('credit')).toBeNull();
    await cursors.write('credit', new Date('2026-09-01T08:00:00Z'));
    await cursors.write('credit', new Date('2026-09-01T08:05:00Z'));
    await place.close();
    const child = spawn(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        fileURLToPath(new URL('killed-process.ts', import.meta.url)),
        JSON.stringify(place.settings),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const died = new Promise((resolve) => child.once('exit', resolve));
    let said = '';
    child.stdout.on('data', (data: Buffer) => (said += data.toString()));
    await until('the child holds an active job', () => said.includes('active'), 20_000);
    child.kill('SIGKILL');
    await died;

    await place.reopen();
    expect(await createCursors(place.bench.backend).read('credit')).toEqual(
      new Date('2026-09-01T08:05:00Z'),
    );
    const seen: string[] = [];
    place.bench.work({
      document: ({ ref }) => done(() => seen.push(ref.id)),
      delivery: ({ body }) => done(() => seen.push(body)),
    });
    await until('all of it ran', () => new Set(seen).size === 3, 60_000);
    await until('the queue is empty', () => emptied(place.bench));
    expect(new Set(seen)).toEqual(new Set(['in_active', 'in_waiting', '{"kept":true}']));
    seen.length = 0;
    await place.bench.producer.refresh(invoice('in_active'));
    await until('single flight let go of the document', () => seen.includes('in_active'));
  });
}
