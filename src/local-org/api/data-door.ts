import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { engineAs } from '../access/user-engine.ts';
import type { LocalDataEngine } from '../data/create-engine.ts';
import { objectOf, rowsOf, type CallLog } from '../pressure/call-log.ts';
import type { Pressure } from '../pressure/pressure.ts';
import { refuseByChance, type RunningCalls } from '../pressure/refusals.ts';
import type { RowLocks } from '../pressure/row-locks.ts';
import type { OrgSession, Sessions } from '../session.ts';
import { header, type ApiCall, type ApiContext, type ApiResponse } from './api-call.ts';
import { ApiError, errorBody, notFound } from './api-error.ts';
import { parseApiCall } from './http-call.ts';
import { isApiVersion } from './org-routes.ts';
import { dispatch } from './routes.ts';

/** What stands between the network and the data API: who may come in, and how hard the org makes it. */
export interface DataDoor {
  engine: LocalDataEngine;
  sessions: Sessions;
  api: ApiContext;
  pressure: Pressure;
  locks: RowLocks;
  running: RunningCalls;
  calls: CallLog;
  /** Counts one API call; false when the day's budget is used up. */
  countCall(): boolean;
}

/**
 * Whose call it is. Throws 401 for no session or an inactive user, 403 for a user without the permission API Enabled.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
 */
function caller(door: DataDoor, request: FastifyRequest): OrgSession {
  const session = door.sessions.find(request.headers.authorization);
  const access = session === null ? null : door.engine.accessOf(session.userId);
  if (session === null || access?.isActive === false)
    throw new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
  if (access !== null && !access.has('ApiEnabled')) {
    const text = 'The REST API is not enabled for this Organization.';
    throw new ApiError(403, 'API_DISABLED_FOR_ORG', text);
  }
  return session;
}

/** Runs a call's work as its user, after the latency and under the locks of the moment. */
export async function workAs<Result>(
  door: Pick<DataDoor, 'engine' | 'api' | 'pressure' | 'locks'>,
  userId: string,
  work: (api: ApiContext) => Result,
): Promise<Result> {
  const { latencyMs } = door.pressure.settings();
  if (latencyMs > 0) await sleep(latencyMs);
  return door.locks.run(
    (run, undo) => door.engine.transaction(run, undo),
    (locks) => work({ ...door.api, engine: engineAs(door.engine, userId, locks) }),
  );
}

/** Refusals become answers here, so that they are counted and logged as any other. */
async function answer(
  door: DataDoor,
  request: FastifyRequest,
  reply: FastifyReply,
  call: ApiCall,
): Promise<ApiResponse> {
  let ended = (): void => undefined;
  try {
    call.userId = caller(door, request).userId;
    const allowed = door.countCall();
    const { used, max } = door.api.usage();
    void reply.header('sforce-limit-info', `api-usage=${used}/${max}`);
    if (!allowed)
      throw new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    ended = door.running.begin();
    refuseByChance(door.pressure);
    if (!isApiVersion(call.apiVersion)) throw notFound();
    return await workAs(door, call.userId, (api) => dispatch(api, call));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, body: errorBody(error) };
  } finally {
    ended();
  }
}

function drop(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  void reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

/** One call of the data API from the socket to the socket, with whatever pressure the org is under. */
export async function answerDataCall(
  door: DataDoor,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const call = parseApiCall(request, request.url, '');
  const begun = performance.now();
  const { pressure } = door;
  const { dropBeforeRate, dropAfterRate, slowRate, slowMs } = pressure.settings();
  const log = (status: number, body: unknown): void => {
    door.calls.add({
      at: door.api.now().toISOString(),
      method: call.method,
      path: call.path + (call.query.size === 0 ? '' : `?${call.query.toString()}`),
      object: objectOf(call.path, call.query, call.body),
      rows: rowsOf(call.query, call.body, status < 400 ? body : null),
      status,
      ms: Math.round(performance.now() - begun),
      userId: call.userId === '' ? null : call.userId,
      client: /client=([^;,]*)/.exec(header(call, 'sforce-call-options') ?? '')?.[1] ?? null,
    });
  };
  if (pressure.happens(dropBeforeRate)) {
    log(0, null);
    return drop(request, reply);
  }
  const response = await answer(door, request, reply, call);
  if (pressure.happens(slowRate)) await sleep(slowMs);
  const isDropped = pressure.happens(dropAfterRate);
  log(isDropped ? 0 : response.status, response.body);
  if (isDropped) return drop(request, reply);
  void reply.code(response.status).headers(response.headers ?? {});
  if (response.csv !== undefined) return reply.type('text/csv;charset=UTF-8').send(response.csv);
  if (response.bytes !== undefined)
    return reply.type('application/octetstream').send(response.bytes);
  if (response.body === undefined) return reply.send();
  return reply.type('application/json;charset=UTF-8').send(JSON.stringify(response.body));
}
