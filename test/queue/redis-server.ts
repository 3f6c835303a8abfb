import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const binary = '/usr/bin/redis-server';

export interface RedisServer {
  url: string;
  /** Stops answering without closing its connections, as a hung machine does. */
  freeze(): void;
  thaw(): void;
  /** Dies at once; `start` brings it back with what it had on disk. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port to be had.');
  return address.port;
}

async function untilAnswers(port: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const answered = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
      socket.once('data', (data) => resolve(data.toString().startsWith('+PONG')));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      setTimeout(() => socket.destroy(), 300);
    });
    if (answered) return;
    if (Date.now() > deadline) throw new Error('redis-server did not answer within 10 s.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A real Redis of its own, set up as the production one must be: append-only file synced on every write, nothing evicted. */
export async function startRedisServer(): Promise<RedisServer> {
  if (!existsSync(binary)) {
    throw new Error(
      `${binary} is missing, and these tests need a real Redis: install the system package "redis-server".`,
    );
  }
  const directory = await mkdtemp(path.join(tmpdir(), 'partnerverse-redis-'));
  const port = await freePort();
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    const options = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
    child = spawn(
      binary,
      ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory, ...options].concat([
        '--maxmemory-policy',
        'noeviction',
      ]),
      { stdio: 'ignore' },
    );
    await untilAnswers(port);
  }

  async function kill(): Promise<void> {
    const running = child;
    child = null;
    if (!running) return;
    const exited = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await exited;
  }

  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
    kill,
    start,
    async close() {
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
