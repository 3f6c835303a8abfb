import type { FieldSchema, ObjectSchema, OrgSchema } from '../schema/types.ts';

/** A column of a list: what SOQL selects and what the reader sees. */
export interface ListColumn {
  label: string;
  /** "Fee__c", or "Customer__r.Name" for a lookup. */
  path: string;
  /** For a lookup: the field with the id behind the name. */
  idPath: string | null;
  dataType: string;
}

/** How a field stands in a list; a lookup shows the name of what it points to. */
export function listColumn(
  schema: OrgSchema,
  object: ObjectSchema,
  field: FieldSchema,
): ListColumn {
  const target = schema.objects.get(field.referenceTo[0] ?? '');
  if (target !== undefined && field.relationshipName !== null)
    return {
      label: field.label,
      path: `${field.relationshipName}.${target.nameField}`,
      idPath: field.name,
      dataType: 'Reference',
    };
  const isName = field.name === object.nameField;
  return {
    label: field.label,
    path: field.name,
    idPath: isName ? 'Id' : null,
    dataType: field.type === 'Formula' ? (field.formulaReturnType ?? 'Text') : field.type,
  };
}

/** SOQL for a list; `rest` is what follows FROM. */
export function listQuery(
  object: ObjectSchema,
  columns: readonly ListColumn[],
  rest: string,
): string {
  const names = columns.flatMap(({ path, idPath }) => (idPath === null ? [path] : [path, idPath]));
  return `SELECT ${[...new Set(['Id', ...names])].join(', ')} FROM ${object.name} ${rest}`;
}
