import { graphql } from 'lightning/graphql';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import SyncStatus from 'c/syncStatus';
import { answer, edges, field, objectInfo } from './support/describes';
import { find, mount, settle, textOf } from './support/page';

const recordId = 'a00000000000001AAA';
const key = 'partnerstack:main:partnership:part_1';
const asked = (name) => (config) => config.objectApiName === name;
const asksFor = (word) => (config) => config.query?.includes(word);
const infos = {
  Partnership__c: { ExternalKey__c: 'Key', SourceVersion__c: 'Version', SystemModstamp: 'Saved' },
  ExternalIdentity__c: {
    ExternalKey__c: 'Key',
    Vendor__c: 'Vendor',
    VendorId__c: 'Vendor Id',
    Type__c: 'Type',
    Status__c: 'Status',
    Partnership__c: 'Partnership',
  },
  SyncIssue__c: {
    Message__c: 'Message',
    WhatToDo__c: 'What To Do',
    Severity__c: 'Severity',
    LastSeenAt__c: 'Last Seen',
    Subject__c: 'Subject',
    Status__c: 'Status',
    RecordId__c: 'Record Id',
    DocumentKey__c: 'Document Key',
  },
};

async function mountStatus({ hidden = [], without = [] } = {}) {
  const card = await mount('c-sync-status', SyncStatus, {
    recordId,
    objectApiName: 'Partnership__c',
  });
  // The stub cannot refuse one object alone: all are refused, and those that may be seen are given afterwards.
  if (hidden.length > 0) getObjectInfo.error({ message: 'No access.' }, 403);
  for (const [name, fields] of Object.entries(infos)) {
    if (hidden.includes(name)) continue;
    const seen = Object.entries(fields).filter(([one]) => !without.includes(one));
    getObjectInfo.emit(objectInfo(name, Object.fromEntries(seen)), asked(name));
  }
  await settle();
  return card;
}

async function loadRecord(fields, identities = []) {
  const record = edges([{ Id: recordId, ...fields }]);
  graphql.emit(answer({ record, ExternalIdentity__c: edges(identities) }), asksFor('syncedRecord'));
  await settle();
}

async function loadIssues(nodes) {
  graphql.emit(answer({ SyncIssue__c: edges(nodes) }), asksFor('openIssues'));
  await settle();
}

const synced = {
  ExternalKey__c: field(key),
  SourceVersion__c: field(1_790_000_000_000),
  SystemModstamp: field('2026-11-20T08:00:00.000Z'),
};
const identity = {
  Id: 'a03000000000001AAA',
  ExternalKey__c: field('partnerstack:main:partner-key:acme'),
  Vendor__c: field('partnerstack', 'PartnerStack'),
  VendorId__c: field('acme'),
  Type__c: field('partner-key', 'Partner Key'),
  Status__c: field('Matched'),
};
const issue = (id, severity, more = {}) => ({
  Id: id,
  Name: { value: `SI-${id}` },
  Subject__c: field(null),
  Severity__c: field(severity),
  Message__c: field('The partnership could not be saved.'),
  WhatToDo__c: field('Choose an end date after the start date.'),
  LastSeenAt__c: field('2026-11-24T08:00:00.000Z'),
  ...more,
});

it('a record in step says so, with its version, its last save and its names outside', async () => {
  const card = await mountStatus();
  await loadRecord(synced, [identity]);
  await loadIssues([]);
  expect(textOf(card, '[data-verdict]')).toBe('In step');
  expect(find(card, '[data-version] lightning-formatted-date-time').value).toBe(1_790_000_000_000);
  expect(find(card, '[data-changed] lightning-formatted-date-time').value).toBe(
    '2026-11-20T08:00:00.000Z',
  );
  expect(textOf(card, '[data-identity]')).toBe('Partner Key acme PartnerStack');
  expect(find(card, '[data-identity] a').getAttribute('href')).toContain('a03000000000001AAA');
  await expect(card).toBeAccessible();
});

it('a version that is a count is shown as a count', async () => {
  const card = await mountStatus();
  await loadRecord({ ...synced, SourceVersion__c: field(7) });
  await loadIssues([]);
  expect(textOf(card, '[data-version]')).toBe('7');
});

it('open issues come first, the worst on top, each with what to do', async () => {
  const card = await mountStatus();
  await loadRecord(synced);
  await loadIssues([issue('2', 'Warning'), issue('1', 'Error')]);
  expect(textOf(card, '[data-verdict]')).toBe('Needs attention: 2 open');
  const ids = [...card.shadowRoot.querySelectorAll('[data-issue]')].map((one) => one.dataset.issue);
  expect(ids).toEqual(['1', '2']);
  expect(textOf(card, '[data-issue="1"]')).toContain(
    'Error SI-1 The partnership could not be saved.',
  );
  expect(textOf(card, '[data-issue="1"]')).toContain(
    'What to do: Choose an end date after the start date.',
  );
  await expect(card).toBeAccessible();
});

it('issues are asked for by the record and by every document that it is the record of', async () => {
  await mountStatus();
  await loadRecord(synced, [identity]);
  expect(graphql.getLastConfig().variables).toEqual({
    recordId,
    keys: [key, 'partnerstack:main:partner-key:acme'],
  });
});

it('a record that was never synced is told kindly', async () => {
  const card = await mountStatus();
  await loadRecord({ ExternalKey__c: field(null), SourceVersion__c: field(null) });
  await loadIssues([]);
  expect(textOf(card, '[data-verdict]')).toBe('Not synced');
  expect(textOf(card, '[data-empty]')).toContain('It lives in Salesforce alone.');
  await expect(card).toBeAccessible();
});

it('who may not see issues is not told that there are none', async () => {
  const card = await mountStatus({ hidden: ['SyncIssue__c'] });
  await loadRecord(synced);
  expect(textOf(card, '[data-verdict]')).toBe('Synced');
  expect(textOf(card, '[data-blind]')).toContain('You may not see sync issues.');
  await expect(card).toBeAccessible();
});

it('who may see nothing of the sync is not told that there is none', async () => {
  const card = await mountStatus({ hidden: ['ExternalIdentity__c'], without: ['ExternalKey__c'] });
  await loadRecord({});
  await loadIssues([]);
  expect(textOf(card, '[data-verdict]')).toContain('you may not see how this record is synced');
  expect(find(card, '[data-empty]')).toBeNull();
});

it('issues without what tells whose they are count as hidden', async () => {
  const card = await mountStatus({ without: ['DocumentKey__c'] });
  await loadRecord(synced);
  expect(textOf(card, '[data-blind]')).toContain('You may not see sync issues.');
});

it('who may not see identities still sees the record', async () => {
  const card = await mountStatus({ hidden: ['ExternalIdentity__c'] });
  expect(graphql.getLastConfig().query).not.toContain('ExternalIdentity__c');
  await loadRecord(synced);
  await loadIssues([]);
  expect(textOf(card, '[data-verdict]')).toBe('In step');
});

it('is loading until both answers are there', async () => {
  const card = await mountStatus();
  await loadRecord(synced);
  expect(find(card, 'lightning-spinner')).not.toBeNull();
  expect(find(card, '[data-verdict]')).toBeNull();
});

it('an error is said, not hidden', async () => {
  const card = await mountStatus();
  graphql.emitErrors([{ message: 'The query timed out.' }]);
  await settle();
  expect(textOf(card, '[data-error]')).toContain('The query timed out.');
  await expect(card).toBeAccessible();
});
