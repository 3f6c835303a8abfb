/** Which lookup of an external identity points to a record of the object. */
const identityLookups = {
  Account: 'Account__c',
  Contact: 'Contact__c',
  Lead: 'Lead__c',
  Opportunity: 'Opportunity__c',
  Partnership__c: 'Partnership__c',
};
const identityFields = [
  'ExternalKey__c',
  'Vendor__c',
  'VendorAccount__c',
  'Type__c',
  'VendorId__c',
  'Status__c',
  'SystemModstamp',
];
const issueFields = ['Subject__c', 'Message__c', 'WhatToDo__c', 'Severity__c', 'LastSeenAt__c'];
/** More than anybody reads on a page; the list view of the work list has them all. */
const MOST_ROWS = 50;
/** From here a version is a moment (milliseconds since 1970, here 2001), below it is the vendor's own count. */
const FIRST_MOMENT = 1_000_000_000_000;

function select(info, names) {
  return names
    .filter((name) => info.fields[name])
    .map((name) => `${name} { value displayValue }`)
    .join(' ');
}

/** Whether the user sees enough to tell a record that was never synced from one whose sync is hidden. */
export function canTell(objectApiName, recordInfo, identityInfo) {
  const lookup = identityLookups[objectApiName];
  return Boolean(recordInfo.fields.ExternalKey__c ?? identityInfo?.fields[lookup]);
}

/** Whether the user may see issues, and what tells whose they are. */
export function canSeeIssues(issueInfo) {
  return ['Status__c', 'RecordId__c', 'DocumentKey__c'].every((name) => issueInfo.fields[name]);
}

/** The record and its names at the vendors; only fields that the user may see are named. */
export function recordQuery(objectApiName, recordInfo, identityInfo) {
  const lookup = identityLookups[objectApiName];
  const identities =
    identityInfo && lookup && identityInfo.fields[lookup]
      ? `ExternalIdentity__c(where: { ${lookup}: { eq: $recordId } }, first: ${MOST_ROWS}) {
          edges { node { Id ${select(identityInfo, identityFields)} } }
        }`
      : '';
  const own = select(recordInfo, ['ExternalKey__c', 'SourceVersion__c', 'SystemModstamp']);
  return `query syncedRecord($recordId: ID) {
    uiapi {
      query {
        record: ${objectApiName}(where: { Id: { eq: $recordId } }, first: 1) {
          edges { node { Id ${own} } }
        }
        ${identities}
      }
    }
  }`;
}

/** Open issues about the record itself or about a document that it is the record of. */
export function issueQuery(issueInfo) {
  return `query openIssues($recordId: String, $keys: [String]) {
    uiapi {
      query {
        SyncIssue__c(
          where: {
            Status__c: { eq: "Open" }
            or: [{ RecordId__c: { eq: $recordId } }, { DocumentKey__c: { in: $keys } }]
          }
          first: ${MOST_ROWS}
        ) {
          edges { node { Id Name { value } ${select(issueInfo, issueFields)} } }
        }
      }
    }
  }`;
}

function readIdentity(node) {
  const text = (field) => field?.displayValue ?? field?.value ?? '';
  return {
    id: node.Id,
    key: node.ExternalKey__c?.value ?? null,
    url: `/lightning/r/ExternalIdentity__c/${node.Id}/view`,
    vendor: [text(node.Vendor__c), node.VendorAccount__c?.value].filter(Boolean).join(' · '),
    what: [text(node.Type__c), node.VendorId__c?.value].filter(Boolean).join(' '),
    statusText: text(node.Status__c),
    changedAt: node.SystemModstamp?.value ?? null,
  };
}

function readVersion(value) {
  const isMoment = value !== null && value >= FIRST_MOMENT;
  return { version: isMoment ? null : value, versionAt: isMoment ? value : null };
}

/** The answer of `recordQuery`; `keys` are the documents whose issues concern the record. */
export function readRecord(data) {
  const { record, ExternalIdentity__c: identities } = data.uiapi.query;
  const node = record.edges[0]?.node ?? {};
  const names = (identities?.edges ?? []).map((edge) => readIdentity(edge.node));
  const own = node.ExternalKey__c?.value ?? null;
  return {
    ...readVersion(node.SourceVersion__c?.value ?? null),
    changedAt: node.SystemModstamp?.value ?? null,
    identities: names,
    keys: [own, ...names.map(({ key }) => key)].filter((key) => key !== null),
    isSynced: own !== null || names.length > 0 || (node.SourceVersion__c?.value ?? null) !== null,
  };
}

const icons = {
  Error: { icon: 'utility:error', variant: 'error' },
  Warning: { icon: 'utility:warning', variant: 'warning' },
};

/** The answer of `issueQuery`, the worst first. */
export function readIssues(data) {
  const weight = { Error: 0, Warning: 1 };
  return data.uiapi.query.SyncIssue__c.edges
    .map(({ node }) => ({
      id: node.Id,
      url: `/lightning/r/SyncIssue__c/${node.Id}/view`,
      name: node.Subject__c?.value ?? node.Name.value,
      severity: node.Severity__c?.value ?? '',
      severityText: node.Severity__c?.displayValue ?? node.Severity__c?.value ?? '',
      message: node.Message__c?.value ?? '',
      whatToDo: node.WhatToDo__c?.value ?? '',
      // The relative time takes a moment as a number, not as text.
      seenAt: node.LastSeenAt__c?.value ? Date.parse(node.LastSeenAt__c.value) : null,
      ...(icons[node.Severity__c?.value] ?? { icon: 'utility:info', variant: '' }),
    }))
    .sort((a, b) => (weight[a.severity] ?? 2) - (weight[b.severity] ?? 2));
}
