import { z } from 'zod';
import { HumanNeededError } from '../../errors.ts';
import type { OrgRecord } from '../org.ts';

/** Salesforce sends null for blank; a checkbox or text that is missing altogether means the field cannot be read. */
export const text = z.string().nullable();
export const requiredText = z.string();
export const number = z.number().nullable();
export const moment = z
  .string()
  .nullable()
  .transform((value) => (value === null ? null : new Date(value)));
export const day = z.string().nullable();

/** Records as typed facts. What does not fit is a matter of metadata or permissions: a person has to mend it. */
export function parseRecords<T>(
  schema: z.ZodType<T>,
  records: readonly OrgRecord[],
  object: string,
): T[] {
  return records.map((record) => {
    const result = schema.safeParse(record);
    if (result.success) return result.data;
    const where = result.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new HumanNeededError({
      scope: 'salesforce',
      code: 'UNREADABLE_RECORD',
      message: `A ${object} record does not have the fields that this version expects (${where}).`,
      action:
        'Deploy force-app of this version and assign the permission set SyncService to the integration user.',
    });
  });
}
