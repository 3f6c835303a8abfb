import { z } from 'zod';
import { addDays } from '../../rules/calendar.ts';
import { notVoid } from '../../rules/void-lines.ts';
import type { OrgAdmin } from '../org.ts';
import { soqlString } from '../soql.ts';
import { parseRecords } from './record.ts';

/** Days "YYYY-MM-DD", both included. */
export interface Period {
  start: string;
  end: string;
}

/** One number of a partnership in a period, as a question to the records that reps see. */
export interface Measure {
  object: string;
  /** The aggregate, and what it is summed by. */
  total: string;
  partnership: string;
  where(period: Period): string;
}

/** A day of a date-time field is a UTC day, as everywhere in the service. */
export function within(field: string, { start, end }: Period): string {
  return `${field} >= ${start}T00:00:00Z AND ${field} < ${addDays(end, 1)}T00:00:00Z`;
}

export function onDays(field: string, { start, end }: Period): string {
  return `${field} >= ${start} AND ${field} <= ${end}`;
}

/** Roles that bring or sell a deal; who only influences or delivers it helps, and that is credit, not a result. */
export const bringing = "Role__c IN ('Sourced', 'Co-sold', 'Resold')";
export const held = "Status__c IN ('Active', 'Ended')";

/** What each metric of a goal counts. Every number is a question to the records that reps see, never a counter of ours. */
export const goalMeasures = {
  'New Leads': {
    object: 'LeadAttribution__c',
    total: 'COUNT_DISTINCT(Lead__c)',
    partnership: 'Partnership__c',
    where: (period) => `${held} AND ${within('TouchedAt__c', period)}`,
  },
  'New Opportunities': {
    object: 'OpportunityAttribution__c',
    total: 'COUNT_DISTINCT(Opportunity__c)',
    partnership: 'Partnership__c',
    where: (period) =>
      `${held} AND ${bringing} AND ${within('Opportunity__r.CreatedDate', period)}`,
  },
  'Sourced Pipeline': {
    object: 'OpportunityAttribution__c',
    total: 'SUM(CreditAmount__c)',
    partnership: 'Partnership__c',
    where: (period) =>
      `${held} AND Role__c = 'Sourced' AND ${within('Opportunity__r.CreatedDate', period)}`,
  },
  'Won Revenue': {
    object: 'OpportunityAttribution__c',
    total: 'SUM(CreditAmount__c)',
    partnership: 'Partnership__c',
    where: (period) =>
      `${held} AND ${bringing} AND Opportunity__r.IsWon = true AND ${onDays('Opportunity__r.CloseDate', period)}`,
  },
  'Retained Revenue': {
    object: 'Commission__c',
    total: 'SUM(OrgBaseAmount__c)',
    partnership: 'CommissionStatement__r.Partnership__c',
    where: (period) =>
      `CountsAsRevenue__c = true AND ${notVoid} AND AccountAttribution__r.StartDate__c < ${period.start} AND ${within('OccurredAt__c', period)}`,
  },
  'New Customers': {
    object: 'AccountAttribution__c',
    total: 'COUNT_DISTINCT(Account__c)',
    partnership: 'Partnership__c',
    where: (period) => `${held} AND ${bringing} AND ${onDays('StartDate__c', period)}`,
  },
  'Approved Registrations': {
    object: 'DealRegistration__c',
    total: 'COUNT(Id)',
    partnership: 'Partnership__c',
    where: (period) =>
      `Status__c IN ('Approved', 'Converted', 'Expired') AND ${within('DecidedAt__c', period)}`,
  },
  'Commission Earned': {
    object: 'Commission__c',
    total: 'SUM(OrgAmount__c)',
    partnership: 'CommissionStatement__r.Partnership__c',
    where: (period) => `${notVoid} AND ${within('OccurredAt__c', period)}`,
  },
} satisfies Readonly<Record<string, Measure>>;
const measures: Readonly<Record<string, Measure>> = goalMeasures;

/** Metrics that the system measures; the others (certifications) people count. */
export const measuredMetrics: readonly string[] = Object.keys(measures);

/** An aggregate query gives at most 2,000 rows and has no second page (SOQL and SOSL reference, GROUP BY). */
const PAGE = 2_000;

const rowSchema = z.object({
  partnership: z.string(),
  pairKey: z.string(),
  total: z.number().nullable(),
});

/**
 * One metric in one period for every partnership that has any of it: partnership id → value, in the org's currency or as a
 * number. One API call for each 2,000 partnerships, however many leads, deals and ledger lines there are.
 */
export async function measure(
  org: Pick<OrgAdmin, 'query'>,
  metric: string,
  period: Period,
): Promise<Map<string, number>> {
  const found = measures[metric];
  return found ? totals(org, found, period) : new Map();
}

/** The same for any measure. */
export async function totals(
  org: Pick<OrgAdmin, 'query'>,
  found: Measure,
  period: Period,
): Promise<Map<string, number>> {
  const values = new Map<string, number>();
  // Pages go by the pair key, which is text: lookups are not documented to be ordered by more and less.
  const key = found.partnership.replace(/__c$/, '__r.PairKey__c');
  for (let after = ''; ;) {
    const beyond = after === '' ? '' : ` AND ${key} > ${soqlString(after)}`;
    const rows = parseRecords(
      rowSchema,
      await org.query(
        `SELECT ${found.partnership} partnership, ${key} pairKey, ${found.total} total FROM ${found.object} WHERE ${found.where(period)}${beyond} GROUP BY ${found.partnership}, ${key} ORDER BY ${key} LIMIT ${PAGE}`,
      ),
      found.object,
    );
    for (const row of rows) values.set(row.partnership, row.total ?? 0);
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return values;
    after = last.pairKey;
  }
}
