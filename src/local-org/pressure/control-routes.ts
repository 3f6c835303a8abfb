import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { CallLog } from './call-log.ts';
import { pressureSettings, type Pressure } from './pressure.ts';

/** What the control endpoint turns. */
export interface ControlHost {
  pressure: Pressure;
  calls: CallLog;
  /** Ends the sessions of one user, or all but the handle's own. Throws when there is no such user. */
  expireSessions(username?: string): void;
}

const someSettings = pressureSettings.partial();
const whose = z.object({ username: z.string().optional() });

function refuse(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(400).send([{ errorCode: 'INVALID_INPUT', message }]);
}

/** `/local-org/…`: the handles of the org for tests in another process. No part of Salesforce; loopback only, no login. */
export function registerControlRoutes(app: FastifyInstance, host: ControlHost): void {
  app.get('/local-org/pressure', (_request, reply) => reply.send(host.pressure.settings()));
  app.post('/local-org/pressure', (request, reply) => {
    const parsed = someSettings.safeParse(request.body);
    if (!parsed.success) return refuse(reply, z.prettifyError(parsed.error));
    const named = Object.entries(parsed.data).filter(([, value]) => value !== undefined);
    host.pressure.change(Object.fromEntries(named));
    return reply.send(host.pressure.settings());
  });
  app.delete('/local-org/pressure', (_request, reply) => {
    host.pressure.calm();
    return reply.send(host.pressure.settings());
  });
  app.get('/local-org/calls', (_request, reply) => reply.send(host.calls.all()));
  app.delete('/local-org/calls', (_request, reply) => {
    host.calls.forget();
    return reply.code(204).send();
  });
  app.post('/local-org/sessions/expire', (request, reply) => {
    const parsed = whose.safeParse(request.body ?? {});
    if (!parsed.success) return refuse(reply, z.prettifyError(parsed.error));
    try {
      host.expireSessions(parsed.data.username);
    } catch (error) {
      return refuse(reply, error instanceof Error ? error.message : 'no such user');
    }
    return reply.code(204).send();
  });
}
