import type { FieldSchema, FieldType, ObjectSchema, OrgSchema } from '../schema/types.ts';

/** What Salesforce itself keeps of every record: shown last. */
const SYSTEM_FIELDS = new Set(
  'Id IsDeleted CreatedDate CreatedById LastModifiedDate LastModifiedById SystemModstamp LastViewedDate LastReferencedDate'.split(
    ' ',
  ),
);

/** True for fields that the org fills for itself or that exist for machines: keys by which records are found again. */
export function isPlumbing(field: FieldSchema): boolean {
  return SYSTEM_FIELDS.has(field.name) || field.unique || field.externalId;
}

/** The fields of the object's compact layout, which its makers chose for where there is little room. */
function compactFields(schema: OrgSchema, object: ObjectSchema): string[] {
  const prefix = `CompactLayout/${object.name}.`;
  const layout = [...schema.otherComponents].find(([key]) => key.startsWith(prefix))?.[1] ?? '';
  return [...layout.matchAll(/<fields>(\w+)<\/fields>/g)].map((match) => match[1] ?? '');
}

/** An object's fields as a person would read them: the name, the compact layout's, the others, plumbing at the end. */
export function fieldsToRead(schema: OrgSchema, object: ObjectSchema): FieldSchema[] {
  const first = [object.nameField, ...compactFields(schema, object)];
  const rank = (field: FieldSchema): number => {
    const at = first.indexOf(field.name);
    if (at >= 0) return at;
    return first.length + (isPlumbing(field) ? 1 : 0);
  };
  return [...object.fields.values()].sort((left, right) => rank(left) - rank(right));
}

/** What a number means: a roll-up that sums is of the type of what it sums. */
export function typeOfNumber(schema: OrgSchema, field: FieldSchema): FieldType {
  if (field.type === 'Formula') return field.formulaReturnType ?? 'Number';
  const summary = field.summary;
  if (field.type !== 'Summary' || summary?.summarizedField == null) return field.type;
  const summed = schema.objects.get(summary.childObject)?.fields.get(summary.summarizedField);
  return summed === undefined ? 'Number' : typeOfNumber(schema, summed);
}

/** "24,000.00" for money, "12.5 %" for percentages, digits otherwise. */
export function numberText(schema: OrgSchema, field: FieldSchema, value: unknown): string {
  if (typeof value !== 'number') return '';
  const type = typeOfNumber(schema, field);
  if (type === 'Percent') return `${value} %`;
  if (type !== 'Currency') return String(value);
  return value.toLocaleString('en-US', { minimumFractionDigits: 2 });
}
