import { systemClock } from '../../src/clock.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { simulate, type SimulationOptions } from '../support/simulation.ts';
import { fromStripe } from '../story/step.ts';
import { openStory, type Story } from '../story/story.ts';

let org: LocalOrg;
let port: Org & OrgAdmin;
let story: Story;
let setting: SimulationOptions;

beforeAll(async () => {
  org = await startDeployedOrg();
  port = await connectOrg({ kind: 'token', ...org }, { clock: systemClock });
}, 120_000);

beforeEach(async () => {
  org.reset();
  story = await openStory();
  setting = { org, stripe: story.stripe, partnerstack: story.partnerstack, random: () => 0 };
});

afterEach(() => story.close());

afterAll(async () => {
  await port.close();
  await org.close();
});

/** The partners of the story, and a customer of Stripe who paid 100.00 USD without any partner. */
async function paidByItself(): Promise<string> {
  await port.save(story.setup);
  const partners = story.steps.slice(0, 2).flatMap((step) => step.act());
  const customer = story.stripe.addCustomer({ name: 'Solo' });
  const paid = story.stripe.payInvoice({ customer: customer.object.id, net: 10_000, tax: 0 });
  await simulate(setting, [...partners, ...fromStripe(customer, paid)]);
  return `stripe:main:customer:${customer.object.id}`;
}

const linesOf = (customerKey: string): Promise<readonly unknown[]> =>
  port.query(
    `SELECT Amount__c, CommissionStatement__r.Partnership__r.Name FROM Commission__c WHERE CustomerKey__c = '${customerKey}'`,
  );

describe('what people change in Salesforce bears on credit', () => {
  test('a rep links a paying customer to an account and adds a partner: the past payment is credited', async () => {
    const customerKey = await paidByItself();
    expect(await linesOf(customerKey)).toEqual([]);
    const [made] = await port.save([
      { object: 'Account', key: 'by-hand:solo', fields: { Name: 'Solo Inc' } },
    ]);
    const [ajax] = await port.query(
      "SELECT ExternalKey__c FROM Partnership__c WHERE Name LIKE 'Ajax%'",
    );
    expect(made?.status).toBe('written');
    await port.save([
      {
        object: 'ExternalIdentity__c',
        key: customerKey,
        fields: { Account__r: { ExternalKey__c: 'by-hand:solo' }, Status__c: 'Matched' },
      },
      {
        object: 'AccountAttribution__c',
        key: 'by-hand:solo:ajax',
        fields: {
          Account__r: { ExternalKey__c: 'by-hand:solo' },
          Partnership__r: { ExternalKey__c: String(ajax?.['ExternalKey__c']) },
          Role__c: 'Sourced',
          PayableSplitPercent__c: 100,
          StartDate__c: '2026-09-01',
          Reason__c: 'Ajax introduced us in person.',
        },
      },
    ]);
    await simulate(setting, [], ['credit']);
    expect(await linesOf(customerKey)).toMatchObject([
      { Amount__c: 20, CommissionStatement__r: { Partnership__r: { Name: 'Ajax – Referral' } } },
    ]);
    const [entry] = await port.query(
      `SELECT CreditStatus__c, Account__r.Name FROM RevenueEntry__c WHERE CustomerKey__c = '${customerKey}'`,
    );
    expect(entry).toMatchObject({ CreditStatus__c: 'Credited', Account__r: { Name: 'Solo Inc' } });
    await simulate(setting, [], ['credit']);
    expect(await linesOf(customerKey)).toHaveLength(1);
  });

  test('an admin adds the rule that was missing: what is owed is paid, and the issue closes itself', async () => {
    await port.save(story.setup.filter((row) => row.object === 'PartnerProgram__c'));
    await simulate(
      setting,
      story.steps.flatMap((step) => step.act()),
    );
    const issues = "SELECT Status__c FROM SyncIssue__c WHERE Code__c = 'NO_RULE_IN_FORCE'";
    const before = await port.query(issues);
    expect(before.length).toBeGreaterThan(2);
    expect(await port.query('SELECT Id FROM Commission__c')).toEqual([]);
    await port.save(story.setup.filter((row) => row.object === 'CommissionRule__c'));
    await simulate(setting, [], ['credit']);
    expect((await port.query(issues)).map((issue) => issue['Status__c'])).toEqual(
      before.map(() => 'Resolved'),
    );
    expect((await port.query('SELECT Id FROM Commission__c')).length).toBeGreaterThan(8);
  });
});

describe('holds', () => {
  test('end on their day: lines held until today or earlier become payable, later ones stay', async () => {
    await port.save(story.setup);
    await simulate(
      setting,
      story.steps.flatMap((step) => step.act()),
    );
    const held =
      "SELECT ExternalKey__c, HoldUntil__c FROM Commission__c WHERE Status__c = 'Held' ORDER BY ExternalKey__c";
    const [late, ...due] = await port.query(held);
    expect(due.length).toBeGreaterThan(3);
    await port.save([
      {
        object: 'Commission__c',
        key: String(late?.['ExternalKey__c']),
        fields: { HoldUntil__c: '2999-01-01' },
      },
    ]);
    await simulate(setting, [], ['holds']);
    expect(await port.query(held)).toMatchObject([{ ExternalKey__c: late?.['ExternalKey__c'] }]);
  });
});
