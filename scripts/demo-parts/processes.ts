import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** A process that the demo started and will end. */
export interface Running {
  child: ChildProcess;
  stop(): Promise<void>;
}

const node = ['--disable-warning=ExperimentalWarning', 'src/cli/partnerverse.ts'];

/** A port that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Starts `partnerverse ARGS`, and gives back the first line of its output that `isReady` accepts. */
export async function startPartnerverse<Ready>(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  isReady: (line: string) => Ready | null,
): Promise<Running & { ready: Ready }> {
  const child = spawn(process.execPath, [...node, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const ready = new Promise<Ready>((resolve, reject) => {
    const read = (line: string): void => {
      lines.push(line);
      const result = isReady(line);
      if (result !== null) resolve(result);
    };
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', read);
    child.once('exit', (code) => {
      reject(
        new Error(
          `partnerverse ${args[0] ?? ''} ended with ${code ?? 'a signal'}:\n${lines.slice(-20).join('\n')}`,
        ),
      );
    });
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  try {
    return { child, stop, ready: await ready };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs a command to its end; its output is shown only when it fails. */
export async function runCommand(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn(program, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`${program} ${args.slice(0, 3).join(' ')} failed:\n${output}`);
}
