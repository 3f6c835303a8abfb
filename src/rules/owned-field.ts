import type { FieldMerge, SharedField } from './field-merge.ts';

/**
 * What a field has to be that only the PRM changes: what the PRM says. `base` is what was written last; where Salesforce has
 * something else, a person changed it, and is told that it was put back. Undefined: nobody can say who changed it.
 */
export function ownedField({ name, base, ours, theirs }: SharedField): FieldMerge {
  const shown = (value: SharedField['ours']): string => (value === null ? 'blank' : `"${value}"`);
  if (ours === theirs) return { value: theirs, write: 'nothing', code: 'IN_STEP', reason: '' };
  if (base === undefined || ours === base)
    return { value: theirs, write: 'Salesforce', code: 'CHANGED_THERE', reason: '' };
  return {
    value: theirs,
    write: 'Salesforce',
    code: 'RESTORED',
    reason: `The ${name} was changed to ${shown(ours)} in Salesforce. It belongs to the PRM, so it is ${shown(theirs)} again.`,
  };
}
