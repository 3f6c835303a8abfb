import { companyDomain, companyName } from './company-match.ts';

/** A registration of a deal, as far as it claims a company. */
export interface RegistrationClaim {
  id: string;
  /** As people know it: "DR-0001". */
  name: string;
  partnershipId: string;
  company: string;
  domain: string | null;
  /** What the org compares: the domain, or else the name without blanks. */
  matchKey: string | null;
  status: string;
  submittedAt: Date;
}

export type RegistrationConflictCode =
  'REGISTERED_BY_SAME_PARTNER' | 'REGISTERED_BY_ANOTHER_PARTNER';

export interface RegistrationConflict {
  /** Null: nobody was before. */
  code: RegistrationConflictCode | null;
  /** The registration that was before. */
  beforeId: string | null;
  /** For our own people. */
  reason: string;
}

/** Approved and converted claims hold; undecided ones hold by the order in which they were submitted. Others hold nothing. */
const holding: ReadonlySet<string> = new Set(['Approved', 'Converted']);
const undecided: ReadonlySet<string> = new Set(['Submitted', 'In Review']);

/** How two claims are known to be about one company, in words; null: they are not. */
function sameCompany(one: RegistrationClaim, other: RegistrationClaim): string | null {
  const domain = companyDomain(one.domain);
  if (domain !== null && domain === companyDomain(other.domain)) return `the domain ${domain}`;
  const name = companyName(one.company);
  if (name !== '' && name === companyName(other.company)) {
    const others = companyDomain(other.domain);
    const isAnother = domain !== null && others !== null;
    return isAnother
      ? `the name "${one.company}", though at ${others}`
      : `the name "${one.company}"`;
  }
  return one.matchKey !== null && one.matchKey === other.matchKey
    ? `the match key ${one.matchKey}`
    : null;
}

/** Less than zero: `one` comes first; zero: nobody can tell. Claims that hold come first, then the earlier. */
function order(one: RegistrationClaim, other: RegistrationClaim): number {
  const rank = (claim: RegistrationClaim): number => (holding.has(claim.status) ? 0 : 1);
  return rank(one) - rank(other) || one.submittedAt.getTime() - other.submittedAt.getTime();
}

/**
 * Whether an undecided registration was preceded by another for the same company. What was submitted first is first, in
 * whatever order the two reached us; of two in the same moment both are in conflict, for a person to decide. `others` may hold the registration itself.
 */
export function registrationConflictOf(
  claim: RegistrationClaim,
  others: readonly RegistrationClaim[],
): RegistrationConflict {
  const [first] = others
    .filter((other) => holding.has(other.status) || undecided.has(other.status))
    .filter((other) => other.id !== claim.id && order(other, claim) <= 0)
    .flatMap((other) => {
      const by = sameCompany(claim, other);
      return by === null ? [] : [{ other, by }];
    })
    .sort((a, b) => order(a.other, b.other) || (a.other.id < b.other.id ? -1 : 1));
  if (!first) {
    const reason = 'No other registration of this company was submitted before, or is approved.';
    return { code: null, beforeId: null, reason };
  }
  const { other, by } = first;
  const isOwn = other.partnershipId === claim.partnershipId;
  const who = isOwn ? 'The same partnership' : 'Another partnership';
  const how = holding.has(other.status) ? `, which is ${other.status.toLowerCase()},` : '';
  return {
    code: isOwn ? 'REGISTERED_BY_SAME_PARTNER' : 'REGISTERED_BY_ANOTHER_PARTNER',
    beforeId: other.id,
    reason: `${who} registered this company as ${other.name}${how} on ${other.submittedAt.toISOString().slice(0, 10)}; known by ${by}.`,
  };
}
