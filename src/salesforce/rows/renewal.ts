import { writtenByUs, type RenewalOutcome } from '../../rules/renewal.ts';
import type { RenewalFact } from '../facts/renewals.ts';
import type { FieldValue, OrgRow } from '../org.ts';
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
