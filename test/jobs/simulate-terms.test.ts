import { fixedClock } from '../../src/clock.ts';
import { handleSweep } from '../../src/jobs/handle-sweep.ts';
import { simulateTerms, type SimulationRequest } from '../../src/jobs/simulate-terms.ts';
import { termsFileSchema } from '../../src/jobs/terms-file.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';
import {
  credit,
  creditContext,
  customerRows,
  entryRows,
  partnerRows,
  ruleRow,
  storedCursors,
} from '../support/paid-org.ts';

let org: LocalOrg;
let port: Org & OrgAdmin;
let reading: Org & OrgAdmin;
const clock = fixedClock(new Date('2026-10-05T12:00:00Z'));
const refuse = (): Promise<never> => Promise.reject(new Error('A simulation writes nothing.'));

beforeAll(async () => {
  org = await startDeployedOrg({ now: () => clock.now() });
  port = await connectOrg({ kind: 'token', ...org }, { clock });
  reading = {
    find: (query) => port.find(query),
    query: (soql) => port.query(soql),
    queryAll: (soql) => port.queryAll(soql),
    deleted: refuse,
    describe: refuse,
    apiCalls: () => port.apiCalls(),
    usage: () => null,
    answers: () => port.answers(),
    create: refuse,
    upsert: refuse,
    save: refuse,
    close: refuse,
  };
  await port.save([
    ...partnerRows('Acme'),
    ...partnerRows('Ajax'),
    ...customerRows('Globex', [
      ['Acme', 60],
      ['Ajax', 40],
    ]),
    ...customerRows('Initech', [['Acme', 100]]),
    ruleRow('now', { RatePercent__c: 20 }),
    ...entryRows([
      { key: 'a', customer: 'Globex', amount: 100, at: '2026-07-01T00:00:00Z' },
      { key: 'a.r', customer: 'Globex', kind: 'Refund', amount: -50, at: '2026-09-30T23:59:59Z' },
      { key: 'b', customer: 'Initech', amount: 500, at: '2026-08-01T00:00:00Z' },
      { key: 'c', customer: 'Initech', amount: 999, at: '2026-10-01T00:00:00Z' },
    ]),
  ]);
  await credit({ org: port, clock }, ['Globex', 'Initech']);
}, 120_000);
afterAll(async () => {
  await port.close();
  await org.close();
});

const of = (request: SimulationRequest): ReturnType<typeof simulateTerms> =>
  simulateTerms({ org: reading, orgCurrency: 'USD' }, request);
const quarter = { from: '2026-07-01', until: '2026-10-01' };
const acme = { partnershipName: 'Acme', currency: 'USD', nowMinor: 10_600 };
const ajax = { partnershipName: 'Ajax', currency: 'USD', nowMinor: 400 };

test('last quarter under 10 % and at most 45.00 a partnership: the difference by partnership, and nothing is written', async () => {
  const stamps = 'SELECT Id, SystemModstamp FROM Commission__c ORDER BY Id';
  const before = await port.query(stamps);
  const terms = termsFileSchema.parse([
    { program: 'program', name: 'Less', ratePercent: 10, capPerPartnership: 45, currency: 'USD' },
  ]);
  expect(await of({ terms: { rules: terms }, ...quarter })).toMatchObject({
    differences: [
      { ...acme, thenMinor: 4_200, differenceMinor: -6_400 },
      { ...ajax, thenMinor: 200, differenceMinor: -200 },
    ],
    unclear: [],
  });
  expect(await port.query(stamps)).toEqual(before);
});

test('what is earned now is what was posted', async () => {
  const sum = 'SELECT SUM(Amount__c) total FROM Commission__c WHERE OccurredAt__c >= 2026-07-01T00:00:00Z AND OccurredAt__c < 2026-10-01T00:00:00Z GROUP BY CommissionStatement__r.Partnership__r.Name ORDER BY CommissionStatement__r.Partnership__r.Name'; // prettier-ignore
  const { differences } = await of({ terms: { rules: [] }, ...quarter });
  expect((await port.query(sum)).map((row) => Number(row['total']) * 100)).toEqual(
    differences.map(({ nowMinor }) => nowMinor),
  );
});

test('the same terms make no difference', async () => {
  const terms = termsFileSchema.parse([{ program: 'program', name: 'Same', ratePercent: 20 }]);
  expect(await of({ terms: { rules: terms }, ...quarter })).toMatchObject({
    differences: [{ differenceMinor: 0 }, { differenceMinor: 0 }],
  });
});

test('draft rules of a program are tried before they are in force', async () => {
  const drafts = { terms: { draftsOf: 'program' }, ...quarter };
  await expect(of(drafts)).rejects.toThrow('has no draft commission rules');
  await port.save([ruleRow('draft', { RatePercent__c: 30, Status__c: 'Draft' })]);
  expect(await of(drafts)).toMatchObject({
    differences: [
      { ...acme, thenMinor: 15_900, differenceMinor: 5_300 },
      { ...ajax, thenMinor: 600 },
    ],
  });
});

test.each([
  [{ program: 'nobody', name: 'x', ratePercent: 1 }, 'no program "nobody"'],
  [{ program: 'program', name: 'x' }, 'has no ratePercent'],
  [{ program: 'program', name: 'x', ratePercent: 1, capAmount: 5 }, 'amounts without a currency'],
])('%j is refused in words', async (rule, words) => {
  const terms = { rules: termsFileSchema.parse([rule]) };
  await expect(of({ terms, ...quarter })).rejects.toThrow(words);
});

test('won deals are tried too, within the caps of the new terms; an accepted lead of an unknown day is named', async () => {
  const [partnership] = await port.query("SELECT Id FROM Partnership__c WHERE Name = 'Acme'");
  const credited = { Partnership__c: String(partnership?.['Id']), Role__c: 'Sourced' };
  const won = { Name: 'Globex', StageName: 'Closed Won', CloseDate: '2026-09-30', Amount: 10_000 };
  const [deal = ''] = await port.create('Opportunity', [won]);
  await port.create('OpportunityAttribution__c', [
    { ...credited, Opportunity__c: deal, CreditPercent__c: 100, PayableSplitPercent__c: 50 },
  ]);
  const [lead = ''] = await port.create('Lead', [
    { LastName: 'Lead', Company: 'Initech', SourceStatus__c: 'accepted' },
  ]);
  await port.create('LeadAttribution__c', [{ ...credited, Lead__c: lead }]);
  const terms = termsFileSchema.parse([
    {
      program: 'program',
      name: 'Deals',
      trigger: 'Opportunity Won',
      ratePercent: 10,
      capPerDeal: 400,
      currency: 'USD',
    },
    { program: 'program', name: 'L', trigger: 'Lead Accepted', type: 'Flat', flatAmount: 5, currency: 'USD' },
  ]); // prettier-ignore
  const { differences, unclear } = await of({ terms: { rules: terms }, ...quarter });
  expect(differences).toMatchObject([
    { partnershipName: 'Acme', thenMinor: 50_600 },
    { differenceMinor: 0 },
  ]);
  expect(unclear).toEqual([expect.stringContaining('are not counted (1)')]);
});

test('steps of a file are those of a draft', async () => {
  const tiers = {
    mode: 'Whole',
    basis: 'Period Revenue',
    steps: [
      { from: 100, ratePercent: 15 },
      { from: 50, ratePercent: 12 },
    ],
  };
  const terms = termsFileSchema.parse([
    { program: 'program', name: 'T', ratePercent: 10, currency: 'USD', tiers },
  ]);
  expect(await of({ terms: { rules: terms }, ...quarter })).toMatchObject({
    differences: [{ ...acme, thenMinor: 7_860 }, { thenMinor: 200 }],
  });
});

describe('a simulation that a partner manager asks for in the org', () => {
  let service: Org & OrgAdmin;
  let manager: Org & OrgAdmin;
  beforeAll(async () => {
    service = await connectOrg({ kind: 'token', ...asSyncService(org) }, { clock });
    const { accessToken } = org.addUser({
      username: 'manager@local.org',
      profile: 'Standard User',
      permissionSets: ['PartnerManager'],
    });
    const { instanceUrl } = org;
    manager = await connectOrg({ kind: 'token', instanceUrl, accessToken }, { clock });
  });
  afterAll(() => Promise.all([service.close(), manager.close()]));

  const programId = async (name: string): Promise<string> => {
    const [row] = await port.query(`SELECT Id FROM PartnerProgram__c WHERE Name = '${name}'`);
    return String(row?.['Id']);
  };
  const ask = async (Name: string, program: string): Promise<string> => {
    const period = { FromDate__c: quarter.from, UntilDate__c: quarter.until };
    const Program__c = await programId(program);
    const [id = ''] = await manager.create('Simulation__c', [{ Name, Program__c, ...period }]);
    return id;
  };
  /** The sweep of simulations, as the service runs it; what it counted in the end. */
  const sweep = async (): Promise<string | undefined> => {
    const counted: string[] = [];
    const asked = { customers: new Set<string>(), partnerships: new Set<string>() };
    const context = creditContext({ org: service, clock }, asked);
    const countDocument = (_vendor: string, _type: string, outcome: string): void =>
      void counted.push(outcome);
    await handleSweep({ ...context, countDocument }, storedCursors(), { sweep: 'simulations' });
    return counted.at(-1);
  };
  const answer = async (id: string): Promise<Record<string, unknown> | undefined> => {
    const fields = 'Status__c, Message__c, ComputedAt__c, LineCount__c, OrgNowTotal__c, OrgThenTotal__c, OrgDifferenceTotal__c'; // prettier-ignore
    const rows = await manager.query(`SELECT ${fields} FROM Simulation__c WHERE Id = '${id}'`);
    return rows[0];
  };
  const linesOf = (id: string): ReturnType<OrgAdmin['query']> =>
    manager.query(
      `SELECT Name, PartnershipName__c, Partnership__r.Name, Currency__c, NowAmount__c, ThenAmount__c, Difference__c, OrgNowAmount__c, OrgDifference__c, LastModifiedDate FROM SimulationLine__c WHERE Simulation__c = '${id}' ORDER BY PartnershipName__c, Currency__c`,
    );
  /** Every row of everything else. */
  const others = (): unknown[] =>
    org.engine.db
      .prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%\\_\\_c' ESCAPE '\\' AND name NOT LIKE 'Simulation%' UNION SELECT 'Account' UNION SELECT 'Opportunity' UNION SELECT 'Lead' ORDER BY 1",
      ) // prettier-ignore
      .all()
      .map(({ name }) => [name, org.engine.db.prepare(`SELECT * FROM "${String(name)}"`).all()]);

  test('is computed by the drafts, and nothing else changes; looking again changes nothing', async () => {
    const id = await ask('30 % last quarter', 'program');
    const before = others();
    expect(before.length).toBeGreaterThan(15);
    expect(await sweep()).toBe('SIMULATED');
    expect(await answer(id)).toMatchObject({
      Status__c: 'Done',
      Message__c: 'Tried: "draft" version 1. Rules for anything else stayed as they are. 2 of 2 lines differ.', // prettier-ignore
      ComputedAt__c: '2026-10-05T12:00:00.000+0000',
      LineCount__c: 2,
      OrgNowTotal__c: 110,
      OrgThenTotal__c: 165,
      OrgDifferenceTotal__c: 55,
    });
    const lines = await linesOf(id);
    expect(lines).toMatchObject([
      { PartnershipName__c: 'Acme', Partnership__r: { Name: 'Acme' }, Currency__c: 'USD', NowAmount__c: 106, ThenAmount__c: 159, Difference__c: 53, OrgDifference__c: 53 }, // prettier-ignore
      { PartnershipName__c: 'Ajax', NowAmount__c: 4, ThenAmount__c: 6, Difference__c: 2 },
    ]);
    expect(others()).toEqual(before);
    expect(await sweep()).toBe('NOTHING_TO_SIMULATE');
    expect([await linesOf(id), others()]).toEqual([lines, before]);
  });

  test('one that cannot be computed says what to do, and is computed when it was done and asked again', async () => {
    await port.save(partnerRows('Bolt', 'empty'));
    const id = await ask('No drafts', 'empty');
    await sweep();
    expect(await answer(id)).toMatchObject({
      Status__c: 'Failed',
      Message__c: 'The program "empty" has no draft commission rules. Make commission rules with the status Draft for it. Then set the status to Requested again.', // prettier-ignore
      LineCount__c: 0,
    });
    expect(await sweep()).toBe('NOTHING_TO_SIMULATE');
    await port.save([ruleRow('later', { RatePercent__c: 1, Status__c: 'Draft' }, 'empty')]);
    await manager.save([
      { object: 'Simulation__c', keyField: 'Id', key: id, fields: { Status__c: 'Requested' } },
    ]);
    await sweep();
    expect(await answer(id)).toMatchObject({
      Status__c: 'Done',
      Message__c: expect.stringContaining('Nobody earns more or less by them.'),
    });
  });

  test('one that broke off is computed to its end: what is no longer so becomes zero; a currency without a rate is named', async () => {
    const id = await ask('Broke off', 'program');
    await port.save([
      { object: 'SimulationLine__c', key: `${id}:gone:USD`, fields: { Simulation__c: id, PartnershipName__c: 'Gone', Currency__c: 'USD', NowAmount__c: 7, OrgNowAmount__c: 7 } }, // prettier-ignore
      ...entryRows([{ key: 'yen', customer: 'Initech', amount: 1000, currency: 'JPY', at: '2026-07-02T00:00:00Z' }]), // prettier-ignore
    ]);
    await sweep();
    expect(await linesOf(id)).toMatchObject([
      { PartnershipName__c: 'Acme', Currency__c: 'JPY', NowAmount__c: 200, Difference__c: 100, OrgNowAmount__c: null, OrgDifference__c: null }, // prettier-ignore
      { PartnershipName__c: 'Acme', Currency__c: 'USD', OrgNowAmount__c: 106 },
      { PartnershipName__c: 'Ajax' },
      { PartnershipName__c: 'Gone', NowAmount__c: 0, OrgNowAmount__c: 0 },
    ]);
    const said = await answer(id);
    expect(said).toMatchObject({ Status__c: 'Done', OrgNowTotal__c: 110 });
    expect(said?.['Message__c']).toContain(
      '3 of 3 lines differ.\nThe totals leave out what is in JPY: no exchange rate to USD holds on 2026-09-30.',
    );
  });
});
