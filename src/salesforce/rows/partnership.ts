import { vendorTitle } from '../../events/vendor.ts';
import { externalKey } from '../../events/document.ts';
import type { PrmPartnership, PrmProgram } from '../../events/partner.ts';
import { dayOf } from '../../rules/calendar.ts';
import type { OrgRow } from '../org.ts';
import { identityRow, type IdentityRow } from './identity.ts';
import { ownedText, type OwnedPartnership } from './owned-partnership.ts';
import { fit, relation, type RecordPointer } from './relation.ts';

/** What the PRM owns of a program, in the org's words. */
export function programValues(program: PrmProgram): {
  name: string;
  status: string;
  motions: string;
} {
  const motions = [
    'Link Share',
    ...(program.leadsEnabled ? ['Lead Submission'] : []),
    ...(program.dealsEnabled ? ['Deal Registration'] : []),
  ];
  return {
    name: fit(program.name, 80),
    status: program.archived ? 'Archived' : 'Active',
    motions: motions.join(';'),
  };
}

/** A program as the PRM knows it. Terms, holds and defaults are the admin's and are never written here. */
export function programRow(program: PrmProgram): OrgRow {
  const { name, status, motions } = programValues(program);
  return {
    object: 'PartnerProgram__c',
    key: externalKey(program.ref),
    fields: {
      Name: name,
      Status__c: status,
      SalesMotions__c: motions,
      SourceVersion__c: program.version,
    },
  };
}

/** A program as a partnership mentions it: enough to refer to; version 0, so that its own event always wins. */
function mentionedProgramRow(program: PrmProgram): OrgRow {
  return {
    object: 'PartnerProgram__c',
    key: externalKey(program.ref),
    fields: { Name: fit(program.name, 80), SourceVersion__c: 0 },
  };
}

/** What the org already holds of a partnership, so that what a rep may have changed is written only once (I6). */
export interface PartnershipInOrg {
  account: RecordPointer | null;
  partnershipId: string | null;
  /** Keys of identities that the org has: their links, and the contact, are the reps' from then on. */
  identities: ReadonlySet<string>;
  programIsKnown: boolean;
  /** What it has of the fields that the PRM owns; null: no such partnership yet. */
  owned: OwnedPartnership | null;
}

/** The key of the partner company: its team, where the PRM knows one, else the partnership itself. */
export function partnerAccountKey(truth: PrmPartnership): string {
  return truth.team
    ? externalKey({ ...truth.ref, type: 'team', id: truth.team.id })
    : externalKey(truth.ref);
}

function partnerName(truth: PrmPartnership): string {
  const person = [truth.contact.firstName, truth.contact.lastName].filter(Boolean).join(' ');
  return truth.team?.name ?? (person || truth.partnerKey);
}

/** Account(Partner), Contact, program, partnership and their identities, in the order in which they refer to each other. */
export function partnershipRows(
  truth: PrmPartnership,
  held: PartnershipInOrg,
  partnerRecordTypeId: string,
): OrgRow[] {
  const key = externalKey(truth.ref);
  const account = held.account ?? { id: null, key: partnerAccountKey(truth) };
  const partnership = { id: held.partnershipId, key };
  const name = partnerName(truth);
  return [
    ...(held.account
      ? []
      : [
          {
            object: 'Account',
            key: account.key,
            fields: {
              Name: fit(name, 255),
              RecordTypeId: partnerRecordTypeId,
              SourceVersion__c: truth.version,
            },
          },
        ]),
    ...contactRows(truth, held, account),
    ...(truth.program && !held.programIsKnown ? [mentionedProgramRow(truth.program)] : []),
    ...partnershipRow(truth, held, account, name),
    ...identityRows(truth, held, account, partnership),
  ];
}

/** What the PRM says of the fields that it owns; where it says nothing, what is there stays. */
export function ownedValues(
  truth: PrmPartnership,
  { owned }: Pick<PartnershipInOrg, 'owned'>,
): OwnedPartnership {
  return {
    startDate: truth.joinedAt ? dayOf(truth.joinedAt) : (owned?.startDate ?? null),
    program: truth.program ? externalKey(truth.program.ref) : (owned?.program ?? null),
  };
}

function contactRows(
  truth: PrmPartnership,
  held: PartnershipInOrg,
  account: RecordPointer,
): OrgRow[] {
  const { firstName, lastName, email } = truth.contact;
  if (held.identities.has(externalKey(truth.ref)) || (lastName === null && email === null))
    return [];
  return [
    {
      object: 'Contact',
      key: externalKey(truth.ref),
      fields: {
        ...(account.id === null
          ? { Account: { ExternalKey__c: account.key } }
          : { AccountId: account.id }),
        FirstName: firstName === null ? null : fit(firstName, 40),
        LastName: fit(lastName ?? truth.partnerKey, 80),
        Email: email,
        SourceVersion__c: truth.version,
      },
    },
  ];
}

function partnershipRow(
  truth: PrmPartnership,
  held: PartnershipInOrg,
  account: RecordPointer,
  name: string,
): OrgRow[] {
  const { program } = truth;
  if (!program && held.partnershipId === null) return [];
  const made = held.partnershipId !== null;
  return [
    {
      object: 'Partnership__c',
      key: externalKey(truth.ref),
      fields: {
        ...(made || !program
          ? {}
          : { Name: fit(`${name} – ${program.name}`, 80), ...relation('Partner', account) }),
        ...(program ? relation('Program', { id: null, key: externalKey(program.ref) }) : {}),
        ...(truth.archived ? { Status__c: 'Ended' } : made ? {} : { Status__c: 'Active' }),
        ...(truth.joinedAt ? { StartDate__c: dayOf(truth.joinedAt) } : {}),
        SourceVersion__c: truth.version,
      },
    },
  ];
}

function identityRows(
  truth: PrmPartnership,
  held: PartnershipInOrg,
  account: RecordPointer,
  partnership: RecordPointer,
): OrgRow[] {
  const { ref, version, team } = truth;
  const identity = (
    of: IdentityRow['ref'],
    links: IdentityRow['links'],
    extra: Pick<IdentityRow, 'displayName' | 'email' | 'exchanged'> = {},
  ): OrgRow => {
    const isNew = !held.identities.has(externalKey(of));
    return identityRow({
      ref: of,
      version,
      links: isNew ? links : {},
      status: isNew ? 'Matched' : null,
      matchReason: isNew
        ? `Made by ${vendorTitle(ref.vendor)} partnership ${truth.partnerKey}.`
        : null,
      ...extra,
    });
  };
  return [
    identity(
      ref,
      { Partnership: partnership, Account: account },
      {
        displayName: truth.partnerKey,
        email: truth.contact.email,
        exchanged: ownedText(ownedValues(truth, held)),
      },
    ),
    identity({ ...ref, type: 'partner-key', id: truth.partnerKey }, { Partnership: partnership }),
    ...(team
      ? [
          identity(
            { ...ref, type: 'team', id: team.id },
            { Account: account },
            { displayName: team.name },
          ),
        ]
      : []),
  ];
}
