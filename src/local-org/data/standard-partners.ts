import { withDefaults } from './defaults.ts';
import type { StoredRecord } from './record-store.ts';
import { rowError } from './row-error.ts';
import { objectIndex, type Session } from './session.ts';

/**
 * A partner belongs to an account or to an opportunity, never to both:
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_partner.htm
 * says so; the codes and the words of these two refusals are ours.
 */
export function checkPartner({ AccountFromId, OpportunityId }: StoredRecord): void {
  const isOfAccount = typeof AccountFromId === 'string';
  const isOfOpportunity = typeof OpportunityId === 'string';
  if (isOfAccount && isOfOpportunity)
    throw rowError(
      'FIELD_INTEGRITY_EXCEPTION',
      'A partner has an AccountFromId or an OpportunityId, not both',
      ['AccountFromId', 'OpportunityId'],
    );
  if (!isOfAccount && !isOfOpportunity)
    throw rowError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [AccountFromId]', [
      'AccountFromId',
    ]);
}

/**
 * What follows from a new partner, after the page above: between two accounts the other direction is made too, and a new
 * primary partner of an opportunity takes the mark from the one before. The role of the other direction, which an admin sets
 * up (PartnerRole), stays blank, and the account partner of an opportunity's own account is not made.
 */
export function mirrorPartner(session: Session, partner: StoredRecord): void {
  const { store } = session;
  const id = String(partner.Id);
  if (typeof partner.AccountFromId === 'string') {
    const reverse = withDefaults(session, objectIndex(session, 'Partner'), {
      AccountFromId: partner.AccountToId ?? null,
      AccountToId: partner.AccountFromId,
      ReversePartnerId: id,
    });
    store.insert('Partner', reverse);
    store.update('Partner', id, { ReversePartnerId: reverse.Id ?? null });
    return;
  }
  if (partner.IsPrimary !== 1) return;
  for (const other of store.findBy('Partner', 'OpportunityId', String(partner.OpportunityId))) {
    if (other.Id !== id) store.update('Partner', String(other.Id), { IsPrimary: 0 });
  }
}
