import {
  createDataEngine,
  type LocalDataEngine,
} from '../../../src/local-org/data/create-engine.ts';
import type { SaveError, SaveRequest, SaveResult } from '../../../src/local-org/data/engine.ts';
import type { OrgSchema } from '../../../src/local-org/schema/types.ts';

export const adminId = '005000000000001AAA';
export const testNow = new Date('2026-11-22T10:00:00.000Z');

export interface TestOrg {
  engine: LocalDataEngine;
  save: (...requests: SaveRequest[]) => SaveResult[];
  saveAll: (...requests: SaveRequest[]) => SaveResult[];
  /** Creates a record that must be accepted; its id. */
  create: (object: string, fields: Record<string, unknown>) => string;
  /** The errors of one create. */
  refuse: (object: string, fields: Record<string, unknown>) => SaveError[];
  update: (object: string, id: string, fields: Record<string, unknown>) => SaveResult;
  remove: (object: string, id: string) => SaveResult;
  upsert: (object: string, key: string, fields: Record<string, unknown>) => SaveResult;
  read: (object: string, id: string) => Record<string, unknown>;
  clock: { now: Date };
}

/** An engine in memory with an administrator, and shorthands for saving one row. */
export function testOrg(schema: OrgSchema, file: string | null = null): TestOrg {
  const clock = { now: testNow };
  const engine = createDataEngine({ schema, file, now: () => clock.now });
  engine.seed('User', adminId, {
    Username: 'admin@example.com',
    LastName: 'Admin',
    IsActive: true,
  });
  const context = { userId: adminId, changeOrigin: '' };
  const save = (...requests: SaveRequest[]) => engine.save(requests, { allOrNone: false, context });
  const one = (request: SaveRequest): SaveResult => {
    const [result] = save(request);
    if (result === undefined) throw new Error('The engine gave no result.');
    return result;
  };
  return {
    engine,
    clock,
    save,
    saveAll: (...requests) => engine.save(requests, { allOrNone: true, context }),
    create: (object, fields) => {
      const result = one({ operation: 'create', object, fields });
      if (result.id === null) throw new Error(JSON.stringify(result.errors));
      return result.id;
    },
    refuse: (object, fields) => {
      const result = one({ operation: 'create', object, fields });
      if (result.success) throw new Error(`${object} was accepted.`);
      return result.errors;
    },
    update: (object, id, fields) => one({ operation: 'update', object, id, fields }),
    remove: (object, id) => one({ operation: 'delete', object, id, fields: {} }),
    upsert: (object, key, fields) =>
      one({ operation: 'upsert', object, externalIdField: 'ExternalKey__c', externalIdValue: key, fields }),
    read: (object, id) => {
      const row = engine.db.prepare(`SELECT * FROM "${object}" WHERE Id = ?`).get(id);
      if (row === undefined) throw new Error(`No ${object} ${id}`);
      return { ...row };
    },
  }; // prettier-ignore
}
