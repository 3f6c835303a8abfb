import { quartersAround, sumByQuarter } from 'c/scoreMath';

/** The objects that the scorecard reads, each only if the user may see it. */
export const scorecardObjects = [
  'Partnership__c',
  'PartnerGoal__c',
  'DealRegistration__c',
  'OpportunityAttribution__c',
  'CommissionStatement__c',
];

const fieldsOf = {
  Partnership__c: ['Name', 'CreditedPipeline__c', 'CreditedRevenue__c', 'CommissionTotal__c'],
  PartnerGoal__c: [
    'Name',
    'Metric__c',
    'Unit__c',
    'Target__c',
    'Result__c',
    'PeriodStart__c',
    'PeriodEnd__c',
  ],
  DealRegistration__c: ['Name', 'Company__c', 'Status__c', 'ExpiresOn__c'],
  OpportunityAttribution__c: ['CreditAmount__c'],
  CommissionStatement__c: ['PeriodStart__c', 'OrgBaseTotal__c', 'OrgTotal__c'],
};
/** Fields without which rows of the object say nothing. */
const needed = {
  Partnership__c: [],
  PartnerGoal__c: ['Target__c', 'Result__c', 'PeriodStart__c', 'PeriodEnd__c'],
  DealRegistration__c: ['Status__c'],
  OpportunityAttribution__c: ['CreditAmount__c', 'Status__c'],
  CommissionStatement__c: ['PeriodStart__c'],
};
const openStatuses = ['Submitted', 'In Review', 'Approved'];
const MOST_ROWS = 500;
const quartersBefore = 4;
const quartersAfter = 1;

/** The quarters of the chart: a year back, this one, and the next, where the pipeline lies. */
export function chartQuarters(today) {
  return quartersAround(today, quartersBefore, quartersAfter);
}

/** Which of the objects the user may see well enough, from the answers of `getObjectInfos`. */
export function visibleObjects(results) {
  const infos = results
    .filter(({ statusCode }) => statusCode === 200)
    .map(({ result }) => [result.apiName, result]);
  return Object.fromEntries(
    infos.filter(([name, info]) => needed[name]?.every((field) => info.fields[field])),
  );
}

function parentFilter(isAccount) {
  return isAccount
    ? 'Partnership__r: { Partner__c: { eq: $recordId } }'
    : 'Partnership__c: { eq: $recordId }';
}

function filterOf(object, { isAccount, today, since }) {
  const parent = parentFilter(isAccount);
  const filters = {
    Partnership__c: isAccount ? 'Partner__c: { eq: $recordId }' : 'Id: { eq: $recordId }',
    PartnerGoal__c: `${parent}, PeriodStart__c: { lte: { value: "${today}" } }, PeriodEnd__c: { gte: { value: "${today}" } }`,
    DealRegistration__c: `${parent}, Status__c: { in: ${JSON.stringify(openStatuses)} }`,
    OpportunityAttribution__c: `${parent}, Status__c: { eq: "Active" }, Opportunity__r: { IsClosed: { eq: false } }`,
    CommissionStatement__c: `${parent}, PeriodStart__c: { gte: { value: "${since}" } }`,
  };
  return filters[object];
}

function selection(object, info) {
  const fields = fieldsOf[object]
    .filter((name) => info.fields[name])
    .map((name) => `${name} { value displayValue }`);
  if (object === 'OpportunityAttribution__c') fields.push('Opportunity__r { CloseDate { value } }');
  return fields.join(' ');
}

/** One GraphQL query for the whole card; it names only objects and fields that the user may see. */
export function scorecardQuery({ isAccount, infos, today }) {
  const since = chartQuarters(today)[0].start;
  const parts = Object.entries(infos).map(
    ([object, info]) => `${object}(
          where: { ${filterOf(object, { isAccount, today, since })} }
          first: ${MOST_ROWS}
        ) {
          edges { node { Id ${selection(object, info)} } }
          pageInfo { hasNextPage }
        }`,
  );
  return `query partnershipScorecard($recordId: ID) {
    uiapi {
      query {
        ${parts.join('\n        ')}
      }
    }
  }`;
}

function shown(field) {
  return field?.displayValue ?? field?.value ?? '';
}

function readGoal(node) {
  return {
    id: node.Id,
    label: shown(node.Metric__c) || shown(node.Name),
    start: node.PeriodStart__c.value,
    end: node.PeriodEnd__c.value,
    target: node.Target__c.value ?? 0,
    actual: node.Result__c.value ?? 0,
    isMoney: node.Unit__c?.value === 'Amount',
  };
}

function readRegistration(node) {
  return {
    id: node.Id,
    url: `/lightning/r/DealRegistration__c/${node.Id}/view`,
    company: shown(node.Company__c) || shown(node.Name),
    statusText: shown(node.Status__c),
    expiresOn: node.ExpiresOn__c?.value ?? null,
  };
}

function total(nodes, field) {
  return nodes.reduce((sum, node) => sum + (node[field]?.value ?? 0), 0);
}

/** The answer of `scorecardQuery`; an object that the user may not see gives null. */
export function readScorecard(data, today) {
  const answer = data.uiapi.query;
  const nodes = (object) => answer[object]?.edges.map(({ node }) => node) ?? null;
  const quarters = chartQuarters(today);
  const statements = nodes('CommissionStatement__c');
  const deals = nodes('OpportunityAttribution__c');
  const byQuarter = (rows, date, amount) =>
    rows &&
    sumByQuarter(
      rows.map((row) => ({ date: date(row), amount: amount(row) })),
      quarters,
    );
  const partnerships = nodes('Partnership__c') ?? [];
  const period = (row) => row.PeriodStart__c.value;
  return {
    partnerships: partnerships.length,
    pipeline: total(partnerships, 'CreditedPipeline__c'),
    revenue: total(partnerships, 'CreditedRevenue__c'),
    commission: total(partnerships, 'CommissionTotal__c'),
    goals: nodes('PartnerGoal__c')?.map(readGoal) ?? null,
    registrations: nodes('DealRegistration__c')?.map(readRegistration) ?? null,
    quarters,
    pipelineByQuarter: byQuarter(
      deals,
      (row) => row.Opportunity__r?.CloseDate?.value,
      (row) => row.CreditAmount__c.value,
    ),
    revenueByQuarter: byQuarter(statements, period, (row) => row.OrgBaseTotal__c?.value),
    commissionByQuarter: byQuarter(statements, period, (row) => row.OrgTotal__c?.value),
    isPartial: Object.values(answer).some((one) => one?.pageInfo?.hasNextPage),
  };
}
