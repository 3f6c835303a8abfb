import type { DuplicateRuleSchema, MatchingRuleSchema } from '../schema/types.ts';
import { splitName } from './check-context.ts';
import { childOf, childrenOf, flagAt, textAt, type XmlElement } from './xml.ts';

/** A matching rule; what the local org cannot compare has been refused before (check-duplicates.ts). */
export function parseMatchingRule(fullName: string, element: XmlElement): MatchingRuleSchema {
  const [object, name] = splitName(fullName);
  return {
    object,
    name,
    active: textAt(element, 'ruleStatus') === 'Active',
    logic: textAt(element, 'booleanFilter') ?? 'and',
    items: childrenOf(element, 'matchingRuleItems').map((item) => ({
      field: textAt(item, 'fieldName') ?? '',
      matchBlanks: textAt(item, 'blankValueBehavior') === 'MatchBlanks',
    })),
  };
}

/** "Allow" alone lets pass in silence; with the operation Alert it asks first. */
function actionOf(element: XmlElement, moment: 'Insert' | 'Update'): 'Block' | 'Alert' | 'Silent' {
  if (textAt(element, `actionOn${moment}`) === 'Block') return 'Block';
  const operations = childrenOf(element, `operationsOn${moment}`);
  return operations.some(({ text }) => text === 'Alert') ? 'Alert' : 'Silent';
}

/** For a rule that looks through another object: the compared object's fields and what they are on the record. */
function fieldsOf(match: XmlElement): Map<string, string> {
  const mapping = childOf(match, 'objectMapping');
  const fields = mapping === undefined ? [] : childrenOf(mapping, 'mappingFields');
  return new Map(
    fields.map((field) => [textAt(field, 'outputField') ?? '', textAt(field, 'inputField') ?? '']),
  );
}

/** A duplicate rule with what it compares and for whom. */
export function parseDuplicateRule(fullName: string, element: XmlElement): DuplicateRuleSchema {
  const [object, name] = splitName(fullName);
  const filter = childOf(element, 'duplicateRuleFilter');
  const items = filter === undefined ? [] : childrenOf(filter, 'duplicateRuleFilterItems');
  return {
    object,
    name,
    active: flagAt(element, 'isActive'),
    sortOrder: Number(textAt(element, 'sortOrder') ?? 0),
    alertText: textAt(element, 'alertText'),
    onInsert: actionOf(element, 'Insert'),
    onUpdate: actionOf(element, 'Update'),
    filterLogic: (filter === undefined ? null : textAt(filter, 'booleanFilter')) ?? 'and',
    filters: items.map((item) => ({
      table: textAt(item, 'table') ?? '',
      field: textAt(item, 'field') ?? '',
      operation: textAt(item, 'operation') ?? '',
      value: textAt(item, 'value') ?? '',
    })),
    matches: childrenOf(element, 'duplicateRuleMatchRules').map((match) => ({
      object: textAt(match, 'matchRuleSObjectType') ?? '',
      matchingRule: textAt(match, 'matchingRule') ?? '',
      fields: fieldsOf(match),
    })),
  };
}
