import { graphql } from 'lightning/graphql';
import { getObjectInfos } from 'lightning/uiObjectInfoApi';
import PartnershipScorecard from 'c/partnershipScorecard';
import { answer, edges, field, objectInfo } from './support/describes';
import { find, mount, settle, textOf } from './support/page';

const recordId = 'a00000000000001AAA';
const infos = {
  Partnership__c: {
    Name: 'Name',
    CreditedPipeline__c: 'Credited Pipeline',
    CreditedRevenue__c: 'Credited Revenue',
    CommissionTotal__c: 'Commission Total',
  },
  PartnerGoal__c: {
    Metric__c: 'Metric',
    Unit__c: 'Unit',
    Target__c: 'Target',
    Result__c: 'Result',
    PeriodStart__c: 'Period Start',
    PeriodEnd__c: 'Period End',
  },
  DealRegistration__c: { Company__c: 'Company', Status__c: 'Status', ExpiresOn__c: 'Expires On' },
  OpportunityAttribution__c: { CreditAmount__c: 'Credit Amount', Status__c: 'Status' },
  CommissionStatement__c: {
    PeriodStart__c: 'Start',
    OrgBaseTotal__c: 'Base',
    OrgTotal__c: 'Total',
  },
};

async function mountScorecard({
  objectApiName = 'Partnership__c',
  hidden = [],
  without = [],
} = {}) {
  const card = await mount('c-partnership-scorecard', PartnershipScorecard, {
    recordId,
    objectApiName,
  });
  const results = Object.entries(infos).map(([name, fields]) => {
    const seen = Object.entries(fields).filter(([one]) => !without.includes(one));
    return hidden.includes(name)
      ? { statusCode: 403, result: { errorCode: 'INSUFFICIENT_ACCESS' } }
      : { statusCode: 200, result: objectInfo(name, Object.fromEntries(seen)) };
  });
  getObjectInfos.emit({ results });
  await settle();
  return card;
}

async function load(objects) {
  const rows = Object.entries(objects).map(([name, nodes]) => [name, edges(nodes)]);
  graphql.emit(answer(Object.fromEntries(rows)));
  await settle();
}

const partnership = {
  Id: recordId,
  CreditedPipeline__c: field(40000),
  CreditedRevenue__c: field(12000),
  CommissionTotal__c: field(2400),
};
const goal = (id, target, result) => ({
  Id: id,
  Metric__c: field('New Leads'),
  Unit__c: field('Number'),
  Target__c: field(target),
  Result__c: field(result),
  PeriodStart__c: field('2026-10-01'),
  PeriodEnd__c: field('2026-12-31'),
});
const registration = (id) => ({
  Id: id,
  Company__c: field(`Prospect ${id}`),
  Status__c: field('Approved'),
  ExpiresOn__c: field('2027-01-31'),
});
const nothing = {
  PartnerGoal__c: [],
  DealRegistration__c: [],
  OpportunityAttribution__c: [],
  CommissionStatement__c: [],
};

beforeEach(() => {
  jest.useFakeTimers({ now: new Date('2026-11-15T12:00:00Z'), doNotFake: ['queueMicrotask'] });
});
afterEach(() => jest.useRealTimers());

/** axe waits for timers, so the clock must run. */
async function expectAccessible(card) {
  jest.useRealTimers();
  await expect(card).toBeAccessible();
}

it('shows totals, goals, quarters and open registrations of a partnership', async () => {
  const card = await mountScorecard();
  await load({
    Partnership__c: [partnership],
    PartnerGoal__c: [goal('1', 10, 2), goal('2', 10, 10)],
    DealRegistration__c: [registration('1')],
    OpportunityAttribution__c: [
      { CreditAmount__c: field(500), Opportunity__r: { CloseDate: field('2026-12-24') } },
      { CreditAmount__c: field(700), Opportunity__r: { CloseDate: field('2027-02-01') } },
    ],
    CommissionStatement__c: [
      { PeriodStart__c: field('2026-09-01'), OrgBaseTotal__c: field(900), OrgTotal__c: field(90) },
      { PeriodStart__c: field('2026-10-01'), OrgBaseTotal__c: field(100), OrgTotal__c: field(10) },
    ],
  });
  const tile = find(card, '[data-tile="CreditedPipeline__c"] lightning-formatted-number');
  expect(tile.value).toBe(40000);
  expect(textOf(card, '[data-goal-summary]')).toBe('Goals behind: 1 of 2.');
  expect(card.shadowRoot.querySelectorAll('c-goal-progress')).toHaveLength(2);
  expect(find(card, 'c-quarter-chart').series).toEqual([
    { key: 'pipeline', label: 'Open pipeline', values: [0, 0, 0, 0, 500, 700] },
    { key: 'revenue', label: 'Credited revenue', values: [0, 0, 0, 900, 100, 0] },
    { key: 'commission', label: 'Commission', values: [0, 0, 0, 90, 10, 0] },
  ]);
  expect(textOf(card, '[data-registration="1"]')).toBe('Prospect 1 Approved · expires');
  await expectAccessible(card);
});

it('on a partner account it adds up all partnerships', async () => {
  const card = await mountScorecard({ objectApiName: 'Account' });
  expect(graphql.getLastConfig().query).toContain(
    'Partnership__r: { Partner__c: { eq: $recordId } }',
  );
  await load({ ...nothing, Partnership__c: [partnership, partnership] });
  expect(find(card, '[data-tile="CommissionTotal__c"] lightning-formatted-number').value).toBe(
    4800,
  );
});

it('a partner in no program is told what to do', async () => {
  const card = await mountScorecard({ objectApiName: 'Account' });
  await load({ ...nothing, Partnership__c: [] });
  expect(textOf(card, '[data-empty]')).toContain('Make a partnership');
  expect(find(card, 'c-quarter-chart')).toBeNull();
  await expectAccessible(card);
});

it('a partnership without goals and money says so', async () => {
  const card = await mountScorecard();
  await load({ ...nothing, Partnership__c: [partnership] });
  expect(textOf(card, '[data-no-goals]')).toContain('No goal covers today.');
  expect(textOf(card, '[data-quiet]')).toContain('no pipeline, revenue or commission');
  await expectAccessible(card);
});

it('asks only for what the user may see, and leaves out the rest', async () => {
  const card = await mountScorecard({
    hidden: ['PartnerGoal__c', 'CommissionStatement__c'],
    without: ['CommissionTotal__c', 'ExpiresOn__c'],
  });
  const { query } = graphql.getLastConfig();
  for (const word of [
    'PartnerGoal__c',
    'CommissionStatement__c',
    'CommissionTotal__c',
    'ExpiresOn',
  ]) {
    expect(query).not.toContain(word);
  }
  await load({
    Partnership__c: [partnership],
    DealRegistration__c: [],
    OpportunityAttribution__c: [
      { CreditAmount__c: field(500), Opportunity__r: { CloseDate: field('2026-12-24') } },
    ],
  });
  expect(find(card, '[data-tile="CommissionTotal__c"]')).toBeNull();
  expect(find(card, '[data-goal-summary]')).toBeNull();
  expect(find(card, 'c-quarter-chart').series.map(({ key }) => key)).toEqual(['pipeline']);
});

it('who may not see partnerships is told which permission set to ask for', async () => {
  const card = await mountScorecard({ hidden: ['Partnership__c'] });
  expect(textOf(card, '[data-error]')).toContain('permission set Sales Rep or Partner Manager');
  await expectAccessible(card);
});

it('says when it shows only a part', async () => {
  const card = await mountScorecard();
  graphql.emit(
    answer({
      Partnership__c: edges([partnership]),
      DealRegistration__c: edges([], true),
    }),
  );
  await settle();
  expect(textOf(card, '[data-partial]')).toContain('show a part');
});

it('is loading first, and says an error', async () => {
  const card = await mountScorecard();
  expect(find(card, 'lightning-spinner')).not.toBeNull();
  graphql.emitErrors([{ message: 'The query timed out.' }]);
  await settle();
  expect(textOf(card, '[data-error]')).toContain('The query timed out.');
  expect(find(card, 'lightning-spinner')).toBeNull();
});
