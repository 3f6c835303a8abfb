/** A value of a field as both systems can hold it; money in minor units, dates as "YYYY-MM-DD". */
export type SharedValue = string | number | null;

/** One field that Salesforce and the PRM share. */
export interface SharedField {
  /** In words, for reasons: "stage". */
  name: string;
  /** What both had when they last agreed; undefined: they never have. */
  base: SharedValue | undefined;
  ours: SharedValue;
  theirs: SharedValue;
}

export interface FieldMerge {
  value: SharedValue;
  /** Which side has to be made to agree. */
  write: 'nothing' | 'Salesforce' | 'PRM';
  code:
    | 'IN_STEP'
    | 'FIRST_EXCHANGE'
    | 'CHANGED_HERE'
    | 'CHANGED_THERE'
    | 'CHANGED_ON_BOTH_SIDES'
    | 'RESTORED';
  /** In words that a rep understands; empty where nothing happened. */
  reason: string;
}

function shown(value: SharedValue): string {
  return value === null ? 'blank' : `"${value}"`;
}

/**
 * What a field that two systems share has to be: whoever changed it since both last agreed is followed. If both did, the
 * rep's value stands, because the deal is worked here, and the partner manager is told. Nothing but the three values
 * decides, so the order in which the two changes became known changes nothing.
 */
export function mergeField({ name, base, ours, theirs }: SharedField): FieldMerge {
  if (ours === theirs) return { value: ours, write: 'nothing', code: 'IN_STEP', reason: '' };
  if (base === undefined) {
    return {
      value: ours,
      write: 'PRM',
      code: 'FIRST_EXCHANGE',
      reason: `The ${name} is ${shown(ours)} in Salesforce and ${shown(theirs)} in the PRM; they have never been compared, so Salesforce is followed.`,
    };
  }
  if (theirs === base) {
    return {
      value: ours,
      write: 'PRM',
      code: 'CHANGED_HERE',
      reason: `The ${name} was changed in Salesforce from ${shown(base)} to ${shown(ours)}.`,
    };
  }
  if (ours === base) {
    return {
      value: theirs,
      write: 'Salesforce',
      code: 'CHANGED_THERE',
      reason: `The ${name} was changed in the PRM from ${shown(base)} to ${shown(theirs)}.`,
    };
  }
  return {
    value: ours,
    write: 'PRM',
    code: 'CHANGED_ON_BOTH_SIDES',
    reason: `The ${name} was ${shown(base)}. It was changed to ${shown(ours)} in Salesforce and to ${shown(theirs)} in the PRM; Salesforce is followed.`,
  };
}
