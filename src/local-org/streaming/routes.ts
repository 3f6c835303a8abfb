import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isApiVersion } from '../api/org-routes.ts';
import { Bayeux, type BayeuxHost } from './bayeux.ts';

const bayeuxMessage = z.object({
  channel: z.string(),
  id: z.union([z.string(), z.number()]).optional(),
  clientId: z.string().optional(),
  subscription: z.string().optional(),
  connectionType: z.string().optional(),
  ext: z.looseObject({ replay: z.unknown() }).optional(),
});
const bayeuxBody = z.union([
  z.array(bayeuxMessage).max(100),
  bayeuxMessage.transform((message) => [message]),
]);
const parameters = z.object({ version: z.string() });

/** Oldest version that still streams. */
const oldestVersion = 37;

function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.on('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

async function answer(
  bayeux: Bayeux,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { version } = parameters.parse(request.params);
  if (!isApiVersion(version) || Number(version) < oldestVersion) {
    const error = `400::Unsupported API version. Only API versions '${oldestVersion}.0' and later are supported. URI format: '/cometd/68.0'`;
    return reply.code(400).send([{ channel: '/meta/handshake', error, successful: false }]);
  }
  const parsed = bayeuxBody.safeParse(request.body);
  if (!parsed.success) {
    const error = '400::The request holds no Bayeux messages';
    return reply.code(400).send([{ channel: '/meta/unsuccessful', error, successful: false }]);
  }
  const { authorization } = request.headers;
  const caller = { authorization, gone: goneSignal(reply) };
  return reply.send(await bayeux.answer(parsed.data, caller));
}

/**
 * Adds the Streaming API at `/cometd/<version>`: CometD over long polling, for change events. Java clients put the message's
 * name behind the path.
 */
export function registerStreamingRoutes(app: FastifyInstance, host: BayeuxHost): void {
  const bayeux = new Bayeux(host);
  app.addHook('preClose', (done) => {
    bayeux.close();
    done();
  });
  for (const path of ['/cometd/:version', '/cometd/:version/:message']) {
    app.post(path, (request, reply) => answer(bayeux, request, reply));
  }
}
