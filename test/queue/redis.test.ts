import { TransientError } from '../../src/errors.ts';
import { openBackend } from '../../src/queue/backend.ts';
import { createProducer } from '../../src/queue/producer.ts';
import { describeQueue } from './conformance.ts';
import { startRedisServer, type RedisServer } from './redis-server.ts';
import { done, invoice, openBench, silent, until } from './support.ts';

const servers: RedisServer[] = [];

async function freshRedis(): Promise<RedisServer> {
  const server = await startRedisServer();
  servers.push(server);
  return server;
}

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
});

describeQueue('Redis', async () => ({ kind: 'redis', url: (await freshRedis()).url }));

describe('a Redis in trouble', () => {
  test('while it is gone a job is refused at once, and taken again when it is back', async () => {
    const redis = await freshRedis();
    const bench = await openBench({ kind: 'redis', url: redis.url });
    await bench.producer.refresh(invoice('in_1'));
    await redis.kill();
    await until('the loss is noticed', () => !bench.backend.isConnected());
    const askedAt = Date.now();
    await expect(bench.producer.refresh(invoice('in_2'))).rejects.toThrow(TransientError);
    expect(Date.now() - askedAt).toBeLessThan(1_000);
    await redis.start();
    await until('it is back', () => bench.backend.isConnected());
    await bench.producer.refresh(invoice('in_3'));
    const seen: string[] = [];
    bench.work({ document: ({ ref }) => done(() => seen.push(ref.id)) });
    await until('what was acknowledged was handled', () => seen.length >= 2);
    expect(seen.toSorted()).toEqual(['in_1', 'in_3']);
    await bench.close();
  });

  test('while it hangs a job is refused within two seconds', async () => {
    const redis = await freshRedis();
    const bench = await openBench({ kind: 'redis', url: redis.url });
    await bench.monitor.ping();
    redis.freeze();
    const askedAt = Date.now();
    await expect(bench.producer.refresh(invoice('in_1'))).rejects.toThrow(/within 1500 ms/);
    await expect(bench.monitor.ping()).rejects.toThrow(TransientError);
    expect(Date.now() - askedAt).toBeLessThan(4_000);
    redis.thaw();
    await until('it answers again', () =>
      bench.monitor.ping().then(
        () => true,
        () => false,
      ),
    );
    await bench.close();
  });

  test('one that was never up refuses jobs, and is used as soon as it comes up', async () => {
    const redis = await freshRedis();
    await redis.kill();
    const backend = await openBackend({ kind: 'redis', url: redis.url }, silent);
    const producer = createProducer(backend);
    await expect(producer.refresh(invoice('in_1'))).rejects.toThrow(/takes no jobs/);
    await redis.start();
    await until('it is connected', () => backend.isConnected());
    await producer.refresh(invoice('in_1'));
    expect(await backend.queue('documents').getJobCounts('waiting')).toEqual({ waiting: 1 });
    await backend.close();
  });
});
