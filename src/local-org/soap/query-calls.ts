import { z } from 'zod';
import type { ApiHandler } from '../api/api-call.ts';
import { queryAllHandler, queryHandler, queryMoreHandler } from '../api/query-routes.ts';
import { toXml } from '../metadata/soap.ts';
import { textAt } from '../metadata/xml.ts';
import { recordXml } from './envelope.ts';
import { apiCallOf, type SoapOperation } from './soap-request.ts';

const page = z.object({
  totalSize: z.number(),
  done: z.boolean(),
  nextRecordsUrl: z.string().optional(),
  records: z.array(z.record(z.string(), z.unknown())),
});

function resultXml(body: unknown): string {
  const { totalSize, done, nextRecordsUrl, records } = page.parse(body);
  const locator = nextRecordsUrl === undefined ? null : (nextRecordsUrl.split('/').at(-1) ?? null);
  const rows = records.map((record) => recordXml('records', record)).join('');
  return (
    '<result xsi:type="QueryResult">' +
    `${toXml('done', done)}${toXml('queryLocator', locator)}${rows}${toXml('size', totalSize)}</result>`
  );
}

function byText(handler: ApiHandler): SoapOperation {
  return (request) => {
    const q = textAt(request.operation, 'queryString') ?? '';
    return resultXml(handler(request.host.api, apiCallOf(request, { query: { q } }), []).body);
  };
}

export const query: SoapOperation = byText(queryHandler);
export const queryAll: SoapOperation = byText(queryAllHandler);

/** queryMore(queryLocator): the next page of a result. */
export const queryMore: SoapOperation = (request) => {
  const locator = textAt(request.operation, 'queryLocator') ?? '';
  return resultXml(queryMoreHandler(request.host.api, apiCallOf(request), [locator]).body);
};
