import { z } from 'zod';
import { TransientError, Verdict } from '../errors.ts';
import type { Connection, Subresponse } from './connection.ts';
import type { OrgQuery, OrgRecord } from './org.ts';
import { asVerdict, failuresSchema, requestVerdict } from './request-error.ts';
import { rounds } from './rounds.ts';
import { lookups, matchForm, valueAt, type Lookup, type Question } from './soql.ts';

/** Salesforce takes five queries in one Composite request. */
const queriesPerCall = 5;
/** Composite requests of one round that travel at the same time. */
const callsAtOnce = 4;

interface Waiting {
  query: OrgQuery;
  resolve: (records: OrgRecord[]) => void;
  reject: (verdict: Verdict | undefined) => void;
}

/** A question of one round: who asks, the queries it became, and what they brought. */
interface Round {
  question: Question;
  askers: Waiting[];
  queries: Lookup[];
  found: Map<string, OrgRecord[]>;
  failures: Map<string, Verdict>;
}

const pageSchema = z.object({
  records: z.array(z.record(z.string(), z.unknown())),
  nextRecordsUrl: z.string().nullish(),
});

export interface Reads {
  find(query: OrgQuery): Promise<OrgRecord[]>;
  /** Resolves when every question has its answer. */
  idle(): Promise<void>;
}

/**
 * Reads that gather: questions that differ only in their values become one query, five queries one API call. A question
 * fails only for those whose own values were in the query that failed.
 */
export function gatheringReads(connection: Connection): Reads {
  let waiting: Waiting[] = [];

  const loop = rounds(
    async () => {
      const questions = groupQuestions(waiting);
      waiting = [];
      const jobs = questions.flatMap((asked) => asked.queries.map((query) => ({ asked, query })));
      const calls = slices(jobs, queriesPerCall);
      for (const together of slices(calls, callsAtOnce)) {
        await Promise.all(together.map((call) => runQueries(connection, call)));
      }
      questions.forEach(answer);
    },
    () => connection.gatherMs(),
  );

  return {
    find: (query) =>
      new Promise((resolve, reject) => {
        if (query.values.length === 0) {
          resolve([]);
          return;
        }
        waiting.push({ query, resolve, reject });
        loop.ask();
      }),
    idle: () => loop.idle(),
  };
}

function slices<T>(items: readonly T[], size: number): T[][] {
  const found: T[][] = [];
  for (let at = 0; at < items.length; at += size) found.push(items.slice(at, at + size));
  return found;
}

function groupQuestions(waiting: readonly Waiting[]): Round[] {
  const groups = new Map<string, Waiting[]>();
  for (const asker of waiting) {
    const { object, by, select } = asker.query;
    const name = JSON.stringify([object, by, select]);
    const askers = groups.get(name);
    if (askers) askers.push(asker);
    else groups.set(name, [asker]);
  }
  return [...groups.values()].flatMap((askers) => {
    const question = askers[0]?.query;
    if (question === undefined) return [];
    const values = askers.flatMap(({ query }) => query.values);
    const distinct = new Map(values.map((value) => [matchForm(question.by, value), value]));
    const queries = lookups(question, [...distinct.values()]);
    return [{ question, askers, queries, found: new Map(), failures: new Map() }];
  });
}

async function runQueries(
  connection: Connection,
  call: readonly { asked: Round; query: Lookup }[],
): Promise<void> {
  const outcomes = await askAll(connection, call);
  for (const [index, { asked, query }] of call.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) continue;
    if (outcome instanceof Verdict) {
      const { by } = asked.question;
      for (const value of query.values) asked.failures.set(matchForm(by, value), outcome);
      continue;
    }
    for (const record of outcome) {
      const form = matchForm(asked.question.by, textOf(valueAt(record, asked.question.by)));
      const same = asked.found.get(form);
      if (same) same.push(record);
      else asked.found.set(form, [record]);
    }
  }
}

/** The records of every query, or the verdict why there are none. */
async function askAll(
  connection: Connection,
  call: readonly { asked: Round; query: Lookup }[],
): Promise<(OrgRecord[] | Verdict)[]> {
  try {
    const requests = call.map(({ query }) => ({ method: 'GET' as const, url: query.path }));
    const responses = await connection.composite('read', requests);
    return await Promise.all(
      responses.map((response, index) =>
        readPages(connection, response, call[index]?.asked.question.object ?? '').catch(
          (error: unknown) => asVerdict(error, 'a query'),
        ),
      ),
    );
  } catch (error) {
    return call.map(() => asVerdict(error, 'a query'));
  }
}

async function readPages(
  connection: Connection,
  response: Subresponse,
  object: string,
): Promise<OrgRecord[]> {
  const failures = failuresSchema.safeParse(response.body);
  const failure = failures.success ? failures.data[0] : undefined;
  if (failure) throw requestVerdict(failure, `a query on ${object}`);
  return pages(connection, response.body, object);
}

/** All records from a first page on; each further page is an API call. */
export async function pages(
  connection: Connection,
  firstPage: unknown,
  object: string,
): Promise<OrgRecord[]> {
  const records: OrgRecord[] = [];
  let page = parsePage(firstPage, object);
  records.push(...page.records.map(withoutAttributes));
  while (page.nextRecordsUrl) {
    page = parsePage(await connection.get('query', page.nextRecordsUrl), object);
    records.push(...page.records.map(withoutAttributes));
  }
  return records;
}

function parsePage(body: unknown, object: string): z.infer<typeof pageSchema> {
  const page = pageSchema.safeParse(body);
  if (page.success) return page.data;
  throw new TransientError({
    code: 'ANSWER_UNREADABLE',
    message: `Salesforce answered a query on ${object} with something else than records.`,
  });
}

/** Drops the `attributes` (type and url) that Salesforce adds to a record and to each parent in it. */
function withoutAttributes(record: Readonly<Record<string, unknown>>): OrgRecord {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([name]) => name !== 'attributes')
      .map(([name, value]) => [name, isRecord(value) ? withoutAttributes(value) : value]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function answer({ question, askers, found, failures }: Round): void {
  for (const { query, resolve, reject } of askers) {
    const forms = [...new Set(query.values.map((value) => matchForm(question.by, value)))];
    const failed = forms.find((form) => failures.has(form));
    if (failed === undefined) resolve(forms.flatMap((form) => found.get(form) ?? []));
    else reject(failures.get(failed));
  }
}
