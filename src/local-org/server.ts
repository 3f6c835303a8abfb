import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import { ApiError, errorBody, notFound } from './api/api-error.ts';
import { answerDataCall, type DataDoor } from './api/data-door.ts';
import { registerOauthRoutes, type LoginHost } from './api/oauth-routes.ts';
import { parseJson, splitOnce } from './api/http-call.ts';
import { apiVersions } from './api/org-routes.ts';
import { registerViewerRoutes } from './api/viewer-routes.ts';
import type { LocalDataEngine } from './data/create-engine.ts';
import { readParts } from './multipart.ts';
import { registerPageRoutes } from './pages/page-routes.ts';
import { registerControlRoutes, type ControlHost } from './pressure/control-routes.ts';
import { refusal } from './pressure/refusals.ts';
import { registerSoapRoutes } from './soap/routes.ts';

/** Largest request: a deploy's zip of 39 MB in base64. */
const LARGEST_BODY = 60 * 1024 * 1024;

/** Bulk API 2.0: at most 150 MB of CSV in a job (Bulk API limits). */
const LARGEST_CSV = 150 * 1024 * 1024;

/** Everything that the server's doors lead to. */
export interface ServerHost extends LoginHost, DataDoor, ControlHost {
  engine: LocalDataEngine;
  /** Adds the Metadata API, whose doors are SOAP and REST. */
  registerMetadata(scope: FastifyInstance): void;
  /** Adds the Streaming API. */
  registerStreaming(scope: FastifyInstance): void;
  /** Where built bundles of components are kept. */
  pageCache: string;
}

/** The CLI stores its instance URL with a trailing slash and so asks for `//services/data`: slashes are collapsed. */
function collapseSlashes(url: string): string {
  const [path, query] = splitOnce(url, '?');
  const collapsed = path.replace(/\/{2,}/g, '/');
  return query === '' ? collapsed : `${collapsed}?${query}`;
}

function parseMultipart(
  request: FastifyRequest,
  body: string | Buffer,
  done: (error: Error | null, value?: unknown) => void,
): void {
  const parts = readParts(Buffer.from(body), request.headers['content-type'] ?? '');
  if (parts === null)
    done(new ApiError(400, 'INVALID_REQUEST', 'The multipart body names no boundary.'));
  else done(null, parts);
}

/** The data API below /services/data: one door, so that Composite requests take the same way as single ones. */
function registerDataRoutes(app: FastifyInstance, host: ServerHost): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, parseJson);
  app.addContentTypeParser(
    'text/csv',
    { parseAs: 'buffer', bodyLimit: LARGEST_CSV },
    (_request, body, done) => done(null, body),
  );
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, parseMultipart);
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) =>
    done(null, undefined),
  );
  app.get('/services/data', (_request, reply) => reply.send(apiVersions()));
  app.all('/services/data/*', (request, reply) => answerDataCall(host, request, reply));
}

function errorResponse(error: FastifyError | Error): ApiError {
  if (error instanceof ApiError) return error;
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status === 413)
    return new ApiError(413, 'REQUEST_TOO_LARGE', 'The request body is larger than the org takes.');
  if (status < 500) return new ApiError(status, 'INVALID_REQUEST', error.message);
  return new ApiError(
    500,
    'UNKNOWN_EXCEPTION',
    `The local org failed, which is a bug in it: ${error.message}`,
  );
}

/** While the org is out every door is shut but the one that ends the outage. */
function addOutages(app: FastifyInstance, host: ServerHost): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/local-org/')) return;
    const outage = host.pressure.outage();
    if (outage === 'unavailable') throw refusal(503);
    if (outage === 'dropped') {
      reply.hijack();
      request.raw.socket.destroy();
    }
  });
}

/** The whole local org as an HTTP server that does not listen yet. */
export function buildServer(host: ServerHost): FastifyInstance {
  const app = fastify({
    bodyLimit: LARGEST_BODY,
    rewriteUrl: (request) => collapseSlashes(request.url ?? '/'),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1000 },
    forceCloseConnections: true,
  });
  app.setErrorHandler(async (error: FastifyError | Error, _request, reply) => {
    const answer = errorResponse(error);
    return reply.code(answer.status).send(errorBody(answer));
  });
  app.setNotFoundHandler(async (_request, reply) => reply.code(404).send(errorBody(notFound())));
  addOutages(app, host);
  // Each door in a scope of its own, because each reads bodies of other content types.
  const doors: ((scope: FastifyInstance) => void)[] = [
    (scope) => registerOauthRoutes(scope, host),
    (scope) => host.registerMetadata(scope),
    (scope) => registerSoapRoutes(scope, host),
    (scope) => registerDataRoutes(scope, host),
    (scope) => registerControlRoutes(scope, host),
    (scope) => host.registerStreaming(scope),
    (scope) => registerViewerRoutes(scope, host),
    (scope) => registerPageRoutes(scope, host),
  ];
  for (const register of doors)
    void app.register((scope, _options, done) => {
      register(scope);
      done();
    });
  return app;
}
