import { scan } from '../../src/cli/scan.ts';
import { printedBy, startServiceOrg, type ServiceOrg } from './service-org.ts';

let service: ServiceOrg;

beforeAll(async () => {
  service = await startServiceOrg();
}, 120_000);

afterAll(() => service.close());

async function made(object: string, fields: Record<string, unknown>): Promise<string> {
  const saved = await service.rep.sobject(object).create(fields);
  if (!saved.success) throw new Error(JSON.stringify(saved));
  return saved.id;
}

test('every tag in a name is reported with what it means, or why that is unclear', async () => {
  const acme = await made('Account', { Name: 'Acme - Partner' });
  await made('Partnership__c', {
    Name: 'Acme – Referral',
    Partner__c: acme,
    Program__c: await made('PartnerProgram__c', { Name: 'Referral', Type__c: 'Referral' }),
  });
  const bolt = await made('Account', { Name: 'Bolt' });
  const double = await made('Account', { Name: 'Bolt (Partner)' });
  const ajax = await made('Account', { Name: 'Ajax' });
  await made('Account', { Name: 'Partner Bank' });
  const deal = { StageName: 'Prospecting', CloseDate: '2026-12-31' };
  await made('Opportunity', { Name: 'Globex (via Acme)', ...deal });
  await made('Opportunity', { Name: 'Hooli - Ajax (Partner)', ...deal });
  await made('Opportunity', { Name: 'Soylent (via Nobody)', ...deal });
  await made('Opportunity', { Name: 'Stark (via Bolt)', ...deal });
  await made('Lead', { LastName: 'Doe (Partner)', Company: 'Umbrella' });
  const { answer } = await printedBy(() => scan({ json: true }));
  const { findings } = answer as { findings: { found: string; outcome: string; reason: string }[] };
  const said = findings.map(({ found, outcome, reason }) => [found, outcome, reason]);
  expect(said.sort()).toEqual([
    ['Acme - Partner', 'match', 'This account is the partner Acme.'],
    [
      'Bolt (Partner)',
      'unclear',
      `The account Bolt (${bolt}) may be the same company. Merge the two, or rename one.`,
    ],
    ['Doe (Partner)', 'unclear', 'The name says that a partner is behind it, but not which.'],
    ['Globex (via Acme)', 'match', `The partner is Acme (${acme}).`],
    [
      'Hooli - Ajax (Partner)',
      'unclear',
      `Ajax (${ajax}) has no partnership yet. Import the partner first.`,
    ],
    ['Soylent (via Nobody)', 'unclear', 'No account is named "Nobody".'],
    ['Stark (via Bolt)', 'unclear', '2 accounts may be "Bolt".'],
  ]);
  expect(double).not.toBe(bolt);
});

test('the Partners of deals and accounts are read by who may see them all', async () => {
  const { answer } = await printedBy(() => scan({ json: true }));
  expect(answer).toMatchObject({ partners: null });
  const account = async (name: string): Promise<string> => {
    const { records } = await service.rep.query(`SELECT Id FROM Account WHERE Name = '${name}'`);
    return String(records[0]?.['Id']);
  };
  const acme = await account('Acme - Partner');
  const ajax = await account('Ajax');
  const deal = await made('Opportunity', { Name: 'Big', StageName: 'Prospecting', CloseDate: '2026-12-31' }); // prettier-ignore
  await made('Partner', { OpportunityId: deal, AccountToId: acme, Role: 'VAR/Reseller' });
  await made('Partner', { AccountFromId: ajax, AccountToId: acme });
  process.env['SALESFORCE_ACCESS_TOKEN'] = service.org.accessToken;
  const asAdmin = await printedBy(() => scan({ json: true }));
  expect(asAdmin.answer).toMatchObject({
    partners: [
      { found: 'Big', outcome: 'match', partnerId: acme, reason: `Acme - Partner (${acme}) is a partner in this deal as VAR/Reseller.` },
      { outcome: 'match', partnerId: acme, reason: `Acme - Partner (${acme}) is a partner of Ajax (${ajax}).` },
    ],
  }); // prettier-ignore
});
