import type { FieldSchema, ObjectSchema, OrgSchema } from '../schema/types.ts';
import { notFound, textAndPlace, type Check } from './check-context.ts';
import { errorAt, type Problem } from './problems.ts';
import { childOf, childrenOf, flagAt, parseXml, textAt, type XmlElement } from './xml.ts';

/** Objects that one report type may join (Metadata API, ReportType). */
const mostObjects = 4;

/** A joined object under the path that columns name it by: `Boat__c.Moorings__r`. Null for one that no lookup of ours leads to. */
interface Table {
  path: string;
  object: string | null;
  join: XmlElement | undefined;
}

function childObject(org: OrgSchema, parent: string | null, relationship: string): string | null {
  for (const object of org.objects.values()) {
    for (const field of object.fields.values()) {
      const isChild = field.childRelationshipName === relationship;
      if (isChild && parent !== null && field.referenceTo.includes(parent)) return object.name;
    }
  }
  return null;
}

/** The base object and what is joined to it, in order. */
function tablesOf(element: XmlElement, org: OrgSchema): Table[] {
  const base = textAt(element, 'baseObject') ?? '';
  const tables: Table[] = [{ path: base, object: base, join: undefined }];
  let last: Table | undefined = tables[0];
  for (let join = childOf(element, 'join'); join !== undefined; join = childOf(join, 'join')) {
    const relationship = textAt(join, 'relationship') ?? '';
    const path = `${last?.path ?? ''}.${relationship}`;
    last = { path, object: childObject(org, last?.object ?? null, relationship), join };
    tables.push(last);
  }
  return tables;
}

/** Report types call a standard lookup by its relation (`Account`, `Owner`), a custom one by its field. */
function reportField(object: ObjectSchema, name: string): FieldSchema | undefined {
  return object.fields.get(name) ?? object.fields.get(`${name}Id`);
}

/**
 * The first field of a path over lookups (`Berth__c.Harbour__c`) that does not exist, as `Object.Field`; null when all do.
 * Standard fields outside our tables pass on standard objects.
 */
export function missingField(org: OrgSchema, objectName: string, path: string): string | null {
  const [name = '', ...rest] = path.split('.');
  const object = org.objects.get(objectName);
  const field = object === undefined ? undefined : reportField(object, name);
  if (field === undefined) {
    const mayBeStandard = object?.custom !== true && !name.endsWith('__c');
    return mayBeStandard ? null : `${objectName}.${name}`;
  }
  if (rest.length === 0) return null;
  const [target] = field.referenceTo;
  return target === undefined ? `${objectName}.${path}` : missingField(org, target, rest.join('.'));
}

function joinProblems(tables: readonly Table[]): Problem[] {
  const tooMany = tables[mostObjects]?.join;
  const outer = tables.findIndex(({ join }) => join !== undefined && flagAt(join, 'outerJoin'));
  const inner = tables
    .slice(outer === -1 ? tables.length : outer)
    .find(({ join }) => join !== undefined && !flagAt(join, 'outerJoin'));
  // Standard relations outside our tables pass, and so does what is joined to them.
  const unknown = tables.find(
    ({ path, object }, index) =>
      object === null && path.endsWith('__r') && tables[index - 1]?.object !== null,
  );
  return [
    ...(tooMany ? [errorAt(tooMany, 'A report type can join a maximum of four objects')] : []),
    ...(inner ? [errorAt(inner.join, 'An inner join cannot follow an outer join')] : []),
    ...(unknown?.join
      ? [
          errorAt(
            childOf(unknown.join, 'relationship'),
            `Invalid relationship name '${textAt(unknown.join, 'relationship') ?? ''}'`,
          ),
        ]
      : []),
  ];
}

function columnProblems(column: XmlElement, tables: readonly Table[], org: OrgSchema): Problem[] {
  const [field, fieldPlace] = textAndPlace(column, 'field');
  const [path, tablePlace] = textAndPlace(column, 'table');
  const table = tables.find((one) => one.path === path);
  if (table === undefined) {
    return [errorAt(tablePlace, `The table ${path} is not joined in this report type`)];
  }
  const missing = table.object === null ? null : missingField(org, table.object, field);
  return missing === null ? [] : [notFound(fieldPlace, 'field', 'CustomField', missing)];
}

/**
 * A custom report type stands on an object, which it keeps; it joins at most four objects by the names of child relations, no
 * inner join behind an outer one; its columns are fields of those objects or of what their lookups lead to.
 * Rules: Metadata API, ReportType; forcedotcom/sf-skills, custom report types.
 */
export const checkReportType: Check = (element, component, context) => {
  const [base, place] = textAndPlace(element, 'baseObject');
  const org = context.after;
  if (!org.objects.has(base) && base.endsWith('__c')) {
    return [notFound(place, 'baseObject', 'CustomObject', base)];
  }
  const earlier = context.before.otherComponents.get(`ReportType/${component.fullName}`);
  const earlierBase =
    earlier === undefined ? base : (textAt(parseXml(earlier), 'baseObject') ?? base);
  const tables = tablesOf(element, org);
  return [
    ...(earlierBase === base ? [] : [errorAt(place, 'Cannot change base object')]),
    ...joinProblems(tables),
    ...childrenOf(element, 'sections')
      .flatMap((section) => childrenOf(section, 'columns'))
      .flatMap((column) => columnProblems(column, tables, org)),
  ];
};

/** The columns that reports of this type may use, as reports name them: `Boat__c.Moorings__r$Fee__c`. */
export function reportColumns(reportType: XmlElement): ReadonlySet<string> {
  return new Set(
    childrenOf(reportType, 'sections')
      .flatMap((section) => childrenOf(section, 'columns'))
      .map((column) => `${textAt(column, 'table') ?? ''}$${textAt(column, 'field') ?? ''}`),
  );
}
