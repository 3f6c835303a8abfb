import { createDataEngine, type LocalDataEngine } from '../data/create-engine.ts';
import { makeId } from '../data/ids.ts';
import { parseStandardTable, type StandardTable } from '../schema/table-parser.ts';
import type { ObjectSchema, OrgSchema } from '../schema/types.ts';

/** The Tooling API's objects that this org answers for. Tooling API guide, reference_objects_list. */
const tables: readonly StandardTable[] = [
  {
    name: 'CustomObject',
    keyPrefix: '01I',
    owned: false,
    nameField: 'DeveloperName',
    fields:
      'DeveloperName Text:80\nNamespacePrefix Text:15\nManageableState Text:40\nSharingModel Text:40',
  },
  {
    name: 'CustomField',
    keyPrefix: '00N',
    owned: false,
    nameField: 'DeveloperName',
    fields:
      'DeveloperName Text:80\nNamespacePrefix Text:15\nTableEnumOrId Text:80\nManageableState Text:40\nEntityDefinitionId Lookup ->EntityDefinition/EntityDefinition/CustomFields',
  },
  {
    name: 'EntityDefinition',
    keyPrefix: '4ie',
    owned: false,
    nameField: 'DeveloperName',
    fields:
      'DurableId Text:80\nQualifiedApiName Text:80\nDeveloperName Text:80\nNamespacePrefix Text:15\nMasterLabel Text:80\nLabel Text:80\nPluralLabel Text:80\nKeyPrefix Text:3\nIsCustomizable Checkbox\nIsQueryable Checkbox\nInternalSharingModel Text:40',
  },
  {
    name: 'FieldDefinition',
    keyPrefix: '4fe',
    owned: false,
    nameField: 'DeveloperName',
    fields:
      'DurableId Text:160\nQualifiedApiName Text:80\nDeveloperName Text:80\nNamespacePrefix Text:15\nMasterLabel Text:80\nLabel Text:80\nDataType Text:80\nLength Number:8,0\nPrecision Number:8,0\nScale Number:8,0\nIsNillable Checkbox\nIsCalculated Checkbox\nIsIndexed Checkbox\nEntityDefinitionId Lookup ->EntityDefinition/EntityDefinition/Fields',
  },
  ...(['ApexClass', 'ApexTrigger'] as const).map((name) => ({
    name,
    keyPrefix: name === 'ApexClass' ? '01p' : '01q',
    owned: false,
    fields:
      'Name Text:255\nNamespacePrefix Text:15\nApiVersion Number:18,1\nStatus Text:40\nBody LongTextArea:1000000\nLengthWithoutComments Number:9,0',
  })),
];

type Values = Record<string, string | number | boolean | null>;

function developerName(name: string): string {
  return name.replace(/__\w+$/, '');
}

function fieldRows(engine: LocalDataEngine, object: ObjectSchema, entityId: string): void {
  let sequence = engine.db.prepare('SELECT COUNT(*) AS n FROM "FieldDefinition"').get()?.['n'];
  for (const field of object.fields.values()) {
    sequence = Number(sequence) + 1;
    const named = { DeveloperName: developerName(field.name), EntityDefinitionId: entityId };
    engine.seed('FieldDefinition', makeId('4fe', sequence), {
      ...named,
      DurableId: `${object.name}.${field.name}`,
      QualifiedApiName: field.name,
      MasterLabel: field.label,
      Label: field.label,
      DataType: field.type,
      Length: field.length,
      Precision: field.precision,
      Scale: field.scale,
      IsNillable: !field.required,
      IsCalculated: field.type === 'Formula' || field.type === 'Summary',
      IsIndexed: field.externalId || field.unique || field.type === 'Id',
    });
    if (field.custom)
      engine.seed('CustomField', makeId('00N', sequence), {
        ...named,
        TableEnumOrId: object.name,
        ManageableState: 'unmanaged',
      });
  }
}

function objectRows(engine: LocalDataEngine, schema: OrgSchema): void {
  for (const [index, object] of [...schema.objects.values()].entries()) {
    const id = makeId('4ie', index + 1);
    const name = developerName(object.name);
    engine.seed('EntityDefinition', id, {
      DurableId: object.name,
      QualifiedApiName: object.name,
      DeveloperName: name,
      MasterLabel: object.label,
      Label: object.label,
      PluralLabel: object.pluralLabel,
      KeyPrefix: object.keyPrefix,
      IsCustomizable: object.writable,
      IsQueryable: true,
      InternalSharingModel: object.sharingModel,
    });
    fieldRows(engine, object, id);
    if (object.custom)
      engine.seed('CustomObject', makeId('01I', index + 1), {
        DeveloperName: name,
        ManageableState: 'unmanaged',
        SharingModel: object.sharingModel,
      });
  }
}

/** Apex is remembered, not compiled, so it says nothing of its length without comments or of its validity. */
function apexRows(engine: LocalDataEngine, schema: OrgSchema): void {
  for (const [type, prefix, folder, suffix] of [
    ['ApexClass', '01p', 'classes', 'cls'],
    ['ApexTrigger', '01q', 'triggers', 'trigger'],
  ] as const) {
    const keys = [...schema.otherComponents.keys()].filter(
      (key) => key.startsWith(`${type}/`) && !key.includes('#'),
    );
    for (const [index, key] of keys.entries()) {
      const name = key.slice(type.length + 1);
      const source = schema.otherComponents.get(`${key}#${folder}/${name}.${suffix}`) ?? '';
      const meta = schema.otherComponents.get(key) ?? '';
      const version = Number(/<apiVersion>([\d.]+)</.exec(meta)?.[1] ?? '0');
      const values: Values = { Name: name, Body: source, ApiVersion: version, Status: 'Active' };
      engine.seed(type, makeId(prefix, index + 1), values);
    }
  }
}

function build(schema: OrgSchema, now: () => Date): LocalDataEngine {
  const objects = new Map(
    tables.map((table) => [table.name, parseStandardTable({ ...table, writable: false })]),
  );
  const user = schema.objects.get('User');
  if (user !== undefined) objects.set('User', user);
  const engine = createDataEngine({
    schema: {
      objects,
      globalValueSets: new Map(),
      flows: new Map(),
      permissionSets: new Map(),
      permissionSetGroups: new Map(),
      matchingRules: new Map(),
      duplicateRules: new Map(),
      customPermissions: new Set(),
      otherComponents: new Map(),
    },
    file: null,
    now,
  });
  engine.db.exec('BEGIN');
  objectRows(engine, schema);
  apexRows(engine, schema);
  engine.db.exec('COMMIT');
  return engine;
}

const engines = new WeakMap<OrgSchema, LocalDataEngine>();

/** The Tooling API's tables for a schema, made when first asked for; a deploy brings a new schema and so new tables. */
export function toolingEngine(schema: OrgSchema, now: () => Date): LocalDataEngine {
  const known = engines.get(schema);
  if (known !== undefined) return known;
  const engine = build(schema, now);
  engines.set(schema, engine);
  return engine;
}
