import type { NextGoal } from '../../rules/goal-renewal.ts';
import type { Goal } from '../facts/goals.ts';
import type { OrgRow } from '../org.ts';
import { fit } from './relation.ts';

/** What a goal has reached, in its unit. Goals that people set have no key of ours: they are written by their id. */
export function goalResultRow(id: string, attained: number, measuredAt: Date): OrgRow {
  return {
    object: 'PartnerGoal__c',
    keyField: 'Id',
    key: id,
    fields: { Attained__c: attained, MeasuredAt__c: measuredAt.toISOString() },
  };
}

/** The successor of a goal; made twice, it is still one. */
export function renewedGoalRow(goal: Goal, next: NextGoal): OrgRow {
  return {
    object: 'PartnerGoal__c',
    key: `${goal.partnershipKey}:${goal.metric}:${next.periodStart}`,
    fields: {
      Partnership__c: goal.partnershipId,
      PreviousGoal__c: goal.id,
      Metric__c: goal.metric,
      Target__c: next.target,
      GrowthPercent__c: goal.growthPercent,
      PeriodStart__c: next.periodStart,
      PeriodEnd__c: next.periodEnd,
      GoalOwner__c: goal.ownerId,
      RenewAutomatically__c: true,
      Description__c: fit(next.reason, 255),
    },
  };
}
