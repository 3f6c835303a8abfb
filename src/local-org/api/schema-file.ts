import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { types } from 'node:util';
import { createSchema } from '../schema/standard-objects.ts';
import type { OrgSchema } from '../schema/types.ts';

/** What an org on disk keeps beside its data: the deployed schema, and the administrator's token for the next start. */
export interface StoredOrg {
  schema: OrgSchema;
  adminToken: string;
}

type OlderSchema = Omit<OrgSchema, 'permissionSetGroups'> &
  Partial<Pick<OrgSchema, 'permissionSetGroups'>>;

interface OlderOrg {
  schema: OlderSchema;
  adminToken: string;
}

const path = (directory: string): string => join(directory, 'org.json');

/** Maps and sets (of whichever realm: a structured clone has its own) become tagged objects, because JSON knows neither. */
function pack(_key: string, value: unknown): unknown {
  if (types.isMap(value)) return { $map: [...value.entries()] };
  if (types.isSet(value)) return { $set: [...value] };
  return value;
}

function unpack(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$map' in value && Array.isArray(value.$map)) return new Map(value.$map);
  if ('$set' in value && Array.isArray(value.$set)) return new Set(value.$set);
  return value;
}

/** The org kept in a directory, null when there is none yet. Reads only what `storeOrg` wrote. */
export function loadOrg(directory: string): StoredOrg | null {
  if (!existsSync(path(directory))) return null;
  // Written by storeOrg alone: its shape is our own type, not something from outside.
  const stored = JSON.parse(readFileSync(path(directory), 'utf8'), unpack) as OlderOrg;
  // What orgs of earlier versions did not keep.
  const added = {
    matchingRules: new Map(),
    duplicateRules: new Map(),
    permissionSetGroups: new Map(),
  };
  // Standard objects that this version has and the one before did not.
  const objects = new Map([...createSchema().objects, ...stored.schema.objects]);
  return { ...stored, schema: { ...added, ...stored.schema, objects } };
}

/** Writes the org's file beside itself and swaps it in, so that a crash leaves the old one. Readable by its owner only. */
export function storeOrg(directory: string, org: StoredOrg): void {
  mkdirSync(directory, { recursive: true });
  const next = `${path(directory)}.next`;
  writeFileSync(next, JSON.stringify(org, pack), { mode: 0o600 });
  renameSync(next, path(directory));
}
