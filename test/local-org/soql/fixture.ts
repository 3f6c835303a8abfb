import {
  createDataEngine,
  type LocalDataEngine,
} from '../../../src/local-org/data/create-engine.ts';
import { makeId } from '../../../src/local-org/data/ids.ts';
import { makeField, makeObject, systemFields } from '../../../src/local-org/schema/fields.ts';
import { createSchema } from '../../../src/local-org/schema/standard-objects.ts';
import type { OrgSchema } from '../../../src/local-org/schema/types.ts';

/** A Sunday. */
export const NOW = new Date('2026-11-22T10:00:00.000Z');

const picklist = (...values: string[]) =>
  values.map((value) => ({
    value: value.toLowerCase(),
    label: value,
    isDefault: false,
    isActive: true,
  }));

/** Standard objects plus Project__c, a child of Account with a field of every kind that SOQL treats differently. */
export function projectSchema(): OrgSchema {
  const schema = createSchema();
  const custom = { custom: true };
  const fields = [
    ...systemFields(true),
    makeField('Name', 'Text', { length: 80 }),
    makeField('Account__c', 'Lookup', {
      ...custom,
      referenceTo: ['Account'],
      relationshipName: 'Account__r',
      childRelationshipName: 'Projects__r',
      deleteConstraint: 'SetNull',
    }),
    makeField('Key__c', 'Text', {
      ...custom,
      length: 255,
      unique: true,
      externalId: true,
      caseSensitive: true,
    }),
    makeField('Code__c', 'Text', { ...custom, length: 20, externalId: true }),
    makeField('Status__c', 'Picklist', { ...custom, picklistValues: picklist('Open', 'Closed') }),
    makeField('Skills__c', 'MultiselectPicklist', { ...custom }),
    makeField('Budget__c', 'Currency', { ...custom, precision: 18, scale: 2 }),
    makeField('Due__c', 'Date', custom),
    makeField('Started__c', 'DateTime', custom),
    makeField('Done__c', 'Checkbox', { ...custom, defaultValue: 'false' }),
    makeField('Notes__c', 'LongTextArea', { ...custom, length: 4000 }),
    makeField('Double__c', 'Formula', {
      ...custom,
      formula: 'Budget__c * 2',
      formulaReturnType: 'Number',
      scale: 2,
    }),
  ];
  const project = makeObject('Project__c', 'a00', {
    fields: new Map(fields.map((field) => [field.name, field])),
  });
  schema.objects.set(project.name, project);
  return schema;
}

export const ID = {
  ann: makeId('005', 11),
  bob: makeId('005', 12),
  acme: makeId('001', 1),
  beta: makeId('001', 2),
  gone: makeId('001', 3),
  lone: makeId('001', 4),
  kim: makeId('003', 1),
  lee: makeId('003', 2),
  p1: makeId('a00', 1),
  p2: makeId('a00', 2),
  p3: makeId('a00', 3),
  p4: makeId('a00', 4),
};

/** A small org: three accounts (one more in the recycle bin), two contacts, four projects. */
export function projectOrg(): LocalDataEngine {
  const engine = createDataEngine({ schema: projectSchema(), file: null, now: () => NOW });
  engine.seed('User', ID.ann, { Username: 'ann@example.com', Name: 'Ann Ace', IsActive: true });
  engine.seed('User', ID.bob, { Username: 'bob@example.com', Name: 'Bob Bee', ManagerId: ID.ann });
  const account = (id: string, fields: Record<string, string | number | boolean | null>) =>
    engine.seed('Account', id, { OwnerId: ID.bob, ...fields });
  account(ID.acme, { Name: 'Acme', Industry: 'Energy', AnnualRevenue: 100, OwnerId: ID.ann });
  account(ID.beta, { Name: 'beta_1', Industry: 'Banking', AnnualRevenue: 50.5, ParentId: ID.acme });
  account(ID.gone, { Name: 'Gone', IsDeleted: true });
  account(ID.lone, { Name: "O'Lone" });
  engine.seed('Contact', ID.kim, { LastName: 'Kim', Name: 'Kim', AccountId: ID.acme });
  engine.seed('Contact', ID.lee, { LastName: 'Lee', Name: 'Lee' });
  const projects: [string, Record<string, string | number | boolean | null>][] = [
    [
      ID.p1,
      {
        Name: 'One',
        Account__c: ID.acme,
        Key__c: 'k:A',
        Code__c: 'x',
        Status__c: 'open',
        Skills__c: 'a;b',
        Budget__c: 10,
        Due__c: '2026-11-22',
        Started__c: '2026-11-22T09:00:00.000Z',
        Done__c: true,
        Notes__c: 'long',
      },
    ],
    [
      ID.p2,
      {
        Name: 'Two',
        Account__c: ID.acme,
        Key__c: 'k:a',
        Code__c: 'Y',
        Status__c: 'closed',
        Skills__c: 'b',
        Budget__c: 20.25,
        Due__c: '2026-11-21',
        Started__c: '2026-10-31T23:59:59.000Z',
      },
    ],
    [
      ID.p3,
      {
        Name: 'three',
        Account__c: ID.beta,
        Key__c: 'k:3',
        Status__c: 'open',
        Budget__c: 0,
        Due__c: '2026-12-01',
      },
    ],
    [ID.p4, { Name: 'Four', Key__c: 'k:4', Code__c: 'x', Started__c: '2025-01-01T00:00:00.000Z' }],
  ];
  for (const [id, fields] of projects)
    engine.seed('Project__c', id, { OwnerId: ID.bob, Done__c: false, ...fields });
  return engine;
}
