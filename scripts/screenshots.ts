/**
 * Takes the README's pictures: tells the demo's story, photographs its pages with headless Chromium, ends the demo.
 * `npm run screenshots`; set CHROMIUM to the browser's path where it is not called "chromium".
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const folder = join(import.meta.dirname, '..', 'metadata', 'pictures');
const browser = process.env['CHROMIUM'] ?? 'chromium';
const largestBytes = 200_000;

/** What the demo prints about where to look. */
interface Places {
  org: string;
  console: string;
  accessToken: string;
}

/** Starts the demo and waits until its story is told; resolves with what it printed about where to look. */
async function places(demo: ChildProcess): Promise<Places> {
  if (!demo.stdout) throw new Error('The demo has no output to read.');
  const lines: string[] = [];
  const printed = (pattern: RegExp): string => pattern.exec(lines.join('\n'))?.[1] ?? '';
  for await (const line of createInterface({ input: demo.stdout })) {
    lines.push(line);
    const accessToken = printed(/--target-org '([^']+)'/);
    if (accessToken !== '') {
      const org = printed(/the org’s records +(http\S+)/);
      return { org, console: printed(/the ops console +(http\S+)/), accessToken };
    }
  }
  throw new Error(`The demo ended before its story was told:\n${lines.join('\n')}`);
}

const answerSchema = z.object({ records: z.array(z.object({ Id: z.string() })).min(1) });

/** The id of the first record that a query finds. */
async function idOf({ org, accessToken }: Places, soql: string): Promise<string> {
  const response = await fetch(`${org}services/data/v66.0/query?q=${encodeURIComponent(soql)}`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const [record] = answerSchema.parse(await response.json()).records;
  return record?.Id ?? '';
}

async function photograph(name: string, url: string, width: number, height: number): Promise<void> {
  const path = join(folder, `${name}.png`);
  const profile = mkdtempSync(join(tmpdir(), 'partnerverse-chromium-'));
  try {
    await run(browser, [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      `--user-data-dir=${profile}`,
      `--window-size=${width},${height}`,
      `--screenshot=${path}`,
      url,
    ]);
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
  const { size } = statSync(path);
  if (size > largestBytes) throw new Error(`${path} has ${size} bytes: choose a smaller window.`);
  console.log(`${path} (${Math.round(size / 1000)} kB)`);
}

mkdirSync(folder, { recursive: true });
const demo = spawn(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'demo.ts'), '--seed=1'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const ended = new Promise((resolve) => demo.once('exit', resolve));
try {
  const at = await places(demo);
  const partnership = await idOf(
    at,
    "SELECT Id FROM Partnership__c WHERE Name = 'Acme – Referral'",
  );
  const line = await idOf(
    at,
    "SELECT Id FROM Commission__c WHERE ReasonCode__c = 'REVERSED_IN_PROPORTION' AND Amount__c = -6.67",
  );
  await photograph('console', at.console, 1200, 806);
  await photograph('partnership', `${at.org}records/Partnership__c/${partnership}`, 1200, 1022);
  await photograph('commission', `${at.org}records/Commission__c/${line}`, 1200, 890);
} finally {
  demo.kill('SIGINT');
  await ended;
}
