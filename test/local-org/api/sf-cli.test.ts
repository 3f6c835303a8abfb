import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeId } from '../../../src/local-org/data/ids.ts';
import { projectSchema } from '../soql/fixture.ts';
import { startProjectOrg, type OrgUnderTest } from './org.ts';

/** The unmodified Salesforce CLI, as npm installs it, with a home of its own. */
const sf = fileURLToPath(new URL('../../../node_modules/.bin/sf', import.meta.url));

let under: OrgUnderTest;
let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'sf-home-'));
  under = await startProjectOrg();
  const schema = projectSchema();
  schema.permissionSets.set('Planner', {
    fullName: 'Planner',
    label: 'Planner',
    id: makeId('0PS', 1),
    objectPermissions: new Map(),
    fieldPermissions: new Map(),
    userPermissions: new Set(),
    customPermissions: new Set(),
  });
  under.org.engine.applySchema(schema);
});
afterAll(async () => {
  await under.org.close();
  rmSync(home, { recursive: true, force: true });
});

interface CliAnswer {
  status: number;
  message?: string;
  result: unknown;
}

function cli(...command: string[]): Promise<CliAnswer> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    SF_DISABLE_TELEMETRY: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_ACCESS_TOKEN: under.org.accessToken,
  };
  return new Promise((resolve, reject) => {
    execFile(sf, [...command, '--json'], { env, timeout: 60_000 }, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout) as CliAnswer);
      } catch {
        reject(new Error(`sf ${command.join(' ')}: ${error?.message ?? ''} ${stdout} ${stderr}`));
      }
    });
  });
}

const org = ['--target-org', 'local'];

test('the sf CLI logs in, queries, creates, finds and updates records', async () => {
  const { instanceUrl } = under.org;
  const login = await cli(
    'org',
    'login',
    'access-token',
    '--instance-url',
    instanceUrl,
    '--no-prompt',
    '--alias',
    'local',
  );
  expect(login).toMatchObject({ status: 0, result: { username: 'admin@local.org' } });

  const query = (soql: string) => cli('data', 'query', '--query', soql, ...org);
  expect(await query('SELECT Id, Name FROM Project__c')).toMatchObject({
    status: 0,
    result: { totalSize: 0 },
  });

  const created = await cli(
    'data',
    'create',
    'record',
    '--sobject',
    'Project__c',
    '--values',
    "Name='One' Key__c=k1 Budget__c=7",
    ...org,
  );
  expect(created).toMatchObject({ status: 0, result: { success: true } });

  expect(await query('SELECT Name, Budget__c, Owner.Name FROM Project__c')).toMatchObject({
    status: 0,
    result: {
      totalSize: 1,
      records: [{ Name: 'One', Budget__c: 7, Owner: { Name: 'Local Admin' } }],
    },
  });

  const updated = await cli(
    'data',
    'update',
    'record',
    '--sobject',
    'Project__c',
    '--where',
    "Key__c='k1'",
    '--values',
    'Budget__c=8',
    ...org,
  );
  expect(updated).toMatchObject({ status: 0 });
  const counted = await query('SELECT COUNT(Id) n, SUM(Budget__c) s FROM Project__c');
  expect(counted).toMatchObject({ result: { records: [{ n: 1, s: 8 }] } });

  const assign = () => cli('org', 'assign', 'permset', '--name', 'Planner', ...org);
  const assigned =
    "SELECT COUNT() FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Planner'";
  expect(await assign()).toMatchObject({ status: 0 });
  const again = await assign();
  expect(again.status).toBe(1);
  expect(JSON.stringify(again)).toContain('Duplicate PermissionSetAssignment.');
  expect(await query(assigned)).toMatchObject({ result: { totalSize: 1 } });

  const wrong = await query('SELECT Nope__c FROM Project__c');
  expect(wrong.status).toBe(1);
  expect(wrong.message).toContain("No such column 'Nope__c' on entity 'Project__c'");
}, 180_000);
