import { makeField, makeObject } from '../../schema/fields.ts';
import type { FieldSchema, ObjectSchema } from '../../schema/types.ts';
import { quoted } from '../tables.ts';

/** One object that a lookup with several targets may point at, joined under its own alias. */
export interface NameTarget {
  alias: string;
  object: ObjectSchema;
}

/**
 * What a path through a lookup with several targets (Owner, Who, What) may read: the fields of Salesforce's Name object.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_name.htm
 */
const NAME_FIELDS = [
  'Id', 'Name', 'FirstName', 'LastName', 'Alias', 'Email', 'IsActive', 'Phone', 'ProfileId', 'RecordTypeId', 'Title',
  'Username', 'UserRoleId',
]; // prettier-ignore

const typeField = makeField('Type', 'Text', { length: 40, createable: false, updateable: false });

/** The Name object as its possible targets make it; a field that no target has is left out. */
export function nameEntity(targets: readonly NameTarget[]): ObjectSchema {
  const fields = NAME_FIELDS.flatMap((name) => {
    const field = targets.find(({ object }) => object.fields.has(name))?.object.fields.get(name);
    return field === undefined ? [] : [[name, field] as [string, FieldSchema]];
  });
  return makeObject('Name', '', { fields: new Map([...fields, ['Type', typeField]]) });
}

function typeSql({ alias, object }: NameTarget): string {
  const type = object.name === 'Group' ? 'Queue' : object.name;
  return `WHEN ${alias}."Id" IS NOT NULL THEN '${type}'`;
}

/** A Name field as SQL: the first target that the lookup really points at gives its value. */
export function nameColumnSql(targets: readonly NameTarget[], field: string): string {
  if (field === 'Type') return `CASE ${targets.map(typeSql).join(' ')} END`;
  const columns = targets
    .filter(({ object }) => object.fields.has(field))
    .map(({ alias }) => `${alias}.${quoted(field)}`);
  return columns.length === 1 ? (columns[0] ?? 'NULL') : `COALESCE(${columns.join(', ')})`;
}
