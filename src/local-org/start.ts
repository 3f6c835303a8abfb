import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { addUser, userNamed, type NewUser } from './access/add-user.ts';
import { BulkJobs } from './api/bulk/bulk-jobs.ts';
import { QueryCursors } from './api/query-cursors.ts';
import { loadOrg, storeOrg } from './api/schema-file.ts';
import { ADMIN_ID, ADMIN_USERNAME, ORG_ID, putOrgRows } from './api/system-rows.ts';
import { createDataEngine, type LocalDataEngine } from './data/create-engine.ts';
import type { DataEngine } from './data/engine.ts';
import { createSchema } from './schema/standard-objects.ts';
import { MetadataFault } from './metadata/host.ts';
import { registerMetadataRoutes } from './metadata/routes.ts';
import { CallLog, type LoggedCall } from './pressure/call-log.ts';
import { Pressure, type PressureSettings } from './pressure/pressure.ts';
import { RunningCalls } from './pressure/refusals.ts';
import { RowLocks } from './pressure/row-locks.ts';
import { buildServer, type ServerHost } from './server.ts';
import { Sessions } from './session.ts';
import { EventFeed } from './streaming/event-feed.ts';
import { registerStreamingRoutes } from './streaming/routes.ts';

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
  /** Change events, with what real orgs send only now and then: gaps and overflows. */
  changeFeed: Pick<EventFeed, 'gap' | 'overflow' | 'after'>;
  /** Authenticated data API calls so far; a Composite request is one. */
  apiCalls(): number;
  resetApiCalls(): void;
  setLatency(ms: number): void;
  /** Creates a further user, with a standard profile and deployed permission sets; its id and a token. */
  addUser(user: NewUser): { userId: string; accessToken: string };
  /** A new token of an active user. */
  issueToken(username: string): string;
  /** Makes the org hard to work with: changes what is named, keeps the rest, starts the dice again. */
  setPressure(settings: Partial<PressureSettings>): void;
  /** Back to how the org was started. */
  calm(): void;
  /** Ends the sessions of one user; without a name, all but the one behind `accessToken`. */
  expireSessions(username?: string): void;
  /** The last calls of the data API, oldest first. */
  calls(): readonly LoggedCall[];
  forgetCalls(): void;
  /** Forgets every record, not the schema. */
  reset(): void;
  close(): Promise<void>;
}

/** What one running org consists of, apart from its server. */
interface Parts {
  engine: LocalDataEngine;
  feed: EventFeed;
  sessions: Sessions;
  cursors: QueryCursors;
  bulk: BulkJobs;
  pressure: Pressure;
  calls: CallLog;
  /** Authenticated calls so far. */
  counters: { calls: number };
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
  const pressure = new Pressure({
    ...(options.dailyApiLimit === undefined ? {} : { dailyApiLimit: options.dailyApiLimit }),
    ...(options.latencyMs === undefined ? {} : { latencyMs: options.latencyMs }),
  });
  const sessions = new Sessions(
    ORG_ID,
    () => (pressure.settings().sessionSeconds ?? Infinity) * 1000,
  );
  const accessToken = stored?.adminToken ?? sessions.make();
  sessions.accept(accessToken, ADMIN_ID);
  const feed = new EventFeed(engine, now);
  const store = (): void => {
    if (dataDir !== null) storeOrg(dataDir, { schema: engine.schema(), adminToken: accessToken });
  };
  store();
  const counters = { calls: 0 };
  const calls = new CallLog();
  return {
    engine,
    feed,
    sessions,
    cursors: new QueryCursors(),
    bulk: new BulkJobs(),
    pressure,
    calls,
    counters,
    accessToken,
    now,
    // Beside the packages that it is built with, so that it goes when they do.
    pageCache:
      options.pageCache ?? join(process.cwd(), 'node_modules', '.cache', 'local-org-pages'),
    store,
  };
}

function expireSessions({ engine, sessions }: Parts, username: string | undefined): void {
  sessions.expire(username === undefined ? null : userNamed(engine, username));
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_modify_metadata_perm.htm */
function metadataCaller({ engine, sessions }: Parts, authorization: string | undefined) {
  const session = sessions.find(authorization);
  const access = session === null ? null : engine.accessOf(session.userId);
  if (access === null || access.has('ModifyMetadata') || access.has('ModifyAllData'))
    return session;
  const text =
    'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions';
  throw new MetadataFault('INSUFFICIENT_ACCESS', text, 403);
}

function serverHost(parts: Parts, instanceUrl: () => string): ServerHost {
  const { engine, sessions, feed, cursors, bulk, pressure, calls, counters, now } = parts;
  const limit = (): number => pressure.settings().dailyApiLimit;
  const usage = () => ({ used: counters.calls, max: limit() });
  return {
    engine,
    orgId: ORG_ID,
    sessions,
    instanceUrl,
    now,
    api: { engine, orgId: ORG_ID, now, cursors, bulk, usage },
    registerMetadata: (scope) =>
      registerMetadataRoutes(scope, {
        schema: () => engine.schema(),
        applySchema: (next) => {
          engine.applySchema(next);
          parts.store();
        },
        session: (authorization) => metadataCaller(parts, authorization),
        orgId: ORG_ID,
        now,
      }),
    registerStreaming: (scope) =>
      registerStreamingRoutes(scope, {
        feed,
        schema: () => engine.schema(),
        session: (authorization) => sessions.find(authorization),
        now,
      }),
    pressure,
    calls,
    locks: new RowLocks(pressure),
    running: new RunningCalls(pressure),
    countCall: () => counters.calls++ < limit(),
    expireSessions: (username) => expireSessions(parts, username),
    pageCache: parts.pageCache,
  };
}

/** Starts a local org on the loopback address. Rejects when the port is taken or the data directory cannot be used. */
export async function startLocalOrg(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  const parts = openParts(options);
  const { engine, sessions, pressure, calls, counters } = parts;
  let instanceUrl = '';
  const app = buildServer(serverHost(parts, () => instanceUrl));
  instanceUrl = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  return {
    instanceUrl,
    accessToken: parts.accessToken,
    username: ADMIN_USERNAME,
    orgId: ORG_ID,
    engine,
    changeFeed: parts.feed,
    apiCalls: () => counters.calls,
    resetApiCalls: () => void (counters.calls = 0),
    setLatency: (latencyMs) => pressure.change({ latencyMs }),
    addUser: (user) => {
      const userId = addUser(engine, ADMIN_ID, user);
      return { userId, accessToken: sessions.issue(userId) };
    },
    issueToken: (username) => sessions.issue(userNamed(engine, username)),
    setPressure: (settings) => pressure.change(settings),
    calm: () => pressure.calm(),
    expireSessions: (username) => expireSessions(parts, username),
    calls: () => calls.all(),
    forgetCalls: () => calls.forget(),
    reset: () => {
      engine.reset();
      parts.feed.clear();
      parts.cursors.clear();
      parts.bulk.clear();
    },
    close: async () => {
      await app.close();
      parts.bulk.clear();
      engine.close();
    },
  };
}
