import type { FieldModel, ObjectModel, OrgModel, PicklistEntry } from './org-model.ts';

const header = `/**
 * What force-app defines, as types: a misspelt field or picklist value does not compile. Made by scripts/generate.ts; do
 * not edit, run \`npm run generate\`. Custom fields only: standard fields are Salesforce's own.
 */
`;

/** src/salesforce/schema.generated.ts: picklist values as tuples and unions, objects as interfaces, field names as lists. */
export function typescriptSchema(model: OrgModel): string {
  const local = model.objects
    .flatMap((object) => object.fields)
    .filter((field) => field.valueSet === undefined && field.values.length > 0);
  return [
    header,
    ...[...model.valueSets].map(([name, values]) => valueUnion(name, values)),
    ...local.map((field) => valueUnion(unionName(field), field.values)),
    orgObjects(model.objects),
    `export type OrgObject = keyof OrgObjects;
export type OrgField<Name extends OrgObject> = Extract<keyof OrgObjects[Name], string>;
`,
    orgFields(model.objects),
  ].join('\n');
}

/** "Commission__c.Status__c" → "CommissionStatus"; a field of a global value set bears the set's name. */
function unionName(field: FieldModel): string {
  return field.valueSet ?? `${field.object}${field.name}`.replaceAll('__c', '');
}

function valueUnion(name: string, values: readonly PicklistEntry[]): string {
  const constant = `${name.charAt(0).toLowerCase()}${name.slice(1)}Values`;
  const items = values.map(({ value }) => `  ${quoted(value)},\n`).join('');
  return `export const ${constant} = [\n${items}] as const;\nexport type ${name} = (typeof ${constant})[number];\n`;
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}

function orgObjects(objects: readonly ObjectModel[]): string {
  const blocks = objects.map((object) => {
    const fields = object.fields.map((field) => `    ${field.name}: ${typeOf(field)};\n`).join('');
    return `  ${object.name}: {\n${fields}  };\n`;
  });
  return `export interface OrgObjects {\n${blocks.join('')}}\n`;
}

function orgFields(objects: readonly ObjectModel[]): string {
  const blocks = objects.map((object) => {
    const names = object.fields.map((field) => `    '${field.name}',\n`).join('');
    return `  ${object.name}: [\n${names}  ],\n`;
  });
  return `export const orgFields = {\n${blocks.join('')}} as const satisfies {
  [Name in OrgObject]: readonly OrgField<Name>[];
};
`;
}

const numeric = new Set(['Number', 'Currency', 'Percent', 'Summary']);

function typeOf(field: FieldModel): string {
  if (field.type === 'Checkbox') return 'boolean';
  // A multi-select holds several values in one text, joined by semicolons.
  const type =
    field.type === 'Picklist' ? unionName(field) : numeric.has(field.type) ? 'number' : 'string';
  return field.required ? type : `${type} | null`;
}
