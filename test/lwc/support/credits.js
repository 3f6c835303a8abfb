import { graphql } from 'lightning/graphql';
import { getObjectInfo, getPicklistValues } from 'lightning/uiObjectInfoApi';
import AttributionCard from 'c/attributionCard';
import { answer, edges, field, objectInfo } from './describes';
import { mount, settle } from './page';

export const recordId = '006000000000001AAA';
const credited = {
  Role__c: 'Role',
  Status__c: 'Status',
  Reason__c: 'Reason',
  Origin__c: 'Origin',
  TouchedAt__c: 'Touched At',
  ReasonCode__c: 'Reason Code',
};
const shares = { PayableSplitPercent__c: 'Payable Split', CreditPercent__c: 'Credit' };
/** The attribution object of each object: its name, its fields, the roll-ups of the record. */
const worlds = {
  Opportunity: {
    object: 'OpportunityAttribution__c',
    fields: { ...credited, ...shares },
    totals: { PayableSplitTotal__c: 'Payable Split Total', SourcedCreditTotal__c: 'Sourced' },
  },
  Account: {
    object: 'AccountAttribution__c',
    fields: { ...credited, ...shares },
    totals: { PayableSplitTotal__c: 'Payable Split Total' },
  },
  Lead: { object: 'LeadAttribution__c', fields: credited, totals: {} },
};

/** A credit as GraphQL gives it. */
export function creditNode(id, partner, { split = null, credit = null, ...more } = {}) {
  return {
    Id: id,
    Role__c: field(more.role ?? 'Influenced'),
    Status__c: field(more.status ?? 'Active'),
    PayableSplitPercent__c: field(split),
    CreditPercent__c: field(credit),
    Reason__c: field(more.reason ?? null),
    Origin__c: field(more.origin ?? 'Manual', more.origin ?? 'By hand'),
    TouchedAt__c: field(more.touchedAt ?? null),
    Partnership__r: {
      Id: `a00${id}`,
      Name: { value: `${partner} in Referral` },
      Partner__r: { Name: { value: partner } },
      Program__r: { Name: { value: 'Referral' } },
    },
  };
}

const isAsked = (name) => (config) => config.objectApiName === name;

/** Gives the card its describes, as a user with these rights gets them. */
export async function describe(objectApiName, rights) {
  const { object, fields, totals } = worlds[objectApiName];
  getObjectInfo.emit(objectInfo(object, fields, rights), isAsked(object));
  getObjectInfo.emit(objectInfo(objectApiName, totals), isAsked(objectApiName));
  await settle();
  const values = ['Sourced', 'Influenced'].map((value) => ({ label: value, value }));
  getPicklistValues.emit({ values });
  await settle();
}

export const refresh = jest.fn().mockResolvedValue(undefined);

/** Gives the card its credits; `totals` are roll-ups in percent. */
export async function load(objectApiName, nodes, totals = {}) {
  const rollUps = Object.fromEntries(
    Object.entries(totals).map(([name, value]) => [name, { value }]),
  );
  const query = {
    [objectApiName]: edges([{ Id: recordId, ...rollUps }]),
    [worlds[objectApiName].object]: edges(nodes),
  };
  graphql.emit(answer(query), undefined, refresh);
  await settle();
}

/** A card on the page of a record, described but without its credits yet. */
export async function mountCard(objectApiName = 'Opportunity', rights = {}) {
  const card = await mount('c-attribution-card', AttributionCard, { recordId, objectApiName });
  await describe(objectApiName, rights);
  return card;
}

export async function cardWith(nodes, { objectApiName = 'Opportunity', rights, totals } = {}) {
  const card = await mountCard(objectApiName, rights);
  await load(objectApiName, nodes, totals);
  return card;
}
