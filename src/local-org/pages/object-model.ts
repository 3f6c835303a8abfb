import { typeOfNumber } from '../api/viewer-fields.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../schema/types.ts';
import { objectIcon } from './layout.ts';

/** A field as the browser needs it to show and edit its value. */
export interface FieldModel {
  name: string;
  label: string;
  dataType: string;
  help: string;
  updateable: boolean;
  createable: boolean;
  required: boolean;
  scale: number;
  length: number | null;
  values: { value: string; label: string; isDefault: boolean }[];
  /** Lookups only: the relationship's path to the name of what it points to, and which object that is. */
  referenceTo: string | null;
  referenceName: string | null;
  relationshipName: string | null;
}

export interface ObjectModel {
  apiName: string;
  label: string;
  pluralLabel: string;
  icon: string;
  nameField: string;
  fields: FieldModel[];
  /** Fields that the user may not read: pages leave them out, as Lightning does, instead of calling them unknown. */
  hiddenFields: readonly string[];
  /** What the user may do with records of the object; buttons for the rest are not shown. */
  canCreate: boolean;
  canEdit: boolean;
  canDelete: boolean;
}

function fieldModel(schema: OrgSchema, field: FieldSchema): FieldModel {
  const target = schema.objects.get(field.referenceTo[0] ?? '');
  const type = typeOfNumber(schema, field);
  return {
    name: field.name,
    label: field.label.replace(/ ID$/, ''),
    dataType: target === undefined ? type : 'Reference',
    help: field.inlineHelpText ?? '',
    updateable: field.updateable,
    createable: field.createable,
    required: field.required,
    scale: field.scale ?? 0,
    length: field.length,
    values: field.picklistValues
      .filter(({ isActive }) => isActive)
      .map(({ value, label, isDefault }) => ({ value, label, isDefault })),
    referenceTo: target?.name ?? null,
    referenceName: target?.nameField ?? null,
    relationshipName: field.relationshipName,
  };
}

/** An object with its fields as the browser needs them. */
export function objectModel(schema: OrgSchema, object: ObjectSchema): ObjectModel {
  return {
    apiName: object.name,
    label: object.label,
    pluralLabel: object.pluralLabel,
    icon: objectIcon(schema, object.name),
    nameField: object.nameField,
    fields: [...object.fields.values()].map((field) => fieldModel(schema, field)),
    hiddenFields: object.hiddenFields ?? [],
    canCreate: object.rights?.allowCreate ?? true,
    canEdit: object.rights?.allowEdit ?? true,
    canDelete: object.rights?.allowDelete ?? true,
  };
}
