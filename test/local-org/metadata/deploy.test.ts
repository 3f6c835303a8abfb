import { join } from 'node:path';
import { createSchema } from '../../../src/local-org/schema/standard-objects.ts';
import { deployFiles, filesIn, fixtures, harbour, text, withManifest } from './support.ts';

const good = filesIn(join(fixtures, 'good'));
const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

function changed(path: string, from: string, to: string): Map<string, Uint8Array> {
  const old = new TextDecoder().decode(good.get(path));
  expect(old).toContain(from);
  return new Map([...good, [path, text(old.replace(from, to))]]);
}

function destructive(type: string, name: string): Map<string, Uint8Array> {
  const types = `<types><members>${name}</members><name>${type}</name></types>`;
  return new Map([
    ['package.xml', text(`<Package ${namespace}><version>66.0</version></Package>`)],
    ['destructiveChanges.xml', text(`<Package ${namespace}>${types}</Package>`)],
  ]);
}

const errors = (files: Map<string, Uint8Array>, org = harbour()): string[] =>
  deployFiles(org, files)
    .messages.filter((row) => !row.success)
    .map((row) => `${row.fullName}: ${row.problem?.text ?? ''}`);

describe('a good package', () => {
  const org = harbour();
  const boat = org.objects.get('Boat__c');

  test('makes objects with key prefixes of their own, in any order of files', () => {
    const mooring = org.objects.get('Mooring__c');
    expect([boat?.keyPrefix, mooring?.keyPrefix].sort()).toEqual(['a00', 'a01']);
    expect(mooring?.fields.get('Name')).toMatchObject({
      type: 'AutoNumber',
      displayFormat: 'MO-{00000}',
    });
  });

  test('takes the owner from a detail and leaves it to the master', () => {
    expect(org.objects.get('Mooring__c')?.fields.has('OwnerId')).toBe(false);
    expect(boat?.fields.has('OwnerId')).toBe(true);
  });

  test('fills a picklist from its global value set, restricted', () => {
    const field = boat?.fields.get('Class__c');
    expect(field?.picklistValues.map((value) => value.value)).toEqual(['Dinghy', 'Yacht']);
    expect(field?.restricted).toBe(true);
  });

  test('reads lookups, roll-ups, formulas, unique keys, rules and record types', () => {
    expect(boat?.fields.get('Captain__c')).toMatchObject({
      type: 'Lookup',
      referenceTo: ['Contact'],
      relationshipName: 'Captain__r',
      childRelationshipName: 'Boats__r',
      deleteConstraint: 'SetNull',
    });
    expect(boat?.fields.get('FeeTotal__c')?.summary).toEqual({
      operation: 'sum',
      childObject: 'Mooring__c',
      foreignKey: 'Boat__c',
      summarizedField: 'Fee__c',
      filters: [{ field: 'Paid__c', operation: 'equals', value: 'True' }],
    });
    expect(boat?.fields.get('IsLong__c')).toMatchObject({
      type: 'Formula',
      formulaReturnType: 'Checkbox',
      createable: false,
    });
    expect(boat?.fields.get('HullNumber__c')).toMatchObject({
      unique: true,
      caseSensitive: true,
      externalId: true,
      required: true,
    });
    expect(boat?.validationRules.get('LengthIsPositive')).toMatchObject({
      active: true,
      errorField: 'Length__c',
    });
    expect(org.objects.get('Account')?.recordTypes.get('Marina')?.id).toMatch(/^012\w{15}$/);
    expect(org.objects.get('Account')?.fields.has('RecordTypeId')).toBe(true);
    expect(org.objects.get('Contact')?.fields.has('RecordTypeId')).toBe(false);
  });

  test('hands record-triggered flows over as data, repeated elements as arrays', () => {
    expect(org.flows.get('MooringKey')).toMatchObject({
      active: true,
      object: 'Mooring__c',
      trigger: 'RecordBeforeSave',
      recordTriggerType: 'CreateAndUpdate',
      definition: {
        assignments: [
          { name: 'Set_Key', assignmentItems: [{ assignToReference: '$Record.Key__c' }] },
        ],
        start: { connector: { targetReference: 'Set_Key' } },
      },
    });
  });

  test('reads permission sets and remembers what it does not model', () => {
    const set = org.permissionSets.get('HarbourMaster');
    expect(set?.fieldPermissions.get('Boat__c.Class__c')).toEqual({
      readable: true,
      editable: true,
    });
    expect(set?.customPermissions).toEqual(new Set(['Shipwright']));
    expect(org.otherComponents.get('Layout/Boat__c-Boat Layout')).toContain('HullNumber__c');
    expect(
      org.otherComponents.get('LightningComponentBundle/boatCard#lwc/boatCard/boatCard.html'),
    ).toContain('Boat');
  });

  test('deployed again changes nothing and keeps ids and prefixes', () => {
    const outcome = deployFiles(org, good);
    expect(outcome.status).toBe('Succeeded');
    expect(outcome.messages.filter((row) => row.changed || row.created)).toEqual([]);
    expect(outcome.schema).toEqual(org);
  });
});

describe('all or nothing', () => {
  const broken = changed('objects/Boat__c.object', 'Mooring__c.Fee__c', 'Mooring__c.Price__c');

  test('one wrong field keeps everything out and leaves the old schema object alone', () => {
    const empty = createSchema();
    const outcome = deployFiles(empty, broken);
    expect([outcome.status, outcome.schema]).toEqual(['Failed', null]);
    expect(empty).toEqual(createSchema());
  });

  test('checkOnly reports success and gives no schema', () => {
    const outcome = deployFiles(createSchema(), good, { checkOnly: true });
    expect([outcome.status, outcome.schema]).toEqual(['Succeeded', null]);
  });

  test('without rollbackOnError what stands by itself stays, what leans on the failure goes too', () => {
    const outcome = deployFiles(createSchema(), broken, { rollbackOnError: false });
    expect(outcome.status).toBe('SucceededPartial');
    expect(outcome.schema?.objects.get('Boat__c')?.fields.has('FeeTotal__c')).toBe(false);
    expect(outcome.schema?.objects.get('Boat__c')?.fields.has('Class__c')).toBe(true);
    expect(outcome.schema?.permissionSets.has('HarbourMaster')).toBe(false);
  });

  test('a changed global value set reaches the fields that use it', () => {
    const files = new Map([...good].filter(([path]) => path.startsWith('globalValueSets/')));
    const yacht = new TextDecoder().decode(files.get('globalValueSets/BoatClass.globalValueSet'));
    const next = deployFiles(
      harbour(),
      new Map([
        ['globalValueSets/BoatClass.globalValueSet', text(yacht.replaceAll('Yacht', 'Ferry'))],
      ]),
    );
    const field = next.schema?.objects.get('Boat__c')?.fields.get('Class__c');
    expect(field?.picklistValues.map((value) => value.value)).toEqual(['Dinghy', 'Ferry']);
  });
});

describe('the manifest', () => {
  test('names something that the zip does not hold', () => {
    const files = changed(
      'package.xml',
      '<members>Account</members>',
      '<members>Account</members><members>Pier__c</members>',
    );
    expect(errors(files)).toEqual([
      "package.xml: An object 'Pier__c' of type CustomObject was named in package.xml, but was not found in zipped directory",
    ]);
  });

  test('leaves out a file that the zip holds', () => {
    const files = changed('package.xml', '<name>CustomTab</name>', '<name>CustomLabels</name>');
    expect(errors(files)).toEqual(['Boat__c: Not in package.xml']);
  });

  test('names a type that Salesforce does not know', () => {
    const files = changed('package.xml', '<name>CustomTab</name>', '<name>Sail</name>');
    expect(errors(files)).toContain(
      "package.xml: Unknown type name 'Sail' specified in package.xml",
    );
  });

  test.each(['99.0', 'latest'])(
    'asks for API version %s, which this org does not speak',
    (version) => {
      const files = changed(
        'package.xml',
        '<version>66.0</version>',
        `<version>${version}</version>`,
      );
      expect(errors(files)).toEqual([
        expect.stringContaining(`Invalid version specified in package.xml: ${version}`),
      ]);
    },
  );

  test('is missing, or is no XML', () => {
    expect(
      errors(
        new Map([
          ['tabs/Boat__c.tab', text('<CustomTab/>')],
          ['x', text('')],
        ]),
      ),
    ).toHaveLength(1);
    const files = new Map([...good].filter(([path]) => path !== 'package.xml'));
    expect(errors(new Map([['package.xml', text('no xml')], ...files]))).toEqual([
      'package.xml: Content is not allowed in prolog.',
    ]);
  });

  test('names single fields of an object: only these are deployed', () => {
    const only = withManifest(
      new Map([
        [
          'objects/Boat__c.object',
          text(
            `<CustomObject ${namespace}><fields><fullName>Deck__c</fullName><label>Deck</label><type>Date</type></fields></CustomObject>`,
          ),
        ],
      ]),
    );
    const outcome = deployFiles(harbour(), only);
    expect(outcome.messages.map((row) => `${row.type}:${row.fullName}`)).toEqual([
      'CustomField:Boat__c.Deck__c',
    ]);
    expect(outcome.schema?.objects.get('Boat__c')?.label).toBe('Boat');
  });
});

describe('destructive changes', () => {
  test('delete a field, its permissions with it', () => {
    const outcome = deployFiles(harbour(), destructive('CustomField', 'Boat__c.Class__c'));
    expect(outcome.status).toBe('Succeeded');
    expect(outcome.messages).toMatchObject([
      { fullName: 'Boat__c.Class__c', deleted: true, success: true },
    ]);
    expect(outcome.schema?.objects.get('Boat__c')?.fields.has('Class__c')).toBe(false);
    expect(
      outcome.schema?.permissionSets.get('HarbourMaster')?.fieldPermissions.has('Boat__c.Class__c'),
    ).toBe(false);
  });

  test.each([
    [
      'CustomField',
      'Boat__c.Length__c',
      'This custom field is referenced elsewhere in Salesforce.',
    ],
    [
      'CustomField',
      'Mooring__c.Fee__c',
      'This custom field is referenced elsewhere in Salesforce.',
    ],
    ['CustomObject', 'Boat__c', 'This custom object is referenced elsewhere in Salesforce.'],
    ['RecordType', 'Account.Marina', 'Cannot delete record type through API'],
  ])('%s %s is refused: %s', (type, name, problem) => {
    expect(errors(destructive(type, name))).toEqual([`${name}: ${problem}`]);
  });

  test('of something that is not there is a warning, which fails unless warnings are ignored', () => {
    const files = destructive('CustomField', 'Boat__c.Gone__c');
    const strict = deployFiles(harbour(), files);
    expect(strict.messages[0]?.problem).toMatchObject({
      severity: 'Warning',
      text: 'No CustomField named: Boat__c.Gone__c found',
    });
    expect(strict.status).toBe('Failed');
    expect(deployFiles(harbour(), files, { ignoreWarnings: true }).status).toBe('Succeeded');
  });
});
