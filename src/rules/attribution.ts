/**
 * Who is credited for a customer. Every claim (a partner key that the billing customer carries, a PRM's customer, a rep's
 * own entry) is kept as a row; this rule says which rows hold the payable split. The outcome depends on the set of claims
 * only, never on the order in which they became known.
 */
export const attributionOrigins = [
  'Manual',
  'Billing Partner Key',
  'PRM Customer',
  'PRM Lead',
  'PRM Deal',
] as const;
export type AttributionOrigin = (typeof attributionOrigins)[number];

export type AttributionReasonCode =
  | 'PARTNER_KEY_ON_CUSTOMER'
  | 'PARTNER_KEY_ON_CHECKOUT'
  | 'PARTNER_KEY_ON_SUBSCRIPTION'
  | 'PRM_CUSTOMER'
  | 'PRM_LEAD'
  | 'PRM_DEAL'
  | 'ADDED_BY_HAND'
  | 'SUPERSEDED';

/**
 * Precedence, first wins (peers.md 3a: numbered rules, ties by oldest, then by key):
 * 1 a person said so in Salesforce; 2 the billing customer carries a partner key; 3 the PRM names the customer's partner.
 */
const precedence: Readonly<Record<AttributionOrigin, number>> = {
  Manual: 1,
  'Billing Partner Key': 2,
  'PRM Customer': 3,
  'PRM Deal': 4,
  'PRM Lead': 5,
};

/** One claim to a customer, new or already in the org. Splits are basis points: 10000 = 100 %. */
export interface AttributionClaim {
  /** External key of the row; a row that a rep made has its record id here. */
  key: string;
  partnershipId: string;
  partnershipName: string;
  role: string;
  origin: AttributionOrigin;
  reasonCode: AttributionReasonCode;
  reason: string;
  /** The split it asks for when nothing stands against it. */
  wantedSplit: number;
  touchedAt: Date;
  /** First day of credit, "YYYY-MM-DD". */
  startDate: string;
}

/** A row as the org holds it. */
export interface HeldAttribution extends AttributionClaim {
  status: 'Proposed' | 'Active' | 'Ended' | 'Rejected';
  split: number;
}

/** What a row has to become. */
export interface AttributionDecision {
  claim: AttributionClaim;
  status: 'Active' | 'Rejected';
  split: number;
  reasonCode: AttributionReasonCode;
  reason: string;
}

export interface AttributionOutcome {
  /** Losers first, so that their split is free before the winner takes it. Only rows that have to change. */
  decisions: AttributionDecision[];
  /** Set when two partners claim the same customer: a person should look. */
  conflict: string | null;
}

function byPrecedence(a: AttributionClaim, b: AttributionClaim): number {
  return (
    precedence[a.origin] - precedence[b.origin] ||
    a.touchedAt.getTime() - b.touchedAt.getTime() ||
    (a.key < b.key ? -1 : 1)
  );
}

/** True for rows whose split a person set or ended: they are taken as they are. */
function isFixed(row: HeldAttribution): boolean {
  return row.origin === 'Manual' || row.status === 'Ended' || row.status === 'Proposed';
}

function decide(
  claim: AttributionClaim,
  free: number,
  winner: AttributionClaim | undefined,
): AttributionDecision {
  if (claim.wantedSplit <= free) {
    return {
      claim,
      status: 'Active',
      split: claim.wantedSplit,
      reasonCode: claim.reasonCode,
      reason: claim.reason,
    };
  }
  const holder = winner
    ? `${winner.partnershipName} (${winner.origin.toLowerCase()})`
    : 'another partnership';
  return {
    claim,
    status: 'Rejected',
    split: 0,
    reasonCode: 'SUPERSEDED',
    reason: `${claim.reason} Not credited: ${holder} comes first by precedence.`.slice(0, 255),
  };
}

/** A row is at least as good as a claim to the same thing; a claim that outranks it takes the row over. */
function openClaims(
  fresh: readonly AttributionClaim[],
  held: readonly HeldAttribution[],
): AttributionClaim[] {
  const same = (a: AttributionClaim, b: AttributionClaim): boolean =>
    a.partnershipId === b.partnershipId && a.role === b.role;
  const claims: AttributionClaim[] = held.filter((row) => !isFixed(row));
  for (const claim of [...fresh].sort(byPrecedence)) {
    if (held.some((row) => isFixed(row) && same(row, claim))) continue;
    const at = claims.findIndex((known) => same(known, claim));
    const known = claims[at];
    if (!known) claims.push(claim);
    else claims[at] = merged(known, claim);
  }
  return claims.sort(byPrecedence);
}

/** Two claims to one thing: the better one's words, the row's key, and the earlier start. */
function merged(known: AttributionClaim, claim: AttributionClaim): AttributionClaim {
  const better = precedence[claim.origin] < precedence[known.origin] ? claim : known;
  const startDate = claim.startDate < known.startDate ? claim.startDate : known.startDate;
  return { ...better, key: known.key, startDate };
}

/** `fresh` are the claims of the document at hand, `held` all rows of the customer. Pure; same set, same outcome. */
export function decideAttributions(
  fresh: readonly AttributionClaim[],
  held: readonly HeldAttribution[],
): AttributionOutcome {
  const open = openClaims(fresh, held);
  const fixed = held.filter((row) => isFixed(row) && row.status === 'Active');
  let free = 10_000 - fixed.reduce((sum, row) => sum + row.split, 0);
  let winner: AttributionClaim | undefined = fixed.at(0);
  const all: AttributionDecision[] = [];
  for (const claim of open) {
    const decision = decide(claim, free, winner);
    free -= decision.split;
    if (decision.status === 'Active') winner ??= claim;
    all.push(decision);
  }
  const losers = all.filter((decision) => decision.status === 'Rejected');
  return {
    decisions: all
      .filter((decision) => !isHeldAs(decision, held))
      .sort((a, b) => a.split - b.split || (a.claim.key < b.claim.key ? -1 : 1)),
    conflict:
      winner && losers.length > 0
        ? `${losers.map(({ claim }) => claim.partnershipName).join(', ')} and ${winner.partnershipName} claim the same customer; ${winner.partnershipName} is credited (${winner.origin.toLowerCase()}).`
        : null,
  };
}

function isHeldAs(decision: AttributionDecision, held: readonly HeldAttribution[]): boolean {
  const row = held.find((candidate) => candidate.key === decision.claim.key);
  return (
    row?.status === decision.status &&
    row.split === decision.split &&
    row.origin === decision.claim.origin &&
    row.startDate === decision.claim.startDate
  );
}
