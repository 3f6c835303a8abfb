import { childrenOf, parseXml, textAt } from '../metadata/xml.ts';
import type { FieldSchema, OrgSchema } from '../schema/types.ts';
import { makeId } from './ids.ts';
import type { SchemaIndex } from './schema-index.ts';
import type { SetupRecord } from './setup-records.ts';

interface DeployedRecord {
  object: string;
  name: string;
  id: string;
  xml: string;
}

const prefix = 'CustomMetadata/';

/** Records of custom metadata types by `Type.Name`, with ids by their place among those of their type. */
function deployedRecords(schema: OrgSchema): Map<string, DeployedRecord> {
  const found = new Map<string, DeployedRecord>();
  const counts = new Map<string, number>();
  for (const [key, xml] of schema.otherComponents) {
    if (!key.startsWith(prefix) || xml === '') continue;
    const fullName = key.slice(prefix.length);
    const dot = fullName.indexOf('.');
    const object = `${fullName.slice(0, dot)}__mdt`;
    const type = schema.objects.get(object);
    if (dot === -1 || type === undefined) continue;
    const place = (counts.get(object) ?? 0) + 1;
    counts.set(object, place);
    const id = makeId(type.keyPrefix, place);
    found.set(fullName, { object, name: fullName.slice(dot + 1), id, xml });
  }
  return found;
}

/** A relation to another record is deployed by that record's name and read as its id; objects and fields stay names. */
function valueOf(
  records: ReadonlyMap<string, DeployedRecord>,
  field: FieldSchema,
  text: string | null,
): string | number | null {
  if (text === null || text === '') return null;
  if (field.type === 'Checkbox') return text === 'true' ? 1 : 0;
  if (field.type === 'Number' || field.type === 'Percent') return Number(text);
  const [target = ''] = field.referenceTo;
  if (!target.endsWith('__mdt')) return text;
  return records.get(`${target.replace(/__mdt$/, '')}.${text}`)?.id ?? null;
}

/**
 * The queryable rows of deployed custom metadata records.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_custommetadatatype__mdt.htm
 */
export function customMetadataRows(index: SchemaIndex): SetupRecord[] {
  const records = deployedRecords(index.schema);
  return [...records.values()].map(({ object, name, id, xml }) => {
    const element = parseXml(xml);
    const known = index.objects.get(object)?.object.fields;
    const values = childrenOf(element, 'values').flatMap((value) => {
      const field = known?.get(textAt(value, 'field') ?? '');
      const given = field === undefined ? null : valueOf(records, field, textAt(value, 'value'));
      return field === undefined ? [] : [[field.name, given] as const];
    });
    const fields = {
      DeveloperName: name,
      QualifiedApiName: name,
      MasterLabel: textAt(element, 'label') ?? name,
      ...Object.fromEntries(values),
    };
    return { object, id, fields };
  });
}
