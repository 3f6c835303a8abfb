import { dayOf } from '../rules/calendar.ts';
import { mergedGoal } from '../rules/merged-goal.ts';
import { mergedRegistration } from '../rules/merged-registration.ts';
import {
  goalsNotOver,
  registrationsNotOver,
  type PartnershipGoal,
} from '../salesforce/facts/merged-work.ts';
import type { NamedPartnership } from '../salesforce/facts/merges.ts';
import type { OrgRow } from '../salesforce/org.ts';
import { fit } from '../salesforce/rows/relation.ts';
import type { RecordIssue } from '../salesforce/rows/sync-issue.ts';
import { changedIssues } from './changed-issues.ts';
import type { JobContext } from './context.ts';

type Context = Pick<JobContext, 'org' | 'clock'>;

/** A merge as followed to its end: the partnership that was merged, and the one that goes on. */
export interface Merge {
  from: NamedPartnership;
  to: NamedPartnership;
}

/** The goals and deal registrations that go on at another partnership: the same records, each with its reason. */
export async function takenOverRows(context: Context, merged: readonly Merge[]): Promise<OrgRow[]> {
  return [...(await goalRows(context, merged)), ...(await registrationRows(context, merged))];
}

const namesOf = ({ from, to }: Merge): { from: string; to: string } => ({
  from: from.name,
  to: to.name,
});

async function goalRows(context: Context, merged: readonly Merge[]): Promise<OrgRow[]> {
  const today = dayOf(context.clock.now());
  const ids = new Set(merged.flatMap(({ from, to }) => [from.id, to.id]));
  const goals = await goalsNotOver(context.org, [...ids], today);
  const rows: OrgRow[] = [];
  const issues: RecordIssue[] = [];
  /** Goals as they will be: of two that come from different partners, the second meets the first. */
  const held = new Map(Map.groupBy(goals, ({ partnershipId }) => partnershipId));
  for (const merge of merged) {
    for (const goal of goals.filter(({ partnershipId }) => partnershipId === merge.from.id)) {
      const there = held.get(merge.to.id) ?? [];
      const { state, reason } = mergedGoal(goal, there, namesOf(merge), today);
      if (state === 'Both Have One') issues.push(twoGoals(goal, merge, reason));
      if (state !== 'Goes On') continue;
      held.set(merge.to.id, [...there, goal]);
      rows.push(movedGoal(goal, merge, reason));
    }
  }
  return [...rows, ...(issues.length === 0 ? [] : await changedIssues(context, issues))];
}

function movedGoal(goal: PartnershipGoal, { to }: Merge, reason: string): OrgRow {
  const before = goal.description === null ? '' : ` Before: ${goal.description}`;
  return {
    object: 'PartnerGoal__c',
    keyField: 'Id',
    key: goal.id,
    fields: { Partnership__c: to.id, Description__c: fit(`${reason}${before}`, 255) },
  };
}

function twoGoals(goal: PartnershipGoal, { to }: Merge, message: string): RecordIssue {
  return {
    code: 'PARTNER_MERGED',
    severity: 'Warning',
    recordId: goal.id,
    message,
    whatToDo: `If ${to.name} should reach both, raise the target of its own goal. Then resolve this issue.`,
  };
}

async function registrationRows(context: Context, merged: readonly Merge[]): Promise<OrgRow[]> {
  const today = dayOf(context.clock.now());
  const byId = new Map(merged.map((merge) => [merge.from.id, merge]));
  const registrations = await registrationsNotOver(context.org, [...byId.keys()]);
  return registrations.flatMap((registration) => {
    const merge = byId.get(registration.partnershipId);
    if (!merge) return [];
    const { state, reason } = mergedRegistration(registration, namesOf(merge), today);
    if (state === 'Stays') return [];
    const words = [registration.description, reason].filter((part) => part !== null).join('\n\n');
    return {
      object: 'DealRegistration__c',
      keyField: 'Id',
      key: registration.id,
      fields: {
        Partnership__c: merge.to.id,
        // What the partner wrote is never cut off for our note.
        ...(words.length > LONGEST_DESCRIPTION ? {} : { Description__c: words }),
      },
    };
  });
}

/** Length of the field DealRegistration__c.Description__c. */
const LONGEST_DESCRIPTION = 32_000;
