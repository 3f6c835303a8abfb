import { createDataEngine } from '../../../src/local-org/data/create-engine.ts';
import { runQuery } from '../../../src/local-org/data/soql/run-query.ts';
import { createSchema } from '../../../src/local-org/schema/standard-objects.ts';
import type { OrgSchema } from '../../../src/local-org/schema/types.ts';
import { deployFiles, text } from '../metadata/support.ts';

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_custommetadatatype__mdt.htm */
const ns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const relation = (name: string, target: string): string =>
  `<fields><fullName>${name}</fullName><label>${name}</label><referenceTo>${target}</referenceTo><relationshipLabel>${name}</relationshipLabel><relationshipName>${name.replace('__c', '')}</relationshipName><type>MetadataRelationship</type></fields>`;
const type = (name: string, fields: string): [string, Uint8Array] => [
  `objects/${name}.object`,
  text(`<CustomObject ${ns}><label>${name}</label><pluralLabel>${name}</pluralLabel>${fields}</CustomObject>`),
]; // prettier-ignore
const record = (fullName: string, values: Record<string, string | null>): [string, Uint8Array] => [
  `customMetadata/${fullName}.md`,
  text(
    `<CustomMetadata ${ns} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><label>The ${fullName}</label><protected>false</protected>${Object.entries(
      values,
    )
      .map(
        ([field, value]) =>
          `<values><field>${field}</field>${value === null ? '<value xsi:nil="true"/>' : `<value xsi:type="xsd:string">${value}</value>`}</values>`,
      )
      .join('')}</CustomMetadata>`,
  ),
];
const number =
  '<fields><fullName>Depth__c</fullName><label>Depth</label><precision>4</precision><scale>1</scale><type>Number</type></fields>';
const checkbox =
  '<fields><fullName>Open__c</fullName><defaultValue>false</defaultValue><label>Open</label><type>Checkbox</type></fields>';
const types = [
  type('Sea__mdt', number + checkbox),
  type('Port__mdt', relation('Sea__c', 'Sea__mdt') + relation('Of__c', 'EntityDefinition')),
]; // prettier-ignore
const north = record('Sea.North', { Depth__c: '95.5', Open__c: 'true' });
const port = record('Port.Kiel', { Sea__c: 'North', Of__c: 'Account' });

function deployed(onto: OrgSchema, files: [string, Uint8Array][]): OrgSchema {
  const { schema, messages } = deployFiles(onto, new Map(files));
  if (schema === null) throw new Error(JSON.stringify(messages.filter((row) => !row.success)));
  return schema;
}

const now = new Date('2026-11-22T10:00:00.000Z');
const schema = deployed(createSchema(), [...types, record('Sea.Dry', { Depth__c: null }), north, port]); // prettier-ignore
const engine = createDataEngine({ schema, file: null, now: () => now });
afterAll(() => engine.close());

function rows(soql: string): unknown[] {
  const run = runQuery(engine, soql, { now, includeDeleted: false, apiVersion: '68.0' });
  return run.records(0, run.rowCount);
}

test('deployed records are queried, their values in the types of their fields', () => {
  const soql =
    'SELECT DeveloperName, MasterLabel, Depth__c, Open__c FROM Sea__mdt ORDER BY DeveloperName';
  expect(rows(soql)).toMatchObject([
    { DeveloperName: 'Dry', MasterLabel: 'The Sea.Dry', Depth__c: null, Open__c: false },
    { DeveloperName: 'North', MasterLabel: 'The Sea.North', Depth__c: 95.5, Open__c: true },
  ]);
});

test('a relation to a record is followed, one to an object is its name', () => {
  expect(rows('SELECT Sea__r.DeveloperName, Of__c FROM Port__mdt')).toMatchObject([
    { Sea__r: { DeveloperName: 'North' }, Of__c: 'Account' },
  ]);
});

test('a record deployed again keeps its id, and a deleted one is gone', () => {
  const idOf = (name: string) => rows(`SELECT Id FROM Sea__mdt WHERE DeveloperName = '${name}'`);
  const before = idOf('North');
  const again = deployed(schema, [record('Sea.North', { Depth__c: '1' })]);
  engine.applySchema(again);
  expect(idOf('North')).toEqual(before);
  expect(rows("SELECT Depth__c FROM Sea__mdt WHERE DeveloperName = 'North'")).toMatchObject([{ Depth__c: 1 }]); // prettier-ignore
  const destructive = text(`<Package ${ns}><types><members>Sea.Dry</members><name>CustomMetadata</name></types></Package>`); // prettier-ignore
  const manifest = text(`<Package ${ns}><version>66.0</version></Package>`);
  engine.applySchema(deployed(again, [['package.xml', manifest], ['destructiveChanges.xml', destructive]])); // prettier-ignore
  expect(idOf('Dry')).toEqual([]);
  expect(rows('SELECT DeveloperName FROM Sea__mdt')).toHaveLength(1);
});
