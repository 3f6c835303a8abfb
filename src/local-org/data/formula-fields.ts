import type { FieldSchema } from '../schema/types.ts';
import { evaluateFormula } from './formula.ts';
import { FormulaError } from './formula-parser.ts';
import { decimal, isMoment, type FormulaValue } from './formula-values.ts';
import { recordScope } from './record-scope.ts';
import type { StoredRecord } from './record-store.ts';
import { roundTo } from './numbers.ts';
import { objectIndex, type Session } from './session.ts';

function answered(field: FieldSchema, value: FormulaValue): string | number | boolean | null {
  if (value === null || value === '') return null;
  if (isMoment(value)) {
    const iso = new Date(value.ms).toISOString();
    if (value.kind === 'date') return iso.slice(0, 10);
    return value.kind === 'time' ? iso.slice(11) : iso;
  }
  if (typeof value !== 'number') return value;
  const shown = field.formulaReturnType === 'Percent' ? decimal(value * 100) : value;
  return roundTo(shown, field.scale ?? 18);
}

/**
 * The values of formula fields of a record read from its table, as the API answers them: true and false, numbers rounded
 * to the field's scale, percents of 100. A formula that fails (#Error! on the page) is null.
 */
export function formulaFieldValues(
  session: Session,
  object: string,
  record: StoredRecord,
  names: readonly string[],
): Record<string, unknown> {
  const index = objectIndex(session, object);
  const scope = recordScope(session, { object, record, before: record });
  const values: Record<string, unknown> = {};
  for (const name of names) {
    const field = index.object.fields.get(name);
    if (field?.type !== 'Formula') continue;
    try {
      values[name] = answered(field, evaluateFormula(field.formula ?? '', scope));
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      values[name] = null;
    }
  }
  return values;
}
