import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { DeployJobs } from './deploy-jobs.ts';
import { MetadataFault, type MetadataHost } from './host.ts';
import { lastApiVersion } from './manifest.ts';
import { runOperation, type MetadataState } from './operations.ts';
import { readDeployRequest, restResult } from './rest-deploy.ts';
import { rememberedTypes } from './remembered.ts';
import { readSoap, soapAnswer, soapFault } from './soap.ts';
import { XmlSyntaxError } from './xml.ts';

export type { MetadataHost } from './host.ts';

/** 39 MB zipped, a third more in base64, and the envelope. */
const bodyLimit = 56 * 1024 * 1024;

const versionSchema = z.object({ version: z.string() });
const idSchema = z.object({ id: z.string() });
const detailsSchema = z.object({ includeDetails: z.enum(['true', 'false']).default('false') });
const validatedSchema = z.object({ validatedDeployRequestId: z.string() });

function soapReply(state: MetadataState, body: string, version: string): string {
  if (!/^\d+\.0$/.test(version) || Number(version) > lastApiVersion) {
    throw new MetadataFault('UNSUPPORTED_API_VERSION', 'Invalid Api version specified on URL');
  }
  const call = readSoap(body);
  if (call === null) throw new MetadataFault('INVALID_OPERATION', 'the SOAP body is empty');
  const caller = state.host.session(call.sessionId);
  if (caller === null) {
    const text = 'Invalid Session ID found in SessionHeader: Illegal Session';
    throw new MetadataFault('INVALID_SESSION_ID', text);
  }
  return soapAnswer(call.operation.name, runOperation(state, call, caller, version));
}

function answerSoap(
  state: MetadataState,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { version } = versionSchema.parse(request.params);
  void reply.header('content-type', 'text/xml;charset=UTF-8');
  try {
    return reply.send(soapReply(state, z.string().catch('').parse(request.body), version));
  } catch (error) {
    if (error instanceof MetadataFault) {
      return reply.code(500).send(soapFault(error.code, error.message));
    }
    if (!(error instanceof XmlSyntaxError)) throw error;
    return reply
      .code(500)
      .send(soapFault('UNKNOWN_EXCEPTION', `the request is no XML: ${error.message}`));
  }
}

function callerOf(state: MetadataState, request: FastifyRequest): { userId: string } {
  const token = /^(?:Bearer|OAuth) (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const caller = state.host.session(token);
  if (caller === null)
    throw new MetadataFault('INVALID_SESSION_ID', 'Session expired or invalid', 401);
  return caller;
}

type RestHandler = (
  caller: { userId: string },
  request: FastifyRequest,
) => { status: number; body: unknown };

function answerRest(
  state: MetadataState,
  request: FastifyRequest,
  reply: FastifyReply,
  handle: RestHandler,
): FastifyReply {
  try {
    const { status, body } = handle(callerOf(state, request), request);
    return reply.code(status).send(body);
  } catch (error) {
    if (!(error instanceof MetadataFault)) throw error;
    return reply.code(error.status).send([{ errorCode: error.code, message: error.message }]);
  }
}

function startDeploy(state: MetadataState): RestHandler {
  return (caller, request) => {
    const validated = validatedSchema.safeParse(request.body);
    if (validated.success) {
      const job = state.jobs.startValidated(validated.data.validatedDeployRequestId, caller.userId);
      return { status: 201, body: restResult(job, false) };
    }
    if (!Buffer.isBuffer(request.body)) {
      throw new MetadataFault('BAD_REQUEST', 'a deploy request is multipart/form-data', 400);
    }
    const contentType = request.headers['content-type'] ?? '';
    const job = state.jobs.start(readDeployRequest(request.body, contentType, caller.userId));
    return { status: 201, body: restResult(job, false) };
  };
}

function showDeploy(state: MetadataState): RestHandler {
  return (_caller, request) => {
    const { includeDetails } = detailsSchema.parse(request.query);
    const job = state.jobs.find(idSchema.parse(request.params).id);
    return { status: 200, body: restResult(job, includeDetails === 'true') };
  };
}

/**
 * Adds the Metadata API: SOAP `/services/Soap/m/<version>` and REST `/services/data/v<version>/metadata/deployRequest`. In
 * a scope of its own, so that its body parsers (XML, multipart) meet no others.
 */
export function registerMetadataRoutes(app: FastifyInstance, host: MetadataHost): void {
  const state: MetadataState = { host, jobs: new DeployJobs(host), retrieves: new Map() };
  void app.register((scope, _options, done) => {
    scope.removeContentTypeParser(['text/xml', 'multipart/form-data']);
    scope.addContentTypeParser(
      'text/xml',
      { parseAs: 'string', bodyLimit },
      (_request, body, parsed) => parsed(null, body),
    );
    scope.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'buffer', bodyLimit },
      (_request, body, parsed) => parsed(null, body),
    );
    scope.post('/services/Soap/m/:version', { bodyLimit }, (request, reply) =>
      answerSoap(state, request, reply),
    );
    scope.post('/services/Soap/s/:version/:org', (_request, reply) => {
      const text = 'the local org runs no Apex: run it in a scratch org';
      void reply.header('content-type', 'text/xml;charset=UTF-8');
      return reply.code(500).send(soapFault('NOT_IMPLEMENTED_LOCALLY', text));
    });
    const resource = '/services/data/:version/metadata/deployRequest';
    scope.post(resource, { bodyLimit }, (request, reply) =>
      answerRest(state, request, reply, startDeploy(state)),
    );
    scope.get(`${resource}/:id`, (request, reply) =>
      answerRest(state, request, reply, showDeploy(state)),
    );
    scope.get('/local-org/remembered', (request, reply) =>
      answerRest(state, request, reply, () => ({
        status: 200,
        body: rememberedTypes(host.schema()),
      })),
    );
    scope.patch(`${resource}/:id`, (request, reply) =>
      answerRest(state, request, reply, showDeploy(state)),
    );
    done();
  });
}
