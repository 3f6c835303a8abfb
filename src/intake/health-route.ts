import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../metrics.ts';
import type { QueueMonitor } from '../queue/monitor.ts';
import { withinTimeLimit } from '../queue/time-limit.ts';
import { reasonOf, type JobReason } from '../queue/verdicts.ts';

export interface HealthDependencies {
  monitor: QueueMonitor;
  /** Resolves while the org can be worked with; throws a verdict that says why not. Asked at every probe, so it should be cheap. */
  checkOrg(): Promise<void>;
  metrics: Metrics;
}

const checkLimitMs = 1_500;

/** Null when all is well, else why not. */
async function outcomeOf(what: string, check: () => Promise<void>): Promise<JobReason | null> {
  try {
    await withinTimeLimit(check(), checkLimitMs, {
      code: 'CHECK_SLOW',
      message: `The ${what} did not answer within ${checkLimitMs} ms.`,
      action: `Check that the ${what} can be reached from here.`,
    });
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

/**
 * `/health/live`: the process answers. `/health/ready`: it can also store and work; 503 says what it lacks. `/metrics`: Prometheus
 * text, with the queue's depth as of now.
 */
export function healthRoutes(server: FastifyInstance, dependencies: HealthDependencies): void {
  const { monitor, metrics } = dependencies;

  server.get('/health/live', () => ({
    status: 'live',
    uptimeSeconds: Math.floor(process.uptime()),
  }));

  server.get('/health/ready', async (_request, reply) => {
    const [queue, org] = await Promise.all([
      outcomeOf('queue', () => monitor.ping()),
      outcomeOf('org', () => dependencies.checkOrg()),
    ]);
    const ready = queue === null && org === null;
    return reply.code(ready ? 200 : 503).send({
      status: ready ? 'ready' : 'not ready',
      checks: { queue: queue ?? 'ok', org: org ?? 'ok' },
    });
  });

  server.get('/metrics', async (_request, reply) => {
    await recordDepth(monitor, metrics);
    return reply.type(metrics.contentType).send(await metrics.render());
  });
}

/** A queue that is away must not take the other numbers with it. */
async function recordDepth(monitor: QueueMonitor, metrics: Metrics): Promise<void> {
  try {
    for (const { queue, ...states } of await monitor.counts()) {
      for (const [state, jobs] of Object.entries(states)) metrics.queueDepth(queue, state, jobs);
    }
  } catch {
    metrics.forgetQueueDepth();
  }
}
