import type { FieldSchema } from '../schema/types.ts';
import { convertValue } from './convert-value.ts';
import { evaluateFormula } from './formula.ts';
import { decimal, isMoment, type FormulaValue } from './formula-values.ts';
import { recordScope, type FormulaPlace } from './record-scope.ts';
import type { StoredRecord, StoredValue } from './record-store.ts';
import type { ObjectIndex } from './schema-index.ts';
import type { Session } from './session.ts';

/** "PS-{0000}" and 7 make "PS-0007"; {YYYY}, {YY}, {MM} and {DD} are the day of creation. */
export function autoNumber(displayFormat: string, sequence: number, now: Date): string {
  const day = now.toISOString();
  const parts: Record<string, string> = {
    YYYY: day.slice(0, 4),
    YY: day.slice(2, 4),
    MM: day.slice(5, 7),
    DD: day.slice(8, 10),
  };
  return displayFormat.replace(/\{(0+|YYYY|YY|MM|DD)\}/g, (_whole, part: string) =>
    part.startsWith('0') ? String(sequence).padStart(part.length, '0') : (parts[part] ?? ''),
  );
}

/**
 * The value of a formula in the form that a field stores; blank text and an empty result are null. Outside of flows a
 * percent is a fraction, so a default of 0.25 is 25 %.
 * https://help.salesforce.com/s/articleView?id=platform.fields_useful_default_field_values.htm
 */
export function storedFromFormula(
  field: FieldSchema,
  value: FormulaValue,
  place: FormulaPlace,
): StoredValue {
  if (!isMoment(value)) {
    if (typeof value === 'number' && field.type === 'Percent' && place === 'rule') {
      return convertValue(field, decimal(value * 100));
    }
    if (typeof value === 'number' && !['Number', 'Currency', 'Percent'].includes(field.type)) {
      return convertValue(field, String(value));
    }
    return convertValue(field, value);
  }
  const iso = new Date(value.ms).toISOString();
  if (value.kind === 'time') return convertValue(field, iso.slice(11));
  return convertValue(field, field.type === 'Date' ? iso.slice(0, 10) : iso);
}

function fieldDefault(session: Session, index: ObjectIndex, field: FieldSchema): StoredValue {
  const { summary } = field;
  if (summary !== null) return summary.operation === 'count' || summary.operation === 'sum' ? 0 : null; // prettier-ignore
  if (field.type === 'AutoNumber') {
    const sequence = session.store.nextNumber(`${index.object.name}.${field.name}`);
    return autoNumber(field.displayFormat ?? '{0}', sequence, session.now);
  }
  const picked = field.picklistValues.filter((value) => value.isDefault && value.isActive);
  if (picked.length > 0) return picked.map(({ value }) => value).join(';');
  if (field.type === 'Checkbox') return field.defaultValue?.toLowerCase() === 'true' ? 1 : 0;
  if (field.defaultValue === null) return null;
  const state = { object: index.object.name, record: {}, before: null };
  const value = evaluateFormula(field.defaultValue, recordScope(session, state));
  return storedFromFormula(field, value, 'rule');
}

/** A new record before its given values: defaults of fields and record type, auto-numbers, owner and stamps. */
export function withDefaults(
  session: Session,
  index: ObjectIndex,
  given: StoredRecord,
): StoredRecord {
  const { object } = index;
  const stamp = session.now.toISOString();
  const id = session.store.nextId(object.name, object.keyPrefix);
  const recordType = [...object.recordTypes.values()].find((type) => type.isDefault && type.active);
  const system: StoredRecord = {
    Id: id,
    IsDeleted: 0,
    OwnerId: session.context.userId,
    RecordTypeId: recordType?.id ?? null,
    CreatedDate: stamp,
    CreatedById: session.context.userId,
    LastModifiedDate: stamp,
    LastModifiedById: session.context.userId,
    SystemModstamp: stamp,
  };
  const record: StoredRecord = {};
  for (const field of index.storedFields) {
    const { name } = field;
    if (name in given) record[name] = given[name] ?? null;
    else if (name in system) record[name] = system[name] ?? null;
    else record[name] = fieldDefault(session, index, field);
  }
  return record;
}
