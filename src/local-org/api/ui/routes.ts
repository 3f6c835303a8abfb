import type { ApiHandler } from '../api-call.ts';
import { graphqlHandler } from '../graphql/graphql-route.ts';
import {
  listInfoHandler, listRecordsHandler, listUiHandler, lookupHandler, relatedListCountHandler, relatedListInfoHandler,
  relatedListRecordsHandler, relatedListsHandler,
} from './list-routes.ts'; // prettier-ignore
import {
  objectInfoBatchHandler,
  objectInfoHandler,
  picklistHandler,
  picklistsHandler,
} from './object-info.ts';
import {
  createDefaultsHandler, createRecordHandler, deleteRecordHandler, layoutHandler, recordBatchHandler, recordHandler,
  recordUiHandler, updateRecordHandler,
} from './record-routes.ts'; // prettier-ignore

/** The User Interface API, as routes.ts takes routes. https://developer.salesforce.com/docs/atlas.en-us.uiapi.meta/uiapi/ui_api_get_started.htm */
export const uiRoutes: readonly (readonly [string, string, ApiHandler])[] = [
  ['POST', '/graphql', graphqlHandler],
  ['POST', '/ui-api/graphql', graphqlHandler],
  ['POST', '/ui-api/records', createRecordHandler],
  ['GET', '/ui-api/records/batch/:', recordBatchHandler],
  ['GET', '/ui-api/records/:', recordHandler],
  ['PATCH', '/ui-api/records/:', updateRecordHandler],
  ['DELETE', '/ui-api/records/:', deleteRecordHandler],
  ['GET', '/ui-api/record-ui/:', recordUiHandler],
  ['GET', '/ui-api/record-defaults/create/:', createDefaultsHandler],
  ['GET', '/ui-api/layout/:', layoutHandler],
  ['GET', '/ui-api/object-info/batch/:', objectInfoBatchHandler],
  ['GET', '/ui-api/object-info/:', objectInfoHandler],
  ['GET', '/ui-api/object-info/:/picklist-values/:', picklistsHandler],
  ['GET', '/ui-api/object-info/:/picklist-values/:/:', picklistHandler],
  ['GET', '/ui-api/related-list-info/:', relatedListsHandler],
  ['GET', '/ui-api/related-list-info/:/:', relatedListInfoHandler],
  ['GET', '/ui-api/related-list-records/:/:', relatedListRecordsHandler],
  ['POST', '/ui-api/related-list-records/:/:', relatedListRecordsHandler],
  ['GET', '/ui-api/related-list-count/:/:', relatedListCountHandler],
  ['GET', '/ui-api/list-info/:/:', listInfoHandler],
  ['GET', '/ui-api/list-records/:/:', listRecordsHandler],
  ['POST', '/ui-api/list-records/:/:', listRecordsHandler],
  ['GET', '/ui-api/list-ui/:', listUiHandler],
  ['GET', '/ui-api/list-ui/:/:', listUiHandler],
  ['GET', '/ui-api/lookups/:/:', lookupHandler],
  ['GET', '/ui-api/lookups/:/:/:', lookupHandler],
];
