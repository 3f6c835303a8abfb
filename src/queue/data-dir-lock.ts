import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HumanNeededError } from '../errors.ts';

const lockFile = (dataDir: string): string => path.join(dataDir, 'queue.pid');

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The process that holds the directory; null for a killed one's leftover, or our own number (a container's process is always 1). */
function holder(dataDir: string): number | null {
  try {
    const pid = Number(readFileSync(lockFile(dataDir), 'utf8'));
    return Number.isInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid) ? pid : null;
  } catch {
    return null; // no lock file
  }
}

/** Marks the embedded queue's directory as this process's own. Throws HumanNeededError while another live process holds it. */
export function takeDataDir(dataDir: string): void {
  const pid = holder(dataDir);
  if (pid !== null) {
    throw new HumanNeededError({
      scope: 'configuration',
      code: 'QUEUE_IN_USE',
      message: `Process ${pid} already uses the embedded queue in ${dataDir}, which serves one process only.`,
      action:
        'Stop that process, set PARTNERVERSE_DATA_DIR to another directory, or set REDIS_URL to run several processes.',
    });
  }
  writeFileSync(lockFile(dataDir), String(process.pid));
}

/** Gives the directory back at a clean stop. */
export function releaseDataDir(dataDir: string): void {
  rmSync(lockFile(dataDir), { force: true });
}
