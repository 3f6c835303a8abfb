import { objectName, fieldName } from './field-names.js';
import { fieldModels } from './field-model.js';
import { read } from './org-client.js';

/** The name of a form's field without its object: "Fee__c" of "Voyage__c.Fee__c" or a token of `@salesforce/schema`. */
export function bareName(field) {
  return typeof field === 'string' ? field.split('.').pop() : fieldName(field).split('.').pop();
}

/** Fields and values that a form's inputs or outputs show; without a record only the fields. */
export async function formRecord(object, recordId, names) {
  const objectApiName = objectName(object);
  const fields = await fieldModels(objectApiName, names);
  if (!recordId) return { fields, record: null };
  const paths = [...fields.values()].flatMap((field) => [
    `${objectApiName}.${field.name}`,
    ...(field.relationshipName === null || field.referenceName === null
      ? []
      : [`${objectApiName}.${field.relationshipName}.${field.referenceName}`]),
  ]);
  const record = await read(`/ui-api/records/${recordId}?optionalFields=${paths.join(',')}`);
  return { fields, record };
}

export function shownName(field, record) {
  if (field.relationshipName === null) return undefined;
  return record?.fields[field.relationshipName]?.value?.fields?.[field.referenceName]?.value;
}
