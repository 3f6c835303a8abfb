import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';

/**
 * A loopback counterpart that speaks only the shapes of Composite, collections, query and login, with every fault
 * switchable, for what the local org would not do on request. The seam itself is tested against the local org.
 */
export interface TinyOrg {
  url: string;
  /** Object → key → fields as last written. */
  records: Map<string, Map<string, Record<string, unknown>>>;
  /** Every Composite request as the collections it carried: object and keys. */
  writes: { object: string; keys: string[]; records: Record<string, unknown>[] }[][];
  /** The SOQL of every query, in Composite requests of one array each. */
  queries: string[][];
  calls: number;
  logins: URLSearchParams[];
  headers: Record<string, unknown>[];
  /** Most Composite writes that were under way at one time. */
  mostWritesAtOnce: number;
  faults: Faults;
  close(): Promise<void>;
}

export interface RowFault {
  statusCode: string;
  message: string;
  fields?: string[];
}

export interface Faults {
  /** Answers in place of the org; null: go on. */
  answer?: (path: string) => { status: number; body: unknown } | 'drop' | null;
  row?: (object: string, key: string, fields: Record<string, unknown>) => RowFault | null;
  /** The whole collection, as for broken JSON values. */
  collection?: (
    object: string,
    records: Record<string, unknown>[],
  ) => { errorCode: string; message: string } | null;
  token?: () => { status: number; body: unknown } | null;
  latencyMs?: number;
  pageSize?: number;
  usage?: string;
}

const literals = /'((?:[^'\\]|\\.)*)'/g;

function at(record: Record<string, unknown>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined,
      record,
    );
}

interface Part {
  method: string;
  url: string;
  body?: { records: Record<string, unknown>[] };
}

class Data {
  readonly records = new Map<string, Map<string, Record<string, unknown>>>();
  readonly pages = new Map<string, unknown[]>();

  query(url: string, pageSize: number): unknown {
    const soql = new URL(url, 'http://x').searchParams.get('q') ?? '';
    const parsed = /^SELECT (.+) FROM (\w+)(?: WHERE ([\w.]+) IN \((.*)\))?$/s.exec(soql);
    if (!parsed) return null;
    const [, , object = '', by, list = ''] = parsed;
    const form = (value: string) => (by?.endsWith('Id') ? value.slice(0, 15) : value.toLowerCase());
    const wanted = [...list.matchAll(literals)].map(([, value = '']) =>
      form(value.replace(/\\(.)/g, '$1')),
    );
    const rows = [...(this.records.get(object)?.values() ?? [])]
      .filter((row) => !by || wanted.includes(form(String(at(row, by)))))
      .map((row) => ({ attributes: { type: object, url: '/x' }, ...row }));
    return this.page(rows, pageSize, 0);
  }

  page(rows: unknown[], pageSize: number, start: number): unknown {
    const next = start + pageSize;
    const url = `/services/data/v66.0/query/loc${this.pages.size}-${next}`;
    const isLast = next >= rows.length;
    if (!isLast) this.pages.set(url, rows);
    const records = rows.slice(start, next);
    return {
      totalSize: rows.length,
      done: isLast,
      records,
      ...(!isLast && { nextRecordsUrl: url }),
    };
  }

  upsert(object: string, keyField: string, rows: Record<string, unknown>[], fault: Faults['row']) {
    return rows.map((row) => {
      const key = String(row[keyField]);
      const refused = fault?.(object, key, row);
      if (refused) return { success: false, errors: [{ fields: [], ...refused }] };
      const table = this.records.get(object) ?? new Map<string, Record<string, unknown>>();
      this.records.set(object, table);
      const known = table.get(key);
      const id = known?.['Id'] ?? `a0${String(table.size).padStart(13, '0')}AAA`;
      const fields = { ...known, Id: id, ...row };
      Reflect.deleteProperty(fields, 'attributes');
      table.set(key, fields);
      return { success: true, id, created: !known, errors: [] };
    });
  }
}

export async function startTinyOrg(): Promise<TinyOrg> {
  const app = Fastify({ bodyLimit: 50_000_000, forceCloseConnections: true });
  const data = new Data();
  let writing = 0;
  let tokens = 0;
  const org: TinyOrg = {
    url: '',
    records: data.records,
    writes: [],
    queries: [],
    calls: 0,
    logins: [],
    headers: [],
    mostWritesAtOnce: 0,
    faults: {},
    close: () => app.close(),
  };
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, new URLSearchParams(String(body)));
    },
  );
  app.post('/services/oauth2/token', (request, reply) => {
    org.logins.push(request.body as URLSearchParams);
    const refusal = org.faults.token?.();
    if (refusal) return reply.status(refusal.status).send(refusal.body);
    tokens += 1;
    return {
      access_token: `00D!token${tokens}`,
      instance_url: org.url,
      id: `${org.url}/id/00D/005`,
    };
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/services/data')) return;
    org.calls += 1;
    org.headers.push(request.headers);
    if (org.faults.usage) reply.header('Sforce-Limit-Info', `api-usage=${org.faults.usage}`);
    const fault = org.faults.answer?.(request.url) ?? null;
    if (fault === 'drop') {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': '9999' });
      reply.raw.write('{"compositeResponse":');
      await sleep(10);
      reply.raw.destroy();
    } else if (fault) await reply.status(fault.status).send(fault.body);
  });
  app.get('/services/data', () => [{ version: '66.0' }]);
  app.get('/services/data/v66.0/query', (request, reply) => {
    const found = data.query(request.url, org.faults.pageSize ?? 2000);
    return (
      found ?? reply.status(400).send([{ errorCode: 'MALFORMED_QUERY', message: 'unexpected' }])
    );
  });
  app.get('/services/data/v66.0/query/:locator', (request) => {
    const start = Number(request.url.split('-').at(-1));
    return data.page(data.pages.get(request.url) ?? [], org.faults.pageSize ?? 2000, start);
  });
  app.post('/services/data/v66.0/composite', async (request) => {
    const { compositeRequest } = request.body as { compositeRequest: Part[] };
    const carried: TinyOrg['writes'][number] = [];
    const asked: string[] = [];
    const isWrite = compositeRequest.some(({ method }) => method === 'PATCH');
    if (isWrite) writing += 1;
    org.mostWritesAtOnce = Math.max(org.mostWritesAtOnce, writing);
    if (org.faults.latencyMs) await sleep(org.faults.latencyMs);
    const compositeResponse = compositeRequest.map(({ url, body }) => {
      if (!body) {
        asked.push(new URL(url, 'http://x').searchParams.get('q') ?? '');
        return { httpStatusCode: 200, body: data.query(url, org.faults.pageSize ?? 2000) };
      }
      const [object = '', keyField = ''] = url.split('/').slice(-2);
      const keys = body.records.map((record) => String(record[keyField]));
      carried.push({ object, keys, records: body.records });
      const refused = org.faults.collection?.(object, body.records);
      if (refused) return { httpStatusCode: 400, body: [refused] };
      const results = data.upsert(object, keyField, body.records, org.faults.row);
      return { httpStatusCode: 200, body: results };
    });
    if (carried.length > 0) org.writes.push(carried);
    if (asked.length > 0) org.queries.push(asked);
    if (isWrite) writing -= 1;
    return { compositeResponse };
  });
  org.url = await app.listen({ port: 0, host: '127.0.0.1' });
  return org;
}
