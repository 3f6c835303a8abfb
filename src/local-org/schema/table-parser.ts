import { clonePicklist } from './clone.ts';
import { labelFromName, makeField, makeObject, systemFields } from './fields.ts';
import { standardValueSets } from './standard-picklists.ts';
import type { FieldSchema, FieldType, ObjectSchema } from './types.ts';

/**
 * A standard object, one field per line:
 * `Name Type[:length | :precision,scale] [{ValueSet}] [flags] [->Target,…/relationshipName[/childRelationshipName]] ["Label"]`.
 * Flags: required, unique, readonly, createonly, restricted.
 */
export interface StandardTable {
  name: string;
  keyPrefix: string;
  label?: string;
  pluralLabel?: string;
  owned: boolean;
  nameField?: string;
  sharingModel?: string;
  writable?: boolean;
  fields: string;
}

const fieldTypes = new Map<string, FieldType>(
  (
    [
      'Text',
      'TextArea',
      'LongTextArea',
      'Base64',
      'Email',
      'Phone',
      'Url',
      'Number',
      'Currency',
      'Percent',
      'Checkbox',
      'Date',
      'DateTime',
      'Picklist',
      'Lookup',
    ] as const
  ).map((type) => [type, type]),
);

const defaultLength: Partial<Record<FieldType, number>> = {
  Phone: 40,
  Email: 80,
  Url: 255,
  TextArea: 255,
  Picklist: 255,
  Lookup: 18,
};

function sizes(type: FieldType, text: string | undefined): Partial<FieldSchema> {
  const numbers = (text ?? '').split(',').map(Number);
  const [first, second] = numbers;
  if (second !== undefined) return { precision: first ?? null, scale: second };
  return { length: text === undefined ? (defaultLength[type] ?? null) : (first ?? null) };
}

function target(word: string): Partial<FieldSchema> {
  const [objects = '', relationshipName = null, childRelationshipName = null] = word
    .slice(2)
    .split('/');
  return {
    referenceTo: objects.split(','),
    relationshipName,
    childRelationshipName,
    deleteConstraint: 'SetNull',
  };
}

function flag(word: string): Partial<FieldSchema> {
  switch (word) {
    case 'required':
      return { required: true };
    case 'unique':
      return { unique: true };
    case 'restricted':
      return { restricted: true };
    case 'readonly':
      return { createable: false, updateable: false };
    case 'createonly':
      return { updateable: false };
    default:
      throw new Error(`The table of standard fields holds an unknown word: ${word}`);
  }
}

function parseField(line: string): FieldSchema {
  const label = /"(.*)"/.exec(line)?.[1];
  const [name = '', typeText = '', ...words] = line
    .replace(/"(.*)"/, '')
    .trim()
    .split(/\s+/);
  const [typeName = '', sizeText] = typeText.split(':');
  const type = fieldTypes.get(typeName);
  if (type === undefined) throw new Error(`The table of standard fields is broken at: ${line}`);
  const given: Partial<FieldSchema> = sizes(type, sizeText);
  if (type === 'Checkbox') given.defaultValue = 'false';
  for (const word of words) {
    if (word.startsWith('->')) Object.assign(given, target(word));
    else if (word.startsWith('{')) {
      const valueSetName = word.slice(1, -1);
      const values = standardValueSets.get(valueSetName) ?? [];
      Object.assign(given, { valueSetName, picklistValues: clonePicklist(values) });
    } else Object.assign(given, flag(word));
  }
  return makeField(name, type, { ...given, label: label ?? labelFromName(name) });
}

/** Standard objects whose rows a queue may own; the owner of the others is a user. */
const ownedByQueues = new Set(['Lead', 'Task', 'Event']);

/** Turns a table into an object of the schema; throws where the table itself is wrong, which is a bug. */
export function parseStandardTable(table: StandardTable): ObjectSchema {
  const fields = table.fields
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseField);
  const all = [...systemFields(table.owned), ...fields];
  for (const field of all)
    if (field.name === 'OwnerId' && !ownedByQueues.has(table.name)) field.referenceTo = ['User'];
  return makeObject(table.name, table.keyPrefix, {
    ...(table.label === undefined ? {} : { label: table.label }),
    ...(table.pluralLabel === undefined ? {} : { pluralLabel: table.pluralLabel }),
    sharingModel: table.sharingModel ?? 'ReadWrite',
    nameField: table.nameField ?? 'Name',
    writable: table.writable ?? true,
    fields: new Map(all.map((field) => [field.name, field])),
  });
}
