import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import jsforce from 'jsforce';
import { startLocalOrg, type LocalOrg } from '../src/local-org/start.ts';
import { codeBlocks, readDocument, root } from './support/markdown.ts';

const run = promisify(execFile);
const steps = codeBlocks(readDocument('metadata/admin-guide.md')).filter(
  ({ language }) => language === 'bash',
);

let org: LocalOrg;
let home: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'partnerverse-guide-'));
  org = await startLocalOrg({ port: 0 });
});

afterAll(async () => {
  await org.close();
  rmSync(home, { recursive: true, force: true });
});

/** Types a block of the guide into a shell that is set up as the guide says. */
async function type(block: string): Promise<void> {
  const binaries = join(root, 'node_modules', '.bin');
  await run('bash', ['-c', `set -euo pipefail\n${block}`], {
    cwd: root,
    maxBuffer: 1e8,
    env: {
      PATH: `${binaries}:${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
      HOME: home,
      SF_DISABLE_TELEMETRY: 'true',
      SF_AUTOUPDATE_DISABLE: 'true',
      SF_ORG_INSTANCE_URL: org.instanceUrl,
      SF_TARGET_ORG: org.accessToken,
      ADMIN_USER: org.username,
    },
  });
}

async function all(soql: string): Promise<unknown[]> {
  const answer = await fetch(
    `${org.instanceUrl}/services/data/v66.0/query?q=${encodeURIComponent(soql)}`,
    { headers: { authorization: `Bearer ${org.accessToken}` } },
  );
  const { records } = (await answer.json()) as { records: Record<string, unknown>[] };
  return records.map((record) =>
    Object.values(record).filter((value) => typeof value !== 'object'),
  );
}

describe('from an empty org to a working app, by typing what the guide says', () => {
  test.each(steps)('$heading', ({ text }) => type(text), 60_000);

  test('the sample data tells its story through the rules and flows', async () => {
    expect(
      await all('SELECT Company__c, ConflictStatus__c FROM DealRegistration__c ORDER BY Name'),
    ).toEqual([
      ['Adatum', 'None'],
      ['Adatum', 'Conflict'],
      ['Wingtip Toys', 'None'],
    ]);
    expect(await all('SELECT Name, CreditedPipeline__c FROM Partnership__c ORDER BY Name')).toEqual(
      [
        ['Borealis – Reseller', 84_000],
        ['Northwind – Referral', 84_000],
        ['Tailspin – Referral', 0],
      ],
    );
    expect(await all("SELECT PassStatus__c FROM Lead WHERE LastName = 'Nair'")).toEqual([
      ['Offered'],
    ]);
    expect(
      await all("SELECT Name FROM Account WHERE RecordType.DeveloperName = 'Partner'"),
    ).toEqual([['Northwind Consulting']]);
    expect(await all('SELECT Name FROM SyncIssue__c')).toEqual([]);
  });

  test('undone, the app and its pages are gone, and the records stay', async () => {
    const { metadata } = new jsforce.Connection({
      instanceUrl: org.instanceUrl,
      accessToken: org.accessToken,
      version: '66.0',
    });
    expect(await metadata.list({ type: 'CustomApplication' })).toEqual([]);
    expect(await metadata.list({ type: 'FlexiPage' })).toEqual([]);
    expect(await metadata.list({ type: 'QuickAction' })).not.toEqual([]);
    expect(await all('SELECT Name FROM Partnership__c')).toHaveLength(3);
  });
});
