import { HumanNeededError } from '../errors.ts';
import type { Org } from './org.ts';

export interface RecordTypes {
  /** The id of an active record type by its developer name. Throws HumanNeededError when the org has none of that name. */
  recordTypeId(object: string, developerName: string): Promise<string>;
}

/** Record type ids differ from org to org, so they are asked for by name; once per object, as they live as long as the org. */
export function recordTypes(org: Pick<Org, 'find'>): RecordTypes {
  const known = new Map<string, string>();
  return {
    async recordTypeId(object, developerName) {
      const wanted = `${object}.${developerName}`;
      if (!known.has(wanted)) {
        const found = await org.find({
          object: 'RecordType',
          select: ['Id', 'DeveloperName', 'IsActive'],
          by: 'SobjectType',
          values: [object],
        });
        for (const { Id: id, DeveloperName: name, IsActive: isActive } of found) {
          if (typeof id === 'string' && typeof name === 'string' && isActive === true) {
            known.set(`${object}.${name}`, id);
          }
        }
      }
      const id = known.get(wanted);
      if (id !== undefined) return id;
      throw new HumanNeededError({
        code: 'RECORD_TYPE_MISSING',
        scope: 'salesforce',
        message: `The org has no active record type ${wanted}.`,
        action:
          'Deploy the metadata of this version: sf project deploy start --source-dir force-app.',
      });
    },
  };
}
