import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** What the service must be able to do in the org, object by object. */
export interface OrgNeeds {
  objects: readonly ObjectNeeds[];
  /** "Account.Partner": active and open to the service user. */
  recordTypes: readonly string[];
}

export interface ObjectNeeds {
  object: string;
  reads: readonly string[];
  creates: readonly string[];
  updates: readonly string[];
}

/** `metadata/field-map.json`: who writes each field when a record is made, and after. */
const fieldMapSchema = z.object({
  objects: z.record(
    z.string(),
    z.record(z.string(), z.object({ onCreate: z.string(), onUpdate: z.string() })),
  ),
});

const fieldMapFile = fileURLToPath(new URL('../../metadata/field-map.json', import.meta.url));

/** The needs as the field map states them, which the tests hold in step with `force-app` and the permission set. */
export function orgNeeds(): OrgNeeds {
  const map = fieldMapSchema.parse(JSON.parse(readFileSync(fieldMapFile, 'utf8')));
  const objects = Object.entries(map.objects).map(([object, fields]) => {
    const entries = Object.entries(fields);
    return {
      object,
      reads: entries.map(([name]) => name),
      creates: entries.filter(([, by]) => by.onCreate === 'service').map(([name]) => name),
      updates: entries
        .filter(([, by]) => by.onUpdate === 'service' || by.onUpdate === 'shared')
        .map(([name]) => name),
    };
  });
  return { objects, recordTypes: ['Account.Partner', 'Account.Customer'] };
}
