import { externalKey, type IdentityType } from '../../events/document.ts';
import type { Fields, OrgRow } from '../org.ts';
import { fit, relation, type RecordPointer } from './relation.ts';

export interface IdentityRow {
  ref: { vendor: string; account: string; type: IdentityType; id: string };
  version: number;
  /** The records that this identity stands for, by lookup name. Left out: the link stays as it is (a rep may have set it). */
  links: Partial<
    Record<
      'Account' | 'Contact' | 'Customer' | 'Lead' | 'Opportunity' | 'Partnership',
      RecordPointer
    >
  >;
  /** Why it is linked, or what to do about it. */
  matchReason: string | null;
  /** Null: it stays as it is. A rep may have set it to Ignored. */
  status: 'Matched' | 'Unmatched' | null;
  displayName?: string | null;
  email?: string | null;
  state?: string | null;
  product?: string | null;
  /** The day on which a subscription ended or is set to end. */
  endsOn?: string | null;
  /** What both sides agree on now. */
  exchanged?: string;
}

/** The row that says which record a vendor's id stands for. */
export function identityRow(identity: IdentityRow): OrgRow {
  const { ref } = identity;
  return {
    object: 'ExternalIdentity__c',
    key: externalKey(ref),
    fields: {
      Vendor__c: ref.vendor,
      VendorAccount__c: ref.account,
      Type__c: ref.type,
      VendorId__c: ref.id,
      SourceVersion__c: identity.version,
      ...(identity.status === null ? {} : { Status__c: identity.status }),
      ...(identity.matchReason === null ? {} : { MatchReason__c: fit(identity.matchReason, 255) }),
      ...optional('DisplayName__c', identity.displayName, 255),
      ...optional('Email__c', identity.email, 80),
      ...optional('State__c', identity.state, 40),
      ...optional('Product__c', identity.product, 255),
      ...(identity.endsOn === undefined ? {} : { EndsOn__c: identity.endsOn }),
      ...(identity.exchanged === undefined ? {} : { Exchanged__c: identity.exchanged }),
      ...linkFields(identity.links),
    },
  };
}

/**
 * The link of an identity to its account, by itself: no version goes with it, so that it is never refused as stale because
 * a fresher look at the vendor's side (which knows nothing of links) was written first.
 */
export function identityLinkRow(
  ref: IdentityRow['ref'],
  account: RecordPointer,
  reason: string,
): OrgRow {
  return {
    object: 'ExternalIdentity__c',
    key: externalKey(ref),
    fields: {
      ...relation('Account', account),
      Status__c: 'Matched',
      MatchReason__c: fit(reason, 255),
    },
  };
}

/** An identity as another document mentions it: enough to refer to; version 0, so that its own event always wins. */
export function mentionedIdentityRow(ref: IdentityRow['ref']): OrgRow {
  return identityRow({ ref, version: 0, links: {}, status: 'Unmatched', matchReason: null });
}

function optional(
  field: string,
  value: string | null | undefined,
  length: number,
): Record<string, string | null> {
  if (value === undefined) return {};
  return { [field]: value === null ? null : fit(value, length) };
}

function linkFields(links: IdentityRow['links']): Fields {
  return Object.entries(links).reduce<Fields>(
    (fields, [name, pointer]) => ({ ...fields, ...relation(name, pointer) }),
    {},
  );
}
