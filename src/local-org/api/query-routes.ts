import { runQuery, type QueryRun } from '../data/soql/run-query.ts';
import {
  header,
  ok,
  type ApiCall,
  type ApiContext,
  type ApiHandler,
  type ApiResponse,
} from './api-call.ts';
import { ApiError, notImplemented } from './api-error.ts';
import { columnMetadata } from './column-metadata.ts';
import { explain } from './query-explain.ts';

const LARGEST_PAGE = 2000;
const SMALLEST_PAGE = 200;

/** `Sforce-Query-Options: batchSize=…`, held between 200 and 2,000 as Salesforce holds it. */
function pageSize(call: ApiCall): number {
  const asked = /batchSize=(\d+)/i.exec(header(call, 'sforce-query-options') ?? '')?.[1];
  if (asked === undefined) return LARGEST_PAGE;
  return Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, Number(asked)));
}

function page(
  context: ApiContext,
  call: ApiCall,
  run: QueryRun,
  from: number,
  locator: string | null,
): ApiResponse {
  const size = pageSize(call);
  const records = run.records(from, size);
  const next = from + records.length;
  if (next >= run.rowCount) return ok({ totalSize: run.totalSize, done: true, records });
  const cursor = locator ?? context.cursors.keep(call.userId, run);
  return ok({
    totalSize: run.totalSize,
    done: false,
    nextRecordsUrl: `/services/data/v${call.apiVersion}/query/${cursor}-${next}`,
    records,
  });
}

function query(context: ApiContext, call: ApiCall, includeDeleted: boolean): ApiResponse {
  const text = call.query.get('q');
  const { apiVersion, userId } = call;
  const options = { now: context.now(), includeDeleted, apiVersion, userId };
  const explained = call.query.get('explain');
  if (explained !== null) return ok(explain(context, explained, options));
  if (text === null)
    throw new ApiError(
      400,
      'MALFORMED_QUERY',
      'The query parameter q, which holds the SOQL, is missing.',
    );
  const run = runQuery(context.engine, text, options);
  if (call.query.get('columns') === 'true') return ok(columnMetadata(run.plan));
  return page(context, call, run, 0, null);
}

/** GET /query?q= — and with `&columns=true` the columns of the result, which `sf data query` asks for. */
export const queryHandler: ApiHandler = (context, call) => query(context, call, false);

/** GET /queryAll?q= — as query, with what lies in the recycle bin. */
export const queryAllHandler: ApiHandler = (context, call) => query(context, call, true);

/** GET /query/<locator>-<offset> — the next page of a result. */
export const queryMoreHandler: ApiHandler = (context, call, [parameter = '']) => {
  const match = /^(\w+)-(\d+)$/.exec(parameter);
  const locator = match?.[1] ?? parameter;
  const run = context.cursors.find(call.userId, locator);
  return page(context, call, run, Number(match?.[2] ?? 0), locator);
};

/** The Tooling API's tables do not exist here. */
export const toolingQueryHandler: ApiHandler = () => {
  throw notImplemented('Querying the Tooling API');
};
