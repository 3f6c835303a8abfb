import type { FieldSchema, SummaryFilter } from '../schema/types.ts';
import type { StoredValue } from './record-store.ts';
import { notImplemented } from './row-error.ts';

function comparable(field: FieldSchema, text: string): StoredValue {
  if (text === '') return null;
  const type = field.formulaReturnType ?? field.type;
  if (type === 'Checkbox') return text.toLowerCase() === 'true' || text === '1' ? 1 : 0;
  const isNumber = ['Number', 'Currency', 'Percent', 'Summary'].includes(type);
  return isNumber ? Number(text) : text.toLowerCase();
}

function order(value: StoredValue, wanted: StoredValue): number | null {
  if (value === null || wanted === null) return null;
  if (value === wanted) return 0;
  return value < wanted ? -1 : 1;
}

type Test = (value: StoredValue, wanted: StoredValue) => boolean;

function ordered(test: (result: number) => boolean): Test {
  return (value, wanted) => {
    const result = order(value, wanted);
    return result !== null && test(result);
  };
}

const contains: Test = (value, wanted) => String(value ?? '').includes(String(wanted ?? ''));
const includes: Test = (value, wanted) => String(value ?? '').split(';').includes(String(wanted ?? '')); // prettier-ignore

/** Operations that hold when one of the comma-separated values fits, and their opposites, by their metadata names. */
const anyOf: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['equals', (value, wanted) => value === wanted],
  ['contains', contains],
  ['startsWith', (value, wanted) => String(value ?? '').startsWith(String(wanted ?? ''))],
  ['includes', includes],
  ['lessThan', ordered((result) => result < 0)],
  ['greaterThan', ordered((result) => result > 0)],
  ['lessOrEqual', ordered((result) => result <= 0)],
  ['greaterOrEqual', ordered((result) => result >= 0)],
]);
const noneOf: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['notEqual', (value, wanted) => value === wanted],
  ['notContain', contains],
  ['excludes', includes],
]);

/** Whether a child's value passes one filter of a roll-up; text is compared without case, blank equals ''. */
export function passesFilter(
  filter: SummaryFilter,
  field: FieldSchema,
  stored: StoredValue,
): boolean {
  const value = typeof stored === 'string' ? stored.toLowerCase() : stored;
  const wanted = filter.value.split(',').map((part) => comparable(field, part.trim()));
  const any = anyOf.get(filter.operation);
  if (any !== undefined) return wanted.some((one) => any(value, one));
  const none = noneOf.get(filter.operation);
  if (none !== undefined) return !wanted.some((one) => none(value, one));
  throw notImplemented(`the roll-up filter operation '${filter.operation}'`);
}
