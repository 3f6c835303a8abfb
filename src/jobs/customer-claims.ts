import type { BillingCustomer, CarriedPartnerKey } from '../events/billing.ts';
import { externalKey } from '../events/document.ts';
import { vendorTitle } from '../events/vendor.ts';
import type { PrmCustomer } from '../events/partner.ts';
import type { AttributionClaim, AttributionReasonCode } from '../rules/attribution.ts';
import { dayOf } from '../rules/calendar.ts';
import type { PartnershipFact } from '../salesforce/facts/partnerships.ts';
import type { Issue } from '../salesforce/rows/sync-issue.ts';
import type { JobContext } from './context.ts';
import { partnershipMissing } from './partnership-missing.ts';
import { ensurePartnership } from './refresh-partnership.ts';

/** One customer as its two sides know it; at least one side is there. */
export interface KnownCustomer {
  billing: BillingCustomer | null;
  prm: PrmCustomer | null;
}

/** A claim with the partnership that makes it; its row's key follows once the account is known. */
export interface Claimed {
  claim: Omit<AttributionClaim, 'key'>;
  partnership: PartnershipFact;
}

const billingReason: Readonly<Record<CarriedPartnerKey['source'], AttributionReasonCode>> = {
  'customer metadata': 'PARTNER_KEY_ON_CUSTOMER',
  'checkout session': 'PARTNER_KEY_ON_CHECKOUT',
  'subscription metadata': 'PARTNER_KEY_ON_SUBSCRIPTION',
};

/** Where a partner key was found, as a sentence begins. */
const carriers: Readonly<Record<CarriedPartnerKey['source'], string>> = {
  'customer metadata': "The billing customer's metadata",
  'checkout session': "The customer's checkout session",
  'subscription metadata': "The customer's subscription",
};

/** Every claim that the two sides of a customer make, and what a person has to mend where one leads nowhere. */
export async function claimsOf(
  context: JobContext,
  { billing, prm }: KnownCustomer,
): Promise<{ claims: Claimed[]; issues: Issue[] }> {
  const firstSeen = [billing, prm].flatMap((side) => (side ? [side.createdAt.getTime()] : []));
  const startDate = dayOf(new Date(Math.min(...firstSeen)));
  const claims: Claimed[] = [];
  const issues: Issue[] = [];
  if (billing?.partnerKey) {
    const { value, source } = billing.partnerKey;
    const pointer = { id: null, partnerKey: value };
    const partnership = await ensurePartnership(context, pointer, context.vendors.prm);
    if (partnership) {
      claims.push(
        claimOf(partnership, startDate, billing.createdAt, {
          origin: 'Billing Partner Key',
          reasonCode: billingReason[source],
          reason: `${carriers[source]} carries the partner key "${value}".`,
        }),
      );
    } else issues.push(partnerKeyUnknown(billing, billing.partnerKey));
  }
  if (prm) {
    const vendors = context.vendors.prm.filter(
      (vendor) => vendor.name === prm.ref.vendor && vendor.account === prm.ref.account,
    );
    const partnership = await ensurePartnership(context, prm.partnership, vendors);
    if (partnership) {
      claims.push(
        claimOf(partnership, startDate, prm.createdAt, {
          origin: 'PRM Customer',
          reasonCode: 'PRM_CUSTOMER',
          reason: `${vendorTitle(prm.ref.vendor)} names this partner for its customer ${prm.ref.id}.`,
        }),
      );
    } else issues.push(partnershipMissing(prm.ref, prm.partnership));
  }
  return { claims, issues };
}

function claimOf(
  partnership: PartnershipFact,
  startDate: string,
  touchedAt: Date,
  words: Pick<AttributionClaim, 'origin' | 'reasonCode' | 'reason'>,
): Claimed {
  return {
    partnership,
    claim: {
      ...words,
      partnershipId: partnership.id,
      partnershipName: partnership.name,
      role: partnership.defaultRole,
      wantedSplit: partnership.defaultSplit,
      touchedAt,
      startDate,
    },
  };
}

function partnerKeyUnknown(billing: BillingCustomer, { value, source }: CarriedPartnerKey): Issue {
  return {
    code: 'PARTNER_KEY_UNKNOWN',
    severity: 'Warning',
    documentKey: externalKey(billing.ref),
    subject: value,
    message: `${carriers[source]} (${billing.ref.id}) carries the partner key "${value}", which belongs to no partnership here or in the PRM. Nobody is credited for this customer.`,
    whatToDo: `Correct the partner key at ${vendorTitle(billing.ref.vendor)}, or create the partnership with this partner key in the PRM. This issue closes itself then, and past payments are credited.`,
  };
}
