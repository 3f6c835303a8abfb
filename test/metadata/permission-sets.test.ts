import { childrenOf, textOf } from '../../scripts/generate/metadata-file.ts';
import { customObjects, fields, pathOf, permissionSets } from './force-app.ts';

const custom = new Map(fields.map((field) => [pathOf(field), field]));
const grantable = fields.filter((field) => !field.required);
/** Standard fields that the sync service writes or reads and that Salesforce lets a permission set grant. */
const standard = [
  'Contact.AccountId',
  'Contact.Email',
  'Lead.Email',
  'Lead.LeadSource',
  'Lead.Phone',
  'Opportunity.AccountId',
  'Opportunity.Amount',
  'Opportunity.LeadSource',
];

test('there is one permission set per job', () => {
  expect(permissionSets.map((set) => set.name).sort()).toEqual([
    'CommissionApprover',
    'FundApprover',
    'PartnerManager',
    'PartnerOps',
    'PartnerReadOnly',
    'SalesRep',
    'SyncService',
  ]);
});

test('every grantable field is granted somewhere', () => {
  const granted = new Set(
    permissionSets.flatMap((set) =>
      set.fields.filter((grant) => grant.readable).map((grant) => grant.path),
    ),
  );
  expect(grantable.map(pathOf).filter((path) => !granted.has(path))).toEqual([]);
});

describe.each(permissionSets.map((set) => [set.name, set] as const))('%s', (_name, set) => {
  test('grants no field that does not exist', () => {
    const stale = set.fields.filter(({ path }) => !custom.has(path) && !standard.includes(path));
    expect(stale.map((grant) => grant.path)).toEqual([]);
    const paths = set.fields.map((grant) => grant.path);
    expect(new Set(paths).size).toBe(paths.length);
  });

  test('grants nothing on required and master-detail fields, which a deploy refuses', () => {
    const refused = set.fields.filter(({ path }) => custom.get(path)?.required);
    expect(refused.map((grant) => grant.path)).toEqual([]);
  });

  test('lets nobody edit what Salesforce computes', () => {
    const edited = set.fields.filter(({ path, editable }) => {
      const field = custom.get(path);
      return editable && (field?.type === 'Summary' || field?.formula !== undefined);
    });
    expect(edited.map((grant) => grant.path)).toEqual([]);
    expect(
      set.fields.filter((grant) => grant.path.endsWith('.PairKey__c') && grant.editable),
    ).toEqual([]);
  });

  test('every field it grants is on an object that it lets read, and edits need edit', () => {
    const rights = new Map(set.objects.map((object) => [object.name, object]));
    const wrong = set.fields.filter(({ path, editable }) => {
      const object = rights.get(path.split('.')[0] ?? '');
      return !object?.read || (editable && !object.edit && !object.create);
    });
    expect(wrong.map((grant) => grant.path)).toEqual([]);
  });

  test('a lookup comes with what it points to: else people would read an id', () => {
    const readable = new Set(set.objects.filter(({ read }) => read).map(({ name }) => name));
    const lost = set.fields.filter(({ path }) => {
      const target = custom.get(path)?.referenceTo ?? '';
      return target.endsWith('__c') && !readable.has(target);
    });
    expect(lost.map(({ path }) => path)).toEqual([]);
  });

  test('deletes nothing and modifies nothing past sharing', () => {
    expect(set.objects.filter((object) => object.delete || object.modifyAll)).toEqual([]);
  });

  test('object rights bring the rights that Salesforce makes them depend on', () => {
    const rights = new Map(set.objects.map((object) => [object.name, object]));
    const wrong = set.objects.filter(
      (object) => (object.create || object.edit || object.viewAll) && !object.read,
    );
    expect(wrong.map((object) => object.name)).toEqual([]);
    const needed = [
      ...fields
        .filter((field) => field.type === 'MasterDetail')
        .map((field) => [field.object, field.referenceTo ?? ''] as const),
      ['Contact', 'Account'] as const,
      ['Opportunity', 'Account'] as const,
    ];
    expect(
      needed.filter(([child, parent]) => rights.get(child)?.read && !rights.get(parent)?.read),
    ).toEqual([]);
  });

  test('shows both account record types and only tabs that exist and are readable', () => {
    expect([...set.recordTypes].sort()).toEqual(['Account.Customer', 'Account.Partner']);
    const readable = set.objects.filter((object) => object.read).map((object) => object.name);
    expect(set.tabs.filter((tab) => !readable.includes(tab))).toEqual([]);
    expect(set.tabs.filter((tab) => !customObjects.some((object) => object.name === tab))).toEqual(
      [],
    );
  });
});

describe('least privilege', () => {
  const of = (name: string) => {
    const set = permissionSets.find((one) => one.name === name);
    if (!set) throw new Error(`There is no permission set ${name}.`);
    return set;
  };
  const writers = (object: string) =>
    permissionSets
      .filter((set) =>
        set.objects.some((right) => right.name === object && (right.create || right.edit)),
      )
      .map((set) => set.name);
  const editable = (name: string, object: string) =>
    of(name)
      .fields.filter((grant) => grant.editable && grant.path.startsWith(`${object}.`))
      .map((grant) => grant.path.slice(object.length + 1));

  test('only the sync service posts revenue', () => {
    expect(writers('RevenueEntry__c')).toEqual(['SyncService']);
  });

  test('whoever reads the ledger, which is private, reads all of it: the sync service owns the entries', () => {
    const readers = permissionSets.flatMap((set) =>
      set.objects.filter(({ name, read }) => name === 'RevenueEntry__c' && read),
    );
    expect(readers.map(({ viewAll }) => viewAll)).toEqual(readers.map(() => true));
  });

  test.each(['CommissionStatement__c', 'Commission__c'])(
    'only the sync service makes a %s, and the approver changes its status',
    (object) => {
      expect(writers(object)).toEqual(['CommissionApprover', 'SyncService']);
      const right = of('CommissionApprover').objects.find((one) => one.name === object);
      expect(right).toMatchObject({ create: false, edit: true });
    },
  );

  test('only the partner manager writes commission rules', () => {
    expect(writers('CommissionRule__c')).toEqual(['PartnerManager']);
  });

  test('nobody but the sync service edits keys and versions', () => {
    const kept = permissionSets
      .filter((set) => set.name !== 'SyncService')
      .flatMap((set) => set.fields)
      .filter(
        ({ path, editable: edits }) => edits && /\.(ExternalKey|SourceVersion)__c$/.test(path),
      )
      .map((grant) => grant.path);
    // Rules, tiers and rates are loaded by administrators, who name them.
    expect(kept).toEqual([
      'CommissionRule__c.ExternalKey__c',
      'CommissionTier__c.ExternalKey__c',
      'ExchangeRate__c.ExternalKey__c',
    ]);
  });

  test('the sync service leaves people what is theirs', () => {
    expect(editable('SyncService', 'CommissionStatement__c')).not.toContain('Status__c');
    expect(editable('SyncService', 'Partnership__c')).not.toContain('Tier__c');
    expect(editable('SyncService', 'AccountAttribution__c')).not.toContain('RenewalOwner__c');
    expect(editable('SyncService', 'PartnerProgram__c').sort()).toEqual([
      'ExternalKey__c',
      'SalesMotions__c',
      'SourceVersion__c',
      'Status__c',
    ]);
  });

  test('a rep credits partners but does not touch programs and partnerships', () => {
    expect(editable('SalesRep', 'OpportunityAttribution__c')).toContain('CreditPercent__c');
    expect(editable('SalesRep', 'Partnership__c')).toEqual([]);
    expect(editable('SalesRep', 'PartnerProgram__c')).toEqual([]);
  });

  test('a rep can read why a commission is what it is', () => {
    const read = of('SalesRep').fields.map((grant) => grant.path);
    expect(read).toEqual(
      expect.arrayContaining(['Commission__c.Reason__c', 'Commission__c.ReasonCode__c']),
    );
  });

  const withPermission = (name: string) =>
    permissionSets
      .filter((set) =>
        childrenOf(set.xml, 'userPermissions').some((right) => textOf(right, 'name') === name),
      )
      .map((set) => set.name);

  test('people may run reports, the sync service may not', () => {
    const people = permissionSets.map((set) => set.name).filter((name) => name !== 'SyncService');
    expect(withPermission('RunReports')).toEqual(people);
  });

  test('nobody gets past rights and sharing', () => {
    expect(['ModifyAllData', 'ViewAllData'].flatMap(withPermission)).toEqual([]);
  });

  test('only the sync service may use the API by permission set', () => {
    expect(withPermission('ApiEnabled')).toEqual(['SyncService']);
    expect(permissionSets.every((set) => textOf(set.xml, 'license') === undefined)).toBe(true);
  });
});
