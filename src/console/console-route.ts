import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Metrics } from '../metrics.ts';
import type { QueueMonitor } from '../queue/monitor.ts';
import { reasonOf } from '../queue/verdicts.ts';
import { consolePage, type ConsoleState } from './page.ts';
import { consoleStyle } from './style.ts';

export interface ConsoleDependencies {
  monitor: QueueMonitor;
  metrics: Metrics;
  clock: Clock;
  /** Null: only this machine may look. */
  consoleToken: string | null;
}

const shownJobs = 50;

const loopbackAddress = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const loopbackName = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

/** Compared as digests, so that neither content nor length shows in the time it takes. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** The password of a browser's login dialogue (any user name), or a bearer token. */
function givenToken(request: FastifyRequest): string {
  const [scheme = '', value = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return '';
  const login = Buffer.from(value, 'base64').toString();
  return login.slice(login.indexOf(':') + 1);
}

/**
 * Really from this machine: its own address, no proxy in between (the proxy would be the local one, its client anybody), and asked
 * for by a local name (a foreign page may point its own name at 127.0.0.1).
 */
function isLocal(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  const viaProxy = headers.forwarded ?? headers['x-forwarded-for'] ?? headers['x-real-ip'];
  return (
    loopbackAddress.test(socket.remoteAddress ?? '') &&
    viaProxy === undefined &&
    loopbackName.test(headers.host ?? '')
  );
}

function refuse(reply: FastifyReply, hasToken: boolean): FastifyReply {
  if (!hasToken) {
    return reply
      .code(403)
      .type('text/plain')
      .send('The console is served to this machine only. Set CONSOLE_TOKEN to open it to others.');
  }
  return reply
    .code(401)
    .header('www-authenticate', 'Basic realm="Partnerverse console", charset="UTF-8"')
    .type('text/plain')
    .send('Log in with any user name and the CONSOLE_TOKEN as password.');
}

async function gather(dependencies: ConsoleDependencies): Promise<ConsoleState> {
  const { monitor, metrics, clock } = dependencies;
  const facts = {
    now: clock.now(),
    uptimeSeconds: process.uptime(),
    deliveries: await metrics.deliveryTotals(),
    apiBudget: metrics.apiBudget(),
  };
  try {
    const [counts, parked, delayed] = await Promise.all([
      monitor.counts(),
      monitor.parked(shownJobs),
      monitor.delayed(shownJobs),
    ]);
    return { ...facts, counts, parked, delayed, trouble: null };
  } catch (error) {
    return { ...facts, counts: null, parked: [], delayed: [], trouble: reasonOf(error) };
  }
}

/** `/console`: the ops page, read-only, without scripts. */
export function consoleRoutes(server: FastifyInstance, dependencies: ConsoleDependencies): void {
  const { consoleToken } = dependencies;

  server.addHook('onRequest', async (request, reply) => {
    const allowed =
      consoleToken === null ? isLocal(request) : isSame(givenToken(request), consoleToken);
    if (!allowed) return refuse(reply, consoleToken !== null);
  });

  server.get('/console', async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(consolePage(await gather(dependencies))),
  );

  server.get('/console/style.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(consoleStyle),
  );
}
