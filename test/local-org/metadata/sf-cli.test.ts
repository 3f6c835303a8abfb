import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { startLocalOrg, type LocalOrg } from '../../../src/local-org/start.ts';
import { fixtures } from './support.ts';

/** The real Salesforce CLI, unmodified, in a home and a project of its own, against a running local org. */
const bin = resolve('node_modules/.bin');
const objects = 'force-app/main/default/objects/Boat__c';
const rule = `${objects}/validationRules/LengthIsPositive.validationRule-meta.xml`;
let org: LocalOrg;
let home: string;
let project: string;

interface CliResult {
  exitCode: number;
  json: {
    result?: Record<string, unknown> & { details?: Record<string, unknown> };
    message?: string;
    warnings?: string[];
  };
}

function sf(args: string[], more: Record<string, string> = {}): Promise<CliResult> {
  const env = {
    PATH: `${bin}:${dirname(process.execPath)}:/usr/bin:/bin`,
    HOME: home,
    SF_DISABLE_TELEMETRY: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_ORG_INSTANCE_URL: org.instanceUrl,
    ...more,
  };
  return new Promise((done) => {
    execFile(
      join(bin, 'sf'),
      [...args, '--json'],
      { cwd: project, env, timeout: 60_000, maxBuffer: 1e8 },
      (error, stdout) => {
        const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        done({ exitCode, json: JSON.parse(stdout === '' ? '{}' : stdout) });
      },
    );
  });
}

const deploy = (...more: string[]): Promise<CliResult> =>
  sf([
    'project',
    'deploy',
    'start',
    '--source-dir',
    'force-app',
    '--target-org',
    org.accessToken,
    ...more,
  ]);

beforeAll(async () => {
  org = await startLocalOrg({ port: 0 });
  home = mkdtempSync(join(tmpdir(), 'sf-home-'));
  project = join(home, 'project');
  cpSync(join(fixtures, 'project'), project, { recursive: true });
});

afterAll(async () => {
  await org.close();
  rmSync(home, { recursive: true, force: true });
});

test('sf logs in with an access token', async () => {
  const { exitCode, json } = await sf(
    [
      'org',
      'login',
      'access-token',
      '--instance-url',
      org.instanceUrl,
      '--no-prompt',
      '--alias',
      'local',
    ],
    { SF_ACCESS_TOKEN: org.accessToken },
  );
  expect([exitCode, json.result?.['orgId']]).toEqual([0, org.orgId]);
});

test('sf validates a project: the dry run succeeds and the org has changed in nothing', async () => {
  const before = org.engine.schema();
  const { exitCode, json } = await deploy('--dry-run');
  expect([exitCode, json.result?.['status'], json.result?.['checkOnly']]).toEqual([
    0,
    'Succeeded',
    true,
  ]);
  expect(org.engine.schema()).toBe(before);
});

test('sf deploys the project', async () => {
  const { exitCode, json } = await deploy();
  expect([exitCode, json.result?.['status'], json.result?.['numberComponentErrors']]).toEqual([
    0,
    'Succeeded',
    0,
  ]);
  expect(org.engine.schema().objects.get('Boat__c')?.fields.get('Length__c')?.type).toBe('Number');
  expect(org.engine.schema().permissionSets.has('Crew')).toBe(true);
});

test("sf shows the file, the line and Salesforce's text of what is wrong, exits 1, and nothing is deployed", async () => {
  const before = org.engine.schema();
  const good = readFileSync(join(project, rule), 'utf8');
  writeFileSync(join(project, rule), good.replace('Length__c &lt; 0', 'Beam__c &lt; 0'));
  const { exitCode, json } = await deploy();
  writeFileSync(join(project, rule), good);
  expect(exitCode).toBe(1);
  expect(json.result?.details?.['componentFailures']).toEqual([
    expect.objectContaining({
      fileName: 'objects/Boat__c.object',
      fullName: 'Boat__c.LengthIsPositive',
      componentType: 'ValidationRule',
      problem: 'Field Beam__c does not exist. Check spelling.',
      problemType: 'Error',
    }),
  ]);
  // sf leads the failure back to the source file; the line is the one in the object's merged file, as with a real org.
  expect(json.result?.['files']).toContainEqual(
    expect.objectContaining({
      filePath: join(project, rule),
      state: 'Failed',
      error: 'Field Beam__c does not exist. Check spelling. (21:32)',
      lineNumber: 21,
      columnNumber: 32,
    }),
  );
  expect(org.engine.schema()).toBe(before);
});

test('sf deploys over the REST resource too', async () => {
  const { exitCode, json } = await sf(
    ['project', 'deploy', 'start', '--source-dir', 'force-app', '--target-org', org.accessToken],
    { SF_ORG_METADATA_REST_DEPLOY: 'true' },
  );
  expect([exitCode, json.result?.['status']]).toEqual([0, 'Succeeded']);
});

test('sf retrieves what was deployed', async () => {
  const target = join(home, 'retrieved');
  const { exitCode } = await sf([
    'project',
    'retrieve',
    'start',
    '--metadata',
    'CustomObject:Boat__c',
    '--target-metadata-dir',
    target,
    '--unzip',
    '--target-org',
    org.accessToken,
  ]);
  const file = readFileSync(join(target, 'unpackaged/unpackaged/objects/Boat__c.object'), 'utf8');
  expect(exitCode).toBe(0);
  expect(file).toContain('<fullName>Length__c</fullName>');
  expect(file).toContain('<errorConditionFormula>Length__c &lt; 0</errorConditionFormula>');
});

test('sf lists what is in the org', async () => {
  const { exitCode, json } = await sf([
    'org',
    'list',
    'metadata',
    '--metadata-type',
    'CustomField',
    '--target-org',
    org.accessToken,
  ]);
  expect(exitCode).toBe(0);
  expect(JSON.stringify(json.result)).toContain('Account.Berths__c');
});

test('sf deletes a field with destructive changes', async () => {
  const { exitCode } = await sf([
    'project',
    'delete',
    'source',
    '--metadata',
    'CustomField:Account.Berths__c',
    '--no-prompt',
    '--target-org',
    org.accessToken,
  ]);
  expect(exitCode).toBe(0);
  expect(org.engine.schema().objects.get('Account')?.fields.has('Berths__c')).toBe(false);
});
