import { startLocalOrg, type LocalOrg } from '../../../src/local-org/start.ts';
import { rights } from '../../../src/local-org/access/profiles.ts';
import { makeId } from '../../../src/local-org/data/ids.ts';
import { makeField } from '../../../src/local-org/schema/fields.ts';
import type {
  FieldSchema,
  ObjectPermissions,
  OrgSchema,
} from '../../../src/local-org/schema/types.ts';
import { customObject, externalKey, lookup, master, schemaWith } from '../support/test-schema.ts';

const custom = (field: FieldSchema): FieldSchema => ({ ...field, custom: true });
const text = (name: string, given: Partial<FieldSchema> = {}): FieldSchema =>
  custom(makeField(name, 'Text', { length: 80, ...given }));

const all = rights({ allowCreate: true, allowRead: true, allowEdit: true, allowDelete: true });
const readOnly = rights({ allowRead: true });

/** Adds a permission set: rights by object, and fields with `r` or `rw`. */
function grant(
  schema: OrgSchema,
  fullName: string,
  objects: Readonly<Record<string, ObjectPermissions>>,
  fields: Readonly<Record<string, 'r' | 'rw'>> = {},
  userPermissions: readonly string[] = [],
): void {
  schema.permissionSets.set(fullName, {
    fullName,
    label: fullName,
    id: makeId('0PS', schema.permissionSets.size + 1),
    objectPermissions: new Map(Object.entries(objects)),
    fieldPermissions: new Map(
      Object.entries(fields).map(([name, how]) => [
        name,
        { readable: true, editable: how === 'rw' },
      ]),
    ),
    userPermissions: new Set(userPermissions),
    customPermissions: new Set(),
  });
}

/** Objects of every sharing model, and permission sets of every kind. */
export function guardedSchema(): OrgSchema {
  const schema = schemaWith([
    customObject(
      'Project__c',
      'a01',
      [
        custom({ ...externalKey(), required: false }),
        text('Needed__c', { defaultValue: '"x"', required: true }),
        text('Open__c'),
        text('Shown__c'),
        text('Secret__c'),
        custom(lookup('Account__c', 'Account')),
        custom(lookup('Other__c', 'Project__c')),
        custom(
          makeField('Total__c', 'Summary', {
            summary: {
              operation: 'sum',
              childObject: 'Line__c',
              foreignKey: 'Project__c',
              summarizedField: 'Amount__c',
              filters: [],
            },
          }),
        ),
      ],
      { sharingModel: 'Private' },
    ),
    customObject('Program__c', 'a02', [text('Shown__c')], { sharingModel: 'Read' }),
    customObject('Board__c', 'a03', [text('Shown__c')], { sharingModel: 'ReadWrite' }),
    customObject(
      'Line__c',
      'a04',
      [
        custom(master('Project__c', 'Project__c', { childRelationshipName: 'Lines' })),
        custom(makeField('Amount__c', 'Number', { precision: 10, scale: 0 })),
      ],
      { sharingModel: 'ControlledByParent' },
    ),
    customObject(
      'Note__c',
      'a05',
      [custom(master('Program__c', 'Program__c', { writeRequiresMasterRead: true }))],
      { sharingModel: 'ControlledByParent' },
    ),
    customObject(
      'Link__c',
      'a06',
      [
        custom(master('Project__c', 'Project__c')),
        custom(master('Program__c', 'Program__c', { writeRequiresMasterRead: true })),
      ],
      { sharingModel: 'ControlledByParent' },
    ),
  ]);
  grant(
    schema,
    'Worker',
    {
      Project__c: all, Program__c: all, Board__c: all, Line__c: all, Note__c: all, Link__c: all,
      Account: rights({ allowCreate: true, allowRead: true, allowEdit: true }),
    },
    {
      'Project__c.Open__c': 'rw', 'Project__c.Shown__c': 'r', 'Project__c.ExternalKey__c': 'rw',
      'Project__c.Account__c': 'rw', 'Project__c.Other__c': 'rw', 'Project__c.Total__c': 'r',
      'Line__c.Amount__c': 'rw', 'Program__c.Shown__c': 'rw', 'Board__c.Shown__c': 'rw',
      'Account.BillingAddress': 'rw', 'Account.Phone': 'r',
    },
  ); // prettier-ignore
  grant(schema, 'Reader', { Project__c: readOnly, Program__c: readOnly, Line__c: readOnly });
  grant(schema, 'Auditor', { Project__c: rights({ allowRead: true, viewAllRecords: true }) });
  grant(schema, 'Manager', {
    Project__c: { ...all, viewAllRecords: true, modifyAllRecords: true },
    Line__c: all,
  });
  grant(schema, 'ViewAll', {}, {}, ['ViewAllData']);
  grant(schema, 'ModifyAll', {}, {}, ['ModifyAllData', 'ViewAllData']);
  grant(schema, 'Api', {}, {}, ['ApiEnabled']);
  grant(schema, 'AllFields', { Project__c: rights({ allowRead: true, viewAllFields: true }) });
  grant(schema, 'Secrets', {}, { 'Project__c.Secret__c': 'rw' });
  schema.permissionSetGroups.set('Both', {
    fullName: 'Both',
    label: 'Both',
    id: makeId('0PG', 1),
    permissionSets: ['Worker', 'Secrets'],
  });
  return schema;
}

/** User names and their permission sets; all have the profile of an integration user. */
const people = {
  ann: ['Worker'],
  bob: ['Worker'],
  reader: ['Reader'],
  auditor: ['Auditor'],
  manager: ['Manager'],
  viewer: ['ViewAll'],
  modifier: ['ModifyAll'],
  member: ['Both'],
  everyfield: ['AllFields'],
  nobody: [],
} as const;

export type Person = keyof typeof people | 'admin' | 'standard' | 'noapi' | 'viaset';

export interface Answer {
  status: number;
  body: unknown;
}

export interface GuardedOrg {
  org: LocalOrg;
  ids: Map<Person, string>;
  call(who: Person, method: string, path: string, body?: unknown): Promise<Answer>;
  /** Creates a record that must be accepted; its id. */
  create: (who: Person, object: string, fields: Record<string, unknown>) => Promise<string>;
  query(who: Person, soql: string): Promise<Answer>;
}

export const DATA = '/services/data/v68.0';

export async function startGuardedOrg(): Promise<GuardedOrg> {
  const org = await startLocalOrg();
  org.engine.applySchema(guardedSchema());
  const tokens = new Map<Person, string>([['admin', org.accessToken]]);
  const ids = new Map<Person, string>();
  const add = (person: Person, profile: string, permissionSets: readonly string[]): void => {
    const username = `${person}@local.org`;
    const { userId, accessToken } = org.addUser({ username, profile, permissionSets });
    tokens.set(person, accessToken);
    ids.set(person, userId);
  };
  for (const person of Object.keys(people) as (keyof typeof people)[])
    add(person, 'Minimum Access - API Only Integrations', people[person]);
  add('standard', 'Standard User', []);
  add('noapi', 'Minimum Access - Salesforce', ['Worker']);
  add('viaset', 'Minimum Access - Salesforce', ['Worker', 'Api']);
  const call: GuardedOrg['call'] = async (who, method, path, body) => {
    const response = await fetch(`${org.instanceUrl}${DATA}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${tokens.get(who) ?? ''}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = await response.text();
    return { status: response.status, body: answer === '' ? null : JSON.parse(answer) };
  };
  return {
    org,
    ids,
    call,
    create: async (who, object, fields) => {
      const { body } = await call(who, 'POST', `/sobjects/${object}`, fields);
      if (typeof body === 'object' && body !== null && 'id' in body) return String(body.id);
      throw new Error(`${object} was refused: ${JSON.stringify(body)}`);
    },
    query: (who, soql) => call(who, 'GET', `/query?q=${encodeURIComponent(soql)}`),
  };
}
