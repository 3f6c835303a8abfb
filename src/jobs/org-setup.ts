import { HumanNeededError } from '../errors.ts';
import type { Org, OrgAdmin } from '../salesforce/org.ts';
import { recordTypes } from '../salesforce/record-types.ts';
import type { OrgSetup } from './context.ts';

/**
 * Reads what differs from org to org, once: a later call gets the same answer, a failed one is tried again. Throws
 * HumanNeededError where the metadata is not deployed.
 */
export function orgSetup(org: Org & OrgAdmin): () => Promise<OrgSetup> {
  let known: Promise<OrgSetup> | null = null;
  return () => {
    known ??= readSetup(org).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

async function readSetup(org: Org & OrgAdmin): Promise<OrgSetup> {
  const types = recordTypes(org);
  const opportunity = await org.describe('Opportunity');
  const stages = opportunity?.fields.find((field) => field.name === 'StageName')?.picklistValues;
  if (!stages) {
    throw new HumanNeededError({
      scope: 'salesforce',
      code: 'OPPORTUNITY_NOT_READABLE',
      message: 'The integration user cannot see Opportunity.StageName.',
      action: 'Assign the permission set SyncService to the integration user.',
    });
  }
  return {
    partnerRecordTypeId: await types.recordTypeId('Account', 'Partner'),
    customerRecordTypeId: await types.recordTypeId('Account', 'Customer'),
    opportunityStages: stages.filter((stage) => stage.active).map((stage) => stage.value),
  };
}
