import { TransientError } from '../../errors.ts';
import type { PrmReward } from '../../events/partner.ts';
import type { RewardRecord } from './schema.ts';

export interface RewardPage {
  data: { items: RewardRecord[]; has_more: boolean };
}

const LARGEST_PAGE = 250;
const DAY_MS = 86_400_000;

/**
 * Every reward that was made since a day before `from`. Asked for twice, for all and for those that are scheduled: these are
 * dated into the future (seen: 90 days), and the list is not known to give them unasked (Dub's connector asks twice too).
 */
export async function listRewards(
  ask: (query: string) => Promise<RewardPage | null>,
  from: Date,
): Promise<RewardRecord[]> {
  const since = `min_created=${from.getTime() - DAY_MS}`;
  const found = new Map<string, RewardRecord>();
  for (const filter of [since, `${since}&status=scheduled`]) {
    let cursor = '';
    for (;;) {
      const after = cursor === '' ? '' : `&starting_after=${encodeURIComponent(cursor)}`;
      const page = await ask(`limit=${LARGEST_PAGE}&${filter}${after}`);
      const last = page?.data.items.at(-1)?.key ?? '';
      if (page === null || (page.data.has_more && (last === '' || last === cursor)))
        throw new TransientError({
          code: 'VENDOR_ANSWER_MALFORMED',
          message: "PartnerStack's rewards could not be listed to the end.",
          action: 'If this stays, check PARTNERSTACK_API_BASE.',
        });
      for (const reward of page.data.items) found.set(reward.key, reward);
      if (!page.data.has_more) break;
      cursor = last;
    }
  }
  return [...found.values()];
}

/** PartnerStack's words into ours; null for one that is archived, or without an amount, a currency or a time. */
export function toReward(record: RewardRecord): PrmReward | null {
  const { transaction, customer } = record;
  const earnedAt = transaction?.created_at ?? record.created_at;
  if (record.archived === true || record.amount === null || record.currency === null) return null;
  if (earnedAt === null) return null;
  return {
    id: record.key,
    partnershipId: record.partnership_key ?? record.partnership?.key ?? null,
    customer:
      customer?.key === undefined || customer.key === null
        ? null
        : { id: customer.key, name: customer.name ?? null },
    earnedAt: new Date(earnedAt),
    currency: record.currency.toUpperCase(),
    amountMinor: record.amount,
    transaction: transaction && {
      amountMinor: transaction.amount,
      currency: transaction.currency?.toUpperCase() ?? null,
    },
    status: record.reward_status?.toLowerCase() ?? 'unknown',
    declineReason: record.decline_reason,
    source: record.source?.type?.toLowerCase() ?? null,
    record: recordOf(record.source),
  };
}

/** Leads and deals are named by their keys; what an action was done for is not told by its own. */
function recordOf(source: RewardRecord['source']): PrmReward['record'] {
  const type = source?.type?.toLowerCase();
  const id = source?.key ?? null;
  return id !== null && (type === 'lead' || type === 'deal') ? { type, id } : null;
}
