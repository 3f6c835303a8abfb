import type { Stored } from './records.ts';

export interface Page {
  items: Stored[];
  has_more: boolean;
}

/** A request that PartnerStack refuses with 400, with the reason for its error envelope. */
export type Listing = { page: Page } | { refused: string };

const DEFAULT_LIMIT = 10;
const LARGEST_LIMIT = 250;

const bounds: readonly [name: string, field: 'created_at' | 'updated_at', sign: 1 | -1][] = [
  ['min_created', 'created_at', 1],
  ['max_created', 'created_at', -1],
  ['min_updated', 'updated_at', 1],
  ['max_updated', 'updated_at', -1],
];

function passes(row: Stored, query: URLSearchParams, hidesArchived: boolean): boolean {
  const inTime = bounds.every(([name, field, sign]) => {
    const bound = query.get(name);
    return bound === null || (row[field] - Number(bound)) * sign >= 0;
  });
  const partnerKey = query.get('partner_key');
  // Of rewards; scheduled ones, which lie in the future, are given to those who ask for them only.
  const status = row['reward_status'] ?? null;
  if (status !== null && (status === 'scheduled') !== (query.get('status') === 'scheduled'))
    return false;
  const shown = !row.archived || !hidesArchived || query.get('include_archived') === 'true';
  return inTime && shown && (partnerKey === null || row['partner_key'] === partnerKey);
}

/** Newest first; what was made in the same millisecond, last made first. */
function newestFirst(rows: Iterable<Stored>, field: 'created_at' | 'updated_at'): Stored[] {
  return [...rows].reverse().sort((left, right) => right[field] - left[field]);
}

function limitOf(query: URLSearchParams): number | null {
  const limit = Number(query.get('limit') ?? DEFAULT_LIMIT);
  return Number.isInteger(limit) && limit >= 1 && limit <= LARGEST_LIMIT ? limit : null;
}

/** A page as PartnerStack's list endpoints cut it (docs.partnerstack.com/docs/partner-api, "Pagination"). */
export function listPage(
  rows: Iterable<Stored>,
  query: URLSearchParams,
  hidesArchived: boolean,
): Listing {
  const limit = limitOf(query);
  if (limit === null) return { refused: 'limit must be between 1 and 250' };
  const after = query.get('starting_after');
  const before = query.get('ending_before');
  if (after !== null && before !== null) {
    return { refused: 'starting_after and ending_before are mutually exclusive' };
  }
  const oldestFirst = query.get('order_by') === 'created_at';
  const byUpdate = query.get('order_by') === '-updated_at';
  const all = newestFirst(rows, byUpdate ? 'updated_at' : 'created_at').filter((row) =>
    passes(row, query, hidesArchived),
  );
  if (oldestFirst) all.reverse();
  const cursor = after ?? before;
  const index = all.findIndex((row) => row.key === cursor);
  if (cursor !== null && index < 0) return { refused: 'the cursor names no object of this list' };
  if (before !== null) {
    const start = Math.max(index - limit, 0);
    return { page: { items: all.slice(start, index), has_more: start > 0 } };
  }
  const start = after === null ? 0 : index + 1;
  return {
    page: { items: all.slice(start, start + limit), has_more: start + limit < all.length },
  };
}
