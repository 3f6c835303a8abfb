import {
  childrenOf,
  textOf,
  textsOf,
  type MetadataFile,
  type XmlNode,
} from '../../scripts/generate/metadata-file.ts';
import { fields, files, pathOf, permissionSets } from './force-app.ts';

const of = (kind: string): MetadataFile[] => files.filter((file) => file.kind === kind);
const reports = of('report').map((file) => ({
  path: `${file.path.split('/').at(-2) ?? ''}/${file.name}`,
  folder: file.path.split('/').at(-2) ?? '',
  xml: file.xml,
}));
const dashboards = of('dashboard');
const custom = new Map(fields.map((field) => [pathOf(field), field]));

/** Whom a folder of reports is for, as the permission sets that those people have. */
const audiences: Readonly<Record<string, readonly string[]>> = {
  PartnerManagement: ['PartnerManager'],
  PartnerLeadership: ['PartnerReadOnly'],
  PartnerFinance: ['CommissionApprover', 'FundApprover', 'PartnerReadOnly'],
  PartnerOperations: ['PartnerOps', 'PartnerReadOnly'],
};

/** The questions of the mission, and the reports that answer them. */
const answers: readonly [question: string, reports: readonly string[]][] = [
  ['partner against direct', ['PipelinePartnerAndDirect', 'RevenuePartnerAndDirect', 'BilledRevenueByCredit']],
  ['sourced and influenced pipeline', ['PipelineByPartner', 'PipelineByProgram', 'PipelineByProduct', 'PipelineByQuarter']],
  ['sourced and influenced revenue', ['RevenueByPartner', 'RevenueByProgram', 'RevenueByProduct', 'RevenueByQuarter']],
  ['revenue that was paid for', ['BilledRevenueByPartner', 'BilledRevenueByProgram', 'BilledRevenueByProduct']],
  ['conversion by motion', ['LeadConversion', 'RegistrationConversion', 'CustomersByOrigin']],
  ['deal registrations', ['RegistrationsToDecide', 'RegistrationAgeing', 'RegistrationsExpiring', 'RegistrationConflicts']],
  ['commission liability', ['CommissionLiability', 'CommissionByStatement', 'CommissionEarnedByMonth', 'CommissionsHeld']],
  ['payments', ['CommissionPaidByMonth', 'StatementsByStatus']],
  ['goals', ['GoalsBehind', 'GoalsReached', 'GoalsByStanding']],
  ['top and sleeping partners', ['TopPartners', 'SleepingPartners']],
  ['leads passed and renewals', ['PassedLeadsWaiting', 'RenewalsOpening']],
  ['what other terms would have paid', ['SimulationDifference']],
  ['marketing funds', ['FundRequestsByStatus', 'FundsToReimburse']],
  ['fraud', ['RefundsAndDisputes']],
  ['sync health', ['OpenIssuesByCode', 'OpenIssuesBySeverity', 'IssuesByWeek', 'UnmatchedIdentities', 'IdentitiesByStatus']],
]; // prettier-ignore

function columnsOf(xml: XmlNode): string[] {
  const groupings = [...childrenOf(xml, 'groupingsDown'), ...childrenOf(xml, 'groupingsAcross')];
  const filters = childrenOf(xml, 'filter').flatMap((filter) =>
    childrenOf(filter, 'criteriaItems'),
  );
  return [
    ...[...childrenOf(xml, 'columns'), ...groupings].flatMap((node) => textsOf(node, 'field')),
    ...filters.flatMap((node) => textsOf(node, 'column')),
  ];
}

/** The custom fields behind a column, lookups on the way included, and the object that each is on. */
function fieldsBehind(column: string): string[] {
  const [table = '', path = ''] = column.split('$');
  const [base = '', ...relations] = table.split('.');
  const start = relations.reduce(
    (parent, relation) =>
      fields.find(
        (field) => field.referenceTo === parent && `${field.relationshipName}__r` === relation,
      )?.object ?? relation,
    base,
  );
  let object = start;
  return path.split('.').flatMap((name) => {
    const own = `${object}.${name}`;
    object = custom.get(own)?.referenceTo ?? name;
    return name.endsWith('__c') ? [own] : [];
  });
}

test('every question of the mission has its reports, and no report is without a question', () => {
  const named = answers.flatMap(([, names]) => names);
  expect([...named].sort()).toEqual(
    of('report')
      .map((file) => file.name)
      .sort(),
  );
});

test('a report says as a question what it answers', () => {
  expect(
    reports
      .filter(({ xml }) => !(textOf(xml, 'description') ?? '').includes('?'))
      .map(({ path }) => path),
  ).toEqual([]);
});

test.each(reports.map((report) => [report.path, report] as const))(
  '%s shows its readers only what they may see, so that nothing is missing in it',
  (_path, { folder, xml }) => {
    const sets = permissionSets.filter((set) => audiences[folder]?.includes(set.name));
    const readable = new Set(
      sets.flatMap((set) => set.fields.filter((grant) => grant.readable).map(({ path }) => path)),
    );
    const objects = new Set(
      sets.flatMap((set) => set.objects.filter((right) => right.read).map(({ name }) => name)),
    );
    const used = columnsOf(xml).flatMap(fieldsBehind);
    expect(used.filter((path) => !custom.has(path))).toEqual([]);
    expect(
      used.filter((path) => {
        const isHidden = !readable.has(path) && !custom.get(path)?.required;
        return isHidden || !objects.has(path.split('.')[0] ?? '');
      }),
    ).toEqual([]);
  },
);

test.each(reports.map((report) => [report.path, report] as const))(
  '%s runs on all records, and no column repeats its grouping, which a deploy refuses',
  (_path, { xml }) => {
    const groupings = [...childrenOf(xml, 'groupingsDown'), ...childrenOf(xml, 'groupingsAcross')];
    const grouped = groupings.flatMap((node) => textsOf(node, 'field'));
    const columns = childrenOf(xml, 'columns').flatMap((node) => textsOf(node, 'field'));
    expect(columns.filter((column) => grouped.includes(column))).toEqual([]);
    expect(new Set(columns).size).toBe(columns.length);
    expect(textOf(xml, 'scope')).toBe('organization');
    expect((textOf(xml, 'name') ?? '').length).toBeLessThanOrEqual(40);
  },
);

test('every filter on a picklist or on the text of a formula asks for values that exist', () => {
  const wrong = reports.flatMap(({ path, xml }) =>
    childrenOf(xml, 'filter')
      .flatMap((filter) => childrenOf(filter, 'criteriaItems'))
      .flatMap((item) => {
        const field = custom.get(fieldsBehind(textOf(item, 'column') ?? '').at(-1) ?? '');
        const isText = field?.formula !== undefined && field.type === 'Text';
        if (!field || (field.type !== 'Picklist' && !isText)) return [];
        const known = isText
          ? [...(field.formula ?? '').matchAll(/"([^"]*)"/g)].map(([, text]) => text)
          : field.values.map(({ value }) => value);
        const values = (textOf(item, 'value') ?? '').split(',');
        return values.filter((value) => !known.includes(value)).map((value) => `${path} ${value}`);
      }),
  );
  expect(wrong).toEqual([]);
});

test('every report type is used by a report', () => {
  const used = new Set(reports.map(({ xml }) => textOf(xml, 'reportType')));
  expect(
    of('reportType')
      .map((file) => `${file.name}__c`)
      .filter((name) => !used.has(name)),
  ).toEqual([]);
});

describe('dashboards', () => {
  const componentsOf = (file: MetadataFile): XmlNode[] =>
    childrenOf(file.xml, 'dashboardGridLayout')
      .flatMap((grid) => childrenOf(grid, 'dashboardGridComponents'))
      .flatMap((cell) => childrenOf(cell, 'dashboardComponent'));

  test('each draws the reports of one audience, at most twenty of them', () => {
    const folders = dashboards.map((file) => [
      ...new Set(componentsOf(file).map((one) => (textOf(one, 'report') ?? '').split('/')[0])),
    ]);
    expect(folders.map((names) => names.length)).toEqual(dashboards.map(() => 1));
    expect(folders.flat().sort()).toEqual(Object.keys(audiences).sort());
    expect(dashboards.filter((file) => componentsOf(file).length > 20)).toEqual([]);
  });

  test('money is shown as the viewer may see it; at most three do so, which is the limit of a Developer Edition', () => {
    const typeOf = (name: string) =>
      textOf(dashboards.find((file) => file.name === name)?.xml ?? {}, 'dashboardType');
    expect(dashboards.map((file) => [file.name, typeOf(file.name)])).toEqual([
      ['Finance', 'LoggedInUser'],
      ['PartnerManagers', 'LoggedInUser'],
      ['SalesLeadership', 'LoggedInUser'],
      ['SyncHealth', 'SpecifiedUser'],
    ]);
    expect(dashboards.filter((file) => 'runningUser' in file.xml)).toEqual([]);
  });

  test('the one that runs as its deployer only counts records', () => {
    const health = dashboards.filter((file) => file.name === 'SyncHealth').flatMap(componentsOf);
    const summaries = health.flatMap((one) => childrenOf(one, 'chartSummary'));
    expect(summaries.map((one) => textOf(one, 'column'))).toEqual(health.map(() => 'RowCount'));
  });
});

test('folders are shared with the people of the company and not with portal users', () => {
  const shares = [...of('reportFolder'), ...of('dashboardFolder')].map((file) =>
    childrenOf(file.xml, 'folderShares').map((share) => [
      textOf(share, 'accessLevel'),
      textOf(share, 'sharedTo'),
      textOf(share, 'sharedToType'),
    ]),
  );
  expect(shares).toEqual(Array(5).fill([['View', 'AllInternalUsers', 'Organization']]));
});
