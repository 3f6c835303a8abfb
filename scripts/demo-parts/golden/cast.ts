import type { OrgRow } from '../../../src/salesforce/org.ts';
import type { PartnerStackFake } from '../../../test/fakes/partnerstack/fake.ts';
import { fromPartnerStack, type StoryDelivery } from '../../../test/story/step.ts';

/** Terms as the admin sets them, in words that the independent calculation reads too. Amounts in cents, rates in per cent. */
export interface GoldenTerms {
  program: string;
  trigger: 'Every Payment' | 'Lead Converted' | 'Opportunity Won';
  ratePercent: number | null;
  flatMinor: number | null;
  /** Only this product earns; null: all. */
  product: string | null;
  /** Only this role earns; null: any. */
  role: string | null;
  version: number;
  /** First day, and first day no more. */
  from: string;
  until: string | null;
}

const always = {
  flatMinor: null,
  product: null,
  role: null,
  version: 1,
  from: '2026-01-01',
  until: null,
};

export const goldenTerms: readonly GoldenTerms[] = [
  { ...always, program: 'Resale', trigger: 'Every Payment', ratePercent: 20, product: 'Platform' },
  {
    ...always,
    program: 'Lead Referral',
    trigger: 'Lead Converted',
    ratePercent: null,
    flatMinor: 100_000,
  },
  { ...always, program: 'Deals', trigger: 'Opportunity Won', ratePercent: 10, role: 'Sourced' },
  { ...always, program: 'Deals', trigger: 'Opportunity Won', ratePercent: 5, role: 'Delivered' },
  { ...always, program: 'Alliance', trigger: 'Every Payment', ratePercent: 100 },
  { ...always, program: 'Growth', trigger: 'Every Payment', ratePercent: 20 },
  {
    ...always,
    program: 'Launch',
    trigger: 'Every Payment',
    ratePercent: 20,
    until: '2026-08-15',
  },
  {
    ...always,
    program: 'Launch',
    trigger: 'Every Payment',
    ratePercent: 10,
    version: 2,
    from: '2026-08-15',
  },
];

/** Who is paid for which customer's payments, in per cent. */
export const goldenShares: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  Vandelay: [['Acme – Resale', 100]],
  Trident: [
    ['Acme – Alliance', 33.34],
    ['Ajax – Alliance', 33.33],
    ['Apex – Alliance', 33.33],
  ],
  Hudson: [
    ['Acme – Growth', 60],
    ['Ajax – Growth', 40],
  ],
  Duff: [['Apex – Growth', 100]],
  Prestige: [['Apex – Launch', 100]],
};

/** A deal's partners with role, share of the pay in per cent, and amount in cents. */
export const goldenDeal = {
  name: 'Wayne',
  amountMinor: 750_000,
  parts: [
    { partnership: 'Acme – Deals', role: 'Sourced', split: 60 },
    { partnership: 'Ajax – Deals', role: 'Delivered', split: 40 },
  ],
} as const;

const types: Readonly<Record<string, string>> = { Resale: 'Reseller' };
const roles: Readonly<Record<string, string>> = { Resale: 'Resold' };

/** 'Acme – Resale' → 'acme-resale', as billing metadata and forms carry it. */
export const partnerKeyOf = (partnership: string): string =>
  partnership.toLowerCase().replace(/\W+/g, '-');

const partnerships = [
  'Acme – Resale',
  'Acme – Lead Referral',
  ...goldenDeal.parts.map((part) => part.partnership),
  ...new Set(Object.values(goldenShares).flatMap((shares) => shares.map(([name]) => name))),
].filter((name, index, all) => all.indexOf(name) === index);

/** The programs and partnerships at the PRM: what PartnerStack would post, and the terms as rows for Salesforce. */
export function openPrograms(partnerstack: PartnerStackFake): {
  deliveries: StoryDelivery[];
  rows: OrgRow[];
} {
  const names = [...new Set(goldenTerms.map(({ program }) => program))];
  const groups = new Map(
    names.map((name) => [
      name,
      partnerstack.addGroup({
        name,
        slug: partnerKeyOf(name),
        leadsEnabled: true,
        dealsEnabled: true,
      }),
    ]),
  );
  const keyOf = (program: string): string => groups.get(program)?.data.key ?? '';
  const joined = partnerships.map((name) => {
    const [partner = '', program = ''] = name.split(' – ');
    return partnerstack.addPartnership({
      partnerKey: partnerKeyOf(name),
      group: keyOf(program),
      team: { key: `stck_${partner.toLowerCase()}`, name: partner },
      email: `partners@${partner.toLowerCase()}.example`,
    });
  });
  return {
    deliveries: fromPartnerStack(...groups.values(), ...joined),
    rows: [
      ...names.map((name) => ({
        object: 'PartnerProgram__c',
        key: `partnerstack:main:program:${keyOf(name)}`,
        fields: {
          Name: name,
          Type__c: types[name] ?? 'Referral',
          DefaultRole__c: roles[name] ?? 'Sourced',
        },
      })),
      ...goldenTerms.map((terms, index) => ruleRow(terms, index, keyOf(terms.program))),
    ],
  };
}

function ruleRow(terms: GoldenTerms, index: number, program: string): OrgRow {
  const { ratePercent, flatMinor } = terms;
  const what = flatMinor === null ? `${ratePercent} %` : `${flatMinor / 100} USD`;
  return {
    object: 'CommissionRule__c',
    key: `golden:${index}`,
    fields: {
      Program__r: { ExternalKey__c: `partnerstack:main:program:${program}` },
      Name: `${terms.program} ${what}`,
      RuleVersion__c: terms.version,
      Trigger__c: terms.trigger,
      Type__c: flatMinor === null ? 'Percent' : 'Flat',
      RatePercent__c: ratePercent,
      FlatAmount__c: flatMinor === null ? null : flatMinor / 100,
      Currency__c: flatMinor === null ? null : 'USD',
      ProductFilter__c: terms.product,
      Role__c: terms.role,
      EffectiveFrom__c: terms.from,
      EffectiveUntil__c: terms.until,
      HoldDays__c: 0,
      Status__c: 'Active',
    },
  };
}
