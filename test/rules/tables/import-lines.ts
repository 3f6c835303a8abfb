import type {
  AttributionLine,
  AttributionTarget,
  ImportFacts,
  LinePlan,
  PartnerLine,
  PartnerTarget,
} from '../../../src/rules/import-plan.ts';
import type { RuleRow } from './rule-table.ts';

/** What an org and a file hold, and how a row of the table on imports is written. */
export type Facts = { org: ImportFacts } & (
  { partners: readonly PartnerLine[] } | { customers: readonly AttributionLine[] }
);
export interface Plan {
  line: number;
  outcome: LinePlan<PartnerLine, PartnerTarget>['outcome'];
  reason: string;
  target: PartnerTarget | AttributionTarget | null;
}
export interface Outcome {
  plans: readonly Plan[];
}
export type Row = RuleRow<Facts, Outcome>;

export const org: ImportFacts = {
  companies: [
    { id: '001A', name: 'Acme, Inc.', domain: 'acme.com' },
    { id: '001B', name: 'Ajax', domain: null },
    { id: '001C', name: 'AJAX GmbH', domain: 'ajax.de' },
    { id: '001D', name: 'Globex', domain: null },
    { id: '001E', name: '---', domain: null },
  ],
  programs: [
    { id: 'P1', name: 'Referral' },
    { id: 'P2', name: 'Twice' },
    { id: 'P3', name: 'twice' },
    { id: 'P4', name: ' Alliance ' },
  ],
  partnerships: [
    { id: 'S1', key: 'acme', partnerId: '001A', programId: 'P1' },
    { id: 'S2', key: 'globex', partnerId: '001D', programId: 'P4' },
    { id: 'S3', key: 'ajax', partnerId: '001C', programId: 'P1' },
  ],
  credits: [{ id: 'C1', accountId: '001D', partnershipId: 'S1', role: 'Influenced' }],
  givenSplit: new Map([['001D', 4_000]]),
};
export const partner = (more: Partial<PartnerLine> = {}): PartnerLine => ({
  line: 2,
  partner: 'Bolt',
  program: 'Referral',
  start: null,
  ...more,
});
export const customer = (more: Partial<AttributionLine> = {}): AttributionLine => ({
  ...partner({ partner: 'Acme' }),
  customer: 'Globex',
  role: 'Sourced',
  end: null,
  split: 6_000,
  ...more,
});
export const makes = (target: Plan['target'], reason: string, line = 2): Plan => ({ line, outcome: 'make', reason, target }); // prettier-ignore
export const leaves = (outcome: 'exists' | 'unclear', reason: string, line = 2): Plan => ({ line, outcome, reason, target: null }); // prettier-ignore
export const partners = (name: string, lines: readonly PartnerLine[], plans: readonly Plan[]): Row => ({ name, facts: { org, partners: lines }, outcome: { plans } }); // prettier-ignore
export const customers = (name: string, lines: readonly AttributionLine[], plans: readonly Plan[], facts = org): Row => ({ name, facts: { org: facts, customers: lines }, outcome: { plans } }); // prettier-ignore
export const severalAjax = '2 accounts may be "ajax": AJAX GmbH (001C), Ajax (001B). Write the record id of the right one into the file, or merge them.'; // prettier-ignore
export const noReseller = 'No partner program is named "Reseller". Make it, or correct the name.';
