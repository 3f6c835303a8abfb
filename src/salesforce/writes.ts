import type { Logger } from 'pino';
import { PoisonError, TransientError, Verdict } from '../errors.ts';
import type { Connection, Subrequest, Subresponse } from './connection.ts';
import type { OrgRow, RowOutcome } from './org.ts';
import { asVerdict, failuresSchema, requestVerdict } from './request-error.ts';
import { rounds } from './rounds.ts';
import { judgeRow, saveResultsSchema } from './save-result.ts';
import { apiVersion, callOptions } from './settings.ts';
import {
  newEntry,
  planComposite,
  smallerCompany,
  sortByParent,
  type Collection,
  type WriteEntry,
} from './write-plan.ts';

/** One `upsert` on its way: its entries in the order of its rows (a row given twice has one entry). */
interface WriteCall {
  readonly entries: WriteEntry[];
  readonly outcomes: Map<WriteEntry, RowOutcome>;
  readonly resolve: (outcomes: RowOutcome[]) => void;
  readonly reject: (verdict: Verdict) => void;
}

interface Rest {
  timer: NodeJS.Timeout;
  outcome: RowOutcome;
}

/**
 * Headers of each collection; a sub-request inherits none of these from the Composite request around it
 * (developer.salesforce.com api-rest requests-composite). Assignment rules are off, or every update of a lead would give
 * it to another owner (headers-autoassign: on unless said otherwise). Duplicate rules that only warn people let us pass;
 * those that block still do (headers-duplicaterules).
 */
const writeHeaders = {
  'Sforce-Call-Options': `client=${callOptions.client}`,
  'Sforce-Auto-Assign': 'FALSE',
  'Sforce-Duplicate-Rule-Header': 'allowSave=true',
};

/** First pause before a row's next try; doubles each time, with jitter. */
const restMs = 100;

/**
 * Writes that gather: the rows of all waiting calls go in one Composite request of up to 1,000 rows, one request at a
 * time, so that writers of one parent never meet in the org. Rows with one key are written in order of arrival, each after
 * the one before has its outcome; equal ones once. Only rows that failed for a passing reason are tried again.
 */
export class GatheringWrites {
  readonly #connection: Connection;
  readonly #logger: Logger | undefined;
  readonly #loop = rounds(
    () => this.#round(),
    () => this.#connection.gatherMs(),
  );
  /** In order of arrival. */
  readonly #calls = new Set<WriteCall>();
  readonly #callers = new Map<WriteEntry, Set<WriteCall>>();
  /** Entries by identity, in order of arrival: only the first may go. */
  readonly #lines = new Map<string, WriteEntry[]>();
  readonly #resting = new Map<WriteEntry, Rest>();
  #closed = false;

  constructor(connection: Connection, logger?: Logger) {
    this.#connection = connection;
    this.#logger = logger;
  }

  /** One outcome per row, in the order of the rows. Rejects with the verdict when a whole request failed. */
  upsert(rows: readonly OrgRow[]): Promise<RowOutcome[]> {
    return new Promise((resolve, reject) => {
      if (rows.length === 0) {
        resolve([]);
        return;
      }
      const entries = rows.map((row) => this.#entryFor(row));
      const call = { entries, outcomes: new Map<WriteEntry, RowOutcome>(), resolve, reject };
      this.#calls.add(call);
      for (const entry of entries) this.#callers.get(entry)?.add(call);
      this.#loop.ask();
    });
  }

  /** Resolves when every row has its outcome; a row that rests before its next try is given up. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const [entry, { outcome }] of this.#resting) this.#settle(entry, outcome);
    if (this.#calls.size > 0) this.#loop.ask();
    await this.#loop.idle();
  }

  /** A new entry at the end of its line, or the one there when it says the same and has not been sent. */
  #entryFor(row: OrgRow): WriteEntry {
    const entry = newEntry(row);
    const line = this.#lines.get(entry.identity) ?? [];
    const last = line.at(-1);
    if (last && last.state !== 'sent' && last.json === entry.json) return last;
    this.#lines.set(entry.identity, [...line, entry]);
    this.#callers.set(entry, new Set());
    return entry;
  }

  async #round(): Promise<void> {
    const isFirst = (entry: WriteEntry) => this.#lines.get(entry.identity)?.[0] === entry;
    const collections = planComposite(this.#calls, isFirst).map(sortByParent);
    if (collections.length === 0) return;
    for (const entry of collections.flatMap(({ entries }) => entries)) {
      entry.state = 'sent';
      entry.tries += 1;
    }
    try {
      const answers = await this.#connection.composite('write', collections.map(upsertRequest));
      for (const [index, collection] of collections.entries()) {
        this.#readAnswer(collection, answers[index]);
      }
    } catch (error) {
      this.#failCalls(collections, asVerdict(error, 'an upsert'));
    }
    if (this.#calls.size > 0) this.#loop.ask();
  }

  #readAnswer(collection: Collection, answer: Subresponse | undefined): void {
    const results = saveResultsSchema.safeParse(answer?.body);
    if (!results.success || results.data.length !== collection.entries.length) {
      this.#readRefusal(collection, refusalOf(collection, answer));
      return;
    }
    for (const [index, entry] of collection.entries.entries()) {
      const result = results.data[index];
      if (result === undefined) continue;
      const { outcome, retries } = judgeRow(entry.row, result);
      if (entry.tries <= retries) this.#rest(entry, outcome);
      else this.#settle(entry, outcome);
    }
  }

  /** The collection was refused as a whole: one bad row can do that to 200, so they go again in smaller company. */
  #readRefusal({ entries }: Collection, verdict: Verdict): void {
    for (const entry of entries) {
      const outcome: RowOutcome = { status: 'failed', key: entry.row.key, verdict };
      if (verdict instanceof PoisonError && entries.length > 1) {
        entry.state = 'waiting';
        entry.tries = 0;
        entry.company = smallerCompany(entries.length);
      } else if (verdict instanceof TransientError && entry.tries <= 2) {
        this.#rest(entry, outcome);
      } else {
        this.#settle(entry, outcome);
      }
    }
  }

  #rest(entry: WriteEntry, outcome: RowOutcome): void {
    if (this.#closed) {
      this.#settle(entry, outcome);
      return;
    }
    this.#logger?.debug({ object: entry.row.object, tries: entry.tries }, 'a row is tried again');
    entry.state = 'resting';
    const wake = () => {
      this.#resting.delete(entry);
      entry.state = 'waiting';
      this.#loop.ask();
    };
    const pause = restMs * 2 ** (entry.tries - 1) * (0.5 + Math.random());
    this.#resting.set(entry, { timer: setTimeout(wake, pause), outcome });
  }

  #settle(entry: WriteEntry, outcome: RowOutcome): void {
    const callers = this.#forget(entry);
    for (const call of callers) {
      call.outcomes.set(entry, outcome);
      if (call.entries.some((other) => !call.outcomes.has(other))) continue;
      this.#calls.delete(call);
      call.resolve(call.entries.flatMap((other) => call.outcomes.get(other) ?? []));
    }
  }

  /** Takes an entry out of its line, so that the next one with its key may go. Returns those who wait for it. */
  #forget(entry: WriteEntry): Set<WriteCall> {
    entry.state = 'settled';
    clearTimeout(this.#resting.get(entry)?.timer);
    this.#resting.delete(entry);
    const line = this.#lines.get(entry.identity)?.filter((other) => other !== entry) ?? [];
    if (line.length > 0) this.#lines.set(entry.identity, line);
    else this.#lines.delete(entry.identity);
    const callers = this.#callers.get(entry) ?? new Set<WriteCall>();
    this.#callers.delete(entry);
    return callers;
  }

  /** The whole request failed: so did each call with a row in it. Rows that nobody else waits for are dropped. */
  #failCalls(collections: readonly Collection[], verdict: Verdict): void {
    const sent = collections.flatMap(({ entries }) => entries);
    const failed = new Set(sent.flatMap((entry) => [...(this.#callers.get(entry) ?? [])]));
    for (const call of failed) {
      this.#calls.delete(call);
      for (const entry of call.entries) {
        const callers = this.#callers.get(entry);
        callers?.delete(call);
        if (callers?.size === 0) this.#forget(entry);
      }
      call.reject(verdict);
    }
  }
}

function upsertRequest({ object, keyField, entries }: Collection): Subrequest {
  const records = entries.map(({ row }) => ({
    attributes: { type: object },
    [keyField]: row.key,
    ...row.fields,
  }));
  return {
    method: 'PATCH',
    url: `/services/data/v${apiVersion}/composite/sobjects/${object}/${keyField}`,
    httpHeaders: writeHeaders,
    body: { allOrNone: false, records },
  };
}

function refusalOf({ object }: Collection, answer: Subresponse | undefined): Verdict {
  const failures = failuresSchema.safeParse(answer?.body);
  const failure = failures.success ? failures.data[0] : undefined;
  return failure
    ? requestVerdict(failure, `rows of ${object}`)
    : new TransientError({
        code: 'ANSWER_UNREADABLE',
        message: `Salesforce answered an upsert of ${object} with something else than its results.`,
      });
}
