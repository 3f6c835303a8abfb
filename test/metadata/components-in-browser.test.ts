import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { LocalOrg } from '../../src/local-org/start.ts';
import {
  deployDirectory,
  startBrowserOrg,
  type BrowserOrg,
} from '../local-org/pages/browser-org.ts';
import { fixtures } from '../local-org/metadata/support.ts';
import { sf } from './sf.ts';

let under: BrowserOrg;
let opportunity = '';
let partnership = '';
let customer = '';
let manager = { userId: '', accessToken: '' };
const card = (): Locator => under.page.locator('c-attribution-card');
const button = (name: string): Locator => card().getByRole('button', { name });

/** Types as a person does: the base input rewrites what it shows when it gets the focus, so text is replaced after that. */
async function typeSplit(percent: string): Promise<void> {
  const input = card().getByRole('spinbutton', { name: 'Payable Split' });
  await input.click();
  await input.press('ControlOrMeta+a');
  await input.pressSequentially(percent);
}

/** Somebody whose profile says nothing of partnering and who has one permission set: what they may do is what we ship. */
function userWith(permissionSet: string): { userId: string; accessToken: string } {
  const username = `${permissionSet.toLowerCase()}@local.org`;
  return under.org.addUser({
    username,
    profile: 'Standard User',
    permissionSets: [permissionSet],
  });
}

/** force-app by the real CLI, and pages that hold nothing but the components. */
async function deployComponents(org: LocalOrg): Promise<void> {
  await sf(
    ['project', 'deploy', 'start', '--source-dir', 'force-app', '--target-org', org.accessToken],
    { SF_ORG_INSTANCE_URL: org.instanceUrl },
  );
  deployDirectory(org, join(fixtures, 'component-pages'));
}

async function credits(): Promise<unknown> {
  const query = encodeURIComponent(
    `SELECT Partnership__r.Name, Role__c, PayableSplitPercent__c, ReasonCode__c FROM OpportunityAttribution__c WHERE Opportunity__c = '${opportunity}' ORDER BY PayableSplitPercent__c DESC`,
  );
  const answer = await fetch(`${under.org.instanceUrl}/services/data/v66.0/query?q=${query}`, {
    headers: { authorization: `Bearer ${under.org.accessToken}` },
  });
  const { records } = (await answer.json()) as {
    records: {
      Partnership__r: { Name: string };
      Role__c: string;
      PayableSplitPercent__c: number;
      ReasonCode__c: string;
    }[];
  };
  return records.map((row) => [
    row.Partnership__r.Name,
    row.Role__c,
    row.PayableSplitPercent__c,
    row.ReasonCode__c,
  ]);
}

async function partnershipOf(name: string, program: string): Promise<string> {
  const partner = await under.create('Account', { Name: name });
  return under.create('Partnership__c', {
    Name: `${name} in Referral`,
    Partner__c: partner,
    Program__c: program,
    Status__c: 'Active',
    OwnerId: manager.userId,
  });
}

async function tellTheStory(): Promise<void> {
  const program = await under.create('PartnerProgram__c', {
    Name: 'Referral Program',
    OffersFunds__c: true,
  });
  partnership = await partnershipOf('Northwind', program);
  await partnershipOf('Borealis', program);
  customer = await under.create('Account', { Name: 'Fabrikam' });
  opportunity = await under.create('Opportunity', {
    Name: 'Fabrikam Rollout',
    AccountId: customer,
    StageName: 'Prospecting',
    CloseDate: '2026-12-20',
    Amount: 84_000,
  });
  await under.create('OpportunityAttribution__c', {
    Opportunity__c: opportunity,
    Partnership__c: partnership,
    Role__c: 'Sourced',
    PayableSplitPercent__c: 100,
    CreditPercent__c: 100,
    CreditAmount__c: 84_000,
    Origin__c: 'PRM Lead',
    ReasonCode__c: 'PRM_LEAD',
    Reason__c: 'Northwind submitted the lead 12 days before the first call.',
  });
}

beforeAll(async () => {
  under = await startBrowserOrg(deployComponents);
  // Shorter than a test may take, so that a failure says what was not there.
  under.page.setDefaultTimeout(8_000);
  manager = userWith('PartnerManager');
  await tellTheStory();
  await under.logIn(userWith('SalesRep').accessToken);
  await under.open(`/lightning/r/Opportunity/${opportunity}/view`);
}, 240_000);

afterAll(() => under.close());

test('a sales rep sees who is credited, and why on demand', async () => {
  await button('Why is Northwind credited?').click();
  await card().getByText('Northwind submitted the lead 12 days before the first call.').waitFor();
  await card().getByText('100% of pay').waitFor();
});

test('the first partner goes down to 60 %, in place', async () => {
  await button('Change the credit of Northwind').click();
  await typeSplit('60');
  await button('Save').click();
  await card().getByText('60% of pay').waitFor();
  expect(await credits()).toEqual([['Northwind in Referral', 'Sourced', 60, 'PRM_LEAD']]);
});

test('a second partner is stopped at 110 %, and nothing is saved', async () => {
  await button('Add Partner').click();
  await card().getByLabel('Partnership').fill('Bor');
  await card()
    .getByRole('option', { name: /Borealis/ })
    .click();
  await card().getByRole('combobox', { name: 'Role' }).click();
  await card().getByRole('option', { name: 'Influenced' }).click();
  await typeSplit('50');
  await button('Save').click();
  await card()
    .getByText('The payable splits would add up to 110%. Lower this one to 40% or less')
    .waitFor();
  expect(await credits()).toHaveLength(1);
});

test('at 40 % it is saved, and both are in the bar', async () => {
  await typeSplit('40');
  await card().getByRole('textbox', { name: 'Reason' }).fill('Borealis gave the demo.');
  await button('Save').click();
  await card()
    .getByRole('img', { name: 'Payable Split: 1. Northwind 60%, 2. Borealis 40%' })
    .waitFor();
  expect(await credits()).toEqual([
    ['Northwind in Referral', 'Sourced', 60, 'PRM_LEAD'],
    ['Borealis in Referral', 'Influenced', 40, 'ADDED_BY_HAND'],
  ]);
});

test('the rep reads why the own credit stands, and that it was made by hand', async () => {
  await button('Why is Borealis credited?').click();
  await card().getByText('Borealis gave the demo.').waitFor();
  await card().getByText('Manual').waitFor();
});

test('the rep may not see sync issues, and is told whom to ask', async () => {
  const status = under.page.locator('c-sync-status');
  await status.getByText('Not synced').waitFor();
  await status.getByText('You may not see sync issues. Ask a partner manager').waitFor();
});

const tabNames = (): Promise<string[]> => under.page.getByRole('tab').allInnerTexts();
const unknownParts = (): Promise<string[]> => under.page.locator('.page-unknown').allInnerTexts();

describe('in the app Partnerverse, a sales rep', () => {
  beforeAll(() => under.open('/lightning/app/Partnerverse'));

  test('finds the card on the deal, and an action that asks for a partner', async () => {
    await under.open(`/lightning/r/Opportunity/${opportunity}/view`);
    expect(await tabNames()).toEqual(['Partners', 'Details', 'Related', 'Activity']);
    await card().getByText('60% of pay').waitFor();
    await under.page.getByRole('button', { name: 'Add Partner to This Deal' }).click();
    await under.page.getByRole('dialog').getByText('Payable Split').first().waitFor();
  });

  test('reads a partnership, but is offered nothing that only its manager may do', async () => {
    await under.open(`/lightning/r/Partnership__c/${partnership}/view`);
    await under.page.getByRole('button', { name: 'Register a Deal' }).waitFor();
    for (const name of ['Edit', 'Set a Goal', 'Mark Status as Complete'])
      expect(await under.page.getByRole('button', { name }).count()).toBe(0);
  });

  test('sees no revenue tab, which would be empty, on a customer', async () => {
    await under.open(`/lightning/r/Account/${customer}/view`);
    await card().waitFor();
    expect((await tabNames()).slice(0, 2)).toEqual(['Partners', 'Details']);
  });

  test('is not shown that there are fields which reps may not see', async () => {
    await under.open('/lightning/o/FundRequest__c/list');
    const funds = await under.create('FundRequest__c', {
      Partnership__c: partnership,
      Purpose__c: 'Breakfast',
      RequestedAmount__c: 300,
    });
    await under.open(`/lightning/r/FundRequest__c/${funds}/view`);
    await under.page.getByText('$300.00').first().waitFor();
    expect(await unknownParts()).toEqual([]);
    expect(await under.page.locator('[data-field=ApprovedAmount__c]').count()).toBe(0);
  });
});

describe('in the app Partnerverse, a partner manager', () => {
  beforeAll(() => under.logIn(manager.accessToken));

  test('starts with what is to be done', async () => {
    await under.open('/lightning/page/home');
    const mine = under.page.locator('[data-list-view="Partnership__c.Mine"]');
    await mine.getByRole('link', { name: 'Northwind in Referral' }).waitFor();
    await under.page.locator('[data-list-view="DealRegistration__c.ToDecide"]').waitFor();
    expect(await unknownParts()).toEqual([]);
  });

  test('sees the pipeline of a partnership, and that it is in no other system', async () => {
    await under.open(`/lightning/r/Partnership__c/${partnership}/view`);
    const scorecard = under.page.locator('c-partnership-scorecard');
    await scorecard.locator('[data-tile="CreditedPipeline__c"]', { hasText: '$84,000' }).waitFor();
    await under.page.locator('c-sync-status').getByText('Not synced').waitFor();
    await under.page.getByRole('button', { name: 'Set a Goal' }).waitFor();
  });

  test('finds its path, and lists with columns of their own', async () => {
    await under.page.getByText('Agree goals for the period and review them').waitFor();
    await under.page.getByRole('tab', { name: 'Deals' }).click();
    const credited = under.page.locator('[data-related-list="OpportunityAttributions__r"]');
    await credited.getByRole('link', { name: 'Fabrikam Rollout' }).waitFor();
    await credited.getByText('Credited Opportunities (1)').waitFor();
  });

  test('sees an account as partner or as customer, as the record type says', async () => {
    await under.open(`/lightning/r/Account/${customer}/view`);
    await card().waitFor();
    expect((await tabNames()).slice(0, 2)).toEqual(['Partners', 'Revenue']);
    const types = under.org.engine.schema().objects.get('Account')?.recordTypes;
    const partnerType = [...(types?.values() ?? [])].find(
      (type) => type.developerName === 'Partner',
    );
    const partner = await under.create('Account', { Name: 'Sold', RecordTypeId: partnerType?.id });
    await under.open(`/lightning/r/Account/${partner}/view`);
    await under.page.locator('c-partnership-scorecard').waitFor();
    expect((await tabNames()).slice(0, 2)).toEqual(['Partnerships', 'Details']);
  });
});

test('no page complained, but for the describe of an object that reps may not see', () => {
  const others = under.complaints.filter((text) => !text.endsWith('/object-info/SyncIssue__c'));
  expect(others).toEqual([]);
});
