import { childrenOf, textOf, type MetadataFile } from './metadata-file.ts';
import type { FieldModel, ObjectModel, OrgModel } from './org-model.ts';

const domains = ['partner', 'program', 'attribution', 'revenue', 'commission', 'goal', 'sync'];

/** metadata/data-model.md: the picture of the model, then every object, field, rule, flow, report and permission in words. */
export function dataModel(model: OrgModel): string {
  const ordered = [...model.objects].sort(
    (a, b) => domains.indexOf(a.domain) - domains.indexOf(b.domain) || (a.name < b.name ? -1 : 1),
  );
  return [
    '# Data model\n\nMade from `force-app` by `npm run generate`; edit the metadata, not this file.\n',
    relationDiagram(model.objects),
    '## Objects\n',
    ...ordered.map(objectSection),
    valueSetSection(model),
    flowSection(model.files),
    reportSection(model.files),
    permissionSection(model.files),
  ].join('\n');
}

function relationDiagram(objects: readonly ObjectModel[]): string {
  const lines = objects
    .flatMap((object) => object.fields)
    .filter((field) => field.referenceTo !== undefined)
    .map((field) => {
      const one = field.required ? '||' : '|o';
      const kind = field.type === 'MasterDetail' ? '--' : '..';
      return `  ${field.referenceTo ?? ''} ${one}${kind}o{ ${field.object} : "${field.name}"\n`;
    });
  return `## Relations\n\nSolid: master-detail. Dotted: lookup. \`||\`: required, \`|o\`: may be blank.\n\n\`\`\`mermaid\nerDiagram\n${lines.join('')}\`\`\`\n`;
}

function objectSection(object: ObjectModel): string {
  const lead = object.description ?? 'Standard object; only what this package adds is listed.';
  const name = object.nameField
    ? row(['`Name`', object.nameField.label, object.nameField.type, 'The name of the record.'])
    : '';
  return [
    `### ${object.label} (\`${object.name}\`)\n`,
    `${lead}\n`,
    table(
      ['Field', 'Label', 'Type', 'Description'],
      name +
        object.fields
          .map((field) =>
            row([`\`${field.name}\``, field.label, typeInWords(field), field.description]),
          )
          .join(''),
    ),
    ...listed('Validation rule', object.rules),
    ...listed('Record type', object.recordTypes),
  ].join('\n');
}

function listed(heading: string, files: readonly MetadataFile[]): string[] {
  if (files.length === 0) return [];
  const rows = files.map((file) =>
    row([`\`${file.name}\``, textOf(file.xml, 'description') ?? '']),
  );
  return [table([heading, 'Description'], rows.join(''))];
}

/** "Number(15, 3)", "Lookup(Account), Restrict", "Picklist: Open, Resolved", with key properties behind. */
function typeInWords(field: FieldModel): string {
  const flags = [
    ...(field.required ? ['required'] : []),
    ...(field.unique ? ['unique'] : []),
    ...(field.externalId ? ['external id'] : []),
  ];
  return [sizedType(field), ...flags].join(', ');
}

function sizedType(field: FieldModel): string {
  if (field.formula !== undefined) return `Formula(${field.type})`;
  if (field.summary !== undefined) return `Roll-up: ${field.summary}`;
  if (field.referenceTo !== undefined) {
    const rule = textOf(field.file.xml, 'deleteConstraint');
    return `${field.type}(${field.referenceTo})${rule === undefined ? '' : `, ${rule}`}`;
  }
  if (field.valueSet !== undefined) return `${field.type}: ${field.valueSet}`;
  if (field.values.length > 0) {
    return `${field.type}: ${field.values.map(({ value }) => value).join(' / ')}`;
  }
  if (field.precision !== undefined) {
    return `${field.type}(${field.precision}, ${field.scale ?? '0'})`;
  }
  return field.length === undefined ? field.type : `${field.type}(${field.length})`;
}

function valueSetSection(model: OrgModel): string {
  const rows = model.files
    .filter((file) => file.kind === 'globalValueSet')
    .map((file) =>
      row([
        `\`${file.name}\``,
        (model.valueSets.get(file.name) ?? []).map(({ value }) => value).join(' / '),
        textOf(file.xml, 'description') ?? '',
      ]),
    );
  return `## Global value sets\n\n${table(['Value set', 'Values', 'Description'], rows.join(''))}`;
}

function flowSection(files: readonly MetadataFile[]): string {
  const rows = files
    .filter((file) => file.kind === 'flow')
    .map((file) => {
      const start = childrenOf(file.xml, 'start')[0] ?? {};
      const when = `${textOf(start, 'triggerType') ?? ''}, ${textOf(start, 'recordTriggerType') ?? ''}`;
      return row([
        `\`${file.name}\``,
        textOf(start, 'object') ?? '',
        when,
        textOf(file.xml, 'description') ?? '',
      ]);
    });
  return `## Flows\n\n${table(['Flow', 'Object', 'Runs', 'Description'], rows.join(''))}`;
}

/** The reports by folder, each with the question that it answers, and the dashboards that draw them. */
function reportSection(files: readonly MetadataFile[]): string {
  const folderOf = (file: MetadataFile): string => file.path.split('/').at(-2) ?? '';
  const labels = new Map(
    files
      .filter((file) => file.kind === 'reportFolder')
      .map((file) => [file.name, textOf(file.xml, 'name') ?? '']),
  );
  const reports = files
    .filter((file) => file.kind === 'report')
    .map((file) =>
      row([
        labels.get(folderOf(file)) ?? folderOf(file),
        textOf(file.xml, 'name') ?? '',
        textOf(file.xml, 'description') ?? '',
      ]),
    );
  const dashboards = files
    .filter((file) => file.kind === 'dashboard')
    .map(({ xml }) => `- ${textOf(xml, 'title') ?? ''}: ${textOf(xml, 'description') ?? ''}\n`);
  const text = `## Reports and dashboards\n\n${dashboards.join('')}`;
  return `${text}\n${table(['Folder', 'Report', 'Question'], reports.join(''))}`;
}

/** Who may do what, as letters: create, read, edit, delete, view all. */
function permissionSection(files: readonly MetadataFile[]): string {
  const sets = files.filter((file) => file.kind === 'permissionset');
  const rights = sets.map(
    (file) =>
      new Map(
        childrenOf(file.xml, 'objectPermissions').map((node) => [
          textOf(node, 'object') ?? '',
          [
            ['allowCreate', 'C'],
            ['allowRead', 'R'],
            ['allowEdit', 'E'],
            ['allowDelete', 'D'],
            ['viewAllRecords', 'V'],
          ]
            .map(([tag = '', letter = '']) => (textOf(node, tag) === 'true' ? letter : ''))
            .join(''),
        ]),
      ),
  );
  const objects = [...new Set(rights.flatMap((right) => [...right.keys()]))].sort();
  const rows = objects.map((object) =>
    row([`\`${object}\``, ...rights.map((right) => right.get(object) ?? '')]),
  );
  const about = sets.map(
    (file) => `- \`${file.name}\`: ${textOf(file.xml, 'description') ?? ''}\n`,
  );
  return `## Permission sets\n\nC create, R read, E edit, D delete, V view all.\n\n${about.join('')}\n${table(
    ['Object', ...sets.map((file) => file.name)],
    rows.join(''),
  )}`;
}

function table(headings: readonly string[], rows: string): string {
  return `${row(headings)}${row(headings.map(() => '---'))}${rows}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |\n`;
}
