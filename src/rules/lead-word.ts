import type { PrmStage } from '../events/partner.ts';

/** A lead as a rep has it. */
export interface WorkedLead {
  /** Salesforce's Lead Status. */
  status: string;
  isConverted: boolean;
}

/** What the PRM is told of a lead: the word to look for among its own, and how the lead ended. */
export interface LeadWord {
  word: string;
  outcome: PrmStage['outcome'];
}

/** Salesforce does not mark a status as lost: these begin its own and the usual ones. */
const lost = /^(closed|unqualified|not qualified|disqualified|rejected|declined|duplicate|lost)\b/i;

/** A converted lead is won, whatever its status is called; otherwise the status says how the lead stands. */
export function leadWord({ status, isConverted }: WorkedLead): LeadWord {
  if (isConverted) return { word: status, outcome: 'won' };
  return { word: status, outcome: lost.test(status.trim()) ? 'lost' : 'open' };
}
