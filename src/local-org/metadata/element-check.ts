import { elementTable, enumTable } from './element-table.generated.ts';
import { errorAt, type Problem } from './problems.ts';
import type { XmlElement } from './xml.ts';

interface ElementRule {
  name: string;
  cardinality: 'required' | 'optional' | 'repeated';
  /** s text, b boolean, n number, d date, a anything, else a type or an enum of the tables. */
  value: string;
}

const rulesByType = new Map<string, Map<string, ElementRule>>();

function cardinalityOf(mark: string): ElementRule['cardinality'] {
  if (mark === '*') return 'repeated';
  return mark === '!' ? 'required' : 'optional';
}

/** The elements that a metadata type knows, by name; null for a type outside the table. */
export function elementRules(type: string): ReadonlyMap<string, ElementRule> | null {
  const known = rulesByType.get(type);
  if (known !== undefined) return known;
  const line = elementTable[type];
  if (line === undefined) return null;
  const rules = new Map<string, ElementRule>();
  for (const word of line.split(' ')) {
    const [, name, mark, value] = /^(\w+)([*!?])(\w+)$/.exec(word) ?? [];
    if (name === undefined || mark === undefined || value === undefined) continue;
    rules.set(name, { name, cardinality: cardinalityOf(mark), value });
  }
  rulesByType.set(type, rules);
  return rules;
}

const namespace = 'http://soap.sforce.com/2006/04/metadata';

/** Elements that hold free XML although the published types call them text. */
const freeContent = new Set(['targetConfigs']);

function checkScalar(element: XmlElement, value: string): Problem[] {
  const text = element.text;
  if (value === 'b' && text !== 'true' && text !== 'false') {
    return [
      errorAt(
        element,
        `Error parsing file: '${text}' is not a valid value for the type xsd:boolean`,
      ),
    ];
  }
  if (value === 'n' && (text === '' || Number.isNaN(Number(text)))) {
    return [
      errorAt(
        element,
        `Error parsing file: '${text}' is not a valid value for the type xsd:double`,
      ),
    ];
  }
  const allowed = enumTable[value]?.split('|');
  if (allowed !== undefined && !allowed.includes(text)) {
    return [
      errorAt(
        element,
        `Error parsing file: '${text}' is not a valid value for the enum '${value}'`,
      ),
    ];
  }
  return [];
}

function checkChild(child: XmlElement, rule: ElementRule, parentType: string): Problem[] {
  if (rule.value === 'a' || freeContent.has(rule.name)) return [];
  if (elementTable[rule.value] !== undefined) return checkElement(child, rule.value);
  const inner = child.children[0];
  return inner === undefined
    ? checkScalar(child, rule.value)
    : [invalidElement(inner, rule.value === 's' ? parentType : rule.value)];
}

function invalidElement(element: XmlElement, type: string): Problem {
  return errorAt(
    element,
    `Error parsing file: Element {${namespace}}${element.name} invalid at this location in type ${type}`,
  );
}

function isDuplicate(children: readonly XmlElement[], index: number, rule: ElementRule): boolean {
  const name = children[index]?.name;
  if (rule.cardinality === 'repeated') {
    const adjacent = children[index - 1]?.name === name;
    return !adjacent && children.slice(0, index).some((earlier) => earlier.name === name);
  }
  return children.findIndex((earlier) => earlier.name === name) < index;
}

/**
 * Checks a file's elements against Salesforce's published types: unknown, out of place, doubled (repeated elements must
 * stand together), missing, of a wrong kind. Types outside the table pass. Texts: research/salesforce.md A.10.
 */
export function checkElement(element: XmlElement, type: string): Problem[] {
  const rules = elementRules(type);
  if (rules === null) return [];
  const problems = element.children.flatMap((child, index) => {
    const rule = rules.get(child.name);
    if (rule === undefined) return [invalidElement(child, type)];
    if (isDuplicate(element.children, index, rule)) {
      const text = `Error parsing file: Element {${namespace}}${child.name} is duplicated at this location in type ${type}`;
      return [errorAt(child, text)];
    }
    return checkChild(child, rule, type);
  });
  const present = new Set(element.children.map((child) => child.name));
  const missing = [...rules.values()]
    .filter((rule) => rule.cardinality === 'required' && !present.has(rule.name))
    .map((rule) => errorAt(element, `Required field is missing: ${rule.name}`));
  return [...problems, ...missing];
}

/** One line for each thing that is wrong with a file, however often it stands there: where it is first. */
export function eachOnce(problems: readonly Problem[]): Problem[] {
  const texts = problems.map(({ text }) => text);
  return problems.filter(({ text }, index) => texts.indexOf(text) === index);
}

/** The element as plain data for interpreters: repeated elements as arrays, leaves as text. */
export function toPlainData(element: XmlElement, type: string): Record<string, unknown> {
  const rules = elementRules(type);
  const data: Record<string, unknown> = {};
  for (const child of element.children) {
    const rule = rules?.get(child.name);
    const inner = rule === undefined ? '' : rule.value;
    const value = child.children.length > 0 ? toPlainData(child, inner) : child.text;
    if (rule?.cardinality !== 'repeated') data[child.name] = value;
    else {
      const earlier = data[child.name];
      data[child.name] = Array.isArray(earlier)
        ? [...earlier.map((item: unknown) => item), value]
        : [value];
    }
  }
  return data;
}
