import type { DuplicateRuleSchema, MatchingRuleSchema } from '../schema/types.ts';
import type { DuplicateResult, MatchResult } from './engine.ts';
import { changedFields } from './field-checks.ts';
import { combine } from './flow/conditions.ts';
import type { RecordState } from './record-scope.ts';
import type { StoredRecord, StoredValue } from './record-store.ts';
import { RowError } from './row-error.ts';
import { objectIndex, type Session } from './session.ts';
import { passesFilter } from './summary-filter.ts';

/** Salesforce's text where a rule has none of its own. */
const usualText = 'Use one of these records?';

interface Comparison {
  rule: MatchingRuleSchema;
  /** The object that is looked through, and the given values by its field names. */
  object: string;
  values: ReadonlyMap<string, StoredValue>;
}

/** The conditions that say for which records a duplicate rule runs. */
function isFor(session: Session, rule: DuplicateRuleSchema, record: StoredRecord): boolean {
  const user = session.store.get('User', session.context.userId) ?? {};
  const results = rule.filters.map((filter) => {
    const [object, row] = filter.table === 'User' ? ['User', user] : [rule.object, record];
    const field = objectIndex(session, object).object.fields.get(filter.field);
    return field !== undefined && passesFilter(filter, field, row[field.name] ?? null);
  });
  return combine(rule.filterLogic, results);
}

function comparisonsOf(
  session: Session,
  rule: DuplicateRuleSchema,
  record: StoredRecord,
): Comparison[] {
  return rule.matches.flatMap(({ object, matchingRule, fields }) => {
    const found = session.index.schema.matchingRules.get(`${object}.${matchingRule}`);
    if (found?.active !== true) return [];
    const values = new Map(
      found.items.map(({ field }) => [field, record[fields.get(field) ?? field] ?? null]),
    );
    return [{ rule: found, object, values }];
  });
}

/** Fields of the record that a rule compares: an edit of others does not run it. */
function isCompared(rule: DuplicateRuleSchema, session: Session, changed: readonly string[]) {
  return rule.matches.some(({ object, matchingRule, fields }) =>
    session.index.schema.matchingRules
      .get(`${object}.${matchingRule}`)
      ?.items.some(({ field }) => changed.includes(fields.get(field) ?? field)),
  );
}

function same(left: StoredValue, right: StoredValue): boolean {
  if (typeof left === 'string' && typeof right === 'string') {
    return left.toLowerCase() === right.toLowerCase();
  }
  return left === right;
}

function matches({ rule, values }: Comparison, row: StoredRecord): boolean {
  const results = rule.items.map(({ field, matchBlanks }) => {
    const [given, held] = [values.get(field) ?? null, row[field] ?? null];
    return given === null || held === null ? matchBlanks && given === held : same(given, held);
  });
  return combine(rule.logic, results);
}

/** Rows to compare with: by a value that must be equal where there is one, else all of the object. */
function candidates(session: Session, { rule, object, values }: Comparison): StoredRecord[] {
  const needed = rule.logic === 'and' ? rule.items : [];
  const key = needed.find(({ field }) => (values.get(field) ?? null) !== null);
  if (key === undefined) return session.store.findBy(object, 'IsDeleted', 0);
  return session.store.findBy(object, key.field, values.get(key.field) ?? null);
}

/** Records of the same save are not compared with each other, only with those that were there before. */
function matchResult(session: Session, comparison: Comparison): MatchResult | null {
  const found = candidates(session, comparison).filter(
    (row) => !session.transaction.saved.has(String(row.Id)) && matches(comparison, row),
  );
  if (found.length === 0) return null;
  return {
    entityType: comparison.object,
    errors: [],
    matchEngine: 'ExactMatchEngine',
    matchRecords: found.map((row) => ({
      additionalInformation: [],
      fieldDiffs: [],
      matchConfidence: 100,
      record: { attributes: { type: comparison.object }, Id: String(row.Id) },
    })),
    rule: comparison.rule.name,
    size: found.length,
    success: true,
  };
}

function resultOf(
  session: Session,
  rule: DuplicateRuleSchema,
  { record, before }: RecordState,
): DuplicateResult | null {
  const action = before === null ? rule.onInsert : rule.onUpdate;
  if (action === 'Silent' || !isFor(session, rule, record)) return null;
  if (before !== null && !isCompared(rule, session, changedFields(record, before))) return null;
  const matchResults = comparisonsOf(session, rule, record)
    .map((comparison) => matchResult(session, comparison))
    .filter((result) => result !== null);
  if (matchResults.length === 0) return null;
  return {
    allowSave: action === 'Alert',
    duplicateRule: rule.name,
    duplicateRuleEntityType: rule.object,
    errorMessage: rule.alertText ?? usualText,
    matchResults,
  };
}

/**
 * Runs the object's duplicate rules on a record before it is written. A rule that blocks refuses it; a rule that alerts
 * refuses it too, unless the caller has said that it knows (`allowSave`).
 * https://help.salesforce.com/s/articleView?id=sales.duplicate_rules_overview.htm,
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_duplicaterules.htm
 */
export function checkDuplicates(session: Session, state: RecordState): void {
  const rules = objectIndex(session, state.object).duplicateRules;
  if (rules.length === 0) return;
  const own = String(state.record.Id);
  session.transaction.saved.add(own);
  const results = rules
    .map((rule) => resultOf(session, rule, state))
    .filter((result) => result !== null);
  const known = session.context.allowDuplicates === true;
  const refused = results.find(({ allowSave }) => !allowSave) ?? (known ? undefined : results[0]);
  if (refused === undefined) return;
  throw new RowError([
    {
      duplicateResult: refused,
      statusCode: 'DUPLICATES_DETECTED',
      message: refused.errorMessage,
      fields: [],
    },
  ]);
}
