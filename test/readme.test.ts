import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { environmentSchema, tenantSchema } from '../src/config.ts';
import { environmentMarkers, withEnvironmentTable } from '../scripts/generate/environment-table.ts';
import { startLocalOrg, type LocalOrg } from '../src/local-org/start.ts';
import { openStory, type Story } from './story/story.ts';
import { partnerStackSecret, stripeSecret } from './support/door.ts';
import { codeBlocks, linkedFiles, readDocument, root } from './support/markdown.ts';

const run = promisify(execFile);

/** What people read, from the root down. */
const documents = [
  ...readdirSync(root),
  ...['src', 'metadata', 'scripts', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
      join(folder, path),
    ),
  ),
].filter((path) => path.endsWith('.md'));

const runnable = ['README.md', 'CONTRIBUTING.md'].flatMap((path) =>
  codeBlocks(readDocument(path))
    .filter(({ language }) => language === 'bash')
    .map(({ heading, text }) => ({ path, heading, text })),
);

let org: LocalOrg;
let story: Story;
let home: string;

/** A person's shell in the checkout, set up as the README says: an org to deploy to, a service that is configured. */
function environment(): Record<string, string> {
  const binaries = join(root, 'node_modules', '.bin');
  return {
    PATH: `${binaries}:${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    SF_DISABLE_TELEMETRY: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_ORG_INSTANCE_URL: org.instanceUrl,
    SF_TARGET_ORG: org.accessToken,
    SERVICE_USER: org.username,
    SALESFORCE_INSTANCE_URL: org.instanceUrl,
    SALESFORCE_ACCESS_TOKEN: org.accessToken,
    PARTNERVERSE_DATA_DIR: join(home, 'queue'),
    STRIPE_API_KEY: story.stripe.apiKey,
    STRIPE_API_BASE: story.stripe.url,
    STRIPE_WEBHOOK_SECRETS: stripeSecret,
    PARTNERSTACK_API_KEY: story.partnerstack.apiKey,
    PARTNERSTACK_API_BASE: story.partnerstack.apiBase,
    PARTNERSTACK_WEBHOOK_SECRETS: partnerStackSecret,
  };
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'partnerverse-readme-'));
  [org, story] = await Promise.all([startLocalOrg({ port: 0 }), openStory()]);
});

afterAll(async () => {
  await Promise.all([org.close(), story.close()]);
  rmSync(home, { recursive: true, force: true });
});

describe('what is marked as runnable runs, in order', () => {
  test('README and CONTRIBUTING both have such blocks', () => {
    expect(new Set(runnable.map(({ path }) => path)).size).toBe(2);
  });

  test.each(runnable)(
    '$path, $heading',
    async ({ text }) => {
      const script = ['set -euo pipefail', text].join('\n');
      await run('bash', ['-c', script], { cwd: root, env: environment(), maxBuffer: 1e8 });
    },
    60_000,
  );

  test('afterwards the org holds the terms that the README sets', async () => {
    const soql = 'SELECT Name FROM CommissionRule__c';
    const answer = await fetch(
      `${org.instanceUrl}/services/data/v66.0/query?q=${encodeURIComponent(soql)}`,
      { headers: { authorization: `Bearer ${org.accessToken}` } },
    );
    expect(await answer.json()).toMatchObject({ totalSize: 1 });
  });
});

test.each(documents)('every link in %s leads to a file', (path) => {
  const folder = join(root, dirname(path));
  const lost = linkedFiles(readDocument(path)).filter((link) => !existsSync(join(folder, link)));
  expect(lost).toEqual([]);
});

describe('the table of environment variables', () => {
  const readme = readDocument('README.md');

  test('names every variable that the service reads', () => {
    const names = [
      ...Object.keys(environmentSchema.shape),
      ...Object.keys(tenantSchema.shape).map((name) => `<VENDOR>_${name}`),
    ];
    expect(names.filter((name) => !readme.includes(`| \`${name}\` `))).toEqual([]);
  });

  test('is brought up to date between its markers, and nothing else is touched', () => {
    const { begin, end } = environmentMarkers;
    const stale = `above\n${begin}\n\nold\n\n${end}\nbelow\n`;
    const fresh = withEnvironmentTable(stale);
    expect(fresh).toMatch(/^above\n<!-- environment -->\n\n\| Variable /);
    expect(fresh).toMatch(/\|\n\n<!-- \/environment -->\nbelow\n$/);
    expect(fresh).not.toContain('old');
    expect(withEnvironmentTable(fresh)).toBe(fresh);
    expect(withEnvironmentTable(readme)).toBe(readme);
  });

  test('needs its markers, and says so', () => {
    expect(() => withEnvironmentTable('no place')).toThrow('put <!-- environment --> and');
  });
});
