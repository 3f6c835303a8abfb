import type { FieldMerge, SharedField } from './field-merge.ts';

/**
 * What the PRM has to be told of a field that only Salesforce gives. `base` is what was given last; undefined: nothing yet.
 * It is given once, when it changes here: what the PRM makes of its own copy later is left to the PRM. A blank says nothing.
 */
export function givenField({ name, base, ours, theirs }: SharedField): FieldMerge {
  if (ours === null || ours === base || ours === theirs)
    return { value: theirs, write: 'nothing', code: 'IN_STEP', reason: '' };
  return {
    value: ours,
    write: 'PRM',
    code: base === undefined ? 'FIRST_EXCHANGE' : 'CHANGED_HERE',
    reason: `The ${name} is "${ours}" in Salesforce, and the PRM is told.`,
  };
}
