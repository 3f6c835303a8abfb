import { z } from 'zod';
import { renewalPolicies } from '../../rules/renewal.ts';
import { partnershipFields, partnershipSchema } from './partnerships.ts';
import { day, moment, number, requiredText, text } from './record.ts';

const common = {
  Id: requiredText,
  ExternalKey__c: text,
  Role__c: requiredText,
  Status__c: z.enum(['Proposed', 'Active', 'Ended', 'Rejected']),
  Reason__c: text,
  TouchedAt__c: moment,
  CreatedDate: moment,
  Partnership__r: partnershipSchema,
};
const commonFields = [
  ...Object.keys(common).filter((field) => field !== 'Partnership__r'),
  ...partnershipFields('Partnership__r'),
];
/** What both kinds of credit have. */
export type Common = Omit<LeadRow, 'Lead__c' | 'Lead__r'>;

export const leadSchema = z.object({
  ...common,
  Lead__c: requiredText,
  Lead__r: z.object({
    Company: text,
    /** Filled when the lead is converted; unlike IsConverted it needs no permission of its own. */
    ConvertedDate: day,
    SourceStatus__c: text,
  }),
});
export type LeadRow = z.infer<typeof leadSchema>;

export const dealSchema = z.object({
  ...common,
  Opportunity__c: requiredText,
  PayableSplitPercent__c: number,
  Opportunity__r: z.object({
    Name: requiredText,
    IsWon: z.boolean(),
    CloseDate: day,
    Amount: number,
    IsRenewal__c: z.boolean(),
    RenewalOwner__c: z.enum(renewalPolicies).nullable(),
  }),
});
export type DealRow = z.infer<typeof dealSchema>;

/** What is selected of each. */
export const creditFields = {
  LeadAttribution__c: [
    ...commonFields,
    'Lead__c',
    'Lead__r.Company',
    'Lead__r.ConvertedDate',
    'Lead__r.SourceStatus__c',
  ],
  OpportunityAttribution__c: [
    ...commonFields,
    'Opportunity__c',
    'PayableSplitPercent__c',
    'Opportunity__r.Name',
    'Opportunity__r.IsWon',
    'Opportunity__r.CloseDate',
    'Opportunity__r.Amount',
    'Opportunity__r.IsRenewal__c',
    'Opportunity__r.RenewalOwner__c',
  ],
};
