import { vendorTitle } from '../events/vendor.ts';
import { externalKey, type DocumentRef } from '../events/document.ts';
import type { PartnershipPointer } from '../events/partner.ts';
import type { Issue } from '../salesforce/rows/sync-issue.ts';

/** A PRM record that points to a partnership which the PRM itself does not have. */
export function partnershipMissing(ref: DocumentRef, pointer: PartnershipPointer): Issue {
  const subject = pointer.partnerKey ?? pointer.id;
  const named =
    subject === null
      ? 'no partnership'
      : `partnership "${subject}", which ${vendorTitle(ref.vendor)} does not have`;
  return {
    code: 'PARTNERSHIP_UNKNOWN',
    severity: 'Warning',
    documentKey: externalKey(ref),
    subject,
    message: `The ${ref.type} ${ref.id} of ${vendorTitle(ref.vendor)} points to ${named}. Nobody is credited for it.`,
    whatToDo: `Assign the ${ref.type} to an existing partner in ${vendorTitle(ref.vendor)}. This issue closes itself then.`,
  };
}
