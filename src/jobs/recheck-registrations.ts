import { registrationConflictOf, type RegistrationClaim } from '../rules/registration-conflict.ts';
import { claimsOnCompanies, type CheckedClaim } from '../salesforce/facts/registrations.ts';
import type { Fields, OrgRow } from '../salesforce/org.ts';
import { fit } from '../salesforce/rows/relation.ts';
import type { JobContext } from './context.ts';

/** What people decided is left alone; what the flow has not looked at yet, it will. */
const recheckable: ReadonlySet<string> = new Set(['None', 'Conflict']);

/**
 * Compares all undecided registrations with each other: the flow has seen each only when it was saved, so that what was
 * submitted first but arrived second would lose. Gives the rows to write; none where nothing has changed.
 */
export async function recheckedRegistrations(context: Pick<JobContext, 'org'>): Promise<OrgRow[]> {
  const claims = await claimsOnCompanies(context.org);
  return claims
    .filter(({ status }) => status !== 'Approved')
    .filter(({ conflictStatus }) => recheckable.has(conflictStatus ?? ''))
    .flatMap((claim) => {
      const fields = changedConflict(claim, claims);
      return fields === null
        ? []
        : [{ object: 'DealRegistration__c', keyField: 'Id', key: claim.id, fields }];
    });
}

function changedConflict(claim: CheckedClaim, claims: readonly RegistrationClaim[]): Fields | null {
  const known = claim.before === null ? claims : [...claims, claim.before];
  const { code, beforeId, reason } = registrationConflictOf(claim, known);
  if (code !== null) {
    const isSaid = code === claim.conflictCode && beforeId === claim.before?.id;
    if (isSaid) return null;
    return {
      ConflictStatus__c: 'Conflict',
      ConflictCode__c: code,
      ConflictReason__c: fit(reason, 255),
      ConflictingRegistration__c: beforeId,
      PartnerMessage__c: partnerMessages[code],
    };
  }
  if (claim.before === null) return null;
  // What the registration was compared with is no longer before it. The flow looks at accounts and deals again.
  return {
    ConflictStatus__c: 'Not Checked',
    ConflictCode__c: null,
    ConflictReason__c: null,
    ConflictingRegistration__c: null,
    PartnerMessage__c: null,
  };
}

/** What the partner may be told: no names of other partners or deals. The words of the flow DealRegistrationConflict. */
const partnerMessages = {
  REGISTERED_BY_SAME_PARTNER:
    'You have already registered a deal with this company. Is it the same one?',
  REGISTERED_BY_ANOTHER_PARTNER:
    'We have to check this registration: the company is already known to us. You will hear from us.',
} as const;
