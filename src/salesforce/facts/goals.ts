import { z } from 'zod';
import { addDays } from '../../rules/calendar.ts';
import type { EndedGoal } from '../../rules/goal-renewal.ts';
import type { OrgAdmin } from '../org.ts';
import { number, parseRecords, requiredText, text } from './record.ts';

/** A goal as the org holds it. */
export interface Goal extends EndedGoal {
  id: string;
  partnershipId: string;
  partnershipKey: string;
  partnershipIsActive: boolean;
  ownerId: string;
  attained: number | null;
  renews: boolean;
}

const schema = z
  .object({
    Id: requiredText,
    Partnership__c: requiredText,
    Partnership__r: z.object({ ExternalKey__c: text, Status__c: text }),
    Metric__c: requiredText,
    Target__c: z.number(),
    GrowthPercent__c: number,
    PeriodStart__c: requiredText,
    PeriodEnd__c: requiredText,
    GoalOwner__c: requiredText,
    Attained__c: number,
    RenewAutomatically__c: z.boolean(),
  })
  .transform((record): Goal => ({
    id: record.Id,
    partnershipId: record.Partnership__c,
    partnershipKey: record.Partnership__r.ExternalKey__c ?? record.Partnership__c,
    partnershipIsActive: record.Partnership__r.Status__c === 'Active',
    metric: record.Metric__c,
    target: record.Target__c,
    growthPercent: record.GrowthPercent__c,
    periodStart: record.PeriodStart__c,
    periodEnd: record.PeriodEnd__c,
    ownerId: record.GoalOwner__c,
    attained: record.Attained__c,
    renews: record.RenewAutomatically__c,
  }));

/** Refunds and late attributions change a quarter for a while after it has ended: so long its goals are measured on. */
const MEASURED_DAYS_AFTER_END = 92;

/** Goals that have begun and whose result may still change. One API call for each 2,000. */
export async function openGoals(org: Pick<OrgAdmin, 'query'>, today: string): Promise<Goal[]> {
  const records = await org.query(
    `SELECT Id, Partnership__c, Partnership__r.ExternalKey__c, Partnership__r.Status__c, Metric__c, Target__c, GrowthPercent__c, PeriodStart__c, PeriodEnd__c, GoalOwner__c, Attained__c, RenewAutomatically__c FROM PartnerGoal__c WHERE PeriodStart__c <= ${today} AND PeriodEnd__c >= ${addDays(today, -MEASURED_DAYS_AFTER_END)}`,
  );
  return parseRecords(schema, records, 'PartnerGoal__c');
}
