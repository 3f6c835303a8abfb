import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../api/api-error.ts';
import { workAs, type DataDoor } from '../api/data-door.ts';
import type { LoginHost } from '../api/oauth-routes.ts';
import { isApiVersion } from '../api/org-routes.ts';
import { readSoap } from '../metadata/soap.ts';
import { XmlSyntaxError } from '../metadata/xml.ts';
import { answerEnvelope, faultEnvelope } from './envelope.ts';
import { convertLead } from './lead-calls.ts';
import { query, queryAll, queryMore } from './query-calls.ts';
import { create, deleteRecords, emptyRecycleBin, retrieve, undelete, update, upsert } from './record-calls.ts'; // prettier-ignore
import { describeGlobal, describeSObject, describeSObjects, getDeleted, getUpdated } from './schema-calls.ts'; // prettier-ignore
import { getServerTimestamp, getUserInfo, login, logout } from './session-calls.ts';
import type { SoapOperation } from './soap-request.ts';

/** The largest message that Salesforce takes. */
const largestMessage = 50 * 1024 * 1024;

const operations: ReadonlyMap<string, SoapOperation> = new Map([
  ['login', login],
  ['logout', logout],
  ['getUserInfo', getUserInfo],
  ['getServerTimestamp', getServerTimestamp],
  ['create', create],
  ['update', update],
  ['upsert', upsert],
  ['delete', deleteRecords],
  ['undelete', undelete],
  ['emptyRecycleBin', emptyRecycleBin],
  ['retrieve', retrieve],
  ['query', query],
  ['queryAll', queryAll],
  ['queryMore', queryMore],
  ['describeSObject', describeSObject],
  ['describeSObjects', describeSObjects],
  ['describeGlobal', describeGlobal],
  ['getUpdated', getUpdated],
  ['getDeleted', getDeleted],
  ['convertLead', convertLead],
]);

const parameters = z.object({ version: z.string() });

/** The doors that SOAP shares with the data API. */
type SoapDoor = LoginHost & DataDoor;

/** Throws for no session, and for a user without the permission API Enabled. */
function refuseStranger(
  host: SoapDoor,
  session: { userId: string } | null,
): asserts session is { userId: string } {
  const access = session === null ? null : host.engine.accessOf(session.userId);
  if (session === null || access?.isActive === false) {
    const text = 'Invalid Session ID found in SessionHeader: Illegal Session';
    throw new ApiError(500, 'INVALID_SESSION_ID', text);
  }
  if (access !== null && !access.has('ApiEnabled')) {
    throw new ApiError(
      500,
      'API_DISABLED_FOR_ORG',
      'API is not enabled for this Organization or Partner',
    );
  }
}

async function answer(host: SoapDoor, body: string, version: string): Promise<string> {
  if (!isApiVersion(version)) {
    throw new ApiError(500, 'UNSUPPORTED_API_VERSION', 'Invalid Api version specified on URL');
  }
  const call = readSoap(body);
  if (call === null) throw new ApiError(500, 'INVALID_OPERATION', 'the SOAP body is empty');
  const { operation, header, sessionId = '' } = call;
  const isLogin = operation.name === 'login';
  const session = isLogin ? { userId: '' } : host.sessions.find(sessionId);
  if (!isLogin) refuseStranger(host, session);
  if (!host.countCall()) {
    throw new ApiError(500, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
  }
  const run = operations.get(operation.name);
  if (run === undefined) {
    const text = `The SOAP call ${operation.name} is not implemented by the local org; src/local-org/README.md lists what is.`;
    throw new ApiError(500, 'NOT_IMPLEMENTED_LOCALLY', text);
  }
  const userId = session?.userId ?? '';
  const results = await workAs(host, userId, (api) =>
    run({
      host: { ...host, api, engine: api.engine },
      ...{ operation, header, apiVersion: version, userId, sessionId },
    }),
  );
  return answerEnvelope(operation.name, results);
}

function fault(error: unknown): { code: string; message: string } {
  if (error instanceof ApiError) return { code: error.errorCode, message: error.message };
  if (error instanceof XmlSyntaxError) {
    return { code: 'UNKNOWN_EXCEPTION', message: `the request is no XML: ${error.message}` };
  }
  const isTooLarge = error instanceof Error && 'statusCode' in error && error.statusCode === 413;
  if (isTooLarge) {
    const message = 'The size of the message was bigger than 50 MB';
    return { code: 'EXCEEDED_MAX_SIZE_REQUEST', message };
  }
  const reason = error instanceof Error ? error.message : 'no reason given';
  const message = `The local org failed, which is a bug in it: ${reason}`;
  return { code: 'UNKNOWN_EXCEPTION', message };
}

function sendFault(reply: FastifyReply, error: unknown): FastifyReply {
  const { code, message } = fault(error);
  return reply.code(500).type('text/xml;charset=UTF-8').send(faultEnvelope(code, message));
}

/**
 * Adds the partner SOAP API, `/services/Soap/u/<version>`, also with the organization's id behind it, as login answers.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_quickstart_intro.htm
 */
export function registerSoapRoutes(app: FastifyInstance, host: SoapDoor): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'string', bodyLimit: largestMessage },
    (_request, body, parsed) => parsed(null, body),
  );
  app.setErrorHandler((error, _request, reply) => sendFault(reply, error));
  for (const path of ['/services/Soap/u/:version', '/services/Soap/u/:version/:orgId']) {
    app.post(path, { bodyLimit: largestMessage }, async (request, reply) => {
      const { version } = parameters.parse(request.params);
      const body = z.string().catch('').parse(request.body);
      const text = await answer(host, body, version);
      return reply.type('text/xml;charset=UTF-8').send(text);
    });
  }
}
