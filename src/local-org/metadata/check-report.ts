import type { OrgSchema } from '../schema/types.ts';
import { notFound, textAndPlace, type Check } from './check-context.ts';
import { missingField, reportColumns } from './check-report-type.ts';
import { errorAt, type Problem } from './problems.ts';
import { childOf, childrenOf, descendants, parseXml, textsAt, type XmlElement } from './xml.ts';

const customFieldPath = /^(\w+)[.$](\w+__c)$/;
const objectReport = /^CustomEntity\$(\w+)$/;
const customReportType = /^(\w+)__c$/;

/** The groupings that a report of each format needs and takes, rows and columns (help: report formats, grouping limits). */
const groupingsOf: Readonly<Record<string, readonly [least: number, most: number][]>> = {
  Tabular: [
    [0, 0],
    [0, 0],
  ],
  Summary: [
    [1, 3],
    [0, 0],
  ],
  Matrix: [
    [1, 2],
    [1, 2],
  ],
};

/** Every place of a report that names a column. */
function columnPlaces(report: XmlElement): XmlElement[] {
  const parts: readonly [element: string, column: string][] = [
    ['buckets', 'sourceColumnName'],
    ['columns', 'field'],
    ['groupingsAcross', 'field'],
    ['groupingsDown', 'field'],
    ['groupingsDown', 'sortByName'],
    ['groupingsAcross', 'sortByName'],
    ['timeFrameFilter', 'dateColumn'],
  ];
  return [
    ...parts.flatMap(([name, column]) =>
      childrenOf(report, name).flatMap((part) => childrenOf(part, column)),
    ),
    ...childrenOf(report, 'filter')
      .flatMap((filter) => childrenOf(filter, 'criteriaItems'))
      .flatMap((item) => childrenOf(item, 'column')),
    ...childrenOf(report, 'sortColumn'),
  ];
}

/** Columns that every report has or that it makes itself: the record count, buckets, row formulas and summary formulas. */
function ownColumns(report: XmlElement): string[] {
  const made = ['buckets', 'customDetailFormulas', 'aggregates'].flatMap((name) =>
    childrenOf(report, name).flatMap((part) => textsAt(part, 'developerName')),
  );
  return ['RowCount', ...made];
}

/** In reports of standard types every custom field that is named exists; their standard columns are in no table of ours. */
function customFieldProblems(report: XmlElement, org: OrgSchema): Problem[] {
  return ['field', 'column'].flatMap((name) =>
    descendants(report, name).flatMap((place) => {
      const [, object = '', field = ''] = customFieldPath.exec(place.text) ?? [];
      const isObject = object.endsWith('__c') || org.objects.has(object);
      const missing = isObject ? missingField(org, object, field) : null;
      return missing === null ? [] : [notFound(place, name, 'CustomField', missing)];
    }),
  );
}

function groupingProblems(report: XmlElement): Problem[] {
  const [format, place] = textAndPlace(report, 'format');
  const [rows = [0, 0], columns = [0, 0]] = groupingsOf[format] ?? [];
  const isWrong = (name: string, [least, most]: readonly [number, number]): boolean => {
    const count = childrenOf(report, name).length;
    return count < least || count > most;
  };
  if (groupingsOf[format] === undefined) return [];
  return isWrong('groupingsDown', rows) || isWrong('groupingsAcross', columns)
    ? [
        errorAt(
          place,
          `A ${format} report has ${rows.join(' to ')} row groupings and ${columns.join(' to ')} column groupings`,
        ),
      ]
    : [];
}

/** The columns that charts of a report can draw: its groupings, and the columns that it summarizes. */
function chartColumns(report: XmlElement): { groupings: Set<string>; summaries: Set<string> } {
  const groupings = ['groupingsDown', 'groupingsAcross'].flatMap((name) =>
    childrenOf(report, name).flatMap((grouping) => textsAt(grouping, 'field')),
  );
  const summed = childrenOf(report, 'columns').filter(
    (column) => childOf(column, 'aggregateTypes') !== undefined,
  );
  const formulas = childrenOf(report, 'aggregates').flatMap((one) => textsAt(one, 'developerName'));
  const columns = summed.flatMap((column) => textsAt(column, 'field'));
  return {
    groupings: new Set(groupings),
    summaries: new Set(['RowCount', ...columns, ...formulas]),
  };
}

/** A chart draws groupings and summarized columns of its report; `summary` is the element that holds the latter. */
function chartProblems(chart: XmlElement, report: XmlElement, summary: string): Problem[] {
  const known = chartColumns(report);
  const groupings = ['groupingColumn', 'secondaryGroupingColumn'].flatMap((name) =>
    childrenOf(chart, name),
  );
  const summaries = childrenOf(chart, summary).flatMap((one) => childrenOf(one, 'column'));
  return [
    ...groupings
      .filter((place) => !known.groupings.has(place.text))
      .map((place) => errorAt(place, `The report is not grouped by ${place.text}`)),
    ...summaries
      .filter((place) => !known.summaries.has(place.text))
      .map((place) => errorAt(place, `The report does not summarize ${place.text}`)),
  ];
}

function columnProblems(report: XmlElement, type: string, org: OrgSchema): Problem[] {
  const [, name] = customReportType.exec(type) ?? [];
  if (name === undefined || childOf(report, 'block') !== undefined) {
    return customFieldProblems(report, org);
  }
  const reportType = org.otherComponents.get(`ReportType/${name}`) ?? '';
  const known = new Set([...reportColumns(parseXml(reportType)), ...ownColumns(report)]);
  return columnPlaces(report)
    .filter((place) => !known.has(place.text))
    .map((place) => notFound(place, place.name, 'CustomField', place.text));
}

/**
 * A report: its type is there (a custom one is named with `__c`), what it shows, groups by and filters is a column of that
 * type, it has the groupings of its format, and its chart draws what it has.
 * Sources: Metadata API, Report; the text `invalid report type` as builders quote it.
 */
export const checkReport: Check = (element, _component, context) => {
  const org = context.after;
  const [type, place] = textAndPlace(element, 'reportType');
  const [, customType] = customReportType.exec(type) ?? [];
  const [, object] = objectReport.exec(type) ?? [];
  const isKnown =
    (customType === undefined || org.otherComponents.has(`ReportType/${customType}`)) &&
    (object === undefined || org.objects.has(object));
  if (!isKnown) return [errorAt(place, 'invalid report type')];
  return [
    ...columnProblems(element, type, org),
    ...groupingProblems(element),
    ...childrenOf(element, 'chart').flatMap((chart) =>
      chartProblems(chart, element, 'chartSummaries'),
    ),
  ];
};

/** A dashboard: its reports are there, and its charts draw groupings and summarized columns of them. */
export const checkDashboard: Check = (element, _component, context) =>
  ['dashboardComponent', 'components']
    .flatMap((name) => descendants(element, name))
    .flatMap((component) => {
      const [name, place] = textAndPlace(component, 'report');
      if (name === '') return [];
      const report = context.after.otherComponents.get(`Report/${name}`);
      return report === undefined
        ? [notFound(place, 'report', 'Report', name)]
        : chartProblems(component, parseXml(report), 'chartSummary');
    });
