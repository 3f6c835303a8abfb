import { externalKey } from '../events/document.ts';
import type { PrmDeal } from '../events/partner.ts';
import { vendorTitle } from '../events/vendor.ts';
import { formatMoney } from '../money.ts';
import { mergeField, type FieldMerge } from '../rules/field-merge.ts';
import { givenField } from '../rules/given-field.ts';
import { opportunityStage } from '../rules/opportunity-stage.ts';
import { prmStage } from '../rules/prm-stage.ts';
import type { OpportunityFact } from '../salesforce/facts/opportunities.ts';
import type { Fields } from '../salesforce/org.ts';
import {
  exchangedText,
  readExchanged,
  seenText,
  sharedFields,
  type SharedDeal,
} from '../salesforce/rows/shared-deal.ts';
import type { Issue } from '../salesforce/rows/sync-issue.ts';
import type { PrmDealChanges, PrmVendor } from '../vendors/contract.ts';
import type { JobContext } from './context.ts';

/** What an exchange leads to: the deal as the PRM has it now, and what is left to write in Salesforce. */
export interface Exchange {
  truth: PrmDeal;
  fields: Fields;
  /** What both agree on now; null: they never have. */
  exchanged: string | null;
  issues: Issue[];
}

type Merged = Record<keyof SharedDeal, FieldMerge>;

/**
 * Makes Salesforce and the PRM agree on a deal's stage, amount and close date, whoever changed them. The PRM is changed
 * here; Salesforce with the rows of the calling job, under a guard: if a rep is faster, the row is refused and the job
 * looks again.
 */
export async function exchangeDeal(
  context: JobContext,
  vendor: PrmVendor,
  truth: PrmDeal,
  opportunity: OpportunityFact,
  exchangedBefore: string | null,
): Promise<Exchange> {
  const setup = await context.setup();
  const base = readExchanged(exchangedBefore);
  const merged = mergeDeal(
    theirsOf(truth, opportunity, base, setup.opportunityStages),
    opportunity,
    base,
    context.orgCurrency,
  );
  const stage = stageToPush(merged, opportunity, await stagesIfNeeded(vendor, merged));
  const changes = changesOf(merged, stage);
  const after =
    Object.keys(changes).length === 0 ? truth : await vendor.changeDeal(truth.ref.id, changes);
  if (after && after !== truth) context.countDocument(vendor.name, 'deal', 'DEAL_PUSHED');
  const version = (after ?? truth).version;
  const taken = Object.fromEntries(
    keys.filter((key) => merged[key].write === 'Salesforce').map((key) => [key, merged[key].value]),
  );
  const fields = sharedFields(taken, context.orgCurrency);
  const agreed: SharedDeal = {
    // A stage that the PRM cannot take was not agreed on: it is offered again when the PRM has it.
    stage: stage === null ? (base?.stage ?? null) : textOf(merged.stage),
    amountMinor: numberOf(merged.amountMinor),
    closeDate: textOf(merged.closeDate),
    lostReason: opportunity.lostReason,
  };
  return {
    truth: after ?? truth,
    fields:
      Object.keys(fields).length === 0
        ? {}
        : { ...fields, SyncSaw__c: seenText(opportunity, version, context.orgCurrency) },
    exchanged: exchangedText(agreed),
    issues: [
      ...conflictIssues(truth, merged),
      ...(stage === null ? [stageNotInPrm(truth, opportunity)] : []),
    ],
  };
}

/** `lostReason` only goes one way: it is the rep's. */
const keys = ['stage', 'amountMinor', 'closeDate', 'lostReason'] as const;
const names: Readonly<Record<keyof SharedDeal, string>> = {
  stage: 'stage',
  amountMinor: 'amount',
  closeDate: 'close date',
  lostReason: 'lost reason',
};

const textOf = (merge: FieldMerge): string | null =>
  typeof merge.value === 'string' ? merge.value : null;
const numberOf = (merge: FieldMerge): number | null =>
  typeof merge.value === 'number' ? merge.value : null;

/** A stage that Salesforce does not have, and a blank stage or date, are no statement: the last agreement stands. */
function theirsOf(
  truth: PrmDeal,
  ours: SharedDeal,
  base: SharedDeal | null,
  stages: readonly string[],
): SharedDeal {
  const stage = truth.stage === null ? null : opportunityStage(truth.stage, stages);
  const known = base ?? ours;
  return {
    stage: stage?.isKnown ? stage.value : known.stage,
    amountMinor: truth.amountMinor,
    closeDate: truth.closeDate ?? known.closeDate,
    lostReason: truth.lostReason,
  };
}

function mergeDeal(
  theirs: SharedDeal,
  ours: SharedDeal,
  base: SharedDeal | null,
  orgCurrency: string,
): Merged {
  const merge = (key: keyof SharedDeal): FieldMerge =>
    mergeField({ name: names[key], base: base?.[key], ours: ours[key], theirs: theirs[key] });
  return {
    stage: merge('stage'),
    amountMinor: { ...merge('amountMinor'), reason: amountReason(theirs, ours, base, orgCurrency) },
    closeDate: merge('closeDate'),
    lostReason: givenField({
      name: names.lostReason,
      base: base?.lostReason,
      ours: ours.lostReason,
      theirs: theirs.lostReason,
    }),
  };
}

/** Amounts are compared in minor units, and told as people write them. */
function amountReason(
  theirs: SharedDeal,
  ours: SharedDeal,
  base: SharedDeal | null,
  currency: string,
): string {
  const told = ({ amountMinor }: SharedDeal): string | null =>
    amountMinor === null ? null : formatMoney({ minor: amountMinor, currency });
  return mergeField({
    name: names.amountMinor,
    base: base === null ? undefined : told(base),
    ours: told(ours),
    theirs: told(theirs),
  }).reason;
}

async function stagesIfNeeded(vendor: PrmVendor, merged: Merged): ReturnType<PrmVendor['stages']> {
  return merged.stage.write === 'PRM' ? vendor.stages('deal') : [];
}

/** The PRM's word for the stage to push; undefined: none is to be pushed; null: the PRM has no such stage. */
function stageToPush(
  merged: Merged,
  { stage, outcome }: OpportunityFact,
  stages: Awaited<ReturnType<PrmVendor['stages']>>,
): string | null | undefined {
  return merged.stage.write === 'PRM' ? prmStage({ stage, outcome }, stages) : undefined;
}

function changesOf(merged: Merged, stage: string | null | undefined): PrmDealChanges {
  return {
    ...(typeof stage === 'string' ? { stage } : {}),
    ...(merged.amountMinor.write === 'PRM' ? { amountMinor: numberOf(merged.amountMinor) } : {}),
    ...(merged.closeDate.write === 'PRM' ? { closeDate: textOf(merged.closeDate) } : {}),
    ...(typeof merged.lostReason.value === 'string' && merged.lostReason.write === 'PRM'
      ? { lostReason: merged.lostReason.value }
      : {}),
  };
}

function conflictIssues(truth: PrmDeal, merged: Merged): Issue[] {
  const reasons = keys
    .map((key) => merged[key])
    .filter(({ code }) => code === 'CHANGED_ON_BOTH_SIDES')
    .map(({ reason }) => reason);
  if (reasons.length === 0) return [];
  return [
    {
      code: 'CHANGED_ON_BOTH_SIDES',
      severity: 'Info',
      documentKey: externalKey(truth.ref),
      subject: null,
      message: reasons.join(' '),
      whatToDo: `Nothing, if Salesforce is right. If the partner is, correct the opportunity: ${vendorTitle(truth.ref.vendor)} follows. Then resolve this issue.`,
    },
  ];
}

function stageNotInPrm(truth: PrmDeal, { stage }: OpportunityFact): Issue {
  const prm = vendorTitle(truth.ref.vendor);
  return {
    code: 'STAGE_NOT_IN_PRM',
    severity: 'Warning',
    documentKey: externalKey(truth.ref),
    subject: null,
    message: `The opportunity is at the stage "${stage}", and ${prm} has no such stage for deals, so the partner still sees "${truth.stage ?? ''}".`,
    whatToDo: `Add the stage "${stage}" to the deal stages of the group in ${prm}, or use a stage that both have. The next change of the deal is tried anew, and this issue closes itself then.`,
  };
}
