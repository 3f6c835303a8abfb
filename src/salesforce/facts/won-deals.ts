import { z } from 'zod';
import { scaled } from '../../money.ts';
import { addDays } from '../../rules/calendar.ts';
import type { CreditModel } from '../../rules/credit-model.ts';
import { creditModels } from '../../rules/credit-model.ts';
import type { DealCredit, TouchedDeal } from '../../rules/deal-credit.ts';
import type { Touch, TouchKind } from '../../rules/sourcing.ts';
import type { Org, OrgAdmin, OrgRecord } from '../org.ts';
import { day, moment, number, parseRecords, requiredText, text } from './record.ts';

const dealSchema = z.object({
  Id: requiredText,
  Name: requiredText,
  AccountId: text,
  Amount: number,
  CloseDate: requiredText,
});
const dealIdSchema = z.object({ Opportunity__c: requiredText });

const partnershipFields = [
  'Partnership__c',
  'Partnership__r.Name',
  'Partnership__r.Program__r.AttributionModel__c',
  'Partnership__r.Program__r.AttributionWindowDays__c',
];
const partnershipShape = {
  Partnership__c: requiredText,
  Partnership__r: z.object({
    Name: requiredText,
    Program__r: z.object({
      AttributionModel__c: z.enum(creditModels).nullable(),
      AttributionWindowDays__c: number,
    }),
  }),
};
const claimFields = [
  'Id',
  'Status__c',
  'Origin__c',
  'TouchedAt__c',
  'CreatedDate',
  ...partnershipFields,
];
const claimShape = {
  Id: requiredText,
  Status__c: text,
  Origin__c: text,
  TouchedAt__c: moment,
  CreatedDate: moment,
  ...partnershipShape,
};
const creditSchema = z.object({
  ...claimShape,
  Opportunity__c: requiredText,
  ExternalKey__c: text,
  Role__c: text,
  ReasonCode__c: text,
  CreditPercent__c: number,
  CreditAmount__c: number,
  Reason__c: text,
  CreatedById: requiredText,
  LastModifiedById: requiredText,
});
const leadClaimSchema = z.object({
  ...claimShape,
  Lead__r: z.object({ ConvertedOpportunityId: requiredText }),
});
const accountClaimSchema = z.object({ ...claimShape, Account__c: requiredText });
const registrationSchema = z.object({
  Id: requiredText,
  Opportunity__c: requiredText,
  Status__c: requiredText,
  SubmittedAt__c: moment,
  CreatedDate: moment,
  ExpiresOn__c: day,
  ...partnershipShape,
});
type Claim = z.infer<z.ZodObject<typeof claimShape>>;
type Registration = z.infer<typeof registrationSchema>;

/** A lead that became a deal was accepted, whoever submitted it. */
const kinds: Readonly<Record<string, TouchKind>> = {
  'Billing Partner Key': 'Partner Key',
  'PRM Customer': 'PRM Customer',
  'PRM Lead': 'Accepted Lead',
  'PRM Deal': 'Lead Submission',
};

/** Ended credit was a touch all the same; a claim that was rejected, or that nobody has agreed to yet, is none. */
const isTouch = (claim: Claim): boolean =>
  claim.Status__c === 'Active' || claim.Status__c === 'Ended';

function touchOf(claim: Claim): Touch {
  return {
    key: claim.Id,
    partnershipId: claim.Partnership__c,
    partnershipName: claim.Partnership__r.Name,
    kind: kinds[claim.Origin__c ?? ''] ?? 'Manual',
    at: claim.TouchedAt__c ?? claim.CreatedDate ?? new Date(0),
    windowDays: claim.Partnership__r.Program__r.AttributionWindowDays__c,
    until: null,
  };
}

/** A converted registration counts without an end: its protection was used. */
function registrationTouch(registration: Registration): Touch[] {
  const { Status__c: status, ExpiresOn__c: expiresOn } = registration;
  if (status !== 'Approved' && status !== 'Converted' && status !== 'Expired') return [];
  return [
    {
      key: registration.Id,
      partnershipId: registration.Partnership__c,
      partnershipName: registration.Partnership__r.Name,
      kind: 'Approved Registration',
      at: registration.SubmittedAt__c ?? registration.CreatedDate ?? new Date(0),
      windowDays: null,
      until:
        status === 'Converted' || expiresOn === null
          ? null
          : new Date(`${addDays(expiresOn, 1)}T00:00:00Z`),
    },
  ];
}

/** Codes that flows write on credit that they make; another flow writes CHANGED_BY_HAND where a person changes its share. */
const madeByFlow: ReadonlySet<string> = new Set(['CARRIED_FROM_LEAD', 'DEAL_REGISTERED']);

/** Made with a key of ours, and whoever made it is the last who changed it: no person has touched it. */
function isUntouched(row: z.infer<typeof creditSchema>): boolean {
  return (
    row.ExternalKey__c !== null &&
    row.Origin__c !== null &&
    row.Origin__c !== 'Manual' &&
    row.CreatedById === row.LastModifiedById
  );
}

function creditOf(row: z.infer<typeof creditSchema>): DealCredit {
  const share = row.CreditPercent__c === null ? null : scaled(row.CreditPercent__c, 2);
  return {
    id: row.Id,
    touch: touchOf(row),
    role: row.Role__c ?? 'Sourced',
    share,
    reason: row.Reason__c,
    creditAmount: row.CreditAmount__c,
    isOurs: madeByFlow.has(row.ReasonCode__c ?? '') || isUntouched(row),
  };
}

/** The ids of won opportunities that changed since, or whose credits did. */
async function changedWonDeals(org: Pick<OrgAdmin, 'query'>, since: Date): Promise<string[]> {
  const from = since.toISOString();
  const [deals, credits] = await Promise.all([
    org.query(`SELECT Id FROM Opportunity WHERE IsWon = true AND SystemModstamp >= ${from}`),
    org.query(
      `SELECT Opportunity__c FROM OpportunityAttribution__c WHERE Opportunity__r.IsWon = true AND SystemModstamp >= ${from}`,
    ),
  ]);
  const ids = parseRecords(z.object({ Id: requiredText }), deals, 'Opportunity').map(
    ({ Id }) => Id,
  );
  const credited = parseRecords(dealIdSchema, credits, 'OpportunityAttribution__c');
  return [...new Set([...ids, ...credited.map((row) => row.Opportunity__c)])];
}

const creditFields = [
  ...claimFields,
  'Opportunity__c',
  'ExternalKey__c',
  'Role__c',
  'ReasonCode__c',
  'CreditPercent__c',
  'CreditAmount__c',
  'Reason__c',
  'CreatedById',
  'LastModifiedById',
];
const registrationFields = [
  'Id',
  'Opportunity__c',
  'Status__c',
  'SubmittedAt__c',
  'CreatedDate',
  'ExpiresOn__c',
  ...partnershipFields,
];
const convertedTo = 'Lead__r.ConvertedOpportunityId';

/** Won opportunities that changed since, with every touch of partners that is known of them. */
export async function wonDealsSince(
  org: Org & Pick<OrgAdmin, 'query'>,
  since: Date,
): Promise<TouchedDeal[]> {
  const ids = await changedWonDeals(org, since);
  if (ids.length === 0) return [];
  const find = (object: string, select: readonly string[], by: string, values = ids) =>
    values.length === 0
      ? Promise.resolve<OrgRecord[]>([])
      : org.find({ object, select, by, values });
  const deals = parseRecords(
    dealSchema,
    await find('Opportunity', ['Id', 'Name', 'AccountId', 'Amount', 'CloseDate'], 'Id'),
    'Opportunity',
  );
  const accounts = [...new Set(deals.flatMap(({ AccountId: id }) => (id === null ? [] : [id])))];
  const [credits, registrations, leads, customers] = await Promise.all([
    find('OpportunityAttribution__c', creditFields, 'Opportunity__c'),
    find('DealRegistration__c', registrationFields, 'Opportunity__c'),
    find('LeadAttribution__c', [...claimFields, convertedTo], convertedTo),
    find('AccountAttribution__c', [...claimFields, 'Account__c'], 'Account__c', accounts),
  ]);
  const facts = {
    credits: parseRecords(creditSchema, credits, 'OpportunityAttribution__c'),
    registrations: parseRecords(registrationSchema, registrations, 'DealRegistration__c'),
    leads: parseRecords(leadClaimSchema, leads, 'LeadAttribution__c'),
    customers: parseRecords(accountClaimSchema, customers, 'AccountAttribution__c'),
  };
  return deals.map((deal) => touchedDeal(deal, facts));
}

interface Facts {
  credits: z.infer<typeof creditSchema>[];
  registrations: Registration[];
  leads: z.infer<typeof leadClaimSchema>[];
  customers: z.infer<typeof accountClaimSchema>[];
}

function touchedDeal(deal: z.infer<typeof dealSchema>, facts: Facts): TouchedDeal {
  const credits = facts.credits.filter(
    (row) => row.Opportunity__c === deal.Id && row.Status__c === 'Active',
  );
  const registrations = facts.registrations.filter((row) => row.Opportunity__c === deal.Id);
  const leads = facts.leads.filter((row) => row.Lead__r.ConvertedOpportunityId === deal.Id);
  const customers = facts.customers.filter((row) => row.Account__c === deal.AccountId);
  const claims = [...credits, ...leads, ...customers].filter(isTouch);
  return {
    id: deal.Id,
    name: deal.Name,
    amount: deal.Amount,
    // A deal is won on a day: what touched it on that day counts.
    wonAt: new Date(`${deal.CloseDate}T23:59:59.999Z`),
    touches: [...claims.map(touchOf), ...registrations.flatMap(registrationTouch)],
    credits: credits.map(creditOf),
    models: modelsOf([...claims, ...registrations]),
  };
}

/** The credit model of each partnership's program; where none is set, all goes to the first touch, as in the org. */
function modelsOf(
  rows: readonly Pick<Claim, 'Partnership__c' | 'Partnership__r'>[],
): Map<string, CreditModel> {
  return new Map(
    rows.map((row) => [
      row.Partnership__c,
      row.Partnership__r.Program__r.AttributionModel__c ?? 'First',
    ]),
  );
}
