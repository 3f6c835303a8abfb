/**
 * Our stand-in for lightning/uiRelatedListApi on the org's UI API.
 * https://developer.salesforce.com/docs/platform/lwc/guide/reference-ui-api-related-list.html
 */
import { fieldNames, queryString } from '../field-names.js';
import { read, write } from '../org-client.js';
import { wireAdapter } from '../wire-adapter.js';

const isReady = ({ parentRecordId, relatedListId }) =>
  Boolean(parentRecordId) && Boolean(relatedListId);
const recordIds = ({ parentRecordId }) => [parentRecordId];
const asList = (value) => (value === undefined ? undefined : [value].flat());

export const getRelatedListRecords = wireAdapter({
  isReady,
  recordIds,
  load: async ({
    parentRecordId,
    relatedListId,
    fields,
    optionalFields,
    pageSize,
    pageToken,
    sortBy,
    where,
  }) => ({
    data: await write('POST', `/ui-api/related-list-records/${parentRecordId}/${relatedListId}`, {
      fields: fieldNames(fields),
      optionalFields: fieldNames(optionalFields),
      pageSize,
      pageToken,
      sortBy: asList(sortBy),
      where,
    }),
  }),
});

export const getRelatedListCount = wireAdapter({
  isReady,
  recordIds,
  load: async ({ parentRecordId, relatedListId, maxCount }) => ({
    data: await read(
      `/ui-api/related-list-count/${parentRecordId}/${relatedListId}${queryString({ maxCount })}`,
    ),
  }),
});

export const getRelatedListsInfo = wireAdapter({
  isReady: ({ parentObjectApiName }) => Boolean(parentObjectApiName),
  load: async ({ parentObjectApiName, recordTypeId }) => ({
    data: await read(
      `/ui-api/related-list-info/${parentObjectApiName}${queryString({ recordTypeId })}`,
    ),
  }),
});
