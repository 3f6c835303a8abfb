/**
 * Our stand-in for lightning/uiObjectInfoApi on the org's UI API.
 * https://developer.salesforce.com/docs/platform/lwc/guide/reference-lightning-ui-api-object-info.html
 */
import { fieldName, objectName } from '../field-names.js';
import { read } from '../org-client.js';
import { wireAdapter } from '../wire-adapter.js';

export const getObjectInfo = wireAdapter({
  isReady: ({ objectApiName }) => Boolean(objectApiName),
  load: async ({ objectApiName }) => ({
    data: await read(`/ui-api/object-info/${objectName(objectApiName)}`),
  }),
});

export const getObjectInfos = wireAdapter({
  isReady: ({ objectApiNames }) => Array.isArray(objectApiNames) && objectApiNames.length > 0,
  load: async ({ objectApiNames }) => {
    const answers = await Promise.all(
      objectApiNames.map((name) => read(`/ui-api/object-info/${objectName(name)}`)),
    );
    return { data: { results: answers.map((result) => ({ result, statusCode: 200 })) } };
  },
});

export const getPicklistValues = wireAdapter({
  isReady: ({ recordTypeId, fieldApiName }) => Boolean(recordTypeId) && Boolean(fieldApiName),
  load: async ({ recordTypeId, fieldApiName }) => {
    const [object, field] = fieldName(fieldApiName).split('.');
    return {
      data: await read(`/ui-api/object-info/${object}/picklist-values/${recordTypeId}/${field}`),
    };
  },
});

export const getPicklistValuesByRecordType = wireAdapter({
  isReady: ({ recordTypeId, objectApiName }) => Boolean(recordTypeId) && Boolean(objectApiName),
  load: async ({ recordTypeId, objectApiName }) => ({
    data: await read(
      `/ui-api/object-info/${objectName(objectApiName)}/picklist-values/${recordTypeId}`,
    ),
  }),
});
