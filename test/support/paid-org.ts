import type { JobContext } from '../../src/jobs/context.ts';
import { creditCustomer } from '../../src/jobs/credit-customer.ts';
import { creditPartnership } from '../../src/jobs/credit-partnership.ts';
import type { Cursors } from '../../src/queue/cursors.ts';
import type { Org, OrgAdmin, OrgRow } from '../../src/salesforce/org.ts';

/** A payment (or what became of one) as the ledger has it, without a vendor. Major units. */
export interface LedgerMove {
  /** Of the entry; the document is what stands before the first dot. */
  key: string;
  customer: string;
  kind?: string;
  amount: number;
  currency?: string;
  at: string;
  product?: string;
}

const customerKey = (name: string): string => `stripe:main:customer:${name}`;

/** A partner in one program, as rows. Splits in percent. */
export function partnerRows(name: string, program = 'program'): OrgRow[] {
  return [
    { object: 'PartnerProgram__c', key: program, fields: { Name: program, Type__c: 'Referral' } },
    { object: 'Account', key: `account:${name}`, fields: { Name: name } },
    {
      object: 'Partnership__c',
      key: name,
      fields: {
        Name: name,
        Partner__r: { ExternalKey__c: `account:${name}` },
        Program__r: { ExternalKey__c: program },
        Status__c: 'Active',
      },
    },
  ];
}

/** A customer with the partners that share it. */
export function customerRows(
  name: string,
  partners: readonly (readonly [name: string, split: number, role?: string])[],
): OrgRow[] {
  const account = { Account__r: { ExternalKey__c: `account:${name}` } };
  return [
    { object: 'Account', key: `account:${name}`, fields: { Name: name } },
    {
      object: 'ExternalIdentity__c',
      key: customerKey(name),
      fields: {
        ...account,
        Vendor__c: 'stripe',
        VendorAccount__c: 'main',
        Type__c: 'customer',
        VendorId__c: name,
        Status__c: 'Matched',
      },
    },
    ...partners.map(([partner, split, role = 'Sourced']) => ({
      object: 'AccountAttribution__c',
      key: `${name}:${partner}:${role}`,
      fields: {
        ...account,
        Partnership__r: { ExternalKey__c: partner },
        Role__c: role,
        PayableSplitPercent__c: split,
        StartDate__c: '2026-01-01',
        Reason__c: 'Introduced us in person.',
      },
    })),
  ];
}

export function ruleRow(key: string, fields: OrgRow['fields'], program = 'program'): OrgRow {
  return {
    object: 'CommissionRule__c',
    key,
    fields: {
      Name: key,
      Program__r: { ExternalKey__c: program },
      Type__c: 'Percent',
      EffectiveFrom__c: '2026-01-01',
      Status__c: 'Active',
      ...fields,
    },
  };
}

export function entryRows(moves: readonly LedgerMove[], orgCurrency = 'USD'): OrgRow[] {
  return moves.map(
    ({ key, customer, kind = 'Payment', amount, currency = 'USD', at, product }) => ({
      object: 'RevenueEntry__c',
      key: `stripe:main:invoice:${key}`,
      fields: {
        DocumentKey__c: `stripe:main:invoice:${key.split('.')[0] ?? ''}`,
        CustomerKey__c: customerKey(customer),
        CustomerIdentity__r: { ExternalKey__c: customerKey(customer) },
        Vendor__c: 'stripe',
        Kind__c: kind,
        SourceAmount__c: amount,
        GrossAmount__c: amount,
        SourceCurrency__c: currency,
        Amount__c: currency === orgCurrency ? amount : null,
        OccurredAt__c: at,
        Product__c: product ?? null,
        Reason__c: 'Written by a test.',
      },
    }),
  );
}

export type CreditContext = Pick<JobContext, 'org' | 'clock'>;

/** What a job finds around it, where only credit is asked for: customers and partnerships that are asked for are noted. */
export function creditContext(
  { org, clock }: { org: Org & OrgAdmin; clock: JobContext['clock'] },
  asked: { customers: Set<string>; partnerships: Set<string> },
): JobContext {
  const refuse = (): Promise<never> => Promise.reject(new Error('not asked for here'));
  return {
    org,
    clock,
    orgCurrency: 'USD',
    producer: {
      deliver: refuse,
      refresh: refuse,
      credit: (key) => Promise.resolve(void asked.customers.add(key)),
      creditPartnership: (id) => Promise.resolve(void asked.partnerships.add(id)),
    },
    changes: { changedDocuments: refuse, deletedRecords: refuse },
    vendors: { all: [], billing: [], prm: [], find: () => undefined },
    setup: refuse,
    countDelivery: () => undefined,
    countDocument: () => undefined,
  };
}

/** Cursors that last as long as a test; those of the queue have their conformance suite. */
export function storedCursors(): Cursors {
  const kept = new Map<string, Date>();
  return {
    read: (sweep) => Promise.resolve(kept.get(sweep) ?? null),
    write: (sweep, seenUntil) => Promise.resolve(void kept.set(sweep, seenUntil)),
  };
}

/** The credit jobs of these customers, and of the partnerships that they ask for; all at once, as a worker would. */
export async function credit(
  { org, clock }: { org: Org & OrgAdmin; clock: JobContext['clock'] },
  customers: readonly string[],
): Promise<void> {
  const asked = { customers: new Set<string>(), partnerships: new Set<string>() };
  const context = creditContext({ org, clock }, asked);
  await Promise.all(
    customers.map((name) => creditCustomer(context, { customerKey: customerKey(name) })),
  );
  await Promise.all(
    [...asked.partnerships].map((partnershipId) => creditPartnership(context, { partnershipId })),
  );
}
