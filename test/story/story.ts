import type { PartnerStackFake } from '../fakes/partnerstack/fake.ts';
import { startPartnerStackFake } from '../fakes/partnerstack/fake.ts';
import { startStripeFake, type StripeFake } from '../fakes/stripe/stripe-fake.ts';
import { customerSteps } from './customers.ts';
import { fromPartnerStack, type StoryStep } from './step.ts';
import { moneySteps } from './money.ts';
import type { OrgRow } from '../../src/salesforce/org.ts';

/** Terms as the admin sets them, in words that the oracle reads too. Amounts in minor units, rates in per cent. */
export interface Terms {
  program: 'Referral' | 'Reseller';
  key: string;
  name: string;
  ratePercent: number | null;
  flatMinor: number | null;
  capMinor: number | null;
  currency: string | null;
  holdDays: number;
}

export const terms: readonly Terms[] = [
  {
    program: 'Referral',
    key: 'terms:referral:1',
    name: 'Referral 20 %, at most 60.00 USD a payment',
    ratePercent: 20,
    flatMinor: null,
    capMinor: 6000,
    currency: 'USD',
    holdDays: 30,
  },
  {
    program: 'Reseller',
    key: 'terms:reseller:1',
    name: 'Reseller 12.5 %',
    ratePercent: 12.5,
    flatMinor: null,
    capMinor: null,
    currency: null,
    holdDays: 0,
  },
  {
    program: 'Reseller',
    key: 'terms:reseller:2',
    name: 'Reseller bonus 7.50 USD a payment',
    ratePercent: null,
    flatMinor: 750,
    capMinor: null,
    currency: 'USD',
    holdDays: 0,
  },
];

/** Who ought to be credited for whom, by the story's own words: the oracle's only knowledge of attribution. */
export const creditedTo: Readonly<
  Record<string, { partner: string; program: Terms['program'] } | null>
> = {
  Globex: { partner: 'Acme', program: 'Referral' },
  Initech: { partner: 'Ajax', program: 'Referral' },
  'Umbrella KK': { partner: 'Acme', program: 'Reseller' },
  Stark: { partner: 'Acme', program: 'Reseller' },
  Hooli: null,
  Soylent: null,
};

export interface Story {
  stripe: StripeFake;
  partnerstack: PartnerStackFake;
  /** What the admin sets up in Salesforce before anything happens: programs with their terms. */
  setup: OrgRow[];
  steps: StoryStep[];
  close(): Promise<void>;
}

/** A story's clock: both vendors live in the same time, and every step is a little later than the one before. */
const SECONDS_A_STEP = 3607;

/** Two vendors on loopback and the story that happens at them. Nothing has happened until the steps are acted. */
export async function openStory(): Promise<Story> {
  const stripe = await startStripeFake({ now: new Date('2026-09-01T08:00:00.000Z') });
  let ticks = 0;
  const partnerstack = await startPartnerStackFake({
    clock: { now: () => new Date(stripe.books.now.getTime() + ++ticks) },
  });
  const referral = partnerstack.addGroup({
    name: 'Referral',
    slug: 'referral',
    leadsEnabled: true,
    dealsEnabled: true,
  });
  const reseller = partnerstack.addGroup({
    name: 'Reseller',
    slug: 'reseller',
    dealsEnabled: true,
  });
  const groups = { Referral: referral.data.key, Reseller: reseller.data.key };
  const steps = [
    ...partnerSteps(partnerstack, [referral, reseller], groups),
    ...dealSteps(partnerstack),
    ...customerSteps(stripe, partnerstack),
    ...moneySteps(stripe),
  ];
  return {
    stripe,
    partnerstack,
    setup: setupRows(groups),
    steps: steps.map(({ title, act }) => ({
      title,
      act: () => {
        stripe.advance(SECONDS_A_STEP);
        return act();
      },
    })),
    close: async () => {
      await Promise.all([stripe.stop(), partnerstack.close()]);
    },
  };
}

function setupRows(groups: Readonly<Record<Terms['program'], string>>): OrgRow[] {
  const programKey = (program: Terms['program']): string =>
    `partnerstack:main:program:${groups[program]}`;
  const programs: OrgRow[] = (['Referral', 'Reseller'] as const).map((name) => ({
    object: 'PartnerProgram__c',
    key: programKey(name),
    fields: {
      Name: name,
      Type__c: name,
      DefaultRole__c: name === 'Reseller' ? 'Resold' : 'Sourced',
    },
  }));
  const rules: OrgRow[] = terms.map((rule) => ({
    object: 'CommissionRule__c',
    key: rule.key,
    fields: {
      Program__r: { ExternalKey__c: programKey(rule.program) },
      Name: rule.name,
      RuleVersion__c: 1,
      Trigger__c: 'Every Payment',
      Type__c: rule.flatMinor === null ? 'Percent' : 'Flat',
      RatePercent__c: rule.ratePercent,
      FlatAmount__c: rule.flatMinor === null ? null : rule.flatMinor / 100,
      CapAmount__c: rule.capMinor === null ? null : rule.capMinor / 100,
      Currency__c: rule.currency,
      HoldDays__c: rule.holdDays,
      EffectiveFrom__c: '2026-01-01',
      Status__c: 'Active',
    },
  }));
  return [...programs, ...rules];
}

function partnerSteps(
  partnerstack: PartnerStackFake,
  programs: object[],
  groups: Record<Terms['program'], string>,
): StoryStep[] {
  const acme = { key: 'stck_acme', name: 'Acme' };
  const ajax = { key: 'stck_ajax', name: 'Ajax' };
  return [
    {
      title: 'Two programs exist in the PRM: Referral and Reseller',
      act: () => fromPartnerStack(...programs),
    },
    {
      title: 'Acme joins both programs, Ajax joins Referral',
      act: () =>
        fromPartnerStack(
          partnerstack.addPartnership({
            partnerKey: 'acme',
            group: groups.Referral,
            team: acme,
            firstName: 'Ada',
            lastName: 'Moore',
            email: 'ada@acme.example',
          }),
          partnerstack.addPartnership({
            partnerKey: 'acme-reseller',
            group: groups.Reseller,
            team: acme,
            firstName: 'Ada',
            lastName: 'Moore',
            email: 'ada@acme.example',
          }),
          partnerstack.addPartnership({
            partnerKey: 'ajax',
            group: groups.Referral,
            team: ajax,
            firstName: 'Jim',
            lastName: 'Burr',
            email: 'jim@ajax.example',
          }),
        ),
    },
  ];
}

function dealSteps(partnerstack: PartnerStackFake): StoryStep[] {
  return [
    {
      title: 'Ajax submits a lead: Wile Ltd',
      act: () =>
        fromPartnerStack(
          partnerstack.addLead({
            partnerKey: 'ajax',
            company: 'Wile Ltd',
            firstName: 'Wile',
            lastName: 'Coyote',
            email: 'wile@wile.example',
            status: 'submitted',
          }),
        ),
    },
    {
      title: 'Acme registers a deal: Globex, 24,000.00 USD',
      act: () =>
        fromPartnerStack(
          partnerstack.addDeal({
            partnerKey: 'acme',
            accountName: 'Globex',
            amountCents: 2_400_000,
            closeDate: '2026-12-15',
            stage: 'Qualification',
            firstName: 'Hank',
            lastName: 'Scorpio',
            email: 'hank@globex.example',
          }),
        ),
    },
  ];
}
