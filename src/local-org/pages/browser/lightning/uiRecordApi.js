/**
 * Our stand-in for lightning/uiRecordApi on the org's UI API.
 * https://developer.salesforce.com/docs/platform/lwc/guide/reference-lightning-ui-api-record.html
 */
import { fieldName, fieldNames, objectName, queryString } from '../field-names.js';
import { read, write } from '../org-client.js';
import { recordsChanged, refreshGiven, wireAdapter } from '../wire-adapter.js';

function wanted({ fields, optionalFields, layoutTypes, modes }) {
  return queryString({
    fields: fieldNames(fields),
    optionalFields: fieldNames(optionalFields),
    layoutTypes,
    modes,
  });
}

export const getRecord = wireAdapter({
  isReady: (config) =>
    Boolean(config.recordId) &&
    Boolean(config.fields ?? config.optionalFields ?? config.layoutTypes),
  recordIds: ({ recordId }) => [recordId],
  load: async (config) => ({
    data: await read(`/ui-api/records/${config.recordId}${wanted(config)}`),
  }),
});

export const getRecords = wireAdapter({
  isReady: ({ records }) =>
    Array.isArray(records) && records.every(({ recordIds }) => recordIds?.length > 0),
  recordIds: ({ records }) => records.flatMap(({ recordIds }) => recordIds),
  load: async ({ records }) => {
    const answers = await Promise.all(
      records.map((group) =>
        read(`/ui-api/records/batch/${group.recordIds.join(',')}${wanted(group)}`),
      ),
    );
    return { data: { results: answers.flatMap(({ results }) => results) } };
  },
});

export const getRecordCreateDefaults = wireAdapter({
  isReady: ({ objectApiName }) => Boolean(objectApiName),
  load: async ({ objectApiName, recordTypeId, formFactor, optionalFields }) => ({
    data: await read(
      `/ui-api/record-defaults/create/${objectName(objectApiName)}${queryString({ recordTypeId, formFactor, optionalFields: fieldNames(optionalFields) })}`,
    ),
  }),
});

export async function createRecord({ apiName, fields, allowSaveOnDuplicate }) {
  return write('POST', '/ui-api/records', {
    apiName: objectName(apiName),
    fields,
    allowSaveOnDuplicate,
  });
}

export async function updateRecord(recordInput, { ifUnmodifiedSince } = {}) {
  const { Id, ...fields } = recordInput.fields;
  const saved = await write('PATCH', `/ui-api/records/${Id}`, { fields, ifUnmodifiedSince });
  await recordsChanged([saved?.id ?? Id]);
  return saved;
}

export async function deleteRecord(recordId) {
  await write('DELETE', `/ui-api/records/${recordId}`);
  await recordsChanged([recordId]);
}

export const notifyRecordUpdateAvailable = (items) =>
  recordsChanged(items.map(({ recordId }) => recordId));
export const getRecordNotifyChange = (items) => void notifyRecordUpdateAvailable(items);
export const refreshRecord = refreshGiven;

function findField(record, field) {
  const [, ...path] = fieldName(field).split('.');
  let found = { value: record };
  for (const name of path) {
    found = found?.value?.fields?.[name];
    if (found === undefined) return undefined;
  }
  return found;
}

export const getFieldValue = (record, field) => findField(record, field)?.value;
export const getFieldDisplayValue = (record, field) => findField(record, field)?.displayValue;

/** Only what has changed and may be written, as the real function: for `updateRecord` after an edit. */
export function generateRecordInputForUpdate(record, objectInfo) {
  const isEditable = (name) =>
    objectInfo === undefined || objectInfo.fields[name]?.updateable === true;
  const fields = Object.entries(record.fields).filter(
    ([name]) => isEditable(name) && !name.endsWith('__r'),
  );
  return {
    fields: {
      Id: record.id,
      ...Object.fromEntries(fields.map(([name, field]) => [name, field.value])),
    },
  };
}
