import { externalKey } from '../events/document.ts';
import type { PrmLead } from '../events/partner.ts';
import { vendorTitle } from '../events/vendor.ts';
import { givenField } from '../rules/given-field.ts';
import { leadWord } from '../rules/lead-word.ts';
import { prmStage } from '../rules/prm-stage.ts';
import type { LeadFact } from '../salesforce/facts/leads.ts';
import { givenLeadText, readGivenLead } from '../salesforce/rows/given-lead.ts';
import type { Issue } from '../salesforce/rows/sync-issue.ts';
import type { PrmVendor } from '../vendors/contract.ts';
import type { JobContext } from './context.ts';

/** What giving leads to: the lead as the PRM has it now, and what it was told. */
export interface LeadExchange {
  truth: PrmLead;
  /** Null: nothing was told yet. */
  exchanged: string | null;
  issues: Issue[];
}

/**
 * Tells the PRM how a lead stands when a rep has changed it; partners may not edit a lead there, so nothing comes back. A lead
 * that has just come and is still open says nothing: the word that the partner sees is the PRM's own then.
 */
export async function exchangeLead(
  context: Pick<JobContext, 'countDocument'>,
  vendor: PrmVendor,
  truth: PrmLead,
  lead: LeadFact,
  exchangedBefore: string | null,
): Promise<LeadExchange> {
  const given = readGivenLead(exchangedBefore);
  const { status } = lead;
  const { word, outcome } = leadWord(lead);
  const unchanged = { truth, exchanged: exchangedBefore, issues: [] };
  if (given?.status === status) return unchanged;
  const told = (said: string | null): string => givenLeadText({ status, word: said });
  if (given === null && outcome === 'open') return { ...unchanged, exchanged: told(null) };
  const stages = await vendor.stages('lead');
  const target = prmStage({ stage: word, outcome }, stages);
  if (target === null && outcome !== 'open' && stages.length > 0)
    return { ...unchanged, issues: [statusNotInPrm(truth, status)] };
  const merged = givenField({
    name: 'lead status',
    base: given?.word ?? undefined,
    ours: target,
    theirs: truth.status,
  });
  const exchanged = told(target);
  if (merged.write !== 'PRM' || target === null) return { ...unchanged, exchanged };
  const after = await vendor.changeLead(truth.ref.id, { status: target });
  if (after) context.countDocument(vendor.name, 'lead', 'LEAD_PUSHED');
  return { truth: after ?? truth, exchanged, issues: [] };
}

function statusNotInPrm(truth: PrmLead, status: string): Issue {
  const prm = vendorTitle(truth.ref.vendor);
  return {
    code: 'STAGE_NOT_IN_PRM',
    severity: 'Warning',
    documentKey: externalKey(truth.ref),
    subject: null,
    message: `The lead is at the status "${status}", and ${prm} has no single status for leads that ended so; the partner still sees "${truth.status ?? ''}".`,
    whatToDo: `Add the status "${status}" to the lead stages of the group in ${prm}, or use a status that both have. The next change of the lead is tried anew, and this issue closes itself then.`,
  };
}
