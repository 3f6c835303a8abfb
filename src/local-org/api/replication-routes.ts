import { quoted } from '../data/tables.ts';
import type { ObjectSchema } from '../schema/types.ts';
import { objectInUrl, ok, type ApiCall, type ApiContext, type ApiHandler } from './api-call.ts';
import { ApiError } from './api-error.ts';

const DAY_MS = 86_400_000;

/** `start` and `end`, seconds cut off as Salesforce does. Throws 400 for what is no window. */
function replicationWindow(
  context: ApiContext,
  call: ApiCall,
  mostDays: number,
): { start: Date; end: Date } {
  const [start, end] = ['start', 'end'].map((name) => {
    const time = Date.parse(call.query.get(name) ?? '');
    if (Number.isNaN(time))
      throw new ApiError(400, 'INVALID_REPLICATION_DATE', `${name} is missing or not a date-time`);
    return new Date(Math.floor(time / 60_000) * 60_000);
  });
  if (start === undefined || end === undefined || start >= end)
    throw new ApiError(400, 'INVALID_REPLICATION_DATE', 'startDate must be before endDate');
  if (context.now().getTime() - start.getTime() > mostDays * DAY_MS)
    throw new ApiError(
      400,
      'INVALID_REPLICATION_DATE',
      `startDate cannot be more than ${mostDays} days ago`,
    );
  return { start, end };
}

function changedRows(
  context: ApiContext,
  object: ObjectSchema,
  window: { start: Date; end: Date },
  deleted: boolean,
): { id: string; at: string }[] {
  const visible = context.engine.visibleRows(object.name, quoted(object.name));
  const only = visible === null ? '' : ` AND (${visible})`;
  const sql = `SELECT "Id", "SystemModstamp" FROM ${quoted(object.name)} WHERE "SystemModstamp" >= ? AND "SystemModstamp" < ? AND "IsDeleted" IS ${deleted ? '' : 'NOT '}1${only} ORDER BY "SystemModstamp", "Id"`;
  const rows = context.engine.db
    .prepare(sql)
    .all(window.start.toISOString(), window.end.toISOString());
  return rows.map((row) => ({ id: String(row['Id']), at: String(row['SystemModstamp']) }));
}

const restTime = (time: string): string => time.replace(/Z$/, '+0000');

/** GET /sobjects/T/updated?start=&end= — ids changed in the window, which may reach 30 days back. */
export const updatedHandler: ApiHandler = (context, call, [name]) => {
  const object = objectInUrl(context, name);
  const window = replicationWindow(context, call, 30);
  return ok({
    ids: changedRows(context, object, window, false).map(({ id }) => id),
    latestDateCovered: restTime(window.end.toISOString()),
  });
};

/** GET /sobjects/T/deleted?start=&end= — what went to the recycle bin in the window, which may reach 15 days back. */
export const deletedHandler: ApiHandler = (context, call, [name]) => {
  const object = objectInUrl(context, name);
  const window = replicationWindow(context, call, 15);
  const rows = changedRows(context, object, window, true);
  const earliest = new Date(context.now().getTime() - 15 * DAY_MS).toISOString();
  return ok({
    deletedRecords: rows.map(({ id, at }) => ({ id, deletedDate: restTime(at) })),
    earliestDateAvailable: restTime(earliest),
    latestDateCovered: restTime(window.end.toISOString()),
  });
};
