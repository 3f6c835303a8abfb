import type { ImportFacts } from './import-plan.ts';

/** A record of Salesforce's own Partner object: "this account is a partner in that deal", or "of that account". */
export interface StandardPartner {
  id: string;
  /** Null: a partner of an account. */
  opportunityId: string | null;
  fromId: string | null;
  fromName: string | null;
  toId: string;
  toName: string;
  role: string | null;
}

export interface StandardPartnerFinding {
  id: string;
  outcome: 'match' | 'unclear';
  /** The account that is the partner; null where that is unclear. */
  partnerId: string | null;
  reason: string;
}

/**
 * What Salesforce's own partner records say. Between two accounts Salesforce keeps one record for each direction, and neither
 * says which of the two is the partner: it is the one that has a partnership. Each pair is told once.
 */
export function readStandardPartners(
  records: readonly StandardPartner[],
  facts: Pick<ImportFacts, 'partnerships'>,
): StandardPartnerFinding[] {
  const partners = new Set(facts.partnerships.map(({ partnerId }) => partnerId));
  const told = new Set<string>();
  return records.flatMap((record) => {
    if (record.opportunityId === null) {
      const pair = [record.fromId, record.toId].sort().join(' ');
      if (told.has(pair)) return [];
      told.add(pair);
    }
    return [findingOf(record, partners)];
  });
}

function findingOf(record: StandardPartner, partners: ReadonlySet<string>): StandardPartnerFinding {
  const { id, opportunityId, fromId, fromName, toId, toName } = record;
  const role = record.role === null ? '' : ` as ${record.role}`;
  const match = (partnerId: string, reason: string): StandardPartnerFinding => ({ id, outcome: 'match', partnerId, reason }); // prettier-ignore
  const unclear = (reason: string): StandardPartnerFinding => ({ id, outcome: 'unclear', partnerId: null, reason }); // prettier-ignore
  const to = `${toName} (${toId})`;
  if (opportunityId !== null) {
    return partners.has(toId)
      ? match(toId, `${to} is a partner in this deal${role}.`)
      : unclear(`${to} has no partnership yet. Import the partner first.`);
  }
  const from = `${fromName ?? ''} (${fromId ?? ''})`;
  const isFromPartner = fromId !== null && partners.has(fromId);
  if (partners.has(toId)) {
    return isFromPartner
      ? unclear(
          `${from} and ${to} are partners of each other, and both have a partnership: say who is credited for whom.`,
        )
      : match(toId, `${to} is a partner of ${from}${role}.`);
  }
  return isFromPartner
    ? match(fromId, `${from} is a partner of ${to}.`)
    : unclear(`Of ${from} and ${to} neither has a partnership yet. Import the partner first.`);
}
