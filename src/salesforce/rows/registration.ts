import { externalKey } from '../../events/document.ts';
import type { PrmDeal } from '../../events/partner.ts';
import { toMajor } from '../../money.ts';
import { companyDomain } from '../../rules/company-match.ts';
import type { PartnershipFact } from '../facts/partnerships.ts';
import type { Fields, OrgRow } from '../org.ts';
import { fit, relation, type RecordPointer } from './relation.ts';

/** The name of the prospect, of the person there, or at least of the deal. */
export function dealName(truth: PrmDeal): string {
  return truth.accountName ?? (contactName(truth) || `Deal ${truth.ref.id}`);
}

function contactName({ contact }: PrmDeal): string {
  return [contact.firstName, contact.lastName].filter(Boolean).join(' ');
}

/**
 * The registration behind a deal of the PRM. What the partner submitted is written once; from then on it belongs to the
 * reviewer. Later only the PRM's own word follows, and a deal that the partner took back before anybody decided is withdrawn.
 */
export function registrationRow(
  truth: PrmDeal,
  status: string | null,
  opportunity: RecordPointer,
  partnership: PartnershipFact,
  orgCurrency: string,
): OrgRow {
  const isUndecided = status === 'Submitted' || status === 'In Review';
  return {
    object: 'DealRegistration__c',
    key: externalKey(truth.ref),
    fields: {
      ...(status === null ? submitted(truth, opportunity, partnership, orgCurrency) : {}),
      ...(truth.archived && isUndecided ? { Status__c: 'Withdrawn' } : {}),
      SourceStatus__c: truth.stage === null ? null : fit(truth.stage, 80),
      SourceVersion__c: truth.version,
    },
  };
}

function submitted(
  truth: PrmDeal,
  opportunity: RecordPointer,
  partnership: PartnershipFact,
  orgCurrency: string,
): Fields {
  const name = contactName(truth);
  const { amountMinor, contact } = truth;
  return {
    Partnership__c: partnership.id,
    ...relation('Opportunity', opportunity),
    Status__c: truth.archived ? 'Withdrawn' : 'Submitted',
    Company__c: fit(dealName(truth), 255),
    Domain__c: companyDomain(contact.email),
    ContactName__c: name === '' ? null : fit(name, 120),
    ContactEmail__c: contact.email,
    ContactPhone__c: contact.phone === null ? null : fit(contact.phone, 40),
    // Less than nothing is no expectation: the rule NoNegativeAmounts would refuse the whole registration for it.
    ExpectedAmount__c:
      amountMinor === null || amountMinor < 0
        ? null
        : Number(toMajor({ minor: amountMinor, currency: orgCurrency })),
    ExpectedCloseDate__c: truth.closeDate,
    SubmittedAt__c: truth.createdAt.toISOString(),
  };
}
