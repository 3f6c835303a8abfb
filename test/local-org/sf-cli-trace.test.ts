import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { startLocalOrg, type LocalOrg } from '../../src/local-org/start.ts';
import { fixtures } from './metadata/support.ts';
import { SfCli, type CliAnswer } from './sf-cli.ts';

/**
 * Every command of a recording of the real CLI, driven against one local org. Two lanes run side by side, because each
 * command is a process that starts for seconds; the tests below look at what came out.
 */
const answers = new Map<string, CliAnswer>();
const sf = new SfCli();
let org: LocalOrg;
let project: string;
let expired: Record<string, string>;
const objects = 'force-app/main/default/objects';
const rule = `${objects}/Boat__c/validationRules/LengthIsPositive.validationRule-meta.xml`;
const local = ['--target-org', 'local'];
const seen: Record<string, unknown> = {};

const words = (text: string): string[] => text.split(' ');

/** Runs a command in the project and keeps its answer under a name. */
async function step(
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<CliAnswer> {
  const answer = await sf.run(args, { env, cwd: project });
  answers.set(name, answer);
  return answer;
}

const login = () =>
  step('login',
    ['org', 'login', 'access-token', '--instance-url', org.instanceUrl, '--no-prompt', '--alias', 'local'],
    { SF_ACCESS_TOKEN: org.accessToken },
  ); // prettier-ignore

const query = (name: string, soql: string) =>
  step(name, ['data', 'query', '--query', soql, ...local]);

async function bulk(name: string, command: string, file: string, csv: string): Promise<void> {
  writeFileSync(join(project, file), csv);
  const args = ['data', ...words(command), '--sobject', 'Boat__c', '--file', file, '--wait', '1'];
  await step(name, [...args, ...local]);
}

const result = z.object({ result: z.looseObject({ id: z.string() }) });
const idOf = (answer: CliAnswer): string => result.parse(answer.json).result.id;

async function recordCommands(): Promise<void> {
  const record = (verb: string) => ['data', verb, 'record', '--sobject', 'Boat__c', ...local];
  const created = await step('create record', [
    ...record('create'),
    '--values',
    "Name='Ida' Key__c=k1 Length__c=7",
  ]);
  const id = idOf(created);
  const find = ['--where', "Key__c='k1'"];
  await step('update record', [...record('update'), ...find, '--values', 'Length__c=8']);
  await step('get record', [...record('get'), '--record-id', id]);
  await step('get record where', [...record('get'), ...find]);
  await query('query', 'SELECT Id, Name, Length__c, Owner.Name FROM Boat__c');
  await step('delete record', [...record('delete'), '--record-id', id]);
}

async function bulkCommands(): Promise<void> {
  await bulk('upsert bulk', 'upsert bulk --external-id Key__c', 'upsert.csv', 'Key__c,Name\nb1,One\n');
  await bulk('import bulk', 'import bulk', 'import.csv', 'Key__c,Name\nb2,"Two, too"\n');
  await step('export bulk', [
    ...words('data export bulk --output-file boats.csv --wait 1'),
    '--query',
    'SELECT Id, Name FROM Boat__c ORDER BY Name',
    ...local,
  ]);
  const exported = readFileSync(join(project, 'boats.csv'), 'utf8');
  seen['exported'] = exported;
  const ids = [...exported.matchAll(/^"?(\w{18})"?,/gm)].map(([, id]) => id);
  await bulk('update bulk', 'update bulk', 'update.csv', `Id,Length__c\n${ids[0]},12\n`);
  await bulk('delete bulk', 'delete bulk', 'delete.csv', `Id\n${ids.join('\n')}\n`);
} // prettier-ignore

async function dataLane(): Promise<void> {
  await step('assign', [...words('org assign permset --name Crew'), ...local]);
  await step('assign again', [...words('org assign permset --name Crew'), ...local]);
  await recordCommands();
  const tree = { records: [{ attributes: { type: 'Account', referenceId: 'A1' }, Name: 'Acme' }] };
  writeFileSync(join(project, 'Account.json'), JSON.stringify(tree));
  await step('tree', [...words('data import tree --files Account.json'), ...local]);
  await bulkCommands();
  await step('tooling', ['data', 'query', '--use-tooling-api', '--query', 'SELECT Id, DeveloperName FROM CustomObject', ...local]);
  await step('search', ['data', 'search', '--query', 'FIND {Acme} IN ALL FIELDS RETURNING Account(Id)', ...local]);
  await step('expired query', ['data', 'query', '--query', 'SELECT Id FROM Account', '--target-org', expired['SF_ACCESS_TOKEN'] ?? ''], expired);
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(join(project, 'key.pem'), key);
  await step('jwt', [...words('org login jwt --client-id any --jwt-key-file key.pem --alias jwt'), '--username', org.username, '--instance-url', org.instanceUrl], { HOME: join(sf.home, 'other') });
} // prettier-ignore

const deploy = (verb: string, ...more: string[]): string[] => [
  ...['project', 'deploy', verb, '--source-dir', 'force-app', ...local],
  ...more,
];

async function deployCommands(): Promise<void> {
  const good = readFileSync(join(project, rule), 'utf8');
  writeFileSync(join(project, rule), good.replace('Length__c &lt; 0', 'Beam__c &lt; 0'));
  const before = org.engine.schema();
  await step('failing deploy', deploy('start'));
  seen['changed by a failing deploy'] = org.engine.schema() !== before;
  writeFileSync(join(project, rule), good);
  await step('rest deploy', deploy('start'), { SF_ORG_METADATA_REST_DEPLOY: 'true' });
  const validation = await step('validate', deploy('validate'));
  const job = ['--job-id', idOf(validation)];
  await step('report', ['project', 'deploy', 'report', ...job]);
  await step('quick', ['project', 'deploy', 'quick', ...job, ...local]);
  await step('cancel', ['project', 'deploy', 'cancel', ...job]);
  await step('preview', ['project', 'deploy', 'preview', '--source-dir', 'force-app', ...local]);
  await step('expired deploy', ['project', 'deploy', 'start', '--source-dir', 'force-app', '--target-org', expired['SF_ACCESS_TOKEN'] ?? ''], expired);
} // prettier-ignore

async function retrieveCommands(): Promise<void> {
  const boat = words('project retrieve start --metadata CustomObject:Boat__c');
  seen['target'] = join(project, 'retrieved');
  await step('retrieve', [...boat, '--target-metadata-dir', String(seen['target']), '--unzip', ...local]); // prettier-ignore
  await step('retrieve source', [...boat, ...local]);
  await step('list metadata', [...words('org list metadata --metadata-type CustomField'), ...local]); // prettier-ignore
  await step('list types', [...words('org list metadata-types'), ...local]);
  await step('delete source', [...words('project delete source --metadata CustomField:Account.Berths__c --no-prompt'), ...local]); // prettier-ignore
}

async function orgCommands(): Promise<void> {
  writeFileSync(join(project, 'hello.apex'), "System.debug('hello');\n");
  await step('display', [...words('org display'), ...local]);
  await step('list', words('org list'));
  await step('limits', [...words('org list limits'), ...local]);
  await step('objects', [...words('sobject list --sobject all'), ...local]);
  await step('describe', [...words('sobject describe --sobject Boat__c'), ...local]);
  await step('apex run', ['apex', 'run', '--file', join(project, 'hello.apex'), ...local]); // prettier-ignore
  await step('apex test', [...words('apex run test --class-names HelloTest'), ...local]);
  await step('open', [...words('org open --url-only'), ...local]);
  await step('api request', [...words('api request rest /services/data/v68.0/limits'), ...local]); // prettier-ignore
}

beforeAll(async () => {
  org = await startLocalOrg();
  expired = {
    SF_ACCESS_TOKEN: `${org.accessToken.split('!')[0]}!expired`,
    SF_ORG_INSTANCE_URL: org.instanceUrl,
  };
  project = join(sf.home, 'project');
  mkdirSync(join(sf.home, 'other'));
  cpSync(join(fixtures, 'project'), project, { recursive: true });
  const asToken = ['project', 'deploy', 'start', '--source-dir', 'force-app', '--target-org', org.accessToken]; // prettier-ignore
  const before = org.engine.schema();
  const url = { SF_ORG_INSTANCE_URL: org.instanceUrl };
  await Promise.all([login(), step('dry run', [...asToken, '--dry-run'], url)]); // prettier-ignore
  seen['changed by a dry run'] = org.engine.schema() !== before;
  await Promise.all([
    step('token as org', ['data', 'query', '--query', 'SELECT Id FROM Account', '--target-org', org.accessToken], url),
    step('deploy', asToken, url),
  ]); // prettier-ignore
  await Promise.all([dataLane(), deployCommands().then(retrieveCommands).then(orgCommands)]);
}, 600_000);

afterAll(async () => {
  await org.close();
  sf.remove();
});

interface Expected {
  name: string;
  /** Standing somewhere in what sf prints. */
  shows: string;
  exitCode?: number;
}

const noSession = 'Session expired or invalid';
const expectations: Expected[] = [
  { name: 'login', shows: '"username": "admin@local.org"' },
  { name: 'jwt', shows: '"username": "admin@local.org"' },
  { name: 'token as org', shows: '"totalSize": 0' },
  { name: 'display', shows: '"connectedStatus": "Connected"' },
  { name: 'list', shows: '"alias": "local"' },
  { name: 'limits', shows: '"DailyApiRequests"' },
  { name: 'objects', shows: '"Boat__c"' },
  { name: 'describe', shows: '"name": "Length__c"' },
  { name: 'query', shows: '"Local Admin"' },
  { name: 'tooling', shows: '"DeveloperName": "Boat"' },
  { name: 'search', shows: '"searchRecords"' },
  { name: 'create record', shows: '"success": true' },
  { name: 'update record', shows: '"success": true' },
  { name: 'get record', shows: '"Length__c": 8' },
  { name: 'get record where', shows: '"Name": "Ida"' },
  { name: 'delete record', shows: '"success": true' },
  { name: 'tree', shows: '"refId": "A1"' },
  { name: 'upsert bulk', shows: '"sf__Created": "true"' },
  { name: 'import bulk', shows: '"processedRecords": 1' },
  { name: 'export bulk', shows: '"totalSize": 2' },
  { name: 'update bulk', shows: '"successfulRecords": 1' },
  { name: 'delete bulk', shows: '"numberRecordsProcessed": 2' },
  { name: 'assign', shows: '"value": "Crew"' },
  { name: 'assign again', shows: 'Duplicate PermissionSetAssignment.', exitCode: 1 },
  { name: 'dry run', shows: '"checkOnly": true' },
  { name: 'deploy', shows: '"numberComponentErrors": 0' },
  { name: 'rest deploy', shows: '"status": "Succeeded"' },
  { name: 'failing deploy', shows: 'Field Beam__c does not exist. Check spelling. (30:32)', exitCode: 1 },
  { name: 'validate', shows: '"checkOnly": true' },
  { name: 'report', shows: '"status": "Succeeded"' },
  { name: 'quick', shows: '"checkOnly": false' },
  { name: 'cancel', shows: "Can't cancel deploy because it's already completed.", exitCode: 1 },
  { name: 'retrieve', shows: '"fullName": "Boat__c.Length__c"' },
  { name: 'retrieve source', shows: '"fullName": "Boat__c.Length__c"' },
  { name: 'list metadata', shows: 'Account.Berths__c' },
  { name: 'list types', shows: '"xmlName": "CustomObject"' },
  { name: 'delete source', shows: '"Account.Berths__c"' },
  { name: 'preview', shows: 'This org does not have source tracking.', exitCode: 1 },
  { name: 'apex run', shows: 'NOT_IMPLEMENTED_LOCALLY: the local org runs no Apex', exitCode: 1 },
  { name: 'apex test', shows: 'Running Apex tests is not implemented by the local org', exitCode: 1 },
  { name: 'open', shows: '/secur/frontdoor.jsp' },
  { name: 'api request', shows: 'DailyApiRequests' },
  { name: 'expired query', shows: noSession, exitCode: 1 },
  { name: 'expired deploy', shows: noSession, exitCode: 1 },
]; // prettier-ignore

test.each(expectations)('sf $name shows $shows', (expected) => {
  const answer = answers.get(expected.name);
  expect(answer?.text).toContain(expected.shows);
  expect(answer?.exitCode).toBe(expected.exitCode ?? 0);
});

test('a dry run and a failing deploy change nothing, a deploy does, and a deletion takes a field away', () => {
  expect(seen).toMatchObject({
    'changed by a dry run': false,
    'changed by a failing deploy': false,
  });
  const { objects: deployed, permissionSets } = org.engine.schema();
  expect(deployed.get('Boat__c')?.fields.get('Length__c')?.type).toBe('Number');
  expect(permissionSets.has('Crew')).toBe(true);
  expect(deployed.get('Account')?.fields.has('Berths__c')).toBe(false);
});

test('sf leads a failure back to the source file', () => {
  const { result: shown } = answers.get('failing deploy')?.json ?? {};
  expect(shown).toMatchObject({
    details: {
      componentFailures: [
        {
          fileName: 'objects/Boat__c.object',
          fullName: 'Boat__c.LengthIsPositive',
          componentType: 'ValidationRule',
          problem: 'Field Beam__c does not exist. Check spelling.',
        },
      ],
    },
  });
  expect(shown).toHaveProperty(
    'files',
    expect.arrayContaining([
      expect.objectContaining({ filePath: join(project, rule), state: 'Failed', lineNumber: 30 }),
    ]),
  );
});

test('the retrieved file holds what was deployed, the exported one what was loaded', () => {
  const file = readFileSync(
    join(String(seen['target']), 'unpackaged/unpackaged/objects/Boat__c.object'),
    'utf8',
  );
  expect(file).toContain('<fullName>Length__c</fullName>');
  expect(file).toContain('<errorConditionFormula>Length__c &lt; 0</errorConditionFormula>');
  expect(seen['exported']).toMatch(/^"?Id"?,"?Name"?\n"?\w{18}"?,"?One"?\n"?\w{18}"?,"Two, too"\n$/);
}); // prettier-ignore
