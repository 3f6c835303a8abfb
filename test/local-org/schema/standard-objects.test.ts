import { readFileSync } from 'node:fs';
import { createSchema, nextKeyPrefix } from '../../../src/local-org/schema/standard-objects.ts';
import { describeGlobal, describeObject } from '../../../src/local-org/schema/describe.ts';
import { standardValueSets } from '../../../src/local-org/schema/standard-picklists.ts';
import { harbour } from '../metadata/support.ts';

const schema = createSchema();
const field = (path: string) => {
  const [object = '', name = ''] = path.split('.');
  return schema.objects.get(object)?.fields.get(name);
};

describe('standard objects', () => {
  test.each([
    ['Account', '001'],
    ['Contact', '003'],
    ['Lead', '00Q'],
    ['Opportunity', '006'],
    ['User', '005'],
    ['Profile', '00e'],
    ['Organization', '00D'],
    ['RecordType', '012'],
    ['PermissionSet', '0PS'],
    ['PermissionSetAssignment', '0Pa'],
    ['Product2', '01t'],
    ['Campaign', '701'],
    ['Task', '00T'],
    ['Event', '00U'],
  ])('%s has the key prefix %s', (name, prefix) => {
    expect(schema.objects.get(name)?.keyPrefix).toBe(prefix);
  });

  test('what a user must fill is required, and nothing else', () => {
    const required = ['Account', 'Contact', 'Lead', 'Opportunity'].flatMap((name) =>
      [...(schema.objects.get(name)?.fields.values() ?? [])]
        .filter((candidate) => candidate.required)
        .map((candidate) => `${name}.${candidate.name}`),
    );
    expect(required.sort()).toEqual([
      'Account.Name',
      'Contact.LastName',
      'Lead.Company',
      'Lead.LastName',
      'Lead.Status',
      'Opportunity.CloseDate',
      'Opportunity.Name',
      'Opportunity.StageName',
    ]);
  });

  test('Account has no IsPartner: an org without partner licences has none', () => {
    expect(field('Account.IsPartner')).toBeUndefined();
  });

  test('every reference leads to an object of the schema and every picklist to values that exist', () => {
    for (const object of schema.objects.values()) {
      for (const candidate of object.fields.values()) {
        for (const target of candidate.referenceTo) expect(schema.objects.has(target)).toBe(true);
        if (candidate.valueSetName !== null)
          expect(standardValueSets.has(candidate.valueSetName)).toBe(true);
      }
    }
  });

  test('no two fields give an object the same child relationship', () => {
    const names = [...schema.objects.values()].flatMap((object) =>
      [...object.fields.values()]
        .filter((candidate) => candidate.childRelationshipName !== null)
        .flatMap((candidate) =>
          candidate.referenceTo.map(
            (target) => `${target}.${candidate.childRelationshipName ?? ''}`,
          ),
        ),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  test("fields and their kinds agree with jsforce's typings of a plain org", () => {
    const typings = readFileSync('node_modules/jsforce/lib/types/standard-schema.d.ts', 'utf8');
    const kinds: Record<string, string> = {
      Checkbox: 'boolean',
      Number: 'number',
      Currency: 'number',
      Percent: 'number',
      Date: 'DateString',
      DateTime: 'DateString',
      Base64: 'BlobString',
    };
    // Orgs differ by edition: these came with editions or releases that jsforce's plain org did not have.
    const disagreements = [...schema.objects.values()].flatMap((object) => {
      const block =
        new RegExp(`type Fields\\$${object.name} = \\{([^}]*)\\}`).exec(typings)?.[1] ?? '';
      const known = new Map(
        [...block.matchAll(/^ +(\w+): (\w+)/gm)].map((match) => [match[1] ?? '', match[2] ?? '']),
      );
      return [...object.fields.values()]
        .filter(
          (candidate) =>
            known.has(candidate.name) &&
            known.get(candidate.name) !== (kinds[candidate.type] ?? 'string'),
        )
        .map((candidate) => `${object.name}.${candidate.name}`);
    });
    expect(disagreements).toEqual([]);
  });

  test('two calls share nothing', () => {
    const other = createSchema();
    other.objects.get('Account')?.fields.delete('Name');
    field('Account.Industry')?.picklistValues.pop();
    expect(createSchema()).not.toEqual(other);
    expect(field('Account.Name')).toBeDefined();
    expect(
      createSchema().objects.get('Account')?.fields.get('Industry')?.picklistValues,
    ).toHaveLength(32);
  });

  test('custom key prefixes count up: a00, a01', () => {
    expect(nextKeyPrefix(schema, 'a')).toBe('a00');
    expect(nextKeyPrefix(harbour(), 'a')).toBe('a02');
  });
});

describe('describe', () => {
  const org = harbour();
  const boat = describeObject(org, 'boat__C', '66.0');
  const described = (name: string) => boat?.fields.find((candidate) => candidate.name === name);

  test.each([
    ['Id', { type: 'id', soapType: 'tns:ID', nillable: false, idLookup: true, length: 18 }],
    ['Name', { type: 'string', nameField: true, idLookup: true }],
    ['Class__c', { type: 'picklist', restrictedPicklist: true, custom: true }],
    [
      'HullNumber__c',
      {
        type: 'string',
        unique: true,
        externalId: true,
        idLookup: true,
        nillable: false,
        length: 40,
        permissionable: false,
      },
    ],
    ['Length__c', { type: 'double', precision: 6, scale: 2, soapType: 'xsd:double' }],
    [
      'Captain__c',
      { type: 'reference', referenceTo: ['Contact'], relationshipName: 'Captain__r', length: 18 },
    ],
    ['IsLong__c', { type: 'boolean', calculated: true, createable: false, updateable: false }],
    ['FeeTotal__c', { type: 'currency', calculated: true, createable: false, scale: 2 }],
    [
      'CreatedDate',
      { type: 'datetime', updateable: false, nillable: false, defaultedOnCreate: true },
    ],
    ['OwnerId', { type: 'reference', polymorphicForeignKey: true, nillable: false }],
  ])('%s', (name, expected) => {
    expect(described(name)).toMatchObject(expected);
  });

  test('names children, record types and urls', () => {
    expect(boat?.childRelationships).toContainEqual(
      expect.objectContaining({
        childSObject: 'Mooring__c',
        field: 'Boat__c',
        relationshipName: 'Moorings__r',
        cascadeDelete: true,
      }),
    );
    expect(boat?.recordTypeInfos.map((info) => info.developerName)).toEqual(['Sail', 'Master']);
    expect(boat?.urls['describe']).toBe('/services/data/v66.0/sobjects/Boat__c/describe');
  });

  test('a standard integer is an int, an unknown object is nothing', () => {
    const account = describeObject(org, 'Account', '66.0');
    expect(
      account?.fields.find((candidate) => candidate.name === 'NumberOfEmployees'),
    ).toMatchObject({ type: 'int', digits: 8 });
    expect(describeObject(org, 'Pier__c', '66.0')).toBeNull();
  });

  test('the global describe lists every object in the order of its name', () => {
    const { sobjects } = describeGlobal(org, '66.0');
    expect(sobjects.map((object) => object.name)).toEqual([...org.objects.keys()].sort());
    expect(sobjects.find((object) => object.name === 'Organization')).toMatchObject({
      createable: false,
      updateable: false,
    });
  });
});
