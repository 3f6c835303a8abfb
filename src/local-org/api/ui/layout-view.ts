import { describeField } from '../../schema/describe-field.ts';
import {
  compactLayout,
  pageLayout,
  type LayoutItem,
  type LayoutSection,
} from '../../schema/page-components.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../../schema/types.ts';
import { eTag } from './record-view.ts';

export type LayoutType = 'Full' | 'Compact';
export type LayoutMode = 'View' | 'Edit' | 'Create';

/** The fields that a layout shows: for `layoutTypes` of a record request. */
export function layoutFields(
  schema: OrgSchema,
  object: ObjectSchema,
  type: LayoutType,
): FieldSchema[] {
  if (type === 'Compact') return compactLayout(schema, object).fields;
  return pageLayout(schema, object).sections.flatMap((section) =>
    section.columns.flat().map(({ field }) => field),
  );
}

function itemView(schema: OrgSchema, object: ObjectSchema, { field, behavior }: LayoutItem) {
  const described = describeField(schema, object, field);
  const editable = behavior !== 'Readonly';
  return {
    editableForNew: editable && described.createable,
    editableForUpdate: editable && described.updateable,
    label: field.label,
    layoutComponents: [{ apiName: field.name, componentType: 'Field', label: field.label }],
    lookupIdApiName: field.referenceTo.length > 0 ? 'Id' : null,
    required: behavior === 'Required' || (editable && field.required),
    sortable: described.sortable,
  };
}

function rowsOf(section: LayoutSection): LayoutItem[][] {
  const longest = Math.max(0, ...section.columns.map((column) => column.length));
  return Array.from({ length: longest }, (_, row) =>
    section.columns.flatMap((column) => column[row] ?? []),
  );
}

function sectionView(schema: OrgSchema, object: ObjectSchema, section: LayoutSection, id: string) {
  const rows = rowsOf(section);
  return {
    collapsible: section.hasHeading,
    columns: section.columns.length,
    heading: section.label,
    id,
    layoutRows: rows.map((items) => ({
      layoutItems: items.map((item) => itemView(schema, object, item)),
    })),
    rows: rows.length,
    tabOrder: 'LeftRight',
    useHeading: section.hasHeading,
  };
}

/** A layout of the User Interface API. https://developer.salesforce.com/docs/atlas.en-us.uiapi.meta/uiapi/ui_api_responses_record_layout.htm */
export function layoutView(
  schema: OrgSchema,
  object: ObjectSchema,
  given: { type: LayoutType; mode: LayoutMode; recordTypeId: string },
) {
  const layout = pageLayout(schema, object);
  const compact = compactLayout(schema, object);
  const sections: LayoutSection[] =
    given.type === 'Full'
      ? layout.sections
      : [
          {
            label: compact.label,
            hasHeading: false,
            columns: [compact.fields.map((field) => ({ field, behavior: 'Readonly' }))],
          },
        ];
  const view = {
    id: given.type === 'Full' ? layout.id : compact.id,
    layoutType: given.type,
    mode: given.mode,
    objectApiName: object.name,
    recordTypeId: given.recordTypeId,
    saveOptions: [],
    sections: sections.map((section, index) =>
      sectionView(schema, object, section, `${layout.id}-${index}`),
    ),
  };
  return { ...view, eTag: eTag(view) };
}
