import type { DataEngine } from '../data/engine.ts';
import { quoted } from '../data/tables.ts';
import { apps, type AppModel } from './app-model.ts';
import type { Viewer } from './page-assignment.ts';

/** Who asks, and what of: a page's address taken apart. */
export interface PageRequest {
  engine: DataEngine;
  userId: string;
  app: string;
}

/** What every page carries: the user, what they may do, and the app around the page. */
export interface PageFrame {
  user: Record<string, string | boolean>;
  customPermissions: Record<string, true>;
  userPermissions: Record<string, true>;
  app: AppModel;
  apps: { name: string; label: string }[];
}

export type Row = Record<string, unknown>;

/** A record as it is stored; undefined when there is none, or a deleted one. */
export function rowOf(engine: DataEngine, object: string, id: string): Row | undefined {
  return engine.db
    .prepare(`SELECT * FROM ${quoted(object)} WHERE "Id" = ? AND "IsDeleted" IS NOT 1`)
    .get(id);
}

/** A column's text; '' where there is no row or no text. */
export function textOf(row: Row | undefined, column: string): string {
  const value = row?.[column];
  return typeof value === 'string' ? value : '';
}

function profileNames(engine: DataEngine, user: Row | undefined): string[] {
  const profile = rowOf(engine, 'Profile', textOf(user, 'ProfileId'));
  const name = textOf(profile, 'Name');
  // The Metadata API calls this one standard profile by another name than the pages do.
  return name === 'System Administrator' ? ['Admin', name] : [name];
}

function permissionsOf(
  engine: DataEngine,
  userId: string,
): Pick<PageFrame, 'customPermissions' | 'userPermissions'> {
  const assigned = new Set(
    engine.db
      .prepare(
        `SELECT "PermissionSetId" AS id FROM "PermissionSetAssignment" WHERE "AssigneeId" = ?`,
      )
      .all(userId)
      .map((row) => row['id']),
  );
  const sets = [...engine.schema().permissionSets.values()].filter(({ id }) => assigned.has(id));
  const granted = (names: string[]): Record<string, true> =>
    Object.fromEntries(names.map((name) => [name, true as const]));
  return {
    customPermissions: granted(sets.flatMap((set) => [...set.customPermissions])),
    userPermissions: granted(sets.flatMap((set) => [...set.userPermissions])),
  };
}

/** What every page has: who looks, in which app. */
export function pageFrame(request: PageRequest): { frame: PageFrame; viewer: Viewer } {
  const { engine, userId } = request;
  const user = rowOf(engine, 'User', userId);
  const all = apps(engine.schema());
  const app = all.find(({ name }) => name === request.app) ?? all[0];
  if (app === undefined) throw new Error('There is always one app.');
  return {
    frame: {
      user: { Id: userId, name: textOf(user, 'Name'), isGuest: false },
      ...permissionsOf(engine, userId),
      app,
      apps: all.map(({ name, label }) => ({ name, label })),
    },
    viewer: { profiles: profileNames(engine, user), app: app.name },
  };
}
