import type { RecordCredit } from '../../src/rules/record-lines.ts';
import type { RecordPart } from '../../src/rules/record-trigger.ts';
import { flat, partner, rule } from './commission-builders.ts';

export const lead: RecordPart = {
  recordName: 'the lead of Globex',
  trigger: 'Lead Converted',
  earnedOn: '2026-09-21',
  status: 'Active',
  isPaidOut: false,
  split: 10_000,
  behind: null,
  onRenewal: null,
  baseMinor: null,
  currency: 'USD',
};
export const deal: RecordPart = {
  ...lead,
  recordName: 'the deal "Globex upgrade"',
  trigger: 'Opportunity Won',
  baseMinor: 1_000_000,
};
export const perLead = flat(100_000, { name: 'Per lead', trigger: 'Lead Converted' });
export const ofDeal = rule({ trigger: 'Opportunity Won' });

/** One partner's credit for the lead, for which nothing was posted yet. */
export const credit = (changes: Partial<RecordCredit> = {}): RecordCredit => ({
  key: 'attribution-1',
  partnership: partner('Acme'),
  parts: [lead],
  posted: [],
  ...changes,
});
