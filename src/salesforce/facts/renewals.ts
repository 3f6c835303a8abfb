import { z } from 'zod';
import {
  enteredByHand,
  renewalExceptions,
  renewalPolicies,
  type Renewal,
  type RenewalCredit,
  type RenewalPolicy,
} from '../../rules/renewal.ts';
import type { Org, OrgAdmin } from '../org.ts';
import { scaled } from '../../money.ts';
import type { CustomerShare } from '../../rules/renewal-credit.ts';
import { day, moment, number, parseRecords, requiredText, text } from './record.ts';

/** A credit of the customer, with what its renewal takes over. */
export interface CustomerCredit extends RenewalCredit, CustomerShare {
  partnershipId: string;
  /** External key, or the record id where a rep made it. */
  partnershipKey: string;
  origin: string;
}

/** An opportunity that renews a subscription, with what the rule looks at and what stands on it now. */
export interface RenewalFact {
  id: string;
  name: string;
  isClosed: boolean;
  amount: number | null;
  renewal: Renewal;
  credits: readonly CustomerCredit[];
  stands: { owner: RenewalPolicy | null; opensOn: string | null };
  reason: string | null;
  /** Owner and day as we wrote them last. */
  written: string | null;
}

const renewalSchema = z.object({
  Id: requiredText,
  Name: requiredText,
  AccountId: text,
  Amount: number,
  CloseDate: requiredText,
  IsClosed: z.boolean(),
  ContactSuppressed__c: z.boolean(),
  RenewalOwner__c: z.enum(renewalPolicies).nullable(),
  RenewalOpensOn__c: day,
  RenewalReason__c: text,
  RenewalDecided__c: text,
  RenewalToldOn__c: day,
  RenewedSubscription__r: z.object({ EndsOn__c: day }).nullable(),
});

const creditSchema = z
  .object({
    Id: requiredText,
    Account__c: requiredText,
    CreditPercent__c: number,
    PayableSplitPercent__c: number,
    Origin__c: text,
    TouchedAt__c: moment,
    CreatedDate: moment,
    Role__c: text,
    Status__c: requiredText,
    StartDate__c: day,
    EndDate__c: day,
    RenewalOwner__c: z.enum(renewalExceptions).nullable(),
    Partnership__r: z.object({
      Id: requiredText,
      ExternalKey__c: text,
      Name: requiredText,
      Partner__c: requiredText,
      Program__r: z.object({
        Name: requiredText,
        RenewalPolicy__c: z.enum(renewalPolicies).nullable(),
        RenewalWindowDays__c: number,
        CommissionOnRenewal__c: z.boolean(),
      }),
    }),
  })
  .transform((record): CustomerCredit & { accountId: string } => {
    const { Partnership__r: partnership } = record;
    const { Program__r: program } = partnership;
    return {
      id: record.Id,
      accountId: record.Account__c,
      partnershipId: partnership.Id,
      partnershipKey: partnership.ExternalKey__c ?? partnership.Id,
      origin: record.Origin__c ?? 'Manual',
      creditShare: record.CreditPercent__c === null ? null : scaled(record.CreditPercent__c, 2),
      payableSplit:
        record.PayableSplitPercent__c === null ? null : scaled(record.PayableSplitPercent__c, 2),
      touchedAt: record.TouchedAt__c ?? record.CreatedDate ?? new Date(0),
      partnerId: partnership.Partner__c,
      partnershipName: partnership.Name,
      programName: program.Name,
      role: record.Role__c ?? 'Sourced',
      status: record.Status__c,
      startDate: record.StartDate__c,
      endDate: record.EndDate__c,
      policy: program.RenewalPolicy__c,
      windowDays: program.RenewalWindowDays__c,
      exception: record.RenewalOwner__c,
      commissionOnRenewal: program.CommissionOnRenewal__c,
    };
  });

/** Open renewals, and those that were won since without anybody having said who renewed: commissions depend on it. */
const wanted = (since: Date): string =>
  `IsRenewal__c = true AND (IsClosed = false OR (IsWon = true AND RenewalOwner__c = null AND SystemModstamp >= ${since.toISOString()}))`;

/** The renewals that there is something to say about, in two queries however many there are; one where there are none. */
export async function renewalsToDecide(
  org: Pick<OrgAdmin, 'query'>,
  since: Date,
): Promise<RenewalFact[]> {
  const records = await org.query(
    `SELECT Id, Name, AccountId, Amount, CloseDate, IsClosed, ContactSuppressed__c, RenewalOwner__c, RenewalOpensOn__c, RenewalReason__c, RenewalDecided__c, RenewalToldOn__c, RenewedSubscription__r.EndsOn__c FROM Opportunity WHERE ${wanted(since)} ORDER BY Id`,
  );
  if (records.length === 0) return [];
  const credits = await org.query(
    `SELECT Id, Account__c, CreditPercent__c, PayableSplitPercent__c, Origin__c, TouchedAt__c, CreatedDate, Partnership__r.Id, Partnership__r.ExternalKey__c, Role__c, Status__c, StartDate__c, EndDate__c, RenewalOwner__c, Partnership__r.Name, Partnership__r.Partner__c, Partnership__r.Program__r.Name, Partnership__r.Program__r.RenewalPolicy__c, Partnership__r.Program__r.RenewalWindowDays__c, Partnership__r.Program__r.CommissionOnRenewal__c FROM AccountAttribution__c WHERE Status__c = 'Active' AND Account__c IN (SELECT AccountId FROM Opportunity WHERE ${wanted(since)}) ORDER BY Id`,
  );
  const byAccount = Map.groupBy(
    parseRecords(creditSchema, credits, 'AccountAttribution__c'),
    ({ accountId }) => accountId,
  );
  return parseRecords(renewalSchema, records, 'Opportunity').map((record) =>
    renewalFact(record, byAccount.get(record.AccountId ?? '') ?? []),
  );
}

function renewalFact(
  record: z.infer<typeof renewalSchema>,
  credits: readonly CustomerCredit[],
): RenewalFact {
  const stands = { owner: record.RenewalOwner__c, opensOn: record.RenewalOpensOn__c };
  return {
    id: record.Id,
    name: record.Name,
    isClosed: record.IsClosed,
    amount: record.Amount,
    credits,
    stands,
    reason: record.RenewalReason__c,
    written: record.RenewalDecided__c,
    renewal: {
      closesOn: record.CloseDate,
      subscriptionEndsOn: record.RenewedSubscription__r?.EndsOn__c ?? null,
      contactSuppressed: record.ContactSuppressed__c,
      credits,
      entered: enteredByHand(stands, record.RenewalDecided__c),
      toldOn: record.RenewalToldOn__c,
    },
  };
}

const creditedSchema = z.object({ Opportunity__c: requiredText });

/** Which of these opportunities have credit of partners, in any status: what is there was decided already. */
export async function creditedOpportunities(
  org: Pick<Org, 'find'>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const records = await org.find({
    object: 'OpportunityAttribution__c',
    select: ['Opportunity__c'],
    by: 'Opportunity__c',
    values: ids,
  });
  const rows = parseRecords(creditedSchema, records, 'OpportunityAttribution__c');
  return new Set(rows.map((row) => row.Opportunity__c));
}
