import type { Connection } from 'jsforce';

export type Values = Readonly<Record<string, unknown>>;

/** A record as a rep makes it. */
export async function madeRecord(rep: Connection, object: string, fields: Values): Promise<string> {
  const saved = await rep.sobject(object).create(fields);
  if (!saved.success) throw new Error(JSON.stringify(saved));
  return saved.id;
}

/** A customer's credit for a partner of this name, in a program with these terms. Returns the id of the credit. */
export async function creditedCustomer(
  rep: Connection,
  customer: string,
  name: string,
  terms: Values,
  more: Values = {},
): Promise<string> {
  const partnership = await madeRecord(rep, 'Partnership__c', {
    Name: name,
    Partner__c: await madeRecord(rep, 'Account', { Name: name }),
    Program__c: await madeRecord(rep, 'PartnerProgram__c', {
      Name: `${name} program`,
      Type__c: 'Referral',
      ...terms,
    }),
    Status__c: 'Active',
  });
  return madeRecord(rep, 'AccountAttribution__c', {
    Account__c: customer,
    Partnership__c: partnership,
    Role__c: 'Sourced',
    Status__c: 'Active',
    StartDate__c: '2025-01-01',
    PayableSplitPercent__c: 20,
    CreditPercent__c: 40,
    ...more,
  });
}

/** An open opportunity that renews by its type, due on 2026-10-01. */
export async function openRenewal(
  rep: Connection,
  customer: string,
  more: Values = {},
): Promise<string> {
  return madeRecord(rep, 'Opportunity', {
    Name: 'Initech 2027',
    AccountId: customer,
    StageName: 'Prospecting',
    CloseDate: '2026-10-01',
    Type: 'Existing Customer - Renewal',
    ...more,
  });
}
