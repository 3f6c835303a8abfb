import { connectOrg } from '../../src/salesforce/connect-org.ts';
import { systemClock } from '../../src/clock.ts';

/** What matters of every object, with parents by their external keys: two orgs are the same when their pictures are. */
const views: Readonly<Record<string, readonly string[]>> = {
  Account: [
    'ExternalKey__c',
    'Name',
    'RecordType.DeveloperName',
    'AttributionCount__c',
    'PayableSplitTotal__c',
  ],
  Contact: ['ExternalKey__c', 'FirstName', 'LastName', 'Email', 'Account.ExternalKey__c'],
  Lead: ['ExternalKey__c', 'LastName', 'Company', 'SourceStatus__c'],
  Opportunity: [
    'ExternalKey__c',
    'Name',
    'Amount',
    'StageName',
    'CloseDate',
    'PartnerCount__c',
    'PayableSplitTotal__c',
  ],
  PartnerProgram__c: ['ExternalKey__c', 'Name', 'Status__c', 'SalesMotions__c'],
  Partnership__c: [
    'ExternalKey__c',
    'Name',
    'Status__c',
    'Partner__r.ExternalKey__c',
    'Program__r.ExternalKey__c',
    'CommissionTotal__c',
    'CreditedRevenue__c',
    'CustomerCount__c',
    'LeadCount__c',
    'OpportunityCount__c',
  ],
  LeadAttribution__c: [
    'ExternalKey__c',
    'Role__c',
    'Status__c',
    'Reason__c',
    'Lead__r.ExternalKey__c',
    'Partnership__r.ExternalKey__c',
  ],
  OpportunityAttribution__c: [
    'ExternalKey__c',
    'Role__c',
    'Status__c',
    'Reason__c',
    'CreditPercent__c',
    'PayableSplitPercent__c',
    'CreditAmount__c',
    'Opportunity__r.ExternalKey__c',
  ],
  DealRegistration__c: [
    'ExternalKey__c',
    'Company__c',
    'Domain__c',
    'ContactName__c',
    'ExpectedAmount__c',
    'ExpectedCloseDate__c',
    'Status__c',
    'SourceStatus__c',
    'Opportunity__r.ExternalKey__c',
    'Partnership__r.ExternalKey__c',
  ],
  AccountAttribution__c: [
    'ExternalKey__c',
    'Role__c',
    'Status__c',
    'Origin__c',
    'Reason__c',
    'PayableSplitPercent__c',
    'StartDate__c',
    'Account__r.ExternalKey__c',
  ],
  ExternalIdentity__c: [
    'ExternalKey__c',
    'Type__c',
    'Status__c',
    'DisplayName__c',
    'State__c',
    'Account__r.ExternalKey__c',
    'Partnership__r.ExternalKey__c',
    'Customer__r.ExternalKey__c',
  ],
  RevenueEntry__c: [
    'ExternalKey__c',
    'Kind__c',
    'SourceAmount__c',
    'GrossAmount__c',
    'SourceCurrency__c',
    'Amount__c',
    'OccurredAt__c',
    'Reason__c',
    'CreditStatus__c',
    'CreditReason__c',
    'Account__r.ExternalKey__c',
  ],
  CommissionStatement__c: [
    'ExternalKey__c',
    'Currency__c',
    'Total__c',
    'LineCount__c',
    'OrgTotal__c',
    'Status__c',
  ],
  Commission__c: [
    'ExternalKey__c',
    'Kind__c',
    'Amount__c',
    'BaseAmount__c',
    'Currency__c',
    'Status__c',
    'HoldUntil__c',
    'ReasonCode__c',
    'Reason__c',
    'CommissionStatement__r.ExternalKey__c',
  ],
  SyncIssue__c: ['ExternalKey__c', 'Code__c', 'Status__c', 'Message__c', 'Subject__c'],
};

export type OrgPicture = Record<string, string[]>;

/** Every record of the objects above as a line of text, sorted: without ids, times of writing and versions. */
export async function pictureOf(org: {
  instanceUrl: string;
  accessToken: string;
}): Promise<OrgPicture> {
  const port = await connectOrg({ kind: 'token', ...org }, { clock: systemClock });
  const picture: OrgPicture = {};
  for (const [object, fields] of Object.entries(views)) {
    const records = await port.query(`SELECT ${fields.join(', ')} FROM ${object}`);
    picture[object] = records
      .map((record) => fields.map((path) => `${path}=${String(valueAt(record, path))}`).join(' | '))
      .sort();
  }
  await port.close();
  return picture;
}

function valueAt(record: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, part) =>
        typeof value === 'object' && value !== null ? Reflect.get(value, part) : null,
      record,
    );
}
