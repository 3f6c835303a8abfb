import { childrenOf, textOf, textsOf } from '../../scripts/generate/metadata-file.ts';
import type { ObjectModel } from '../../scripts/generate/org-model.ts';
import { customObjects, fields, files, model } from './force-app.ts';

const byName = new Map(model.objects.map((object) => [object.name, object]));

function settings(object: ObjectModel): (tag: string) => string | undefined {
  const file = files.find((one) => one.kind === 'object' && one.object === object.name);
  return (tag) => (file ? textOf(file.xml, tag) : undefined);
}

/** Field paths that a formula mentions: texts and function names left out. */
function namesIn(formula: string): string[] {
  const bare = formula.replaceAll(/"[^"]*"/g, '""').replaceAll(/\$\w+(?:\.\w+)*/g, '');
  return [...bare.matchAll(/[A-Za-z_]\w*(?:\.\w+)*(?!\w*\s*\()/g)]
    .map(([name]) => name)
    .filter((name) => !['TRUE', 'FALSE', 'NULL'].includes(name));
}

/** Whether "Status__c" or "CommissionStatement__r.Status__c" is a field seen from `object`. */
/** Standard fields that rules of ours mention. */
const standard: Readonly<Record<string, readonly string[]>> = {
  Opportunity: ['StageName', 'Amount', 'CloseDate', 'Type'],
};

function resolves(object: string, path: string): boolean {
  const [first = '', ...rest] = path.split('.');
  if (first === 'Id' && rest.length === 0) return true;
  if (standard[object]?.includes(first)) return true;
  const found = byName.get(object)?.fields ?? [];
  if (rest.length === 0) return found.some((field) => field.name === first);
  const lookup = found.find((field) => field.name === first.replace(/__r$/, '__c'));
  // Standard lookups are not in force-app; the only one that our formulas follow is called like its object.
  const parent = first === 'Account' ? 'Account' : lookup?.referenceTo;
  return parent !== undefined && resolves(parent, rest.join('.'));
}

describe.each(customObjects.map((object) => [object.name, object] as const))('%s', (_, object) => {
  const masters = object.fields.filter((field) => field.type === 'MasterDetail');
  const of = (kind: string) =>
    files.filter((file) => file.kind === kind && file.object === object.name);

  test('has at most two masters, in order, and shares as they do', () => {
    expect(masters.length).toBeLessThanOrEqual(2);
    const orders = masters.map((field) => textOf(field.file.xml, 'relationshipOrder')).sort();
    expect(orders).toEqual(['0', '1'].slice(0, masters.length));
    const isDetail = settings(object)('sharingModel') === 'ControlledByParent';
    expect(isDetail).toBe(masters.length > 0);
    const external = settings(object)('externalSharingModel');
    expect(external).toBe(isDetail ? 'ControlledByParent' : 'Private');
  });

  test('masters carry none of the elements that a deploy refuses on them', () => {
    const refused = ['required', 'deleteConstraint', 'lookupFilter'];
    expect(masters.flatMap((field) => refused.filter((tag) => tag in field.file.xml))).toEqual([]);
  });

  test('masters that an upsert repeats are reparentable, and a rule refuses to move', () => {
    if (!object.fields.some((field) => field.name === 'ExternalKey__c')) return;
    const movable = masters.filter(
      (field) => textOf(field.file.xml, 'reparentableMasterDetail') === 'true',
    );
    const guarded = movable.filter((field) =>
      object.rules.some((rule) =>
        (textOf(rule.xml, 'errorConditionFormula') ?? '').includes(`ISCHANGED(${field.name})`),
      ),
    );
    expect(guarded).toEqual(movable);
  });

  test('has a tab, a list of all records and a compact layout in use', () => {
    expect(files.some((file) => file.kind === 'tab' && file.name === object.name)).toBe(true);
    const all = of('listView').find((view) => view.name === 'All');
    expect(all && textOf(all.xml, 'filterScope')).toBe('Everything');
    expect(of('compactLayout').map((layout) => layout.name)).toEqual([
      settings(object)('compactLayoutAssignment'),
    ]);
  });

  test('lists and layouts name fields that exist', () => {
    const standard = ['NAME', 'CREATED_DATE', 'Name', 'OwnerId', 'CreatedById', 'LastModifiedById'];
    const known = new Set([...standard, ...object.fields.map((field) => field.name)]);
    const used = [
      ...of('listView').flatMap((view) => [
        ...textsOf(view.xml, 'columns'),
        ...childrenOf(view.xml, 'filters').flatMap((filter) => textsOf(filter, 'field')),
      ]),
      ...of('compactLayout').flatMap((layout) => textsOf(layout.xml, 'fields')),
      ...layoutItems(object).map((item) => item.field),
    ];
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });

  test('its layout shows every field once, but for the pair key of ids, and asks for the required ones', () => {
    const items = layoutItems(object);
    const shown = items.map((item) => item.field);
    expect(new Set(shown).size).toBe(shown.length);
    expect(
      object.fields.map((field) => field.name).filter((name) => !shown.includes(name)),
    ).toEqual(object.fields.some(({ name }) => name === 'PairKey__c') ? ['PairKey__c'] : []);
    const required = object.fields.filter((field) => field.required).map((field) => field.name);
    const asked = items
      .filter((item) => item.behavior === 'Required')
      .map((item) => item.field)
      .filter((name) => name !== 'Name');
    expect(asked.sort()).toEqual(required.sort());
  });

  test('tracks at most twenty fields, and only where history is on', () => {
    const tracked = object.fields.filter(
      (field) => textOf(field.file.xml, 'trackHistory') === 'true',
    );
    expect(tracked.length).toBeLessThanOrEqual(20);
    expect(tracked.length > 0).toBe(settings(object)('enableHistory') === 'true');
  });
});

function layoutItems(object: ObjectModel): { field: string; behavior: string }[] {
  const layout = files.find(
    (file) => file.kind === 'layout' && file.name.startsWith(`${object.name}-`),
  );
  return childrenOf(layout?.xml ?? {}, 'layoutSections')
    .flatMap((section) => childrenOf(section, 'layoutColumns'))
    .flatMap((column) => childrenOf(column, 'layoutItems'))
    .map((item) => ({
      field: textOf(item, 'field') ?? '',
      behavior: textOf(item, 'behavior') ?? '',
    }));
}

describe.each(model.objects.map((object) => [object.name, object] as const))(
  'rules and roll-ups of %s',
  (name, object) => {
    test('rules and formula fields mention only fields that exist', () => {
      const unknown = object.rules.flatMap((rule) => [
        ...namesIn(textOf(rule.xml, 'errorConditionFormula') ?? ''),
        ...textsOf(rule.xml, 'errorDisplayField'),
      ]);
      const formulas = object.fields.flatMap((field) => namesIn(field.formula ?? ''));
      expect([...unknown, ...formulas].filter((path) => !resolves(name, path))).toEqual([]);
    });

    test('roll-ups are at most 25 and sum fields of real details', () => {
      const rollUps = object.fields.filter((field) => field.type === 'Summary');
      expect(rollUps.length).toBeLessThanOrEqual(25);
      const wrong = rollUps.filter(({ file }) => {
        const [child = '', foreignKey = ''] = (textOf(file.xml, 'summaryForeignKey') ?? '').split(
          '.',
        );
        const master = byName.get(child)?.fields.find((field) => field.name === foreignKey);
        const paths = [
          ...textsOf(file.xml, 'summarizedField'),
          ...childrenOf(file.xml, 'summaryFilterItems').flatMap((item) => textsOf(item, 'field')),
        ];
        const known = paths.every(
          (path) => path.startsWith(`${child}.`) && resolves(child, path.slice(child.length + 1)),
        );
        return master?.type !== 'MasterDetail' || master.referenceTo !== name || !known;
      });
      expect(wrong.map((field) => field.name)).toEqual([]);
    });

    test('a synced object has a unique key and refuses older versions', () => {
      const version = object.fields.find((field) => field.name === 'SourceVersion__c');
      const key = object.fields.find((field) => field.name === 'ExternalKey__c');
      expect(key).toMatchObject({ type: 'Text', unique: true, externalId: true, length: '255' });
      expect(key && textOf(key.file.xml, 'caseSensitive')).toBe('true');
      expect(object.rules.some((rule) => rule.name === 'SourceVersionNeverFalls')).toBe(
        version !== undefined,
      );
      if (version) expect(version).toMatchObject({ type: 'Number', precision: '18', scale: '0' });
    });
  },
);

test('objects whose state the vendors own carry a version', () => {
  const versioned = fields.filter((field) => field.name === 'SourceVersion__c');
  expect(versioned.map((field) => field.object).sort()).toEqual([
    'Account',
    'AccountAttribution__c',
    'Contact',
    'DealRegistration__c',
    'ExternalIdentity__c',
    'FundRequest__c',
    'Lead',
    'LeadAttribution__c',
    'Opportunity',
    'OpportunityAttribution__c',
    'PartnerProgram__c',
    'Partnership__c',
  ]);
});

test('a refused older version is told apart by its first word', () => {
  const messages = files
    .filter((file) => file.name === 'SourceVersionNeverFalls')
    .map((file) => textOf(file.xml, 'errorMessage'));
  expect(new Set(messages)).toEqual(
    new Set([
      'STALE_VERSION: A newer version of this record is already stored. Nothing to do: reload the record to see it.',
    ]),
  );
});

test('picklists are restricted and their values exist', () => {
  const picklists = fields.filter((field) => /Picklist$/.test(field.type));
  const loose = picklists.filter((field) => {
    const set = childrenOf(field.file.xml, 'valueSet')[0];
    return !set || textOf(set, 'restricted') !== 'true' || field.values.length === 0;
  });
  expect(picklists.length).toBeGreaterThan(20);
  expect(loose.map((field) => field.file.path)).toEqual([]);
});

test('lookups say what happens on delete, and required ones never lose their parent', () => {
  const lookups = fields.filter((field) => field.type === 'Lookup');
  const wrong = lookups.filter((field) => {
    const rule = textOf(field.file.xml, 'deleteConstraint');
    return rule === undefined || (field.required && rule !== 'Restrict');
  });
  expect(wrong.map((field) => field.file.path)).toEqual([]);
});

test('no parent has two child relations of one name', () => {
  const relations = fields
    .filter((field) => field.referenceTo !== undefined)
    .map((field) => `${field.referenceTo ?? ''}.${field.relationshipName ?? ''}`);
  expect(new Set(relations).size).toBe(relations.length);
});

describe('flows', () => {
  const flows = files.filter((file) => file.kind === 'flow');

  const pairKeys = flows.filter((flow) => flow.name.endsWith('PairKey'));

  test.each(pairKeys.map((flow) => [flow.name, flow] as const))(
    '%s fills the pair key before every save and does nothing else',
    (_name, { xml }) => {
      const start = childrenOf(xml, 'start')[0] ?? {};
      const assignments = childrenOf(xml, 'assignments');
      const items = assignments.flatMap((node) => childrenOf(node, 'assignmentItems'));
      const formulas = childrenOf(xml, 'formulas');
      const value = childrenOf(items[0] ?? {}, 'value')[0] ?? {};
      expect([textOf(xml, 'status'), textOf(xml, 'apiVersion')]).toEqual(['Active', '66.0']);
      expect(textOf(start, 'triggerType')).toBe('RecordBeforeSave');
      expect(textOf(start, 'recordTriggerType')).toBe('CreateAndUpdate');
      expect([assignments.length, items.length, formulas.length]).toEqual([1, 1, 1]);
      expect(textOf(childrenOf(start, 'connector')[0] ?? {}, 'targetReference')).toBe(
        textOf(assignments[0] ?? {}, 'name'),
      );
      expect(textOf(items[0] ?? {}, 'assignToReference')).toBe('$Record.PairKey__c');
      expect(textOf(value, 'elementReference')).toBe(textOf(formulas[0] ?? {}, 'name'));
      const used = [
        ...(textOf(formulas[0] ?? {}, 'expression') ?? '').matchAll(/\{!\$Record\.([\w.]+)\}/g),
      ].map(([, path = '']) => path);
      const object = textOf(start, 'object') ?? '';
      expect(used.length).toBeGreaterThan(1);
      expect(used.filter((path) => !resolves(object, path))).toEqual([]);
    },
  );

  test('every unique pair key has its flow', () => {
    const objects = pairKeys.map((flow) =>
      textOf(childrenOf(flow.xml, 'start')[0] ?? {}, 'object'),
    );
    const keys = fields.filter((field) => field.name === 'PairKey__c');
    expect(keys.every((field) => field.unique)).toBe(true);
    expect(objects.sort()).toEqual(keys.map((field) => field.object).sort());
  });
});
