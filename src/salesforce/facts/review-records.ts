import { z } from 'zod';
import { addDays } from '../../rules/calendar.ts';
import type { DealFacts, RegistrationFacts } from '../../rules/review-facts.ts';
import type { OrgAdmin } from '../org.ts';
import { soqlString } from '../soql.ts';
import { bringing, held, onDays, type Period } from './goal-metrics.ts';
import { number, parseRecords, requiredText, text } from './record.ts';
import { openRegistration } from './review-metrics.ts';

type Query = Pick<OrgAdmin, 'query'>;

/** More detail than that is cut, the smallest deals and the youngest registrations first: ten pages of a query. */
const MOST_ROWS = 20_000;

/** A partnership as the head of its review. */
export interface ReviewedPartnership {
  id: string;
  key: string;
  name: string;
  partner: string;
  program: string;
  tier: string | null;
}

const partnershipSchema = z
  .object({
    Id: requiredText,
    ExternalKey__c: text,
    Name: requiredText,
    Tier__c: text,
    Partner__r: z.object({ Name: requiredText }),
    Program__r: z.object({ Name: requiredText }),
  })
  .transform((record): ReviewedPartnership => ({
    id: record.Id,
    key: record.ExternalKey__c ?? record.Id,
    name: record.Name,
    partner: record.Partner__r.Name,
    program: record.Program__r.Name,
    tier: record.Tier__c,
  }));

/** Active partnerships, or the one that `key` (external key or record id) names; none where that is not active. */
export async function reviewedPartnerships(
  org: Query,
  key: string | null,
): Promise<ReviewedPartnership[]> {
  const isId = key !== null && /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(key);
  const one =
    key === null
      ? ''
      : ` AND (ExternalKey__c = ${soqlString(key)}${isId ? ` OR Id = ${soqlString(key)}` : ''})`;
  const records = await org.query(
    `SELECT Id, ExternalKey__c, Name, Tier__c, Partner__r.Name, Program__r.Name FROM Partnership__c WHERE Status__c = 'Active'${one} ORDER BY Id`,
  );
  return parseRecords(partnershipSchema, records, 'Partnership__c');
}

const dealSchema = z
  .object({
    Partnership__c: requiredText,
    Role__c: requiredText,
    CreditAmount__c: number,
    Opportunity__r: z.object({
      Name: requiredText,
      CloseDate: requiredText,
      CloseReason__c: text,
      Account: z.object({ Name: requiredText }).nullable(),
    }),
  })
  .transform((record): [string, DealFacts] => [
    record.Partnership__c,
    {
      name: record.Opportunity__r.Name,
      customer: record.Opportunity__r.Account?.Name ?? null,
      amount: record.CreditAmount__c ?? 0,
      day: record.Opportunity__r.CloseDate,
      role: record.Role__c,
      reason: record.Opportunity__r.CloseReason__c,
    },
  ]);

/** Deals that were won or lost in the period, by partnership id. */
export async function closedDeals(
  org: Query,
  period: Period,
  outcome: 'won' | 'lost',
  partnershipId: string | null,
): Promise<Map<string, DealFacts[]>> {
  const closed =
    outcome === 'won'
      ? 'Opportunity__r.IsWon = true'
      : 'Opportunity__r.IsClosed = true AND Opportunity__r.IsWon = false';
  const records = await org.query(
    `SELECT Partnership__c, Role__c, CreditAmount__c, Opportunity__r.Name, Opportunity__r.CloseDate, Opportunity__r.CloseReason__c, Opportunity__r.Account.Name FROM OpportunityAttribution__c WHERE ${held} AND ${bringing} AND ${closed} AND ${onDays('Opportunity__r.CloseDate', period)}${only(partnershipId)} ORDER BY CreditAmount__c DESC NULLS LAST, Id LIMIT ${MOST_ROWS}`,
  );
  return grouped(parseRecords(dealSchema, records, 'OpportunityAttribution__c'));
}

const registrationSchema = z
  .object({
    Partnership__c: requiredText,
    Company__c: requiredText,
    Status__c: requiredText,
    SubmittedAt__c: requiredText,
    ExpiresOn__c: text,
    ExpectedAmount__c: number,
  })
  .transform((record): [string, RegistrationFacts] => [
    record.Partnership__c,
    {
      company: record.Company__c,
      status: record.Status__c,
      submitted: record.SubmittedAt__c.slice(0, 10),
      expires: record.ExpiresOn__c,
      amount: record.ExpectedAmount__c,
    },
  ]);

/** Registrations that are open, by partnership id. */
export async function openRegistrations(
  org: Query,
  end: string,
  partnershipId: string | null,
): Promise<Map<string, RegistrationFacts[]>> {
  const records = await org.query(
    `SELECT Partnership__c, Company__c, Status__c, SubmittedAt__c, ExpiresOn__c, ExpectedAmount__c FROM DealRegistration__c WHERE ${openRegistration(end)}${only(partnershipId)} ORDER BY SubmittedAt__c, Id LIMIT ${MOST_ROWS}`,
  );
  return grouped(parseRecords(registrationSchema, records, 'DealRegistration__c'));
}

/** A goal as a review needs it: of the period, or of the one that follows. */
export interface ReviewedGoal {
  metric: string;
  target: number;
  result: number;
  growthPercent: number | null;
  periodStart: string;
  periodEnd: string;
  renews: boolean;
}

const goalSchema = z
  .object({
    Partnership__c: requiredText,
    Metric__c: requiredText,
    Target__c: z.number(),
    Result__c: number,
    GrowthPercent__c: number,
    PeriodStart__c: requiredText,
    PeriodEnd__c: requiredText,
    RenewAutomatically__c: z.boolean(),
  })
  .transform((record): [string, ReviewedGoal] => [
    record.Partnership__c,
    {
      metric: record.Metric__c,
      target: record.Target__c,
      result: record.Result__c ?? 0,
      growthPercent: record.GrowthPercent__c,
      periodStart: record.PeriodStart__c,
      periodEnd: record.PeriodEnd__c,
      renews: record.RenewAutomatically__c,
    },
  ]);

/** Goals that run in the period, and those that begin within the quarter after it, by partnership id. */
export async function reviewedGoals(
  org: Query,
  { start, end }: Period,
): Promise<Map<string, ReviewedGoal[]>> {
  const records = await org.query(
    `SELECT Partnership__c, Metric__c, Target__c, Result__c, GrowthPercent__c, PeriodStart__c, PeriodEnd__c, RenewAutomatically__c FROM PartnerGoal__c WHERE PeriodEnd__c >= ${start} AND PeriodStart__c <= ${addDays(end, 92)} ORDER BY Metric__c, PeriodStart__c, Id`,
  );
  return grouped(parseRecords(goalSchema, records, 'PartnerGoal__c'));
}

function only(partnershipId: string | null): string {
  return partnershipId === null ? '' : ` AND Partnership__c = ${soqlString(partnershipId)}`;
}

function grouped<Fact>(pairs: readonly [string, Fact][]): Map<string, Fact[]> {
  const found = new Map<string, Fact[]>();
  for (const [id, fact] of pairs) {
    const known = found.get(id);
    if (known) known.push(fact);
    else found.set(id, [fact]);
  }
  return found;
}
