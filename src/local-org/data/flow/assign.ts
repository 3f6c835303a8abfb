import { add, asNumber, isBlank, subtract, toText, type FormulaValue } from '../formula-values.ts';
import { FormulaError } from '../formula-parser.ts';
import { notImplemented } from '../row-error.ts';
import type { Assignment } from './definition.ts';
import { bareName, readValue, resolve, setField, type Interview } from './interview.ts';
import {
  collectionOf, copyOf, copyOfItem, isCollection, isPlain, isRecord, itemsOf, newRecord, sameItem,
  type FlowCollection, type FlowData, type FlowItem, type FlowRecord,
} from './values.ts'; // prettier-ignore

function onValue(operator: string, current: FormulaValue, value: FormulaValue): FormulaValue {
  switch (operator) {
    case 'Add':
      return typeof current === 'string' ? current + toText(value) : add(current, value);
    case 'Subtract':
      return subtract(current ?? 0, asNumber(value));
    case 'AddItem':
      return isBlank(current) ? value : `${toText(current)};${toText(value)}`;
    default:
      throw notImplemented(`the flow assignment operator '${operator}' on a single value`);
  }
}

const without = (items: readonly FlowItem[], gone: readonly FlowItem[]): FlowItem[] =>
  items.filter((item) => !gone.some((other) => sameItem(item, other)));

function removeAt(items: readonly FlowItem[], position: number): FlowItem[] {
  return position < 0 ? [...items] : items.filter((_item, index) => index !== position);
}

/** https://help.salesforce.com/s/articleView?id=platform.flow_ref_operators_assignment.htm, Collection */
function onCollection(operator: string, current: FlowCollection, value: FlowData): FlowCollection {
  const { items } = current;
  const given = itemsOf(value);
  const [first] = given;
  const found = items.findIndex((item) => first !== undefined && sameItem(item, first));
  switch (operator) {
    case 'Add':
    case 'AddItem':
      return collectionOf([...items, ...given.map(copyOfItem)]);
    case 'AddAtStart':
      return collectionOf([...given.map(copyOfItem), ...items]);
    case 'RemoveFirst':
      return collectionOf(removeAt(items, found));
    case 'RemoveAll':
      return collectionOf(without(items, given));
    case 'RemoveUncommon':
      return collectionOf(items.filter((item) => given.some((other) => sameItem(item, other))));
    case 'RemoveAfterFirst':
      return found < 0 ? current : collectionOf(items.slice(0, found + 1));
    case 'RemoveBeforeFirst':
      return found < 0 ? current : collectionOf(items.slice(found));
    case 'RemovePosition':
      return collectionOf(removeAt(items, isPlain(value) ? asNumber(value) - 1 : -1));
    default:
      throw notImplemented(`the flow assignment operator '${operator}' on a collection`);
  }
}

function next(operator: string, current: FlowData, value: FlowData, isList: boolean): FlowData {
  if (operator === 'AssignCount') return itemsOf(value).length;
  if (isList) {
    if (operator === 'Assign') return collectionOf(itemsOf(copyOf(value)));
    return onCollection(operator, isCollection(current) ? current : collectionOf([]), value);
  }
  if (operator === 'Assign') return copyOf(value);
  if (!isPlain(current) || !isPlain(value)) {
    throw notImplemented(`the flow assignment operator '${operator}' on a record`);
  }
  return onValue(operator, current, value);
}

function recordToSet(interview: Interview, root: string): FlowRecord {
  const { trigger, variables, flow } = interview;
  if (root === '$Record' && trigger !== null) return trigger.record;
  const held = variables.get(root);
  if (held !== undefined && isRecord(held)) return held;
  const objectType = flow.variables.get(root)?.objectType;
  if (objectType === undefined || held !== null) {
    throw new FormulaError(`The resource ${root} does not exist in the flow.`);
  }
  const made = newRecord(objectType);
  variables.set(root, made);
  return made;
}

/** Gives a variable, a field of a record variable or a field of `$Record` a value. */
export function assign(
  interview: Interview,
  reference: string,
  operator: string,
  value: FlowData,
): void {
  const name = bareName(reference);
  const dot = name.indexOf('.');
  if (dot >= 0) {
    const record = recordToSet(interview, name.slice(0, dot));
    const needsCurrent = operator !== 'Assign' && operator !== 'AssignCount';
    const current = needsCurrent ? resolve(interview, name) : null;
    const data = next(operator, current, value, false);
    setField(interview.session, record, name.slice(dot + 1), data);
    return;
  }
  const variable = interview.flow.variables.get(name);
  if (variable === undefined) throw notImplemented(`assigning to ${name} in a flow`);
  const current = interview.variables.get(name) ?? null;
  interview.variables.set(name, next(operator, current, value, variable.isCollection));
}

/** Runs an assignment: its items one after the other, each seeing what the ones before it did. */
export function runAssignment(interview: Interview, { assignmentItems }: Assignment): void {
  for (const item of assignmentItems) {
    const value = readValue(interview, item.value);
    assign(interview, item.assignToReference, item.operator, value);
  }
}
