import { existsSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../demo-parts/processes.ts';

/** The Redis of one benchmark. */
export interface BenchRedis {
  version: string;
  /** An empty database of its own for each measured part. */
  freshUrl(): Promise<string>;
  close(): Promise<void>;
}

function installed(): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  return (
    folders.map((folder) => join(folder, 'redis-server')).find((path) => existsSync(path)) ?? null
  );
}

/**
 * A Redis that keeps what it says it keeps: the append-only file is synced on every write and nothing is evicted. Null
 * where redis-server is not installed.
 */
export async function startRedis(): Promise<BenchRedis | null> {
  const program = installed();
  if (program === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'partnerverse-bench-redis-'));
  const port = await freePort();
  const durable = '--appendonly yes --appendfsync always --maxmemory-policy noeviction';
  const place = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  const child = spawn(program, [...place, ...durable.split(' ')], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const admin = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: 100 });
  admin.on('error', () => undefined); // until it is up; commands wait for it
  const version = /redis_version:(\S+)/.exec(await admin.info('server'))?.[1] ?? 'unknown';
  return {
    version,
    freshUrl: async () => {
      await admin.flushall();
      return `redis://127.0.0.1:${port}`;
    },
    close: async () => {
      admin.disconnect();
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
