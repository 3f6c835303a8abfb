import { createServer } from 'node:http';

/** What can go wrong between us and a vendor's read API. */
export type Failure = 401 | 403 | 429 | 500 | 503 | 'silence' | 'hang up';

/** A read API on loopback that fails every request in one way, with `text` wherever a vendor puts words into an error. */
export async function startFailingServer(
  failure: Failure,
  text: string,
): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    if (failure === 'silence') return;
    if (failure === 'hang up') {
      request.socket.destroy();
      return;
    }
    response.writeHead(failure, { 'content-type': 'application/json' });
    const error = { type: 'api_error', code: 'failed', message: text };
    response.end(JSON.stringify({ error, message: text, status: failure }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
