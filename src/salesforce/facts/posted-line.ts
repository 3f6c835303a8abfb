import { z } from 'zod';
import { PoisonError } from '../../errors.ts';
import { fromMajor } from '../../money.ts';
import type { OrgAdmin } from '../org.ts';
import { soqlString } from '../soql.ts';
import { number, parseRecords, requiredText, text } from './record.ts';

/** A commission line as it was stored, with everything that explains it. Minor units of `currency`. */
export interface StoredLine {
  key: string;
  name: string;
  partnershipName: string;
  period: string;
  currency: string;
  amountMinor: number;
  status: string;
  reasonCode: string;
  reason: string;
  /** Null: another system computed it, or it moves or takes back a line that has none. */
  ruleName: string | null;
  ruleVersion: number | null;
  /** JSON, as stored. */
  inputs: string;
}

const schema = z
  .object({
    ExternalKey__c: text,
    Name: requiredText,
    Amount__c: z.number(),
    Currency__c: requiredText,
    Status__c: requiredText,
    ReasonCode__c: text,
    Reason__c: text,
    RuleVersion__c: number,
    Inputs__c: text,
    CommissionRule__r: z.object({ Name: requiredText }).nullable(),
    CommissionStatement__r: z.object({
      Period__c: text,
      Partnership__r: z.object({ Name: requiredText }),
    }),
  })
  .transform((record): StoredLine => ({
    key: record.ExternalKey__c ?? record.Name,
    name: record.Name,
    partnershipName: record.CommissionStatement__r.Partnership__r.Name,
    period: record.CommissionStatement__r.Period__c ?? '',
    currency: record.Currency__c,
    amountMinor: fromMajor(record.Amount__c, record.Currency__c).minor,
    status: record.Status__c,
    reasonCode: record.ReasonCode__c ?? '',
    reason: record.Reason__c ?? '',
    ruleName: record.CommissionRule__r?.Name ?? null,
    ruleVersion: record.RuleVersion__c,
    inputs: record.Inputs__c ?? '',
  }));

/** The line of this external key or line number. Throws PoisonError where there is none. */
export async function storedLine(
  org: Pick<OrgAdmin, 'query'>,
  keyOrName: string,
): Promise<StoredLine> {
  const wanted = soqlString(keyOrName);
  const records = await org.query(
    `SELECT ExternalKey__c, Name, Amount__c, Currency__c, Status__c, ReasonCode__c, Reason__c, RuleVersion__c, Inputs__c, CommissionRule__r.Name, CommissionStatement__r.Period__c, CommissionStatement__r.Partnership__r.Name FROM Commission__c WHERE ExternalKey__c = ${wanted} OR Name = ${wanted}`,
  );
  const [found] = parseRecords(schema, records, 'Commission__c');
  if (found) return found;
  throw new PoisonError({
    code: 'LINE_NOT_FOUND',
    message: `There is no commission line "${keyOrName}" in the org.`,
    action: 'Take its External Key or its line number, such as CM-000042, from Salesforce.',
  });
}
