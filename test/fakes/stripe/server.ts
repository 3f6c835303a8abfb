import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Books } from './books.ts';
import type { Json, Shapes, Wants } from './shapes.ts';
import type { Store } from './store.ts';

/** What one kind of object offers under `/v1/<path>`. Every store here holds its own type; only `id` matters to HTTP. */
interface Resource {
  get: (id: string, wants: Wants) => Json | null;
  /** Newest first, filtered by the query. */
  list: (query: URLSearchParams) => { id: string; write: (wants: Wants) => Json }[];
  expandable: readonly string[];
}

function resource<T extends { id: string }>(
  store: Store<T>,
  write: (object: T, wants: Wants) => Json,
  expandable: readonly string[] = [],
): Resource {
  return {
    expandable,
    get(id, wants) {
      const object = store.get(id);
      return object ? write(object, wants) : null;
    },
    list(query) {
      const filters = [...query].flatMap(([name, value]): [keyof T & string, string][] => {
        const field = name.replace(/^payment\[(payment_intent)\]$/, '$1');
        return store.isIndexed(field) && value !== 'all' ? [[field, value]] : [];
      });
      const [first, ...others] = filters;
      const found = first ? store.list(...first) : store.list();
      return found
        .filter((object) => others.every(([field, value]) => String(object[field]) === value))
        .toReversed()
        .map((object) => ({ id: object.id, write: (wants) => write(object, wants) }));
    },
  };
}

function resources(books: Books, shapes: Shapes): Map<string, Resource> {
  const failure = 'refunds.data.failure_balance_transaction';
  return new Map<string, Resource>([
    ['customers', resource(books.customers, shapes.customer)],
    ['checkout/sessions', resource(books.sessions, shapes.session)],
    [
      'subscriptions',
      resource(books.subscriptions, shapes.subscription, ['items.data.price.product']),
    ],
    ['invoices', resource(books.invoices, shapes.invoice, ['payments'])],
    ['invoice_payments', resource(books.invoicePayments, shapes.invoicePayment)],
    ['charges', resource(books.charges, shapes.charge, ['refunds', failure])],
    ['payment_intents', resource(books.paymentIntents, shapes.paymentIntent)],
    [
      'refunds',
      resource(
        books.refunds,
        (refund, wants) => shapes.refund(refund, wants('failure_balance_transaction')),
        ['failure_balance_transaction'],
      ),
    ],
    ['disputes', resource(books.disputes, shapes.dispute)],
    ['credit_notes', resource(books.creditNotes, shapes.creditNote)],
  ]);
}

interface Answer {
  status: number;
  body: Json;
  headers?: Record<string, string>;
}

const refuse = (status: number, error: Json, headers?: Record<string, string>): Answer => ({
  status,
  body: { error: { type: 'invalid_request_error', ...error } },
  ...(headers && { headers }),
});

/** Paging as Stripe does it: `limit` 1 to 100 (10), `starting_after` an id of the same list, `has_more`. */
function page(found: Resource, path: string, query: URLSearchParams, wants: Wants): Answer {
  const limit = Number(query.get('limit') ?? 10);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    return refuse(400, { message: 'Invalid limit: must be between 1 and 100', param: 'limit' });
  }
  const all = found.list(query);
  const after = query.get('starting_after');
  const start = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
  if (after !== null && start === 0) {
    const message = `No such object: '${after}'`;
    return refuse(400, { code: 'resource_missing', message, param: 'starting_after' });
  }
  const data = all.slice(start, start + limit).map(({ write }) => write(wants));
  const more = start + limit < all.length;
  return { status: 200, body: { object: 'list', data, has_more: more, url: `/v1/${path}` } };
}

/** What the next requests are to meet; 0 drops the connection. */
export interface Trouble {
  status: number;
  retryAfterSeconds?: number;
}

export interface FakeServer {
  server: Server;
  apiKey: string;
  latencyMs: number;
  troubles: Trouble[];
  /** How often each route was asked: "GET /v1/invoices/:id". */
  requests: Map<string, number>;
}

function troubled({ status, retryAfterSeconds }: Trouble): Answer {
  const message = `The fake was told to answer ${status}.`;
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': `${retryAfterSeconds}` };
  if (status === 429) return refuse(429, { code: 'rate_limit', message }, wait);
  return refuse(status, { type: status >= 500 ? 'api_error' : 'invalid_request_error', message });
}

function answer(
  request: IncomingMessage,
  fake: FakeServer,
  books: Books,
  known: Map<string, Resource>,
): Answer {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const parts = /^\/v1\/((?:checkout\/)?[a-z_]+)(?:\/([^/]+))?$/.exec(url.pathname);
  const [path = '', id] = parts?.slice(1) ?? [];
  const route = `${request.method ?? ''} /v1/${path}${id ? '/:id' : ''}`;
  fake.requests.set(route, (fake.requests.get(route) ?? 0) + 1);
  const trouble = fake.troubles.shift();
  if (trouble) return troubled(trouble);
  if (request.headers.authorization !== `Bearer ${fake.apiKey}`) {
    return refuse(401, { message: 'Invalid API Key provided: sk_test_****' });
  }
  const found = known.get(path);
  const unknownToShape = books.shape === 'legacy' && path === 'invoice_payments';
  if (!found || unknownToShape || request.method !== 'GET') {
    return refuse(404, { message: `Unrecognized request URL (${route}).` });
  }
  const prefix = id ? '' : 'data.';
  const expands = [...url.searchParams]
    .filter(([name]) => /^expand\[\d*\]$/.test(name))
    .map(([, value]) => value);
  const wrong = expands.find(
    (value) =>
      books.shape === 'basil' &&
      !(value.startsWith(prefix) && found.expandable.includes(value.slice(prefix.length))),
  );
  if (wrong) return refuse(400, { message: `This property cannot be expanded (${wrong}).` });
  const wants: Wants = (wanted) => expands.some((value) => value.startsWith(`${prefix}${wanted}`));
  if (!id) return page(found, path, url.searchParams, wants);
  const object = found.get(id, wants);
  return object
    ? { status: 200, body: object }
    : refuse(404, { code: 'resource_missing', message: `No such object: '${id}'`, param: 'id' });
}

/** Serves the books on loopback as Stripe's read API does. */
export async function serve(
  books: Books,
  shapes: Shapes,
  apiKey: string,
): Promise<FakeServer & { port: number }> {
  const known = resources(books, shapes);
  let count = 0;
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (fake.latencyMs > 0) await sleep(fake.latencyMs);
    if (fake.troubles[0]?.status === 0) {
      fake.troubles.shift();
      request.socket.destroy();
      return;
    }
    const { status, body, headers } = answer(request, fake, books, known);
    count += 1;
    response.writeHead(status, {
      'content-type': 'application/json',
      'request-id': `req_${count}`,
      ...headers,
    });
    response.end(JSON.stringify(body));
  };
  const server = createServer((request, response) => void respond(request, response));
  const fake: FakeServer = { server, apiKey, latencyMs: 0, troubles: [], requests: new Map() };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return Object.assign(fake, { port: address.port });
}
