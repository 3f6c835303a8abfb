/**
 * Takes the README's pictures: tells the demo's story, adds the sample data, photographs pages with headless Chromium, ends the demo.
 * `npm run screenshots`; set CHROMIUM to the browser's path where it is not /usr/bin/chromium.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { z } from 'zod';

const run = promisify(execFile);
const folder = join(import.meta.dirname, '..', 'metadata', 'pictures');
const browser = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
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

/** Adds the sample data to the demo's org, so that a deal has two partners. */
async function importSampleData({ org, accessToken }: Places): Promise<void> {
  await run('sf', ['data', 'import', 'tree', '--plan', 'data/plan.json'], {
    cwd: join(import.meta.dirname, '..'),
    env: {
      ...process.env,
      SF_ORG_INSTANCE_URL: org.replace(/\/$/, ''),
      SF_TARGET_ORG: accessToken,
    },
  });
}

/** A goal and a tier, which the demo's story leaves to people. The year is over in the story when it is over outside. */
async function addGoal(at: Places, partnership: string): Promise<void> {
  const year = new Date().getFullYear();
  const owner = await idOf(at, "SELECT Id FROM User WHERE Username = 'admin@local.org'");
  const write = async (method: string, path: string, fields: object): Promise<void> => {
    const response = await fetch(`${at.org}services/data/v66.0/sobjects/${path}`, {
      method,
      headers: { authorization: `Bearer ${at.accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
    if (!response.ok) throw new Error(await response.text());
  };
  await write('PATCH', `Partnership__c/${partnership}`, {
    Tier__c: 'Gold',
    CertifiedUntil__c: `${year + 1}-06-30`,
    CustomerOwnership__c: 'We Own',
  });
  await write('POST', 'PartnerGoal__c', {
    Partnership__c: partnership,
    Metric__c: 'Certifications',
    Target__c: 8,
    CountedByHand__c: 6,
    GoalOwner__c: owner,
    PeriodStart__c: `${year}-01-01`,
    PeriodEnd__c: `${year}-12-31`,
  });
}

/** Logs the browser in to the org, in the app Partnerverse; the first visit waits while the components are built. */
async function logIn(page: Page, { org, accessToken }: Places): Promise<void> {
  const door = new URL('secur/frontdoor.jsp', org);
  door.searchParams.set('sid', accessToken);
  door.searchParams.set('retURL', '/lightning/app/Partnerverse');
  await page.goto(door.href, { timeout: 120_000 });
}

/** Waits until nothing more is loaded, and takes the window's picture. */
async function photograph(page: Page, name: string, url: string, height: number): Promise<void> {
  const path = join(folder, `${name}.png`);
  await page.setViewportSize({ width: 1200, height });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.screenshot({ path });
  const { size } = statSync(path);
  if (size > largestBytes) throw new Error(`${path} has ${size} bytes: choose a smaller window.`);
  console.log(`${path} (${Math.round(size / 1000)} kB)`);
}

async function takePictures(page: Page, at: Places): Promise<void> {
  const partnership = await idOf(
    at,
    "SELECT Id FROM Partnership__c WHERE Name = 'Acme – Referral'",
  );
  const line = await idOf(
    at,
    "SELECT Id FROM Commission__c WHERE ReasonCode__c = 'REVERSED_IN_PROPORTION' AND Amount__c = -6.67",
  );
  const deal = await idOf(at, "SELECT Id FROM Opportunity WHERE Name = 'Fabrikam Rollout'");
  await photograph(page, 'console', at.console, 806);
  await photograph(page, 'commission', `${at.org}records/Commission__c/${line}`, 890);
  await addGoal(at, partnership);
  await logIn(page, at);
  await photograph(page, 'opportunity', `${at.org}lightning/r/Opportunity/${deal}/view`, 800);
  await photograph(
    page,
    'partnership',
    `${at.org}lightning/r/Partnership__c/${partnership}/view`,
    1100,
  );
}

mkdirSync(folder, { recursive: true });
const demo = spawn(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'demo.ts'), '--seed=1'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const ended = new Promise((resolve) => demo.once('exit', resolve));
const profile = mkdtempSync(join(tmpdir(), 'partnerverse-chromium-'));
try {
  const at = await places(demo);
  await importSampleData(at);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browser,
    args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
  });
  await takePictures(context.pages()[0] ?? (await context.newPage()), at);
  await context.close();
} finally {
  demo.kill('SIGINT');
  await ended;
  rmSync(profile, { recursive: true, force: true });
}
