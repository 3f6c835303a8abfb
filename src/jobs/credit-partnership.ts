import type { PartnershipJob } from '../queue/contract.ts';
import { dayOf } from '../rules/calendar.ts';
import { recordTriggers } from '../rules/commission-terms.ts';
import { recordLines } from '../rules/record-lines.ts';
import { commissionRules } from '../salesforce/facts/commission-rules.ts';
import { recordCredits } from '../salesforce/facts/record-credits.ts';
import type { JobContext } from './context.ts';
import { postLines } from './post-lines.ts';

type Context = Pick<JobContext, 'org' | 'orgCurrency' | 'clock' | 'countDocument'>;

/**
 * What we owe one partnership for its leads and deals: computed over all of them, from the org alone. Single flight for each
 * partnership, so that two runs never see half of each other's lines.
 */
export async function creditPartnership(
  context: Context,
  { partnershipId }: PartnershipJob,
): Promise<void> {
  const rules = (await commissionRules(context.org)).filter((rule) =>
    recordTriggers.includes(rule.trigger),
  );
  const now = context.clock.now();
  const credits =
    rules.length === 0
      ? []
      : await recordCredits(context.org, partnershipId, context.orgCurrency, dayOf(now));
  const grounds = new Map(credits.map((credit) => [credit.key, credit.ground]));
  const lines = recordLines(credits, rules, now).map((line) => {
    const ground = grounds.get(line.recordKey);
    return { line, ground: ground ? { [ground.lookup]: ground.attributionId } : {} };
  });
  await postLines(context, lines, []);
  context.countDocument(
    'salesforce',
    'credit',
    lines.length === 0 ? 'PARTNERSHIP_UNCHANGED' : 'PARTNERSHIP_CREDITED',
  );
}
