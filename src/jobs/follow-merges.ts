import { toMajor } from '../money.ts';
import { addMonths, dayOf, monthOf } from '../rules/calendar.ts';
import { movedLines, survivorOf, type MovedLine } from '../rules/partner-merge.ts';
import {
  closedStatements,
  creditObjects,
  creditPairs,
  mergesOfPartnerships,
  namedPartnerships,
  openCredits,
  openLines,
  type CreditObject,
  type MergedLine,
  type NamedPartnership,
  type OpenCredit,
} from '../salesforce/facts/merges.ts';
import type { OrgRow } from '../salesforce/org.ts';
import { statementKey } from '../salesforce/rows/ledger.ts';
import { fit } from '../salesforce/rows/relation.ts';
import { recordIssueRow, type RecordIssue } from '../salesforce/rows/sync-issue.ts';
import { changedIssues } from './changed-issues.ts';
import type { JobContext } from './context.ts';
import { takenOverRows, type Merge } from './take-over.ts';

type Context = Pick<JobContext, 'org' | 'clock' | 'countDocument'>;

/**
 * Follows what partner managers say in Merged Into: open credit ends and begins anew at the partnership that goes on, and what
 * is not yet paid moves there, with its reason, as do goals and registrations that are not over. Going through it again moves only what has come since (a take-back, say).
 */
export async function followMerges(context: Context): Promise<void> {
  const merges = await mergesOfPartnerships(context.org);
  const rows = merges.size === 0 ? [] : await mergeRows(context, merges);
  if (rows.length > 0) await context.org.save(rows);
  context.countDocument('salesforce', 'sweep', rows.length === 0 ? 'NOTHING_MERGED' : 'MERGED');
}

async function mergeRows(
  context: Context,
  mergedInto: ReadonlyMap<string, string>,
): Promise<OrgRow[]> {
  const outcomes = [...mergedInto.keys()].map((id) => ({ id, ...survivorOf(id, mergedInto) }));
  const ids = new Set(outcomes.flatMap(({ id, survivorId }) => [id, survivorId ?? id]));
  const names = await namedPartnerships(context.org, [...ids]);
  const merged = outcomes.flatMap(({ id, survivorId }): Merge[] => {
    const [from, to] = [names.get(id), names.get(survivorId ?? '')];
    return from && to ? [{ from, to }] : [];
  });
  const rings = outcomes
    .filter(({ state }) => state === 'Ring')
    .map(({ id }) => ringIssue(id, names.get(id)?.name ?? id));
  const issues = await changedIssues(context, rings);
  if (merged.length === 0) return issues;
  return [
    ...issues,
    ...(await lineRows(context, merged)),
    ...(await creditRows(context, merged)),
    ...(await takenOverRows(context, merged)),
    ...endedRows(merged),
  ];
}

function ringIssue(recordId: string, name: string): RecordIssue {
  return {
    code: 'MERGE_IN_A_RING',
    severity: 'Error',
    recordId,
    message: `${name} is merged into a partnership that is, in the end, merged into itself. Nobody goes on, so nothing was moved.`,
    whatToDo:
      'Decide which partnership goes on. A merge is final, so ask an administrator to empty Merged Into there. Then resolve this issue.',
  };
}

/** A merged partnership earns nothing new. */
function endedRows(merged: readonly Merge[]): OrgRow[] {
  return merged
    .filter(({ from }) => from.status !== 'Ended')
    .map(({ from }) => ({
      object: 'Partnership__c',
      keyField: 'Id',
      key: from.id,
      fields: { Status__c: 'Ended' },
    }));
}

const leftKey = (lineId: string): string => `merge:${lineId}:left`;

async function lineRows(context: Context, merged: readonly Merge[]): Promise<OrgRow[]> {
  const lines = await openLines(
    context.org,
    merged.map(({ from }) => from.id),
  );
  const left = lines.filter(({ key, originalId }) => key === leftKey(originalId ?? ''));
  const movedIds = new Set(left.flatMap(({ originalId }) => originalId ?? []));
  const movable = lines.filter((line) => !left.includes(line));
  const moves = merged.flatMap(({ from, to }) => {
    const own = movable.filter(({ partnershipId }) => partnershipId === from.id);
    return movedLines(own, movedIds, { from: from.name, to: to.name }).flatMap((move) => {
      const line = own.find(({ id }) => id === move.line.id);
      return line ? [{ move, line, to }] : [];
    });
  });
  if (moves.length === 0) return [];
  const closed = await closedStatements(
    context.org,
    merged.map(({ to }) => to.id),
  );
  const now = context.clock.now();
  return moves.flatMap(({ move, line, to }) => {
    const statement = openStatement(to, line.currency, dayOf(now), closed);
    return [
      statement,
      movedRow(line, { key: leftKey(line.id), side: move.leaves, onto: { CommissionStatement__c: line.statementId } }, now),
      movedRow(line, { key: `merge:${line.id}:came`, side: move.comes, onto: { CommissionStatement__r: { ExternalKey__c: statement.key } } }, now),
    ]; // prettier-ignore
  });
}

/** The statement of this month, or of the next that finance has not closed. */
function openStatement(
  to: NamedPartnership,
  currency: string,
  today: string,
  closed: ReadonlySet<string>,
): OrgRow {
  let day = today;
  const keyOn = (): string => statementKey(to.key, monthOf(day).period, currency);
  while (closed.has(keyOn())) day = addMonths(day, 1);
  const month = monthOf(day);
  return {
    object: 'CommissionStatement__c',
    key: keyOn(),
    fields: {
      Partnership__c: to.id,
      Period__c: month.period,
      PeriodStart__c: month.start,
      PeriodEnd__c: month.end,
      Currency__c: currency,
    },
  };
}

function movedRow(
  line: MergedLine,
  { key, side, onto }: { key: string; side: MovedLine['leaves']; onto: OrgRow['fields'] },
  now: Date,
): OrgRow {
  const sign = side.amountMinor === line.amountMinor ? 1 : -1;
  return {
    object: 'Commission__c',
    key,
    fields: {
      ...onto,
      OriginalLine__c: line.id,
      Kind__c: 'Correction',
      Amount__c: Number(toMajor({ minor: side.amountMinor, currency: line.currency })),
      Currency__c: line.currency,
      OrgAmount__c: line.orgAmount === null ? null : sign * line.orgAmount,
      CountsAsRevenue__c: false,
      Status__c: line.status,
      HoldUntil__c: line.holdUntil,
      OccurredAt__c: now.toISOString(),
      ReasonCode__c: 'PARTNER_MERGED',
      Reason__c: fit(side.reason, 2000),
      Inputs__c: JSON.stringify(
        sign === 1
          ? { owedMinor: line.amountMinor, postedMinor: 0, currency: line.currency }
          : { owedMinor: 0, postedMinor: line.amountMinor, currency: line.currency },
      ),
    },
  };
}

async function creditRows(context: Context, merged: readonly Merge[]): Promise<OrgRow[]> {
  const byId = new Map(merged.map((merge) => [merge.from.id, merge]));
  const now = context.clock.now();
  const rows: OrgRow[] = [];
  for (const kind of creditObjects) {
    const credits = await openCredits(context.org, kind, [...byId.keys()]);
    if (credits.length === 0) continue;
    const survivors = [...new Set(merged.map(({ to }) => to.id))];
    const there = await creditPairs(context.org, kind, credits, survivors);
    for (const credit of credits) {
      const merge = byId.get(credit.partnershipId);
      if (!merge) continue;
      const isThere = there.has(`${credit.recordId} ${merge.to.id} ${credit.role}`);
      rows.push(endedCredit(kind, credit, merge, dayOf(now)));
      if (isThere) rows.push(recordIssueRow(twiceIssue(credit, merge), true, now));
      else rows.push(nextCredit(kind, credit, merge, dayOf(now)));
    }
  }
  return rows;
}

function endedCredit(
  kind: CreditObject,
  credit: OpenCredit,
  { from, to }: Merge,
  today: string,
): OrgRow {
  const last = credit.startDate !== null && credit.startDate > today ? credit.startDate : today;
  return {
    object: kind.object,
    keyField: 'Id',
    key: credit.id,
    fields: {
      Status__c: 'Ended',
      Reason__c: fit(
        `${from.name} was merged into ${to.name} on ${today}. Until then: ${credit.reason}`,
        255,
      ),
      ...(kind.object === 'AccountAttribution__c' ? { EndDate__c: last } : {}),
    },
  };
}

function nextCredit(
  kind: CreditObject,
  credit: OpenCredit,
  { from, to }: Merge,
  today: string,
): OrgRow {
  const start = credit.startDate !== null && credit.startDate > today ? credit.startDate : today;
  return {
    object: kind.object,
    key: `merge:${credit.id}:${to.id}`,
    fields: {
      ...credit.fields,
      [kind.record]: credit.recordId,
      Partnership__c: to.id,
      Status__c: 'Active',
      Reason__c: fit(
        `${from.name} was merged into ${to.name} on ${today}, which is credited from then on. Before: ${credit.reason}`,
        255,
      ),
      ...(kind.object === 'AccountAttribution__c' ? { StartDate__c: start } : {}),
    },
  };
}

function twiceIssue(credit: OpenCredit, { from, to }: Merge): RecordIssue {
  return {
    code: 'PARTNER_MERGED',
    severity: 'Warning',
    recordId: credit.recordId,
    message: `${from.name} was merged into ${to.name}. Both were credited for ${credit.recordName} as ${credit.role}; the credit of ${from.name} has ended, that of ${to.name} is as it was.`,
    whatToDo: `If ${to.name} should have the shares of both, raise its payable split. Then resolve this issue.`,
  };
}
