import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { QueryCursors } from './api/query-cursors.ts';
import { loadOrg, storeOrg } from './api/schema-file.ts';
import { ADMIN_ID, ADMIN_USERNAME, ORG_ID, putOrgRows } from './api/system-rows.ts';
import { createDataEngine, type LocalDataEngine } from './data/create-engine.ts';
import type { DataEngine } from './data/engine.ts';
import { createSchema } from './schema/standard-objects.ts';
import { registerMetadataRoutes } from './metadata/routes.ts';
import { buildServer, type ServerHost } from './server.ts';
import { Sessions } from './session.ts';

export interface LocalOrgOptions {
  /** 0 or nothing: a free port. */
  port?: number;
  /** Delay of each data API answer. */
  latencyMs?: number;
  /** Where schema and data live; null or nothing: in memory, gone at the end. */
  dataDir?: string | null;
  now?: () => Date;
  /** API calls per run before REQUEST_LIMIT_EXCEEDED; 15,000 as in a Developer Edition org. */
  dailyApiLimit?: number;
  /** Where the pages' built components are kept; node_modules/.cache/local-org-pages unless given. */
  pageCache?: string;
}

/** A running local org and the handles that tests and the demo hold it by. */
export interface LocalOrg {
  instanceUrl: string;
  /** The administrator's token; works until the org stops, and after a restart on the same dataDir. */
  accessToken: string;
  username: string;
  orgId: string;
  engine: DataEngine;
  /** Authenticated data API calls so far; a Composite request is one. */
  apiCalls(): number;
  resetApiCalls(): void;
  setLatency(ms: number): void;
  /** Forgets every record, not the schema. */
  reset(): void;
  close(): Promise<void>;
}

interface Counters {
  calls: number;
  limit: number;
  latencyMs: number;
}

/** What one running org consists of, apart from its server. */
interface Parts {
  engine: LocalDataEngine;
  sessions: Sessions;
  cursors: QueryCursors;
  counters: Counters;
  accessToken: string;
  now: () => Date;
  pageCache: string;
  /** Writes the schema down where the org lives on disk. */
  store(): void;
}

function openParts(options: LocalOrgOptions): Parts {
  const now = options.now ?? (() => new Date());
  const dataDir = options.dataDir ?? null;
  if (dataDir !== null) mkdirSync(dataDir, { recursive: true });
  const stored = dataDir === null ? null : loadOrg(dataDir);
  const file = dataDir === null ? null : join(dataDir, 'org.db');
  const engine = createDataEngine({ schema: stored?.schema ?? createSchema(), file, now });
  putOrgRows(engine);
  const sessions = new Sessions(ORG_ID);
  if (stored !== null) sessions.accept(stored.adminToken, ADMIN_ID);
  const accessToken = stored?.adminToken ?? sessions.issue(ADMIN_ID);
  const store = (): void => {
    if (dataDir !== null) storeOrg(dataDir, { schema: engine.schema(), adminToken: accessToken });
  };
  store();
  const counters = {
    calls: 0,
    limit: options.dailyApiLimit ?? 15_000,
    latencyMs: options.latencyMs ?? 0,
  };
  // Beside the packages that it is built with, so that it goes when they do.
  const pageCache =
    options.pageCache ?? join(process.cwd(), 'node_modules', '.cache', 'local-org-pages');
  const cursors = new QueryCursors();
  return { engine, sessions, cursors, counters, accessToken, now, pageCache, store };
}

function serverHost(parts: Parts, instanceUrl: () => string): ServerHost {
  const { engine, sessions, cursors, counters, now } = parts;
  const usage = () => ({ used: counters.calls, max: counters.limit });
  return {
    engine,
    orgId: ORG_ID,
    sessions,
    instanceUrl,
    now,
    api: { engine, orgId: ORG_ID, now, cursors, usage },
    registerMetadata: (scope) =>
      registerMetadataRoutes(scope, {
        schema: () => engine.schema(),
        applySchema: (next) => {
          engine.applySchema(next);
          parts.store();
        },
        session: (authorization) => sessions.find(authorization),
        orgId: ORG_ID,
        now,
      }),
    countCall: () => counters.calls++ < counters.limit,
    latencyMs: () => counters.latencyMs,
    pageCache: parts.pageCache,
  };
}

/** Starts a local org on the loopback address. Rejects when the port is taken or the data directory cannot be used. */
export async function startLocalOrg(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  const parts = openParts(options);
  const { engine, counters } = parts;
  let instanceUrl = '';
  const app = buildServer(serverHost(parts, () => instanceUrl));
  instanceUrl = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  return {
    instanceUrl,
    accessToken: parts.accessToken,
    username: ADMIN_USERNAME,
    orgId: ORG_ID,
    engine,
    apiCalls: () => counters.calls,
    resetApiCalls: () => void (counters.calls = 0),
    setLatency: (ms) => void (counters.latencyMs = ms),
    reset: () => {
      engine.reset();
      parts.cursors.clear();
    },
    close: async () => {
      await app.close();
      engine.close();
    },
  };
}
