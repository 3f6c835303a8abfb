import { ApiError } from '../api/api-error.ts';
import { readManyByBodyHandler } from '../api/collection-routes.ts';
import { createRow, saveRows, updateRow, upsertRow, type Row } from '../api/save-rows.ts';
import type { SaveRequest, SaveResult } from '../data/engine.ts';
import { normaliseId } from '../data/ids.ts';
import { findObject } from '../data/soql/schema-names.ts';
import { toXml } from '../metadata/soap.ts';
import { childrenOf, textAt, textsAt, type XmlElement } from '../metadata/xml.ts';
import { errorValues, recordXml } from './envelope.ts';
import { allOrNone, apiCallOf, refuseTooMany, type SoapOperation, type SoapRequest } from './soap-request.ts'; // prettier-ignore

function fieldsOf(element: XmlElement): Record<string, unknown> {
  const entries = element.children.flatMap((child): [string, unknown][] => {
    if (child.name === 'type') return [];
    if (child.name === 'fieldsToNull') return [[child.text, null]];
    // A nil element changes nothing: what is to be emptied is named in fieldsToNull.
    if (child.attributes['xsi:nil'] === 'true') return [];
    return [[child.name, child.children.length > 0 ? fieldsOf(child) : child.text]];
  });
  return Object.fromEntries(entries);
}

/** The object that an sObject says it is. */
function typeOf(request: SoapRequest, element: XmlElement): string {
  const type = textAt(element, 'type') ?? '';
  const object = findObject(request.host.engine.schema(), type);
  if (object !== undefined) return object.name;
  throw new ApiError(500, 'INVALID_TYPE', `sObject type '${type}' is not supported.`);
}

function resultsXml(results: readonly SaveResult[], withCreated: boolean): string {
  const rows = results.map(({ id, success, created, errors }) => ({
    ...(withCreated ? { created } : {}),
    errors: errorValues(errors),
    id,
    success,
  }));
  return toXml('result', rows);
}

function saveSObjects(
  request: SoapRequest,
  toRow: (type: string, fields: Record<string, unknown>) => Row,
  withCreated = false,
): string {
  const elements = childrenOf(request.operation, 'sObjects');
  refuseTooMany(elements.length);
  const rows = elements.map((element) => toRow(typeOf(request, element), fieldsOf(element)));
  const call = apiCallOf(request);
  return resultsXml(saveRows(request.host.api, call, rows, allOrNone(request)), withCreated);
}

export const create: SoapOperation = (request) => saveSObjects(request, createRow);

export const update: SoapOperation = (request) => saveSObjects(request, updateRow);

/** upsert(): by an external id, or by Id, where a record without one is created. */
export const upsert: SoapOperation = (request) => {
  const key = textAt(request.operation, 'externalIDFieldName') ?? '';
  const toRow = (type: string, fields: Record<string, unknown>): Row => {
    if (key.toLowerCase() !== 'id') return upsertRow(type, key, fields);
    const hasId = Object.keys(fields).some((name) => name.toLowerCase() === 'id');
    return hasId ? updateRow(type, fields) : createRow(type, fields);
  };
  return saveSObjects(request, toRow, true);
};

function idRow(request: SoapRequest, operation: SaveRequest['operation'], given: string): Row {
  const id = normaliseId(given);
  const objects = [...request.host.engine.schema().objects.values()];
  const object = objects.find(({ keyPrefix }) => keyPrefix === given.slice(0, 3));
  if (id === null || object === undefined) {
    return {
      refused: { statusCode: 'MALFORMED_ID', message: `malformed id ${given}`, fields: [] },
    };
  }
  return { operation, object: object.name, id, fields: {} };
}

function byId(operation: SaveRequest['operation']): SoapOperation {
  return (request) => {
    const ids = textsAt(request.operation, 'ids');
    refuseTooMany(ids.length);
    const rows = ids.map((id) => idRow(request, operation, id));
    const call = apiCallOf(request);
    return resultsXml(saveRows(request.host.api, call, rows, allOrNone(request)), false);
  };
}

export const deleteRecords: SoapOperation = byId('delete');
export const undelete: SoapOperation = byId('undelete');
export const emptyRecycleBin: SoapOperation = byId('purge');

const mostRetrieved = 2000;

/** retrieve(fieldList, sObjectType, ids): records in the order of the ids, nil where there is none. */
export const retrieve: SoapOperation = (request) => {
  const { operation, host } = request;
  const ids = textsAt(operation, 'ids');
  refuseTooMany(ids.length, mostRetrieved);
  const listed = (textAt(operation, 'fieldList') ?? '').split(',').map((name) => name.trim());
  const fields = ['Id', ...listed.filter((name) => name !== '' && name.toLowerCase() !== 'id')];
  const type = textAt(operation, 'sObjectType') ?? '';
  if (findObject(host.engine.schema(), type) === undefined) {
    throw new ApiError(500, 'INVALID_TYPE', `sObject type '${type}' is not supported.`);
  }
  const { body } = readManyByBodyHandler(host.api, apiCallOf(request, { body: { ids, fields } }), [
    type,
  ]);
  const records: unknown[] = Array.isArray(body) ? body : [];
  return records
    .map((record) =>
      typeof record === 'object' && record !== null
        ? recordXml('result', { ...record })
        : toXml('result', null),
    )
    .join('');
};
