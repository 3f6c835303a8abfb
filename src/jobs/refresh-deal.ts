import { vendorTitle } from '../events/vendor.ts';
import { externalKey } from '../events/document.ts';
import type { PrmDeal } from '../events/partner.ts';
import { toMajor } from '../money.ts';
import { addDays, dayOf } from '../rules/calendar.ts';
import { opportunityStage } from '../rules/opportunity-stage.ts';
import { identitiesByKey } from '../salesforce/facts/identities.ts';
import type { PartnershipFact } from '../salesforce/facts/partnerships.ts';
import { opportunityOf } from '../salesforce/facts/opportunities.ts';
import { hasCredits } from '../salesforce/facts/has-credits.ts';
import { registrationStatus } from '../salesforce/facts/registrations.ts';
import { openIssuesOfDocument, type OpenIssue } from '../salesforce/facts/sync-issues.ts';
import type { Fields, OrgRow } from '../salesforce/org.ts';
import { percentOf, recordAttributionRow } from '../salesforce/rows/attribution.ts';
import { identityRow } from '../salesforce/rows/identity.ts';
import { dealName, registrationRow } from '../salesforce/rows/registration.ts';
import { fit, type RecordPointer } from '../salesforce/rows/relation.ts';
import { exchangedText, sharedFields } from '../salesforce/rows/shared-deal.ts';
import { issueRows, type Issue } from '../salesforce/rows/sync-issue.ts';
import type { PrmVendor } from '../vendors/contract.ts';
import type { JobContext } from './context.ts';
import { exchangeDeal, type Exchange } from './exchange-deal.ts';
import { partnershipMissing } from './partnership-missing.ts';
import { noteDeleted } from './record-deleted.ts';
import { ensurePartnership } from './refresh-partnership.ts';

/** What the org knows of a deal before this look at it. */
interface KnownDeal {
  opportunity: RecordPointer;
  exchanged: string | null;
  /** Of the truth that was saved last. */
  version: number | null;
  /** Null: not registered yet. */
  registrationStatus: string | null;
  isCredited: boolean;
  openIssues: OpenIssue[];
}

/**
 * A deal that a partner registered: a registration for the reviewers, an Opportunity for the reps, with the partner's part in
 * it and its share of the credit. Once both sides have it, stage, amount and close date are exchanged, whichever side changed.
 */
export async function refreshDeal(
  context: JobContext,
  vendor: PrmVendor,
  id: string,
): Promise<string> {
  const found = await vendor.fetchDeal(id);
  if (!found) return 'DOCUMENT_GONE';
  const partnership = await ensurePartnership(context, found.partnership, [vendor]);
  const [known, setup] = await Promise.all([
    knownDeal(context, externalKey(found.ref)),
    context.setup(),
  ]);
  const stage = opportunityStage(found.stage, setup.opportunityStages);
  const isKnown = known.opportunity.id !== null;
  if (!isKnown && known.version !== null)
    return noteDeleted(context, found.ref, dealName(found), known.openIssues);
  const exchange = await exchangeOf(context, vendor, found, known, stage.value);
  const { truth, fields } = exchange;
  const said = issueRows(
    [
      ...exchange.issues,
      ...(partnership ? [] : [partnershipMissing(truth.ref, truth.partnership)]),
      ...(stage.isKnown || isKnown ? [] : [stageUnknown(truth, stage.value)]),
    ],
    known.openIssues,
    ['PARTNERSHIP_UNKNOWN', 'STAGE_NOT_IN_PRM', 'RECORD_DELETED', 'WRITE_REFUSED'],
    context.clock.now(),
  );
  if (partnership && said.length === 0 && isInStep(exchange, known)) return 'DEAL_IN_STEP';
  const row = opportunityRow(truth, fields, isKnown);
  // Alone: if a rep was faster it is refused, and then nothing may say that both sides agree.
  if (fields['SyncSaw__c'] !== undefined) await context.org.save([row]);
  await context.org.save([
    row,
    dealIdentityRow(exchange, known.opportunity),
    ...(partnership ? partnerRows(context, truth, known, partnership) : []),
    ...said,
  ]);
  return partnership ? 'DEAL_SAVED' : 'PARTNERSHIP_UNKNOWN';
}

async function knownDeal(context: JobContext, key: string): Promise<KnownDeal> {
  const [identities, openIssues, status] = await Promise.all([
    identitiesByKey(context.org, [key]),
    openIssuesOfDocument(context.org, key),
    registrationStatus(context.org, key),
  ]);
  const identity = identities.get(key);
  const id = identity?.opportunityId ?? null;
  return {
    opportunity: { id, key },
    exchanged: identity?.exchanged ?? null,
    version: identity?.version ?? null,
    registrationStatus: status,
    isCredited: id !== null && (await hasCredits(context.org, 'OpportunityAttribution__c', id)),
    openIssues,
  };
}

/**
 * An echo (our own push coming back as a webhook, a delivery that came twice) finds everything as it was left: it costs the
 * look, and no write (I7).
 */
function isInStep({ truth, fields, exchanged }: Exchange, known: KnownDeal): boolean {
  return (
    known.version === truth.version &&
    known.exchanged === exchanged &&
    Object.keys(fields).length === 0 &&
    known.isCredited &&
    (known.registrationStatus !== null || truth.source === 'vendor')
  );
}

function dealIdentityRow({ truth, exchanged }: Exchange, opportunity: RecordPointer): OrgRow {
  const isNew = opportunity.id === null;
  return identityRow({
    ref: truth.ref,
    version: truth.version,
    links: isNew ? { Opportunity: opportunity } : {},
    status: isNew ? 'Matched' : null,
    matchReason: isNew ? `Registered through ${vendorTitle(truth.ref.vendor)}.` : null,
    state: truth.stage,
    ...(exchanged === null ? {} : { exchanged }),
  });
}

/** The partner's credit, unless somebody is credited already, and its registration, unless we passed the deal to the partner. */
function partnerRows(
  context: JobContext,
  truth: PrmDeal,
  known: KnownDeal,
  partnership: PartnershipFact,
): OrgRow[] {
  const { opportunity } = known;
  return [
    ...(known.isCredited ? [] : [attributionRow(context, truth, opportunity, partnership)]),
    ...(truth.source === 'partner'
      ? [
          registrationRow(
            truth,
            known.registrationStatus,
            opportunity,
            partnership,
            context.orgCurrency,
          ),
        ]
      : []),
  ];
}

/** How far ahead a deal without a date is expected to close: a quarter, as reps would say. */
const DAYS_TO_CLOSE = 90;

/** Both sides are compared where both have the deal; an opportunity that somebody deleted is not filled again. */
async function exchangeOf(
  context: JobContext,
  vendor: PrmVendor,
  found: PrmDeal,
  known: KnownDeal,
  stage: string,
): Promise<Exchange> {
  if (known.opportunity.id === null) return firstExchange(context, found, stage);
  const fact = await opportunityOf(context.org, known.opportunity.id, context.orgCurrency);
  return fact
    ? exchangeDeal(context, vendor, found, fact, known.exchanged)
    : { truth: found, fields: {}, exchanged: known.exchanged, issues: [] };
}

/** A deal that Salesforce does not have yet: what the PRM says is what both agree on. */
function firstExchange(context: JobContext, truth: PrmDeal, stage: string): Exchange {
  const closeDate = truth.closeDate ?? addDays(dayOf(truth.createdAt), DAYS_TO_CLOSE);
  const { amountMinor } = truth;
  const agreed = { stage, amountMinor, closeDate, lostReason: null };
  return {
    truth,
    fields: sharedFields(agreed, context.orgCurrency),
    exchanged: exchangedText(agreed),
    issues: [],
  };
}

/** The name is written once; from then on it is the rep's. The PRM's own stage word is kept beside the shared fields. */
function opportunityRow(truth: PrmDeal, shared: Fields, isKnown: boolean): OrgRow {
  return {
    object: 'Opportunity',
    key: externalKey(truth.ref),
    fields: {
      ...(isKnown
        ? {}
        : {
            Name: fit(dealName(truth), 120),
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
