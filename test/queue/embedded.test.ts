import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HumanNeededError } from '../../src/errors.ts';
import { openBackend } from '../../src/queue/backend.ts';
import { describeQueue } from './conformance.ts';
import { silent } from './support.ts';

const directories: string[] = [];

async function freshDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'partnerverse-queue-'));
  directories.push(directory);
  return directory;
}

afterAll(async () => {
  await Promise.all(
    directories.map((directory) => rm(directory, { recursive: true, force: true })),
  );
});

describeQueue('the embedded database', async () => ({
  kind: 'embedded',
  dataDir: await freshDirectory(),
}));

describe('an embedded queue directory', () => {
  test('serves one process only, and names the other one', async () => {
    const dataDir = await freshDirectory();
    await writeFile(path.join(dataDir, 'queue.pid'), String(process.ppid));
    const opened = openBackend({ kind: 'embedded', dataDir }, silent);
    await expect(opened).rejects.toThrow(HumanNeededError);
    await expect(opened).rejects.toThrow(new RegExp(`Process ${process.ppid} already uses`));
  });

  test('is taken over from a process that is dead, and given back at the end', async () => {
    const dataDir = await freshDirectory();
    const lock = path.join(dataDir, 'queue.pid');
    await writeFile(lock, '4194305'); // above the highest process number Linux gives
    const backend = await openBackend({ kind: 'embedded', dataDir }, silent);
    expect(await readFile(lock, 'utf8')).toBe(String(process.pid));
    await backend.close();
    await expect(readFile(lock)).rejects.toThrow('ENOENT');
  });

  test('":memory:" leaves nothing on disk', async () => {
    const backend = await openBackend({ kind: 'embedded', dataDir: ':memory:' }, silent);
    expect(await backend.queue('documents').getJobCounts('waiting')).toEqual({ waiting: 0 });
    await backend.close();
  });
});

test('a PostgreSQL that is not there is a verdict that says what to do', async () => {
  const opened = openBackend({ kind: 'postgres', url: 'postgres://127.0.0.1:1/none' }, silent);
  await expect(opened).rejects.toMatchObject({ name: 'TransientError', code: 'QUEUE_NOT_READY' });
});
