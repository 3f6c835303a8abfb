import { childrenOf, textAt } from '../metadata/xml.ts';
import type { ObjectSchema, OrgSchema } from '../schema/types.ts';
import { deployedComponents, textIn } from './deployed-files.ts';

/** The steps of a path: the values of its picklist with the key fields and the guidance of each. */
export interface PathModel {
  field: string;
  steps: { value: string; label: string; fields: string[]; info: string }[];
}

/** The path of an object for a record type; null when none is deployed and active. */
export function pathOf(
  schema: OrgSchema,
  object: ObjectSchema,
  recordType: string | null,
): PathModel | null {
  const wanted = recordType ?? '__MASTER__';
  const found = deployedComponents(schema, 'PathAssistant').find(
    ({ element }) =>
      textAt(element, 'active') === 'true' &&
      textAt(element, 'entityName') === object.name &&
      textAt(element, 'recordTypeName') === wanted,
  )?.element;
  const field = object.fields.get(textIn(found, 'fieldName') ?? '');
  if (found === undefined || field === undefined) return null;
  const guidance = childrenOf(found, 'pathAssistantSteps');
  return {
    field: field.name,
    steps: field.picklistValues
      .filter((value) => value.isActive)
      .map(({ value, label }) => {
        const step = guidance.find((one) => textAt(one, 'picklistValueName') === value);
        return {
          value,
          label,
          fields: step === undefined ? [] : childrenOf(step, 'fieldNames').map(({ text }) => text),
          info: textIn(step, 'info') ?? '',
        };
      }),
  };
}
