import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import { consoleRoutes, type ConsoleDependencies } from '../console/console-route.ts';
import { healthRoutes, type HealthDependencies } from './health-route.ts';
import { webhookRoutes, type WebhookDependencies } from './webhook-route.ts';

export type ServerDependencies = WebhookDependencies & HealthDependencies & ConsoleDependencies;

/** Vendors' largest events are far below this. */
const bodyLimitBytes = 1_048_576;

/** Pages load nothing from elsewhere and run no script; TLS is the business of whatever stands in front of the service. */
const pageHeaders = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
};

/**
 * Builds the service's HTTP side: webhooks, health, metrics, console. Does not listen: `main.ts` does, tests inject. Webhooks are
 * kept lean (no security headers for a machine, no rate limit that could cost a delivery); pages have both.
 */
export function buildServer(dependencies: ServerDependencies): FastifyInstance {
  const { logger, metrics } = dependencies;
  const server = fastify({
    logger: false, // a request's line would hold its path, and paths hold secrets
    bodyLimit: bodyLimitBytes,
    requestTimeout: 30_000, // a sender that trickles its body must not hold a connection for ever
    keepAliveTimeout: 75_000, // longer than the 60 s of usual load balancers, which else reuse a connection just closed
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 512 },
  });

  server.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status === 413) metrics.request('unknown', 'body too large');
    if (status < 500) return sendError(reply, status, messageOf(status));
    logger.error(
      { err: error, method: request.method, route: request.routeOptions.url },
      'A request failed',
    );
    return sendError(reply, status, 'Something went wrong here; the log says what.');
  });
  server.setNotFoundHandler((_request, reply) => sendError(reply, 404, messageOf(404)));

  dropIdleConnectionsOnClose(server);
  server.register((scope, _options, done) => {
    webhookRoutes(scope, dependencies);
    done();
  });
  server.register(async (pages) => {
    await pages.register(helmet, pageHeaders);
    await pages.register(rateLimit, { max: 600, timeWindow: '1 minute' });
    healthRoutes(pages, dependencies);
    await pages.register((scope, _options, done) => {
      consoleRoutes(scope, dependencies);
      done();
    });
  });
  return server;
}

/**
 * Node closes the connections that are idle when a server begins to close, and no others: one that was answering at that
 * moment would be kept alive afterwards and hold the process up for the whole keep-alive time.
 */
function dropIdleConnectionsOnClose(server: FastifyInstance): void {
  server.addHook('preClose', (done) => {
    const timer = setInterval(() => server.server.closeIdleConnections(), 50);
    server.server.once('close', () => clearInterval(timer));
    done();
  });
}

function sendError(reply: FastifyReply, status: number, error: string): FastifyReply {
  return reply.code(status).send({ error });
}

function messageOf(status: number): string {
  if (status === 404) return 'There is nothing at this address.';
  if (status === 413) return 'The body is larger than 1 MB.';
  if (status === 429) return 'Too many requests: try again in a minute.';
  return 'The request could not be read.';
}
