import type { SaveError } from './engine.ts';
import { evaluateFormula } from './formula.ts';
import { FormulaError } from './formula-parser.ts';
import { recordScope, type RecordState } from './record-scope.ts';
import { RowError, rowError } from './row-error.ts';
import { objectIndex, type Session } from './session.ts';

/** Runs the object's active validation rules; the row error holds the message of every rule that fires. */
export function checkRules(session: Session, state: RecordState): void {
  const { rules } = objectIndex(session, state.object);
  if (rules.length === 0) return;
  const scope = recordScope(session, state);
  const errors: SaveError[] = [];
  for (const rule of rules) {
    try {
      if (evaluateFormula(rule.formula, scope) !== true) continue;
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      throw rowError(
        'FIELD_INTEGRITY_EXCEPTION',
        `The validation rule ${state.object}.${rule.fullName} cannot be evaluated: ${error.message}`,
      );
    }
    errors.push({
      statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: rule.message,
      fields: rule.errorField === null ? [] : [rule.errorField],
    });
  }
  if (errors.length > 0) throw new RowError(errors);
}
