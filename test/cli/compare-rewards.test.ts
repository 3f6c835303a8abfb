import { compareRewards } from '../../src/cli/compare-rewards.ts';
import { startPartnerStackFake, type PartnerStackFake } from '../fakes/partnerstack/fake.ts';
import { customerRows, entryRows, partnerRows, ruleRow } from '../support/paid-org.ts';
import { printedBy, printedText, startServiceOrg, type ServiceOrg } from './service-org.ts';

let service: ServiceOrg;
let fake: PartnerStackFake;

beforeAll(async () => {
  service = await startServiceOrg();
  fake = await startPartnerStackFake();
  Object.assign(process.env, {
    PARTNERSTACK_API_KEY: fake.apiKey,
    PARTNERSTACK_API_BASE: fake.apiBase,
    PARTNERSTACK_WEBHOOK_SECRETS: 'unguessable-path-of-this-test',
  });
}, 120_000);

afterAll(async () => {
  await service.close();
  await fake.close();
});

const identity = (type: string, id: string, record: object) => ({
  object: 'ExternalIdentity__c',
  key: `partnerstack:main:${type}:${id}`,
  fields: {
    Vendor__c: 'partnerstack',
    VendorAccount__c: 'main',
    Type__c: type,
    VendorId__c: id,
    ...record,
  },
});

const credited = (object: string, parent: string, key: string, more: object) => ({
  object,
  key: `acme:${key}`,
  fields: {
    [parent]: { ExternalKey__c: key },
    Partnership__r: { ExternalKey__c: 'Acme' },
    Role__c: 'Sourced',
    Status__c: 'Active',
    Reason__c: 'Brought by Acme.',
    ...more,
  },
});

test('a program whose commissions the PRM computes: both ledgers side by side, and nothing is written', async () => {
  const group = fake.addGroup();
  const acme = fake.addPartnership({ partnerKey: 'acme', group: group.data.key }).data.key;
  const customer = (name: string): string =>
    fake.addCustomer({ partnerKey: 'acme', name }).data.key;
  const [globex, initech, stranger] = ['Globex', 'Initech', 'Stranger'].map(customer);
  const { port } = service;
  await port.save([
    ...partnerRows('Acme'),
    {
      object: 'PartnerProgram__c',
      key: 'program',
      fields: { CommissionSource__c: 'PRM' },
    },
    ...customerRows('Globex', [['Acme', 100]]),
    ...customerRows('Initech', [['Acme', 100]]),
    ruleRow('rule', { RatePercent__c: 20 }),
    identity('partnership', acme, { Partnership__r: { ExternalKey__c: 'Acme' } }),
    identity('customer', String(globex), { Account__r: { ExternalKey__c: 'account:Globex' } }),
    identity('customer', String(initech), { Account__r: { ExternalKey__c: 'account:Initech' } }),
    ...entryRows([
      { key: 'a', customer: 'Globex', amount: 100, at: '2026-09-21T10:00:00Z' },
      { key: 'b', customer: 'Globex', amount: 50, at: '2026-08-21T10:00:00Z' },
      { key: 'c', customer: 'Initech', amount: 300, at: '2026-09-02T10:00:00Z' },
    ]),
  ]);
  const reward = (paidAt: string, amountCents: number, paidCents: number, who?: string) =>
    fake.addReward({
      partnerKey: 'acme',
      customer: who ?? null,
      amountCents,
      paidCents,
      paidAt: new Date(paidAt),
      status: 'scheduled',
    });
  reward('2026-09-21T10:00:00Z', 2_380, 11_900, globex);
  reward('2026-08-21T10:00:00Z', 1_000, 5_000, globex);
  reward('2026-09-10T10:00:00Z', 700, 3_500, stranger);

  const stamps = 'SELECT Id, SystemModstamp FROM Account';
  const before = await port.query(stamps);
  const { answer } = await printedBy(() =>
    compareRewards({ from: '2026-08-01', until: '2026-10-01', json: true }),
  );
  const acmeUsd = { partnershipName: 'Acme', currency: 'USD' };
  expect(answer).toMatchObject({
    comparisons: [
      { ...acmeUsd, customerName: 'Initech', outcome: 'only ours', differenceMinor: -6_000 },
      { outcome: 'only theirs', oursMinor: 0, theirsMinor: 700, differenceMinor: 700 },
      { customerName: 'Globex', month: '2026-09', oursMinor: 2_000, theirsMinor: 2_380 },
      { customerName: 'Globex', month: '2026-08', outcome: 'same', differenceMinor: 0 },
    ],
  });
  const text = await printedText(() => compareRewards({ from: '2026-08-01', until: '2026-10-01' }));
  expect(text).toContain('1 the same, 3 different; nothing was written.');
  expect(text).toContain(
    'Acme, Globex, 2026-09: 20.00 USD ours, 23.80 USD theirs (amount differs). The PRM counts payments of 119.00 USD, we count 100.00 USD without tax, both at 20 %.',
  );
  expect(text).toContain('The customer is not known in Salesforce');
  expect(await port.query('SELECT Id FROM Commission__c')).toEqual([]);
  expect(await port.query(stamps)).toEqual(before);
});

test('leads and deals: compared by the record that the PRM names', async () => {
  const { port } = service;
  const deal = fake.addDeal({ partnerKey: 'acme' }).data.key;
  const lost = fake.addDeal({ partnerKey: 'acme' }).data.key;
  const lead = fake.addLead({ partnerKey: 'acme', company: 'Umbrella' }).data.key;
  await port.save([
    ruleRow('per-deal', { Trigger__c: 'Opportunity Won', RatePercent__c: 10 }),
    ruleRow('per-lead', { Trigger__c: 'Lead Accepted', Type__c: 'Flat', FlatAmount__c: 50, Currency__c: 'USD' }),
    { object: 'Opportunity', key: 'deal', fields: { Name: 'Hooli upgrade', StageName: 'Closed Won', CloseDate: '2026-05-04', Amount: 1_000 } },
    { object: 'Lead', key: 'lead', fields: { LastName: 'Wesker', Company: 'Umbrella', SourceStatus__c: 'accepted' } },
    credited('OpportunityAttribution__c', 'Opportunity__r', 'deal', { PayableSplitPercent__c: 100 }),
    credited('LeadAttribution__c', 'Lead__r', 'lead', {}),
    identity('deal', deal, { Opportunity__r: { ExternalKey__c: 'deal' } }),
    identity('lead', lead, { Lead__r: { ExternalKey__c: 'lead' } }),
  ]); // prettier-ignore
  const reward = (source: string, sourceKey: string, amountCents: number) =>
    fake.addReward({ partnerKey: 'acme', customer: null, amountCents, paidCents: null, paidAt: new Date('2026-05-06T00:00:00Z'), source, sourceKey }); // prettier-ignore
  reward('deal', deal, 12_000);
  reward('deal', lost, 900);
  reward('lead', lead, 5_000);
  reward('action', 'act_1', 100);
  const { answer } = await printedBy(() =>
    compareRewards({ from: '2026-05-01', until: '2026-06-01', json: true }),
  );
  expect(answer).toMatchObject({
    comparisons: [
      { customerName: 'the deal "Hooli upgrade"', oursMinor: 10_000, theirsMinor: 12_000, outcome: 'amount differs' },
      { outcome: 'only theirs', theirsMinor: 900, why: 'The deal that it is for is not known in Salesforce.' },
      { outcome: 'only theirs', theirsMinor: 100 },
      { customerName: 'the lead of Umbrella', month: '2026-05', oursMinor: 5_000, outcome: 'same' },
    ],
  }); // prettier-ignore
});

test('days that are none, and a set-up without a PRM, are said', async () => {
  await expect(compareRewards({ from: 'July', until: '2026-10-01' })).rejects.toThrow(
    '--from and --until must be days',
  );
  delete process.env['PARTNERSTACK_API_KEY'];
  delete process.env['PARTNERSTACK_API_BASE'];
  delete process.env['PARTNERSTACK_WEBHOOK_SECRETS'];
  await expect(compareRewards({ from: '2026-07-01', until: '2026-10-01' })).rejects.toThrow(
    'No PRM is configured',
  );
});
