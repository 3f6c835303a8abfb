import { vendorTitle } from '../events/vendor.ts';
import { externalKey } from '../events/document.ts';
import type { PrmDeal } from '../events/partner.ts';
import { toMajor } from '../money.ts';
import { addDays, dayOf } from '../rules/calendar.ts';
import { opportunityStage } from '../rules/opportunity-stage.ts';
import { identitiesByKey } from '../salesforce/facts/identities.ts';
import type { PartnershipFact } from '../salesforce/facts/partnerships.ts';
import { openIssuesOfDocument } from '../salesforce/facts/sync-issues.ts';
import type { OrgRow } from '../salesforce/org.ts';
import { percentOf, recordAttributionRow } from '../salesforce/rows/attribution.ts';
import { identityRow } from '../salesforce/rows/identity.ts';
import { fit, type RecordPointer } from '../salesforce/rows/relation.ts';
import { issueRows, type Issue } from '../salesforce/rows/sync-issue.ts';
import type { PrmVendor } from '../vendors/contract.ts';
import type { JobContext } from './context.ts';
import { partnershipMissing } from './partnership-missing.ts';
import { ensurePartnership } from './refresh-partnership.ts';

/** A deal that a partner registered: an Opportunity, with the partner's part in it and its share of the credit. */
export async function refreshDeal(
  context: JobContext,
  vendor: PrmVendor,
  id: string,
): Promise<string> {
  const truth = await vendor.fetchDeal(id);
  if (!truth) return 'DOCUMENT_GONE';
  const key = externalKey(truth.ref);
  const partnership = await ensurePartnership(context, truth.partnership, [vendor]);
  const [identities, open, setup] = await Promise.all([
    identitiesByKey(context.org, [key]),
    openIssuesOfDocument(context.org, key),
    context.setup(),
  ]);
  const opportunityId = identities.get(key)?.opportunityId ?? null;
  const opportunity: RecordPointer = { id: opportunityId, key };
  const stage = opportunityStage(truth.stage, setup.opportunityStages);
  await context.org.save([
    opportunityRow(context, truth, stage.value, opportunityId !== null),
    identityRow({
      ref: truth.ref,
      version: truth.version,
      links: opportunityId === null ? { Opportunity: opportunity } : {},
      status: opportunityId === null ? 'Matched' : null,
      matchReason:
        opportunityId === null ? `Registered through ${vendorTitle(vendor.name)}.` : null,
      state: truth.stage,
    }),
    ...(partnership && opportunityId === null
      ? [attributionRow(context, truth, opportunity, partnership)]
      : []),
    ...issueRows(
      [
        ...(partnership ? [] : [partnershipMissing(truth.ref, truth.partnership)]),
        ...(stage.isKnown || opportunityId !== null ? [] : [stageUnknown(truth, stage.value)]),
      ],
      open,
      ['PARTNERSHIP_UNKNOWN', 'WRITE_REFUSED'],
      context.clock.now(),
    ),
  ]);
  return partnership ? 'DEAL_SAVED' : 'PARTNERSHIP_UNKNOWN';
}

/** How far ahead a deal without a date is expected to close: a quarter, as reps would say. */
const DAYS_TO_CLOSE = 90;

/** Name, amount, date and stage are written once; from then on they are the rep's. The PRM's stage is kept beside them. */
function opportunityRow(
  context: JobContext,
  truth: PrmDeal,
  stage: string,
  isKnown: boolean,
): OrgRow {
  const contact = [truth.contact.firstName, truth.contact.lastName].filter(Boolean).join(' ');
  const name = truth.accountName ?? (contact || `Deal ${truth.ref.id}`);
  return {
    object: 'Opportunity',
    key: externalKey(truth.ref),
    fields: {
      ...(isKnown
        ? {}
        : {
            Name: fit(name, 120),
            StageName: stage,
            CloseDate: truth.closeDate ?? addDays(dayOf(truth.createdAt), DAYS_TO_CLOSE),
            Amount: amountOf(context, truth),
            LeadSource: 'Partner',
          }),
      SourceStage__c: truth.stage === null ? null : fit(truth.stage, 80),
      SourceVersion__c: truth.version,
    },
  };
}

function amountOf(context: JobContext, truth: PrmDeal): number | null {
  if (truth.amountMinor === null) return null;
  return Number(toMajor({ minor: truth.amountMinor, currency: context.orgCurrency }));
}

function attributionRow(
  context: JobContext,
  truth: PrmDeal,
  opportunity: RecordPointer,
  partnership: PartnershipFact,
): OrgRow {
  const who = truth.source === 'partner' ? 'registered this deal' : 'was passed this deal';
  return recordAttributionRow(
    {
      object: 'OpportunityAttribution__c',
      record: opportunity,
      partnership,
      version: truth.version,
      origin: 'PRM Deal',
      reasonCode: 'PRM_DEAL',
      reason: `${partnership.name} ${who} through ${vendorTitle(truth.ref.vendor)}.`,
      touchedAt: truth.createdAt,
    },
    {
      CreditPercent__c: 100,
      PayableSplitPercent__c: percentOf(partnership.defaultSplit),
      CreditAmount__c: amountOf(context, truth),
    },
  );
}

function stageUnknown(truth: PrmDeal, used: string): Issue {
  return {
    code: 'STAGE_UNKNOWN',
    severity: 'Info',
    documentKey: externalKey(truth.ref),
    subject: truth.stage,
    message: `The deal stage "${truth.stage ?? ''}" of ${vendorTitle(truth.ref.vendor)} is not an opportunity stage here, so the opportunity starts at "${used}".`,
    whatToDo: `Set the opportunity's stage by hand, and add "${truth.stage ?? ''}" to the opportunity stages if it will come again. Resolve this issue when done.`,
  };
}
