import { EventEmitter } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import { releaseDataDir, takeDataDir } from './data-dir-lock.ts';

interface PoolResult {
  rows: Record<string, unknown>[];
  rowCount: number;
}

/**
 * BullMQ's "client" on the embedded database: a name for the one session that PGlite has. It forwards NOTIFY messages, by which
 * workers wake up.
 */
class EmbeddedClient extends EventEmitter {
  readonly query: (text: string, parameters?: readonly unknown[]) => Promise<PoolResult>;
  readonly release: () => void;

  constructor(query: EmbeddedClient['query'], release: (client: EmbeddedClient) => void) {
    super();
    this.setMaxListeners(0);
    this.query = query;
    this.release = () => {
      release(this);
    };
  }
}

/**
 * Stands in for a `pg.Pool` over PGlite (PostgreSQL compiled to WebAssembly, inside this process), so that BullMQ's PostgreSQL
 * backend runs with nothing installed. One process and one serial session: for trials and tests, not for production.
 */
export class PglitePool extends EventEmitter {
  /** BullMQ asks whether a lost LISTEN connection would be noticed; one inside the process cannot be lost. */
  readonly options = { keepAlive: true };
  readonly #database: PGlite;
  readonly #dataDir: string;
  readonly #clients = new Set<EmbeddedClient>();

  constructor(database: PGlite, dataDir: string) {
    super();
    this.setMaxListeners(0);
    this.#database = database;
    this.#dataDir = dataDir;
    database.onNotification((channel, payload) => {
      for (const client of this.#clients) client.emit('notification', { channel, payload });
    });
  }

  /** PGlite answers in microtasks, so each query first lets timers and sockets have a turn: a busy queue must not starve them. */
  query = async (text: string, parameters: readonly unknown[] = []): Promise<PoolResult> => {
    await nextTurn();
    if (parameters.length > 0) {
      const result = await this.#database.query<PoolResult['rows'][number]>(text, [...parameters]);
      return { rows: result.rows, rowCount: result.affectedRows ?? result.rows.length };
    }
    const results = await this.#database.exec(text); // a migration holds many statements
    const last = results.at(-1);
    return { rows: last?.rows ?? [], rowCount: last?.affectedRows ?? last?.rows.length ?? 0 };
  };

  connect = (): Promise<EmbeddedClient> => {
    const client = new EmbeddedClient(this.query, (released) => this.#clients.delete(released));
    this.#clients.add(client);
    return Promise.resolve(client);
  };

  end = async (): Promise<void> => {
    this.#clients.clear();
    await this.#database.close();
    if (this.#dataDir !== ':memory:') releaseDataDir(this.#dataDir);
  };
}

/**
 * Opens (or makes) the embedded database in `dataDir`, or in memory for ':memory:'. Throws HumanNeededError when another process
 * has it open: two would destroy it.
 */
export async function openPglitePool(dataDir: string): Promise<PglitePool> {
  if (dataDir === ':memory:') {
    return new PglitePool(await PGlite.create('memory://'), dataDir);
  }
  await mkdir(dataDir, { recursive: true });
  takeDataDir(dataDir);
  try {
    return new PglitePool(await PGlite.create(path.join(dataDir, 'queue')), dataDir);
  } catch (error) {
    releaseDataDir(dataDir);
    throw error;
  }
}
