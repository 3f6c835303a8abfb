import type { LocalDataEngine } from '../data/create-engine.ts';
import type { DataEngine, SaveContext } from '../data/engine.ts';

/**
 * The engine as one user's call sees it: the user's schema, the user's rows, and saves that may meet locks. Made anew for
 * every call, so that a permission granted a moment ago counts. Administrators get the whole schema.
 */
export function engineAs(
  engine: LocalDataEngine,
  userId: string,
  locks: SaveContext['locks'] | null,
): DataEngine {
  const access = engine.accessOf(userId);
  if (access === null && locks === null) return engine;
  return {
    db: engine.db,
    schema: () => access?.schema ?? engine.schema(),
    applySchema: (schema) => engine.applySchema(schema),
    save: (requests, { allOrNone, context }) =>
      engine.save(requests, { allOrNone, context: underLocks(context, locks) }),
    convertLeads: (requests, { allOrNone, context }) =>
      engine.convertLeads(requests, { allOrNone, context: underLocks(context, locks) }),
    transaction: (work, failed) => engine.transaction(work, failed),
    formulaValues: (object, record, fields) => engine.formulaValues(object, record, fields),
    visibleRows: (object, alias) => access?.condition(object, 'read', alias) ?? null,
    reset: () => engine.reset(),
  };
}

function underLocks(context: SaveContext, locks: SaveContext['locks'] | null): SaveContext {
  return locks == null ? context : { ...context, locks };
}
