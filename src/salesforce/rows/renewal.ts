import { carriedShares } from '../../rules/renewal-credit.ts';
import { standsFor, writtenByUs, type RenewalOutcome } from '../../rules/renewal.ts';
import type { RenewalFact } from '../facts/renewals.ts';
import type { FieldValue, OrgRow } from '../org.ts';
import { attributionKey, percentOf } from './attribution.ts';
import { fit } from './relation.ts';

/**
 * What a renewal lacks, field by field: what stands there already is not sent, so that nothing is written where nothing is new.
 * A task follows from `RenewalToldOn__c`, by the flow RenewalOpens.
 */
export function renewalRow(fact: RenewalFact, outcome: RenewalOutcome, today: string): OrgRow[] {
  const { stands, renewal, isClosed } = fact;
  const reason = fit(outcome.reason, 1000);
  const written = writtenByUs(outcome, renewal.entered);
  const fields: Record<string, FieldValue> = {
    ...(outcome.owner === stands.owner ? {} : { RenewalOwner__c: outcome.owner }),
    ...(outcome.opensOn === stands.opensOn ? {} : { RenewalOpensOn__c: outcome.opensOn }),
    ...(reason === fact.reason ? {} : { RenewalReason__c: reason }),
    ...(written === fact.written ? {} : { RenewalDecided__c: written }),
    ...(outcome.tells && !isClosed ? { RenewalToldOn__c: today } : {}),
  };
  if (Object.keys(fields).length === 0) return [];
  return [{ object: 'Opportunity', keyField: 'Id', key: fact.id, fields }];
}

/** The credit that the partners of the customer have on its renewal, made once: then it is the rep's. */
export function carriedRows(
  { id, amount, credits, renewal }: RenewalFact,
  today: string,
): OrgRow[] {
  const standing = new Map(
    credits.filter((credit) => standsFor(credit, renewal, today)).map((one) => [one.id, one]),
  );
  return carriedShares([...standing.values()]).flatMap((share) => {
    const credit = standing.get(share.id);
    if (!credit) return [];
    const { creditShare, payableSplit } = share;
    return [
      {
        object: 'OpportunityAttribution__c',
        key: attributionKey(id, credit.partnershipKey, credit.role),
        fields: {
          Opportunity__c: id,
          Partnership__c: credit.partnershipId,
          Role__c: credit.role,
          Status__c: 'Active',
          CreditPercent__c: percentOf(creditShare),
          CreditAmount__c: amount === null ? null : Math.round((amount * creditShare) / 100) / 100,
          PayableSplitPercent__c: percentOf(payableSplit),
          Origin__c: credit.origin,
          ReasonCode__c: 'CARRIED_FROM_CUSTOMER',
          Reason__c: 'Carried over from the credit of the customer to its renewal.',
          TouchedAt__c: credit.touchedAt.toISOString(),
        },
      },
    ];
  });
}
