import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fields, pathOf, permissionSets, projectRoot } from './force-app.ts';

const planSchema = z.array(z.object({ sobject: z.string(), files: z.array(z.string()) }));
const fileSchema = z.object({
  records: z.array(
    z.looseObject({ attributes: z.object({ type: z.string(), referenceId: z.string() }) }),
  ),
});
const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(projectRoot, 'data', name), 'utf8'));

const plan = planSchema.parse(read('plan.json'));
const steps = plan.flatMap(({ sobject, files }) => files.map((file) => ({ sobject, file })));
const records = steps.flatMap(({ sobject, file }) =>
  fileSchema.parse(read(file)).records.map(({ attributes, ...values }) => ({
    sobject,
    type: attributes.type,
    reference: attributes.referenceId,
    values,
  })),
);

test('the plan imports every file, each for its own object', () => {
  const names = readdirSync(join(projectRoot, 'data')).filter((name) => name !== 'plan.json');
  expect(steps.map(({ file }) => file).sort()).toEqual(names.sort());
  expect(records.filter(({ sobject, type }) => sobject !== type)).toEqual([]);
});

test('references point back to records that are there already', () => {
  const known = new Set<unknown>();
  const lost: unknown[] = [];
  for (const { reference, values } of records) {
    const pointers = Object.values(values).filter(
      (value) => typeof value === 'string' && value.startsWith('@'),
    );
    lost.push(...pointers.filter((pointer) => !known.has(pointer)));
    known.add(`@${reference}`);
  }
  expect(known.size).toBe(records.length);
  expect(lost).toEqual([]);
});

test('it writes what a partner manager may write, so no keys, versions or ledger', () => {
  const manager = permissionSets.find(({ name }) => name === 'PartnerManager');
  const editable = manager?.fields.filter((grant) => grant.editable).map(({ path }) => path);
  const granted = [
    ...(editable ?? []),
    ...fields.filter((field) => field.required).map((field) => pathOf(field)),
  ];
  const written = records.flatMap(({ sobject, values }) =>
    Object.keys(values)
      .filter((name) => name.endsWith('__c'))
      .map((name) => `${sobject}.${name}`),
  );
  expect(written.filter((path) => !granted.includes(path))).toEqual([]);
  const creatable = manager?.objects.filter((right) => right.create).map(({ name }) => name);
  expect(plan.map(({ sobject }) => sobject).filter((name) => !creatable?.includes(name))).toEqual(
    [],
  );
});
