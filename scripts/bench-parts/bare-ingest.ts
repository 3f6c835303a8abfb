import { createHmac, timingSafeEqual } from 'node:crypto';
import { Queue } from 'bullmq';
import fastify from 'fastify';

/**
 * The least that a durable webhook door can do: check the signature on the raw bytes, add the body to a BullMQ queue, answer
 * 202. No tenants, no tolerance, no check of the body, no metrics, no time limits. What ours costs is measured against it.
 * `node bare-ingest.ts REDIS_PORT SECRET`, prints its URL when it listens.
 */
const [, , redisPort, secret = ''] = process.argv;
const queue = new Queue('bare', { connection: { host: '127.0.0.1', port: Number(redisPort) } });
await queue.waitUntilReady();

function isSigned(body: Buffer, header: string): boolean {
  const [, timestamp = '', given = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  const wanted = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest();
  const signature = Buffer.from(given, 'hex');
  return signature.length === wanted.length && timingSafeEqual(signature, wanted);
}

const server = fastify({ logger: false });
server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
  done(null, body),
);
server.post('/', async (request, reply) => {
  const body = request.body;
  const signature = request.headers['stripe-signature'];
  if (!Buffer.isBuffer(body) || typeof signature !== 'string' || !isSigned(body, signature)) {
    return reply.code(401).send({ error: 'Not accepted.' });
  }
  await queue.add('delivery', { body: body.toString() }, { removeOnComplete: true });
  return reply.code(202).send({ status: 'stored' });
});
console.log(await server.listen({ port: 0, host: '127.0.0.1' }));
