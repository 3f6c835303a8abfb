import { setTimeout } from 'node:timers/promises';
import {
  createPostgresBackend,
  createRedisBackend,
  isPgPool,
  runMigrations,
  withBackend,
  type BackendClasses,
  type IQueueBackend,
  type Job,
  type PgPool,
  type Queue,
  type Worker,
} from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import pg from 'pg';
import { PoisonError, TransientError } from '../errors.ts';
import type { QueueName, StoredName } from './names.ts';
import { openPglitePool } from './pglite-pool.ts';

/** Where jobs are kept. `dataDir` ':memory:' forgets everything at exit. */
export type QueueSettings =
  | { kind: 'redis'; url: string }
  | { kind: 'postgres'; url: string }
  | { kind: 'embedded'; dataDir: string };

/** What we use of BullMQ's Queue, the same on every backend. */
export type JobQueue = Pick<
  Queue<unknown, unknown>,
  | 'add'
  | 'upsertJobScheduler'
  | 'getJob'
  | 'getJobs'
  | 'getJobCounts'
  | 'getFailed'
  | 'getDelayed'
  | 'close'
  | 'waitUntilReady'
>;

/** What we use of BullMQ's Worker, the same on every backend. */
export type JobWorker = Pick<Worker<unknown, unknown>, 'close' | 'waitUntilReady'>;

export type JobProcessor = (job: Job<unknown, unknown>, token: string) => Promise<void>;

export interface WorkerTuning {
  concurrency: number;
  /** How long a job of a killed process stays locked before another may have it, in ms. */
  lockDurationMs: number;
  /** How often somebody looks for such jobs, in ms. */
  stalledIntervalMs: number;
}

/** One place where jobs are kept: makes queues and workers that share its connections, and closes them. */
export interface Backend {
  readonly kind: QueueSettings['kind'];
  /** False while the connection is known to be down: adding a job would only pile up in memory. */
  isConnected(): boolean;
  queue(name: StoredName): JobQueue;
  worker(name: QueueName, processor: JobProcessor, tuning: WorkerTuning): JobWorker;
  close(): Promise<void>;
}

/** Keeps all keys in one Redis Cluster slot, as BullMQ's scripts need, and apart from other applications' keys. */
const redisPrefix = '{partnerverse}';

/** BullMQ's schema; a ready-made pool must carry it in its search path. */
const postgresSchema = 'bullmq';

/** A killed process must never park a job, so a job may be left behind this often before it counts as the killer itself. */
const maxStalledCount = 50;

function workerOptions(tuning: WorkerTuning) {
  return {
    concurrency: tuning.concurrency,
    lockDuration: tuning.lockDurationMs,
    stalledInterval: tuning.stalledIntervalMs,
    maxStalledCount,
    runRetryDelay: 1_000,
  };
}

/** The same complaint (Redis is away) comes many times a second: say it once in ten seconds. */
function complainTo(logger: Logger): (error: Error) => void {
  let lastMessage = '';
  let lastAt = 0;
  return (error) => {
    const now = performance.now();
    if (error.message === lastMessage && now - lastAt < 10_000) return;
    lastMessage = error.message;
    lastAt = now;
    logger.warn({ err: error }, 'The queue has trouble; it keeps trying');
  };
}

interface Assembled {
  queue: (name: StoredName) => JobQueue;
  worker: (name: QueueName, processor: JobProcessor, tuning: WorkerTuning) => JobWorker;
  closeQueues: () => Promise<void>;
}

/** Queues are made once and shared; workers are made, and closed, by whoever asks for them. */
function assemble<Kind extends IQueueBackend, Connection>(
  classes: BackendClasses<Kind, Connection>,
  options: { connection: Connection; prefix?: string },
  complain: (error: Error) => void,
): Assembled {
  const queues = new Map<StoredName, JobQueue>();
  return {
    queue: (name) => {
      const known = queues.get(name);
      if (known) return known;
      const queue = new classes.Queue<unknown, unknown>(name, options);
      queue.on('error', complain);
      queues.set(name, queue);
      return queue;
    },
    worker: (name, processor, tuning) => {
      const worker = new classes.Worker<unknown, unknown>(
        name,
        (job, token = '') => processor(job, token),
        { ...options, ...workerOptions(tuning) },
      );
      worker.on('error', complain);
      return worker;
    },
    closeQueues: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

function openRedis(url: string, logger: Logger): Backend {
  const complain = complainTo(logger);
  // Never give up on a command: BullMQ sets a connection up once, and a queue whose set-up failed would stay broken.
  const connection = new Redis(url, { maxRetriesPerRequest: null, keepAlive: 10_000 });
  connection.on('error', complain);
  const classes = withBackend(createRedisBackend);
  const assembled = assemble(classes, { connection, prefix: redisPrefix }, complain);
  return {
    kind: 'redis',
    isConnected: () => connection.status === 'ready',
    queue: assembled.queue,
    worker: assembled.worker,
    async close() {
      if (connection.status === 'ready') await assembled.closeQueues();
      connection.disconnect();
    },
  };
}

async function openPostgres(
  kind: 'postgres' | 'embedded',
  opened: unknown,
  logger: Logger,
): Promise<Backend> {
  const pool = asPool(opened);
  const complain = complainTo(logger);
  pool.on('error', complain);
  await migrate(pool);
  const classes = withBackend(createPostgresBackend);
  const assembled = assemble(classes, { connection: pool }, complain);
  return {
    kind,
    isConnected: () => true, // every query is its own proof
    queue: assembled.queue,
    worker: assembled.worker,
    async close() {
      await assembled.closeQueues();
      await pool.end();
    },
  };
}

/** BullMQ's own test of what it accepts as a pool; its types and node-postgres's disagree about overloads. */
function asPool(opened: unknown): PgPool {
  if (isPgPool(opened)) return opened;
  throw new PoisonError({
    code: 'QUEUE_NOT_A_POOL',
    message: 'BullMQ refuses this database pool.',
  });
}

/** Brings BullMQ's tables up to date; the session's search path is set again because a migration only borrows it. */
async function migrate(pool: PgPool): Promise<void> {
  try {
    const client = await pool.connect();
    try {
      await runMigrations(client, postgresSchema);
      await client.query(`SET search_path TO ${postgresSchema}, public`);
    } finally {
      client.release();
    }
  } catch (cause) {
    await pool.end();
    throw new TransientError({
      code: 'QUEUE_NOT_READY',
      message: "The queue's tables could not be brought up to date.",
      action: 'Check that the database is up and that its user may create the schema "bullmq".',
      cause,
    });
  }
}

/** Gives a Redis that is up the time to say so, and does not wait for one that is away. */
async function waitForConnection(backend: Backend): Promise<void> {
  const deadline = performance.now() + 2_000;
  while (!backend.isConnected() && performance.now() < deadline) await setTimeout(10);
}

/**
 * Opens the place where jobs are kept. Redis may still be away: adding then fails fast until it is back. Throws a verdict when
 * the database cannot be used, or the embedded one is another process's.
 */
export async function openBackend(settings: QueueSettings, logger: Logger): Promise<Backend> {
  switch (settings.kind) {
    case 'redis': {
      const backend = openRedis(settings.url, logger);
      await waitForConnection(backend);
      return backend;
    }
    case 'postgres':
      return openPostgres('postgres', openPostgresPool(settings.url), logger);
    case 'embedded':
      return openPostgres('embedded', await openPglitePool(settings.dataDir), logger);
  }
}

/** Every worker keeps one of the pool's connections to itself to hear of new jobs, so there must be more of them than workers. */
function openPostgresPool(url: string): pg.Pool {
  return new pg.Pool({
    connectionString: url,
    max: 20,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    options: `-c search_path=${postgresSchema},public`,
  });
}
