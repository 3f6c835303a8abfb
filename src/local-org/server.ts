import { setTimeout as sleep } from 'node:timers/promises';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { ApiContext } from './api/api-call.ts';
import { ApiError, errorBody, notFound } from './api/api-error.ts';
import { registerOauthRoutes, type LoginHost } from './api/oauth-routes.ts';
import { parseApiCall, parseJson } from './api/http-call.ts';
import { apiVersions } from './api/org-routes.ts';
import { dispatch } from './api/routes.ts';
import { registerViewerRoutes } from './api/viewer-routes.ts';
import { registerPageRoutes } from './pages/page-routes.ts';

/** Largest request: a deploy's zip of 39 MB in base64. */
const LARGEST_BODY = 60 * 1024 * 1024;

/** Everything that the server's doors lead to. */
export interface ServerHost extends LoginHost {
  api: ApiContext;
  /** Adds the Metadata API, whose doors are SOAP and REST. */
  registerMetadata(scope: FastifyInstance): void;
  /** Counts one API call; false when the day's budget is used up. */
  countCall(): boolean;
  latencyMs(): number;
  /** Where built bundles of components are kept. */
  pageCache: string;
}

/** The CLI stores its instance URL with a trailing slash and so asks for `//services/data`: slashes are collapsed. */
function collapseSlashes(url: string): string {
  const [path, query] = splitOnce(url, '?');
  const collapsed = path.replace(/\/{2,}/g, '/');
  return query === '' ? collapsed : `${collapsed}?${query}`;
}

function limitInfo(host: ServerHost): string {
  const { used, max } = host.api.usage();
  return `api-usage=${used}/${max}`;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** The data API below /services/data: one door, so that Composite requests take the same way as single ones. */
function registerDataRoutes(app: FastifyInstance, host: ServerHost): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, parseJson);
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) =>
    done(null, undefined),
  );
  app.get('/services/data', (_request, reply) => reply.send(apiVersions()));
  app.all('/services/data/*', async (request, reply) => {
    const session = host.sessions.find(request.headers.authorization);
    if (session === null)
      throw new ApiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    const allowed = host.countCall();
    if (host.latencyMs() > 0) await sleep(host.latencyMs());
    void reply.header('sforce-limit-info', limitInfo(host));
    if (!allowed)
      throw new ApiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    const response = dispatch(host.api, parseApiCall(request, request.url, session.userId));
    void reply.code(response.status).headers(response.headers ?? {});
    if (response.body === undefined) return reply.send();
    return reply.type('application/json;charset=UTF-8').send(JSON.stringify(response.body));
  });
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
  // Each door in a scope of its own, because each reads bodies of other content types.
  const doors: ((scope: FastifyInstance) => void)[] = [
    (scope) => registerOauthRoutes(scope, host),
    (scope) => host.registerMetadata(scope),
    (scope) => registerDataRoutes(scope, host),
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
