import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writtenByFlows } from './flow-writes.ts';
import { fields, pathOf, permissionSets, projectRoot } from './force-app.ts';

const writer = z.enum(['service', 'rep', 'formula', 'flow']);
const ownershipSchema = z.strictObject({
  onCreate: writer,
  onUpdate: z.union([writer, z.enum(['nobody', 'shared'])]),
  when: z.enum(['first sync only', 'always']).optional(),
  description: z.string().min(20).regex(/\.$/),
});
const fieldMapSchema = z.strictObject({
  description: z.string(),
  objects: z.record(z.string(), z.record(z.string(), ownershipSchema)),
});

const fieldMap = fieldMapSchema.parse(
  JSON.parse(readFileSync(join(projectRoot, 'metadata', 'field-map.json'), 'utf8')),
);
const rows = Object.entries(fieldMap.objects).flatMap(([object, entries]) =>
  Object.entries(entries).map(([field, ownership]) => ({
    path: `${object}.${field}`,
    ...ownership,
  })),
);
const custom = new Map(fields.map((field) => [pathOf(field), field]));
const service = permissionSets.find((set) => set.name === 'SyncService');
const granted = new Set(
  (service?.fields ?? []).filter((grant) => grant.editable).map((grant) => grant.path),
);
/** Standard fields that every user who may edit the object may write: Salesforce grants them by object. */
const grantedByObject = new Set([
  'Account.Name',
  'Account.RecordTypeId',
  'Contact.FirstName',
  'Contact.LastName',
  'Lead.Company',
  'Lead.FirstName',
  'Lead.LastName',
  'Opportunity.CloseDate',
  'Opportunity.Name',
  'Opportunity.StageName',
  'PartnerProgram__c.Name',
  'Partnership__c.Name',
]);

/** Standard fields that the service only reads: Salesforce shows them with the object. */
const readByObject = new Set([
  'Lead.ConvertedDate',
  'Lead.Status',
  'Opportunity.IsClosed',
  'Opportunity.IsWon',
]);

test('every custom field has an owner, and no row is about a field that does not exist', () => {
  const mapped = new Set(rows.map((row) => row.path));
  expect([...custom.keys()].filter((path) => !mapped.has(path))).toEqual([]);
  expect(
    [...mapped].filter(
      (path) => ![custom, grantedByObject, readByObject, granted].some((known) => known.has(path)),
    ),
  ).toEqual([]);
});

test('what the service writes, and only that, says when', () => {
  const wrong = rows.filter((row) => (row.onCreate === 'service') !== (row.when !== undefined));
  expect(wrong.map((row) => row.path)).toEqual([]);
});

test('first sync only means that the service does not write later, always that it does', () => {
  const wrong = rows.filter(
    (row) =>
      row.when !== undefined &&
      (row.when === 'always') !== ['service', 'shared'].includes(row.onUpdate),
  );
  expect(wrong.map((row) => row.path)).toEqual([]);
});

test('the sync service may write exactly what the map gives it', () => {
  const mapped = rows
    .filter((row) => row.onCreate === 'service' || row.onUpdate === 'shared')
    .map((row) => row.path);
  const refused = mapped.filter(
    (path) => !granted.has(path) && !grantedByObject.has(path) && !custom.get(path)?.required,
  );
  expect(refused).toEqual([]);
  expect([...granted].filter((path) => !mapped.includes(path))).toEqual([]);
});

test('computed fields belong to formulas, and to flows only what a flow writes', () => {
  const owners = new Map(rows.map((row) => [row.path, row.onCreate]));
  const wrong = fields.filter((field) => {
    const owner = owners.get(pathOf(field));
    if (field.type === 'Summary' || field.formula !== undefined) return owner !== 'formula';
    if (field.name === 'PairKey__c') return owner !== 'flow';
    return owner === 'formula' || (owner === 'flow' && !writtenByFlows.has(pathOf(field)));
  });
  expect(wrong.map(pathOf)).toEqual([]);
});

test('a rep can edit what the map gives to reps', () => {
  const people = new Set(
    permissionSets
      .filter((set) => set.name !== 'SyncService')
      .flatMap((set) => set.fields.filter((grant) => grant.editable).map((grant) => grant.path)),
  );
  const wrong = rows.filter(
    (row) =>
      row.onUpdate === 'rep' &&
      custom.has(row.path) &&
      !custom.get(row.path)?.required &&
      !people.has(row.path),
  );
  expect(wrong.map((row) => row.path)).toEqual([]);
});
