import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { startLocalOrg, type LocalOrg } from '../../../src/local-org/start.ts';
import { deployFiles, filesIn, fixtures } from '../metadata/support.ts';

/** Without these, Chromium asks hosts that no test machine reaches. */
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  );

export interface BrowserOrg {
  org: LocalOrg;
  page: Page;
  /** Everything the page complained about: exceptions, failed requests, blocked resources. */
  complaints: string[];
  /** Goes through the front door, as the administrator or whose token it is; waits while the components are built. */
  logIn(accessToken?: string): Promise<void>;
  open(path: string): Promise<void>;
  create(object: string, fields: Record<string, unknown>): Promise<string>;
  close(): Promise<void>;
}

/** Deploys a directory of metadata onto an org; throws with the problems when it is refused. */
export function deployDirectory(org: LocalOrg, directory: string): void {
  const { schema, messages } = deployFiles(org.engine.schema(), filesIn(directory));
  if (schema === null) throw new Error(JSON.stringify(messages.filter((row) => !row.success)));
  org.engine.applySchema(schema);
}

async function create(org: LocalOrg, object: string, fields: object): Promise<string> {
  const answer = await fetch(`${org.instanceUrl}/services/data/v66.0/sobjects/${object}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${org.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  const body = (await answer.json()) as { id?: string };
  if (body.id === undefined) throw new Error(JSON.stringify(body));
  return body.id;
}

async function openBrowser(directory: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(directory, {
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: flags,
    viewport: { width: 1280, height: 900 },
  });
}

/** Waits until a page has drawn itself; throws with what it says instead, such as that a component cannot be built. */
async function ready(page: Page): Promise<void> {
  const notice = page.locator('.page-notice');
  if (await notice.count()) throw new Error(await notice.innerText());
  await page.waitForSelector('html[data-ready]', { state: 'attached', timeout: 10_000 });
}

async function logIn(org: LocalOrg, page: Page, accessToken: string): Promise<void> {
  const answer = await fetch(`${org.instanceUrl}/services/oauth2/singleaccess`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const { frontdoor_uri: door } = (await answer.json()) as { frontdoor_uri: string };
  await page.goto(door, { timeout: 80_000 });
  await ready(page);
}

const deployFixture = (org: LocalOrg): void => deployDirectory(org, join(fixtures, 'pages'));

/** An org with the fixture `pages` deployed, or what `prepare` deploys, and a real Chromium that can log in to it. */
export async function startBrowserOrg(
  prepare: (org: LocalOrg) => void | Promise<void> = deployFixture,
): Promise<BrowserOrg> {
  const org = await startLocalOrg();
  await prepare(org);
  const directory = mkdtempSync(join(tmpdir(), 'chromium-'));
  const browser = await openBrowser(directory);
  const page = browser.pages()[0] ?? (await browser.newPage());
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  return {
    org,
    page,
    complaints,
    logIn: (accessToken = org.accessToken) => logIn(org, page, accessToken),
    open: async (path) => {
      await page.goto(`${org.instanceUrl}${path}`);
      await ready(page);
    },
    create: (object, fields) => create(org, object, fields),
    close: async () => {
      await browser.close();
      await org.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
