import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import type { Producer } from '../queue/contract.ts';
import { reasonOf } from '../queue/verdicts.ts';
import type { Delivery, Vendor, Verification } from '../vendors/contract.ts';
import { keepRawBodies } from './raw-body.ts';

export interface WebhookDependencies {
  vendors: { find(vendor: string, account: string): Vendor | undefined };
  producer: Pick<Producer, 'deliver'>;
  metrics: Pick<Metrics, 'request'>;
  logger: Logger;
  clock: Clock;
}

interface WebhookPath {
  vendor: string;
  account: string;
  secret?: string;
}

/** Which tenant a path means. `short`: the path's last part is not a tenant, so it may be the main tenant's secret. */
interface Target {
  vendor: Vendor;
  pathSecret: string | null;
  short: boolean;
}

const otherMethods = ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function findTarget(vendors: WebhookDependencies['vendors'], path: WebhookPath): Target | null {
  const tenant = vendors.find(path.vendor, path.account);
  if (tenant) return { vendor: tenant, pathSecret: path.secret ?? null, short: false };
  const main = path.secret === undefined ? vendors.find(path.vendor, 'main') : undefined;
  return main ? { vendor: main, pathSecret: path.account, short: true } : null;
}

/** Header names are lower case already; those that came several times are joined, as HTTP allows. */
function plainHeaders(headers: IncomingHttpHeaders): Delivery['headers'] {
  const plain: Record<string, string | undefined> = {};
  for (const name in headers) {
    const value = headers[name];
    plain[name] = typeof value === 'string' ? value : value?.join(', ');
  }
  return plain;
}

/** Broken JSON can never be read later either, so its sender is told at once. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function verifyAt(target: Target, delivery: Delivery, logger: Logger): Verification {
  const { vendor } = target;
  const now = delivery.receivedAt;
  try {
    // A vendor that signs proves itself without the path: then a path that names no tenant is simply wrong.
    if (target.short && vendor.verify({ ...delivery, pathSecret: null }, now).ok) {
      return { ok: false, reason: 'mismatch' };
    }
    return vendor.verify(delivery, now);
  } catch (error) {
    logger.error({ vendor: vendor.name, err: error }, 'Verifying a delivery failed');
    return { ok: false, reason: 'malformed' };
  }
}

/** What the door answers, and under which word it counts it. */
interface Answer {
  status: 202 | 400 | 401 | 404 | 503;
  outcome: string;
}

/** Verifies, then stores; each step that fails says what the sender is told. */
async function receive(
  dependencies: WebhookDependencies,
  target: Target,
  delivery: Delivery,
): Promise<Answer> {
  const { logger } = dependencies;
  const { name: vendor, account } = target.vendor;
  const verification = verifyAt(target, delivery, logger);
  if (!verification.ok) {
    logger.info({ vendor, account, reason: verification.reason }, 'A delivery was refused');
    return { status: target.short ? 404 : 401, outcome: `refused: ${verification.reason}` };
  }
  const body = delivery.body.toString();
  if (!isUtf8(delivery.body) || !isJson(body)) return { status: 400, outcome: 'broken body' };
  try {
    const receivedAt = delivery.receivedAt.toISOString();
    await dependencies.producer.deliver({ vendor, account, receivedAt, body });
    return { status: 202, outcome: 'stored' };
  } catch (error) {
    logger.warn({ vendor, account, reason: reasonOf(error) }, 'A delivery was not stored');
    return { status: 503, outcome: 'queue away' };
  }
}

const words: Record<Answer['status'], object> = {
  202: { status: 'stored' },
  400: { error: 'The body is not JSON.' },
  401: { error: 'Not accepted.' },
  404: { error: 'No such vendor or account is configured here.' },
  503: { error: 'Not stored: please send it again later.' },
};

/**
 * The public door: `POST /webhooks/:vendor/:account`, with `/:secret` behind it for vendors that do not sign (or the secret in
 * place of `:account` for the tenant main). Answers 202 only when the delivery is stored; whatever else happens, the sender
 * keeps it and knows whether to send it again (503) or not (4xx).
 */
export function webhookRoutes(server: FastifyInstance, dependencies: WebhookDependencies): void {
  keepRawBodies(server);

  async function handle(
    request: FastifyRequest<{ Params: WebhookPath }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const target = findTarget(dependencies.vendors, request.params);
    const { status, outcome }: Answer = target
      ? await receive(dependencies, target, {
          body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
          headers: plainHeaders(request.headers),
          pathSecret: target.pathSecret,
          receivedAt: dependencies.clock.now(),
        })
      : { status: 404, outcome: 'unknown vendor or account' };
    dependencies.metrics.request(target?.vendor.name ?? 'unknown', outcome);
    if (status === 503) reply.header('retry-after', '5');
    return reply.code(status).send(words[status]);
  }

  function refuseMethod(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
    return reply.code(405).header('allow', 'POST').send({ error: 'Webhooks are sent with POST.' });
  }

  for (const url of ['/webhooks/:vendor/:account', '/webhooks/:vendor/:account/:secret']) {
    server.post(url, handle);
    server.route({ method: otherMethods, url, handler: refuseMethod });
  }
}
