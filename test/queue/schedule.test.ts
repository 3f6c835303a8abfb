import { sweepNames, type SweepJob } from '../../src/queue/contract.ts';
import { scheduleSweeps } from '../../src/queue/schedule.ts';
import { startRedisServer, type RedisServer } from './redis-server.ts';
import { done, openBench, until, type Bench } from './support.ts';

let redis: RedisServer;
let bench: Bench | undefined;

beforeAll(async () => {
  redis = await startRedisServer();
});

afterEach(async () => {
  await bench?.close();
});

afterAll(() => redis.close());

const everyMoment = {
  changes: 300,
  deletions: 300,
  credit: 300,
  milestones: 300,
  simulations: 300,
  holds: 300,
  goals: 300,
  processes: 300,
  reviews: 300,
};

test.each(['redis', 'embedded'] as const)(
  'sweeps come round on %s, once each however many processes scheduled them',
  async (kind) => {
    bench = await openBench(
      kind === 'redis' ? { kind, url: redis.url } : { kind, dataDir: ':memory:' },
    );
    await scheduleSweeps(bench.backend, everyMoment);
    await scheduleSweeps(bench.backend, everyMoment);
    const seen: SweepJob['sweep'][] = [];
    bench.work({ sweep: (job) => done(() => seen.push(job.sweep)) });
    const startedAt = Date.now();
    await until('each has come twice', () =>
      sweepNames.every((sweep) => seen.filter((one) => one === sweep).length >= 2),
    );
    const rounds = (Date.now() - startedAt) / 300;
    expect(seen.length).toBeLessThanOrEqual(sweepNames.length * (Math.ceil(rounds) + 2));
  },
);
