import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain } from '../../src/cli/explain.ts';
import { importFile, type ImportOptions } from '../../src/cli/import-file.ts';
import { explainedAmount } from '../../src/rules/explain.ts';
import type { OrgRecord } from '../../src/salesforce/org.ts';
import { printedBy, startServiceOrg, type ServiceOrg } from './service-org.ts';

const folder = mkdtempSync(join(tmpdir(), 'partnerverse-import-'));
let service: ServiceOrg;

beforeAll(async () => {
  service = await startServiceOrg();
}, 120_000);

beforeEach(async () => {
  service.org.reset();
  const { rep } = service;
  await rep.sobject('PartnerProgram__c').create({ Name: 'Referral', Type__c: 'Referral' });
  await rep
    .sobject('Account')
    .create([{ Name: 'Globex', Website: 'https://globex.example' }, { Name: 'Ajax' }]);
});

afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

interface Report {
  batch: string;
  report: { line: number; outcome: string; reason: string }[];
  refused: unknown[];
  undone: number;
  accountsLeft: number;
}

async function run(options: ImportOptions): Promise<Report & { code: unknown }> {
  const { answer, code } = await printedBy(() => importFile({ ...options, json: true }));
  return { ...(answer as Report), code };
}

const partnerships = (): Promise<OrgRecord[]> =>
  service.port.query(
    'SELECT Name, Status__c, StartDate__c, Partner__r.Name, Partner__r.RecordType.DeveloperName FROM Partnership__c ORDER BY Name',
  );
const credits = (): Promise<OrgRecord[]> =>
  service.port.query(
    'SELECT Account__r.Name, Role__c, Status__c, Origin__c, PayableSplitPercent__c, Reason__c, StartDate__c, EndDate__c FROM AccountAttribution__c ORDER BY PayableSplitPercent__c',
  );

const partners = file(
  'partners.csv',
  '\uFEFFpartner,program,start\n"Acme, Inc.",Referral,2026-01-31\najax,Referral,\nNobody,Reseller,\nLate,Referral,31.01.2026\n',
);
const customers = file(
  'customers.csv',
  'customer,partner,program,role,split,start,end\nglobex.example,Acme,Referral,Sourced,60,2026-02-01,2027-02-01\nGlobex,Ajax,Referral,Influenced,40.5,,\nGlobex,Ajax,Referral,Delivered,40,,\nGlobex,Ajax,Referral,Friend,120,,\n',
);

test('partners: says first, then makes what is clear, and doing it again makes nothing more', async () => {
  const dry = await run({ partners });
  expect(dry.report.map(({ line, outcome }) => [line, outcome])).toEqual([
    [2, 'make'],
    [3, 'make'],
    [4, 'unclear'],
    [5, 'unclear'],
  ]);
  expect(dry.report[3]?.reason).toBe('The column start is no date like 2026-12-31.');
  expect(dry.code).toBe(1);
  expect(await partnerships()).toEqual([]);
  const applied = await run({ partners, apply: true });
  expect(applied).toMatchObject({ batch: dry.batch, refused: [] });
  const made = await partnerships();
  expect(made).toMatchObject([
    {
      Name: 'Acme, Inc. – Referral',
      Status__c: 'Active',
      StartDate__c: '2026-01-31',
      Partner__r: { Name: 'Acme, Inc.', RecordType: { DeveloperName: 'Partner' } },
    },
    { Partner__r: { Name: 'Ajax' } },
  ]);
  const again = await run({ partners, apply: true });
  expect(again.report.map(({ outcome }) => outcome)).toEqual([
    'exists',
    'exists',
    'unclear',
    'unclear',
  ]);
  expect(await partnerships()).toEqual(made);
});

test('attributions: made as a person would, within 100 %, and taken back as a batch', async () => {
  await run({ partners, apply: true });
  const { batch, report, refused } = await run({ attributions: customers, apply: true });
  expect(refused).toEqual([]);
  expect(report.map(({ outcome }) => outcome)).toEqual(['make', 'unclear', 'make', 'unclear']);
  expect(report[3]?.reason).toMatch(
    /The column role is none of .*The column split is more than 100/,
  );
  expect(await credits()).toMatchObject([
    { Role__c: 'Delivered', Status__c: 'Active', PayableSplitPercent__c: 40, Origin__c: 'Manual' },
    {
      Role__c: 'Sourced',
      Account__r: { Name: 'Globex' },
      PayableSplitPercent__c: 60,
      StartDate__c: '2026-02-01',
      EndDate__c: '2027-02-01',
      Reason__c: `Imported from line 2 of customers.csv, batch ${batch}.`,
    },
  ]);
  expect(await run({ undo: batch })).toMatchObject({ undone: 2, accountsLeft: 0, code: 0 });
  expect(await credits()).toMatchObject([
    { Status__c: 'Rejected', PayableSplitPercent__c: 0 },
    { Status__c: 'Rejected', PayableSplitPercent__c: 0 },
  ]);
});

test('a batch of partners that is taken back ends its partnerships and says which accounts stay', async () => {
  const { batch } = await run({ partners, apply: true });
  expect(await run({ undo: batch })).toMatchObject({ undone: 2, accountsLeft: 1, code: 0 });
  expect(await partnerships()).toMatchObject([{ Status__c: 'Ended' }, { Status__c: 'Ended' }]);
});

const owed = file(
  'owed.csv',
  [
    'customer,partner,program,reference,amount,currency,earned,hold_until,reason',
    'Globex,Acme,Referral,INV-7,120.50,USD,2026-03-31,,20 % of invoice 7',
    'Globex,Acme,Referral,INV-8,9000,JPY,2026-03-31,2999-01-01,20 % of invoice 8',
    'Globex,Acme,Referral,inv-7,1.00,USD,2026-03-31,,Again',
    'Globex,Ajax,Referral,INV-9,5.00,USD,2026-03-31,,Not credited',
    'Globex,Acme,Referral,INV-10,5.001,USD,2026-03-31,,Too exact',
    'Globex,Acme,Referral,INV-11,-20,USD,2026-03-31,,Paid too much in March',
    'Globex,Acme,Referral,INV-12,20,USD,,,Never earned',
  ].join('\n'),
);

const commissions = (): Promise<OrgRecord[]> =>
  service.port.query(
    'SELECT Amount__c, Currency__c, Kind__c, Status__c, HoldUntil__c, Reason__c, OrgAmount__c, Inputs__c, CommissionStatement__r.Currency__c FROM Commission__c ORDER BY Amount__c, CreatedDate',
  );

test('open commissions: each once, with what earned it, and taken back by a counterpart', async () => {
  await run({ partners, apply: true });
  await run({
    attributions: file(
      'one.csv',
      'customer,partner,program,role,split\nGlobex,Acme,Referral,Sourced,60\n',
    ),
    apply: true,
  });
  const { batch, report, refused } = await run({ commissions: owed, apply: true });
  expect(refused).toEqual([]);
  expect(report.map(({ outcome, reason }) => `${outcome}: ${reason}`)).toEqual([
    expect.stringMatching(
      /^make: 120\.50 USD is owed to Acme for Globex \(001.*\), payable now\.$/,
    ),
    expect.stringMatching(/^make: 9000 JPY is owed to Acme .* held until 2999-01-01\.$/),
    'unclear: Line 2 has the same reference. Take one of the two out, or give it another reference.',
    'unclear: Ajax is not credited for Globex. Import the attributions first.',
    'unclear: The column amount is no amount of USD other than 0, with its decimals after a point and no other signs.',
    expect.stringMatching(/^make: -20\.00 USD is owed/),
    'unclear: The column earned is blank.',
  ]);
  const made = await commissions();
  expect(made).toMatchObject([
    { Amount__c: -20, Kind__c: 'Correction', Status__c: 'Payable', OrgAmount__c: -20 },
    {
      Amount__c: 120.5,
      Kind__c: 'Accrual',
      Status__c: 'Payable',
      HoldUntil__c: null,
      Reason__c: `Imported from line 2 of owed.csv, batch ${batch}, reference INV-7: 20 % of invoice 7`,
      CommissionStatement__r: { Currency__c: 'USD' },
    },
    {
      Amount__c: 9000,
      Currency__c: 'JPY',
      Status__c: 'Held',
      HoldUntil__c: '2999-01-01',
      OrgAmount__c: null,
      CommissionStatement__r: { Currency__c: 'JPY' },
    },
  ]);
  const explained = made.map(({ Inputs__c }) => explainedAmount(String(Inputs__c)));
  expect(explained).toEqual([-2_000, 12_050, 9_000]);

  const [line] = await service.port.query('SELECT Name FROM Commission__c WHERE Amount__c = 9000');
  const told = await printedBy(() => explain(String(line?.['Name']), { json: true }));
  expect(told).toMatchObject({ answer: { ruleName: null, recomputedMinor: 9_000 }, code: 0 });

  const edited = `${readFileSync(owed, 'utf8')}\nGlobex,Acme,Referral,INV-13,1,USD,2026-04-01,,New`;
  const again = await run({ commissions: file('owed-2.csv', edited), apply: true });
  expect(again.report.map(({ outcome }) => outcome).filter((one) => one !== 'unclear')).toEqual([
    'exists',
    'exists',
    'exists',
    'exists',
    'make',
  ]);

  expect(await run({ undo: batch })).toMatchObject({ undone: 3, refused: [], code: 0 });
  expect(await run({ undo: batch })).toMatchObject({ undone: 3, refused: [], code: 0 });
  const sums = await service.port.query(
    'SELECT Currency__c, SUM(Amount__c) total FROM Commission__c GROUP BY Currency__c ORDER BY Currency__c',
  );
  expect(sums).toMatchObject([
    { Currency__c: 'JPY', total: 0 },
    { Currency__c: 'USD', total: 1 },
  ]);
});

test('a batch that nobody made undoes nothing and says so', async () => {
  expect(await run({ undo: 'none' })).toMatchObject({ undone: 0, code: 1 });
});

test.each([
  ['no file', { partners: join(folder, 'missing.csv') }, 'could not be read'],
  [
    'a broken file',
    { partners: file('broken.csv', 'partner,program\n"Acme') },
    'could not be read',
  ],
  ['nothing to do', {}, 'needs one thing to do'],
  ['two things at once', { partners, undo: 'x' }, 'needs one thing to do'],
])('with %s it says what is wrong', async (_case, options, message) => {
  await expect(importFile(options)).rejects.toThrow(message);
});
