import { z } from 'zod';
import { recordTriggers } from '../rules/commission-terms.ts';
import { parseRecords, requiredText } from '../salesforce/facts/record.ts';
import { soqlString } from '../salesforce/soql.ts';
import type { JobContext } from './context.ts';

const partSchema = z.object({ Partnership__c: requiredText });
const issueSchema = z.object({ RecordId__c: requiredText });
const programSchema = z.object({ Program__c: requiredText });

/**
 * Finds the partnerships whose leads or deals have changed (accepted, converted, won, reopened, lost; credit added, changed
 * or ended) or whose rules for them have, or who wait for an amount or a rate, and has them computed again. Idempotent, so it may look at the same change twice.
 */
export async function creditMilestones(
  context: Pick<JobContext, 'org' | 'producer' | 'countDocument'>,
  from: Date,
): Promise<void> {
  const { org } = context;
  const since = from.toISOString();
  const triggers = recordTriggers.map(soqlString).join(', ');
  const rules = await org.query(
    `SELECT Program__c FROM CommissionRule__c WHERE Trigger__c IN (${triggers}) AND Status__c IN ('Active', 'Retired') AND SystemModstamp >= ${since}`,
  );
  const programs = new Set(
    parseRecords(programSchema, rules, 'CommissionRule__c').map((row) => row.Program__c),
  );
  const of =
    programs.size === 0
      ? []
      : [`Partnership__r.Program__c IN (${[...programs].map(soqlString).join(', ')})`];
  const unclear = await org.query(
    "SELECT RecordId__c FROM SyncIssue__c WHERE Code__c = 'COMMISSION_UNCLEAR' AND Status__c = 'Open' AND RecordId__c != null",
  );
  const found = await Promise.all([
    org.query(
      query('LeadAttribution__c', [
        `SystemModstamp >= ${since}`,
        `Lead__r.SystemModstamp >= ${since}`,
        ...of,
      ]),
    ),
    org.query(
      query('OpportunityAttribution__c', [
        `SystemModstamp >= ${since}`,
        `Opportunity__r.SystemModstamp >= ${since}`,
        ...of,
      ]),
    ),
  ]);
  const partnerships = new Set([
    ...parseRecords(partSchema, found.flat(), 'OpportunityAttribution__c').map(
      (row) => row.Partnership__c,
    ),
    ...parseRecords(issueSchema, unclear, 'SyncIssue__c').map((row) => row.RecordId__c),
  ]);
  for (const partnershipId of partnerships) await context.producer.creditPartnership(partnershipId);
  context.countDocument(
    'salesforce',
    'sweep',
    partnerships.size === 0 ? 'NOTHING_CHANGED' : 'MILESTONES_SWEPT',
  );
}

const query = (object: string, conditions: readonly string[]): string =>
  `SELECT Partnership__c FROM ${object} WHERE ${conditions.join(' OR ')}`;
