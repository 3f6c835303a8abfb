import { z } from 'zod';
import type { MergeableGoal } from '../../rules/merged-goal.ts';
import type { OrgAdmin } from '../org.ts';
import { soqlString } from '../soql.ts';
import { day, number, parseRecords, requiredText, text } from './record.ts';

/** A goal that still runs or is to come, with what its reason is put before. */
export interface PartnershipGoal extends MergeableGoal {
  id: string;
  name: string;
  partnershipId: string;
  description: string | null;
}

const goalSchema = z
  .object({
    Id: requiredText,
    Name: requiredText,
    Partnership__c: requiredText,
    Metric__c: requiredText,
    Target__c: z.number(),
    Result__c: number,
    PeriodStart__c: requiredText,
    PeriodEnd__c: requiredText,
    Description__c: text,
  })
  .transform((row): PartnershipGoal => ({
    id: row.Id,
    name: row.Name,
    partnershipId: row.Partnership__c,
    metric: row.Metric__c,
    target: row.Target__c,
    reached: row.Result__c ?? 0,
    periodStart: row.PeriodStart__c,
    periodEnd: row.PeriodEnd__c,
    description: row.Description__c,
  }));

const list = (ids: readonly string[]): string => ids.map(soqlString).join(', ');

/** Goals of these partnerships whose period is not over. One API call for each 2,000. */
export async function goalsNotOver(
  org: Pick<OrgAdmin, 'query'>,
  partnershipIds: readonly string[],
  today: string,
): Promise<PartnershipGoal[]> {
  const records = await org.query(
    `SELECT Id, Name, Partnership__c, Metric__c, Target__c, Result__c, PeriodStart__c, PeriodEnd__c, Description__c FROM PartnerGoal__c WHERE Partnership__c IN (${list(partnershipIds)}) AND PeriodEnd__c >= ${today} ORDER BY Id`,
  );
  return parseRecords(goalSchema, records, 'PartnerGoal__c');
}

/** A registration that may have to go on elsewhere. */
export interface OpenRegistration {
  id: string;
  partnershipId: string;
  status: string;
  expiresOn: string | null;
  description: string | null;
}

const registrationSchema = z
  .object({
    Id: requiredText,
    Partnership__c: requiredText,
    Status__c: requiredText,
    ExpiresOn__c: day,
    Description__c: text,
  })
  .transform((row): OpenRegistration => ({
    id: row.Id,
    partnershipId: row.Partnership__c,
    status: row.Status__c,
    expiresOn: row.ExpiresOn__c,
    description: row.Description__c,
  }));

/** Registrations of these partnerships that are undecided or approved. One API call for each 2,000; long texts make pages shorter. */
export async function registrationsNotOver(
  org: Pick<OrgAdmin, 'query'>,
  partnershipIds: readonly string[],
): Promise<OpenRegistration[]> {
  const records = await org.query(
    `SELECT Id, Partnership__c, Status__c, ExpiresOn__c, Description__c FROM DealRegistration__c WHERE Partnership__c IN (${list(partnershipIds)}) AND Status__c IN ('Submitted', 'In Review', 'Approved') ORDER BY Id`,
  );
  return parseRecords(registrationSchema, records, 'DealRegistration__c');
}
