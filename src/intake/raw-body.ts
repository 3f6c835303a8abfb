import type { FastifyInstance } from 'fastify';

/**
 * Leaves bodies as the bytes that came, whatever type they claim to be: a signature is over the bytes, and a sender's odd or
 * missing content type is no reason to lose its delivery.
 */
export function keepRawBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  server.addHook('onRequest', (request, _reply, done) => {
    // Fastify refuses types that it cannot read (415) before any parser is asked.
    request.raw.headers['content-type'] = 'application/octet-stream';
    done();
  });
}
