import { fieldExists, notFound, splitName, textAndPlace, type Check } from './check-context.ts';
import { errorAt, type Problem } from './problems.ts';
import { childOf, childrenOf, flagAt, textAt, type XmlElement } from './xml.ts';

const notHere = (at: XmlElement, what: string): Problem =>
  errorAt(at, `NOT_IMPLEMENTED_LOCALLY: the local org does not ${what}`);

/** Salesforce's own rules, which no file brings; all of them compare fuzzily. */
const standardRule = /^Standard_\w+_Match_Rule_v\d+_\d+$/;

/** A matching rule: its object and fields exist, and the local org can compare them. */
export const checkMatchingRule: Check = (element, component, context) => {
  const [name] = splitName(component.fullName);
  const object = context.after.objects.get(name);
  if (object === undefined) return [notFound(element, 'fullName', 'CustomObject', name)];
  return childrenOf(element, 'matchingRuleItems').flatMap((item) => {
    const [field, place] = textAndPlace(item, 'fieldName');
    const [method, methodPlace] = textAndPlace(item, 'matchingMethod');
    if (!fieldExists(object, field))
      return [notFound(place, 'fieldName', 'CustomField', `${name}.${field}`)];
    const isKnown = method === 'Exact' || textAt(element, 'ruleStatus') !== 'Active';
    if (!isKnown)
      return [notHere(methodPlace, `compare by the fuzzy method ${method}, only by Exact`)];
    return object.fields.get(field)?.type === 'Formula'
      ? [notHere(place, `compare the formula field ${field}`)]
      : [];
  });
};

/** A duplicate rule: object, matching rules and the fields of its conditions exist, and the local org can run it. */
export const checkDuplicateRule: Check = (element, component, context) => {
  const org = context.after;
  const [name] = splitName(component.fullName);
  if (!org.objects.has(name)) return [notFound(element, 'fullName', 'CustomObject', name)];
  const isActive = flagAt(element, 'isActive');
  const matches = childrenOf(element, 'duplicateRuleMatchRules').flatMap((match) => {
    const [rule, place] = textAndPlace(match, 'matchingRule');
    const object = textAt(match, 'matchRuleSObjectType') ?? '';
    if (standardRule.test(rule))
      return isActive ? [notHere(place, `run the fuzzy standard rule ${rule}`)] : [];
    const isKnown = org.matchingRules.has(`${object}.${rule}`);
    return isKnown ? [] : [notFound(place, 'matchingRule', 'MatchingRule', `${object}.${rule}`)];
  });
  const filter = childOf(element, 'duplicateRuleFilter');
  const items = filter === undefined ? [] : childrenOf(filter, 'duplicateRuleFilterItems');
  const filters = items.flatMap((item) => {
    const [field, place] = textAndPlace(item, 'field');
    const table = textAt(item, 'table') ?? '';
    const object = org.objects.get(table);
    if (object === undefined) return [notFound(item, 'table', 'CustomObject', table)];
    if (childOf(item, 'valueField') !== undefined)
      return [
        notHere(item, 'compare one field with another in the conditions of a duplicate rule'),
      ];
    const isKnown = fieldExists(object, field);
    return isKnown ? [] : [notFound(place, 'field', 'CustomField', `${table}.${field}`)];
  });
  return [...matches, ...filters];
};
