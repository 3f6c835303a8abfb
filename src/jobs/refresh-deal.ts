import { vendorTitle } from '../events/vendor.ts';
import { externalKey } from '../events/document.ts';
import type { PrmDeal } from '../events/partner.ts';
import { toMajor } from '../money.ts';
import { addDays, dayOf } from '../rules/calendar.ts';
import { opportunityStage } from '../rules/opportunity-stage.ts';
import { identitiesByKey, type IdentityFact } from '../salesforce/facts/identities.ts';
import type { PartnershipFact } from '../salesforce/facts/partnerships.ts';
import { openIssuesOfDocument } from '../salesforce/facts/sync-issues.ts';
import { opportunityOf } from '../salesforce/facts/opportunities.ts';
import type { Fields, OrgRow } from '../salesforce/org.ts';
import { percentOf, recordAttributionRow } from '../salesforce/rows/attribution.ts';
import { identityRow } from '../salesforce/rows/identity.ts';
import { fit, type RecordPointer } from '../salesforce/rows/relation.ts';
import { exchangedText, sharedFields } from '../salesforce/rows/shared-deal.ts';
import { issueRows, type Issue } from '../salesforce/rows/sync-issue.ts';
import type { PrmVendor } from '../vendors/contract.ts';
import type { JobContext } from './context.ts';
import { exchangeDeal, type Exchange } from './exchange-deal.ts';
import { partnershipMissing } from './partnership-missing.ts';
import { ensurePartnership } from './refresh-partnership.ts';

/**
 * A deal that a partner registered: an Opportunity, with the partner's part in it and its share of the credit. Once both
 * sides have it, stage, amount and close date are exchanged, whichever side changed.
 */
export async function refreshDeal(
  context: JobContext,
  vendor: PrmVendor,
  id: string,
): Promise<string> {
  const found = await vendor.fetchDeal(id);
  if (!found) return 'DOCUMENT_GONE';
  const key = externalKey(found.ref);
  const partnership = await ensurePartnership(context, found.partnership, [vendor]);
  const [identities, open, setup] = await Promise.all([
    identitiesByKey(context.org, [key]),
    openIssuesOfDocument(context.org, key),
    context.setup(),
  ]);
  const identity = identities.get(key);
  const opportunityId = identity?.opportunityId ?? null;
  const opportunity = { id: opportunityId, key };
  const stage = opportunityStage(found.stage, setup.opportunityStages);
  const exchange = await exchangeOf(context, vendor, found, identity, stage.value);
  const { truth, fields, exchanged, issues } = exchange;
  const row = opportunityRow(truth, fields, opportunityId !== null);
  // Alone: if a rep was faster it is refused, and then nothing may say that both sides agree.
  if (fields['SyncSaw__c'] !== undefined) await context.org.save([row]);
  await context.org.save([
    row,
    identityRow({
      ref: truth.ref,
      version: truth.version,
      links: opportunityId === null ? { Opportunity: opportunity } : {},
      status: opportunityId === null ? 'Matched' : null,
      matchReason:
        opportunityId === null ? `Registered through ${vendorTitle(vendor.name)}.` : null,
      state: truth.stage,
      ...(exchanged === null ? {} : { exchanged }),
    }),
    ...(partnership && opportunityId === null
      ? [attributionRow(context, truth, opportunity, partnership)]
      : []),
    ...issueRows(
      [
        ...issues,
        ...(partnership ? [] : [partnershipMissing(truth.ref, truth.partnership)]),
        ...(stage.isKnown || opportunityId !== null ? [] : [stageUnknown(truth, stage.value)]),
      ],
      open,
      ['PARTNERSHIP_UNKNOWN', 'STAGE_NOT_IN_PRM', 'WRITE_REFUSED'],
      context.clock.now(),
    ),
  ]);
  return partnership ? 'DEAL_SAVED' : 'PARTNERSHIP_UNKNOWN';
}

/** How far ahead a deal without a date is expected to close: a quarter, as reps would say. */
const DAYS_TO_CLOSE = 90;

/** Both sides are compared where both have the deal; an opportunity that somebody deleted is not filled again. */
async function exchangeOf(
  context: JobContext,
  vendor: PrmVendor,
  found: PrmDeal,
  identity: IdentityFact | undefined,
  stage: string,
): Promise<Exchange> {
  if (!identity?.opportunityId) return firstExchange(context, found, stage);
  const fact = await opportunityOf(context.org, identity.opportunityId, context.orgCurrency);
  return fact
    ? exchangeDeal(context, vendor, found, fact, identity.exchanged)
    : { truth: found, fields: {}, exchanged: identity.exchanged, issues: [] };
}

/** A deal that Salesforce does not have yet: what the PRM says is what both agree on. */
function firstExchange(context: JobContext, truth: PrmDeal, stage: string): Exchange {
  const closeDate = truth.closeDate ?? addDays(dayOf(truth.createdAt), DAYS_TO_CLOSE);
  const agreed = { stage, amountMinor: truth.amountMinor, closeDate };
  return {
    truth,
    fields: sharedFields(agreed, context.orgCurrency),
    exchanged: exchangedText(agreed),
    issues: [],
  };
}

/** The name is written once; from then on it is the rep's. The PRM's own stage word is kept beside the shared fields. */
function opportunityRow(truth: PrmDeal, shared: Fields, isKnown: boolean): OrgRow {
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
            LeadSource: 'Partner',
          }),
      ...shared,
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
