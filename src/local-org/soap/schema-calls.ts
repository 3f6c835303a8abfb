import type { ApiHandler } from '../api/api-call.ts';
import { ApiError } from '../api/api-error.ts';
import { deletedHandler, updatedHandler } from '../api/replication-routes.ts';
import { describeGlobal as describeAll, describeObject } from '../schema/describe.ts';
import { findObject } from '../data/soql/schema-names.ts';
import { toXml } from '../metadata/soap.ts';
import { textAt, textsAt } from '../metadata/xml.ts';
import { soapValue } from './envelope.ts';
import { apiCallOf, type SoapOperation, type SoapRequest } from './soap-request.ts';

function describeXml(request: SoapRequest, name: string): string {
  const { host, apiVersion } = request;
  const description = describeObject(host.engine.schema(), name, apiVersion);
  if (description === null) {
    throw new ApiError(500, 'INVALID_TYPE', `sObject type '${name}' is not supported.`);
  }
  return toXml('result', soapValue({ ...description, urls: null }) ?? null);
}

export const describeSObject: SoapOperation = (request) =>
  describeXml(request, textAt(request.operation, 'sObjectType') ?? '');

const mostDescribed = 100;

export const describeSObjects: SoapOperation = (request) => {
  const names = textsAt(request.operation, 'sObjectType');
  if (names.length > mostDescribed) {
    const text = `describeSObjects() takes at most ${mostDescribed} objects`;
    throw new ApiError(500, 'EXCEEDED_ID_LIMIT', text);
  }
  return names.map((name) => describeXml(request, name)).join('');
};

export const describeGlobal: SoapOperation = ({ host, apiVersion }) => {
  const { sobjects, ...rest } = describeAll(host.engine.schema(), apiVersion);
  const objects = sobjects.map((object) => ({ ...object, urls: null }));
  return toXml('result', soapValue({ ...rest, sobjects: objects }) ?? null);
};

function replication(handler: ApiHandler): SoapOperation {
  return (request) => {
    const { operation, host } = request;
    const [name, start, end] = ['sObjectType', 'startDate', 'endDate'].map(
      (part) => textAt(operation, part) ?? '',
    );
    if (findObject(host.engine.schema(), name ?? '') === undefined) {
      throw new ApiError(500, 'INVALID_TYPE', `sObject type '${name ?? ''}' is not supported.`);
    }
    const call = apiCallOf(request, { query: { start: start ?? '', end: end ?? '' } });
    return toXml('result', soapValue(handler(host.api, call, [name ?? '']).body) ?? null);
  };
}

export const getUpdated: SoapOperation = replication(updatedHandler);
export const getDeleted: SoapOperation = replication(deletedHandler);
