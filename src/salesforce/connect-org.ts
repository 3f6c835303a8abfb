import { z } from 'zod';
import { TransientError, Verdict } from '../errors.ts';
import { openConnection, type Connection, type ConnectionDependencies } from './connection.ts';
import type { Deletions, ObjectDescription, Org, OrgAdmin, OrgRow } from './org.ts';
import { gatheringReads, pages, type Reads } from './reads.ts';
import type { SalesforceSettings } from './settings.ts';
import { encodeSoql, queryAllPath, queryPath } from './soql.ts';
import { createRecords } from './creates.ts';
import { GatheringWrites } from './writes.ts';

const descriptionSchema = z.object({
  name: z.string(),
  createable: z.boolean(),
  updateable: z.boolean(),
  queryable: z.boolean(),
  fields: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      createable: z.boolean(),
      updateable: z.boolean(),
      picklistValues: z
        .array(z.object({ value: z.string(), active: z.boolean() }))
        .nullish()
        .transform((values) => values ?? []),
    }),
  ),
  recordTypeInfos: z
    .array(z.object({ developerName: z.string(), active: z.boolean(), available: z.boolean() }))
    .default([]),
});

const date = z.string().transform((text) => new Date(text));
const deletionsSchema = z.object({
  deletedRecords: z.array(z.object({ id: z.string(), deletedDate: date })),
  latestDateCovered: date,
});

/**
 * Opens the port to the org. Throws HumanNeededError when the credentials are refused, TransientError when the org
 * cannot be reached. `onApiUsage` is told the org's usage after each answer, `onApiCall` the kind of each API call.
 */
export async function connectOrg(
  settings: SalesforceSettings,
  dependencies: ConnectionDependencies,
): Promise<Org & OrgAdmin> {
  const connection = await openConnection(settings, dependencies);
  const reads = gatheringReads(connection);
  const writes = new GatheringWrites(connection, dependencies.logger);
  return port(connection, reads, writes);
}

function port(connection: Connection, reads: Reads, writes: GatheringWrites): Org & OrgAdmin {
  let closed = false;
  const refuseClosed = (): void => {
    if (closed) throw closedError();
  };
  const upsert = async (rows: readonly OrgRow[]) => {
    refuseClosed();
    return writes.upsert(rows);
  };
  return {
    find: async (query) => {
      refuseClosed();
      return reads.find(query);
    },
    upsert,
    create: async (object, records) => {
      refuseClosed();
      return createRecords(connection, object, records);
    },
    save: async (rows) => {
      const outcomes = await upsert(rows);
      for (const outcome of outcomes) if (outcome.status === 'failed') throw outcome.verdict;
      return outcomes;
    },
    describe: async (object) => describe(connection, object),
    query: async (soql) => {
      const first = await connection.get('query', queryPath(encodeSoql(soql)));
      return pages(connection, first, 'the org');
    },
    queryAll: async (soql) => {
      const first = await connection.get('query', queryAllPath(encodeSoql(soql)));
      return pages(connection, first, 'the org');
    },
    deleted: async (object, from, until) => deleted(connection, object, from, until),
    apiCalls: () => connection.apiCalls(),
    usage: () => connection.usage(),
    answers: () => connection.answers(),
    close: async () => {
      closed = true;
      await Promise.all([reads.idle(), writes.close()]);
    },
  };
}

/** https://developer.salesforce.com/docs/platform/api-rest/guide/resources-getdeleted.md */
async function deleted(
  connection: Connection,
  object: string,
  from: Date,
  until: Date,
): Promise<Deletions> {
  const window = new URLSearchParams({ start: from.toISOString(), end: until.toISOString() });
  const answer = await connection.get('read', `/sobjects/${object}/deleted/?${window.toString()}`);
  const parsed = deletionsSchema.safeParse(answer);
  if (parsed.success) {
    return {
      records: parsed.data.deletedRecords.map(({ id, deletedDate }) => ({ id, at: deletedDate })),
      coveredUntil: parsed.data.latestDateCovered,
    };
  }
  throw new TransientError({
    code: 'ANSWER_UNREADABLE',
    message: `Salesforce answered the question for deleted records of ${object} with something else.`,
  });
}

/** An object as the service user sees it; null when there is none of that name, or the user may not see it. */
async function describe(connection: Connection, object: string): Promise<ObjectDescription | null> {
  try {
    const answer = await connection.get('describe', `/sobjects/${object}/describe`);
    const description = descriptionSchema.safeParse(answer);
    if (description.success) return description.data;
  } catch (error) {
    if (error instanceof Verdict && error.code === 'NOT_FOUND') return null;
    throw error;
  }
  throw new TransientError({
    code: 'ANSWER_UNREADABLE',
    message: `Salesforce answered the describe of ${object} with something else.`,
  });
}

function closedError(): TransientError {
  return new TransientError({
    code: 'ORG_CLOSED',
    message: 'The service is stopping and no longer talks to Salesforce.',
  });
}
