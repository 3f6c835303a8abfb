import type { FieldDescription } from '../../schema/describe-field.ts';
import { describeObject } from '../../schema/describe.ts';
import { childRelationships } from '../../data/soql/schema-names.ts';
import type { FieldSchema, ObjectSchema, OrgSchema } from '../../schema/types.ts';
import { objectInUrl, ok, type ApiContext, type ApiHandler } from '../api-call.ts';
import { ApiError, notFound } from '../api-error.ts';
import { eTag, MASTER_RECORD_TYPE, recordTypeViews } from './record-view.ts';

const DATA_TYPES: Record<string, string> = {
  id: 'String', string: 'String', reference: 'Reference', picklist: 'Picklist', multipicklist: 'MultiPicklist', textarea: 'TextArea',
  boolean: 'Boolean', double: 'Double', int: 'Int', currency: 'Currency', percent: 'Percent', date: 'Date', datetime: 'DateTime',
  time: 'Time', email: 'Email', phone: 'Phone', url: 'Url', location: 'Location',
}; // prettier-ignore

function fieldInfo(schema: OrgSchema, field: FieldDescription) {
  return {
    apiName: field.name,
    calculated: field.calculated,
    compound: field.type === 'location',
    compoundComponentName: null,
    compoundFieldName: field.compoundFieldName,
    controllerName: field.controllerName,
    controllingFields: [],
    createable: field.createable,
    custom: field.custom,
    dataType: DATA_TYPES[field.type] ?? 'String',
    extraTypeInfo: field.extraTypeInfo,
    filterable: field.filterable,
    filteredLookupInfo: null,
    highScaleNumber: field.highScaleNumber,
    htmlFormatted: field.htmlFormatted,
    inlineHelpText: field.inlineHelpText,
    label: field.label,
    length: field.length,
    maskType: field.maskType,
    nameField: field.nameField,
    polymorphicForeignKey: field.polymorphicForeignKey,
    precision: field.precision,
    reference: field.type === 'reference',
    referenceTargetField: field.referenceTargetField,
    referenceToInfos: field.referenceTo.map((apiName) => ({
      apiName,
      nameFields: [schema.objects.get(apiName)?.nameField ?? 'Name'],
    })),
    relationshipName: field.relationshipName,
    required:
      !field.nillable && field.createable && field.type !== 'boolean' && !field.defaultedOnCreate,
    scale: field.scale,
    searchPrefilterable: field.searchPrefilterable,
    sortable: field.sortable,
    unique: field.unique,
    updateable: field.updateable,
  };
}

/** Metadata of an object. https://developer.salesforce.com/docs/atlas.en-us.uiapi.meta/uiapi/ui_api_responses_object_info.htm */
export function objectInfo(schema: OrgSchema, object: ObjectSchema, apiVersion: string) {
  const described = describeObject(schema, object.name, apiVersion);
  if (described === null) throw notFound();
  const recordTypeInfos = recordTypeViews(object);
  const info = {
    apiName: object.name,
    associateEntityType: null,
    associateParentEntity: null,
    childRelationships: childRelationships(schema, object).map((child) => ({
      childObjectApiName: child.object.name,
      fieldName: child.field.name,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: child.name,
    })),
    createable: described.createable,
    custom: described.custom,
    defaultRecordTypeId: defaultRecordType(object),
    deletable: described.deletable,
    dependentFields: {},
    feedEnabled: described.feedEnabled,
    fields: Object.fromEntries(
      described.fields.map((field) => [field.name, fieldInfo(schema, field)]),
    ),
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.pluralLabel,
    layoutable: described.layoutable,
    mruEnabled: described.mruEnabled,
    nameFields: [object.nameField],
    queryable: described.queryable,
    recordTypeInfos,
    searchLayoutable: described.searchLayoutable,
    searchable: described.searchable,
    themeInfo: null,
    updateable: described.updateable,
  };
  return { ...info, eTag: eTag(info) };
}

/** The record type that a new record gets when nobody says which. */
export function defaultRecordType(object: ObjectSchema): string {
  return (
    [...object.recordTypes.values()].find((type) => type.isDefault && type.active)?.id ??
    MASTER_RECORD_TYPE
  );
}

/** The values of one picklist; record types do not narrow them here, and no picklist depends on another. */
function picklistValues(field: FieldSchema, url: string) {
  const values = field.picklistValues
    .filter((value) => value.isActive)
    .map(({ label, value }) => ({ attributes: null, label, validFor: [], value }));
  const chosen = field.picklistValues.find((value) => value.isDefault)?.value;
  const body = {
    controllerValues: {},
    defaultValue: values.find(({ value }) => value === chosen) ?? null,
    url,
    values,
  };
  return { ...body, eTag: eTag(body) };
}

function recordTypeInUrl(object: ObjectSchema, id: string): string {
  const found = Object.keys(recordTypeViews(object)).find(
    (known) => known.slice(0, 15) === id.slice(0, 15),
  );
  if (found === undefined)
    throw new ApiError(
      400,
      'INVALID_PARAMETER_VALUE',
      `Invalid record type id for ${object.name}: ${id}`,
    );
  return found;
}

const isPicklist = (field: FieldSchema): boolean =>
  field.type === 'Picklist' || field.type === 'MultiselectPicklist';

const valuesUrl = (apiVersion: string, object: string, type: string, field: string): string =>
  `/services/data/v${apiVersion}/ui-api/object-info/${object}/picklist-values/${type}/${field}`;

/** GET /ui-api/object-info/T */
export const objectInfoHandler: ApiHandler = (context, call, [name]) =>
  ok(objectInfo(context.engine.schema(), objectInUrl(context, name), call.apiVersion));

/** GET /ui-api/object-info/batch/A,B — one result per object, a failure among them. */
export const objectInfoBatchHandler: ApiHandler = (context, call, [names = '']) =>
  ok(
    batchOf(names.split(','), (name) =>
      objectInfo(context.engine.schema(), objectInUrl(context, name), call.apiVersion),
    ),
  );

/** The answers of several reads in one, each with its own status; https://…/uiapi/ui_api_responses_batch_results.htm */
export function batchOf(names: readonly string[], read: (name: string) => unknown) {
  const results = names.map((name) => {
    try {
      return { result: read(name.trim()), statusCode: 200 };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { errorCode, message, status } = error;
      return { result: [{ errorCode, message }], statusCode: status };
    }
  });
  return { hasErrors: results.some(({ statusCode }) => statusCode !== 200), results };
}

/** GET /ui-api/object-info/T/picklist-values/recordTypeId — every picklist of the object. */
export const picklistsHandler: ApiHandler = (context, call, [name, type = '']) => {
  const object = objectInUrl(context, name);
  const recordTypeId = recordTypeInUrl(object, type);
  const picklistFieldValues = Object.fromEntries(
    [...object.fields.values()]
      .filter(isPicklist)
      .map((field) => [
        field.name,
        picklistValues(field, valuesUrl(call.apiVersion, object.name, recordTypeId, field.name)),
      ]),
  );
  return ok({ eTag: eTag(picklistFieldValues), picklistFieldValues });
};

/** GET /ui-api/object-info/T/picklist-values/recordTypeId/Field */
export const picklistHandler: ApiHandler = (context, call, [name, type = '', fieldName = '']) => {
  const object = objectInUrl(context, name);
  const recordTypeId = recordTypeInUrl(object, type);
  const field = fieldInUrl(object, fieldName);
  if (!isPicklist(field))
    throw new ApiError(
      400,
      'INVALID_PARAMETER_VALUE',
      `${object.name}.${field.name} is not a picklist field`,
    );
  return ok(
    picklistValues(field, valuesUrl(call.apiVersion, object.name, recordTypeId, field.name)),
  );
};

/** A field that a URL names; 404 when the object has none of that name. */
export function fieldInUrl(object: ObjectSchema, name: string): FieldSchema {
  const wanted = name.toLowerCase();
  const field = [...object.fields.values()].find((one) => one.name.toLowerCase() === wanted);
  if (field === undefined) throw notFound();
  return field;
}

/** The object that an id belongs to; 400 or 404 where there is none. */
export function objectOfId(context: ApiContext, id: string): ObjectSchema {
  const objects = [...context.engine.schema().objects.values()];
  const object = objects.find(({ keyPrefix }) => keyPrefix === id.slice(0, 3));
  if (object === undefined || !/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(id))
    throw new ApiError(400, 'INVALID_PARAMETER_VALUE', `Invalid record id: ${id}`);
  return object;
}
