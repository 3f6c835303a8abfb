import { z } from 'zod';
import { PoisonError } from '../../errors.ts';
import { fromMajor } from '../../money.ts';
import { addDays } from '../../rules/calendar.ts';
import type { DatedLine } from '../../rules/owed-on.ts';
import type { OrgAdmin } from '../org.ts';
import { soqlString } from '../soql.ts';
import { moment, parseRecords, requiredText, text } from './record.ts';

const schema = z
  .object({
    ExternalKey__c: text,
    Name: requiredText,
    Amount__c: z.number(),
    Currency__c: requiredText,
    Status__c: z.enum([
      'Accrued', 'Held', 'Payable', 'Approved', 'Paid', 'Disputed', 'Void', 'Reversed',
    ]), // prettier-ignore
    StatusLog__c: text,
    CreatedDate: requiredText,
    Reason__c: text,
    CommissionStatement__r: z.object({
      ApprovedAt__c: moment,
      PaidAt__c: moment,
      Partnership__c: requiredText,
      Partnership__r: z.object({ ExternalKey__c: text, Name: requiredText }),
    }),
  })
  .transform((record): DatedLine => {
    const {
      Partnership__c: id,
      Partnership__r: partnership,
      ...statement
    } = record.CommissionStatement__r;
    return {
      key: record.ExternalKey__c ?? record.Name,
      name: record.Name,
      partnershipKey: partnership.ExternalKey__c ?? id,
      partnershipName: partnership.Name,
      currency: record.Currency__c,
      amountMinor: fromMajor(record.Amount__c, record.Currency__c).minor,
      postedAt: new Date(record.CreatedDate),
      status: record.Status__c,
      statusLog: record.StatusLog__c,
      approvedAt: statement.ApprovedAt__c,
      paidAt: statement.PaidAt__c,
      reason: record.Reason__c ?? '',
    };
  });

/**
 * Every commission line posted until the end of `day` (UTC), of all partnerships or of one by its external key or id; one
 * API call for each page. Throws PoisonError where there is no such partnership.
 */
export async function linesPostedBy(
  org: Pick<OrgAdmin, 'query'>,
  day: string,
  partnership: string | null,
): Promise<DatedLine[]> {
  const of =
    partnership === null
      ? ''
      : ` AND CommissionStatement__r.Partnership__c = ${soqlString(await partnershipId(org, partnership))}`;
  const records = await org.query(
    `SELECT ExternalKey__c, Name, Amount__c, Currency__c, Status__c, StatusLog__c, CreatedDate, Reason__c, CommissionStatement__r.ApprovedAt__c, CommissionStatement__r.PaidAt__c, CommissionStatement__r.Partnership__c, CommissionStatement__r.Partnership__r.ExternalKey__c, CommissionStatement__r.Partnership__r.Name FROM Commission__c WHERE CreatedDate < ${addDays(day, 1)}T00:00:00Z${of}`,
  );
  return parseRecords(schema, records, 'Commission__c');
}

/** The id of a partnership by its external key or its id. Throws PoisonError where there is none. */
export async function partnershipId(
  org: Pick<OrgAdmin, 'query'>,
  keyOrId: string,
): Promise<string> {
  const isId = /^a[0-9A-Za-z]{14}([0-9A-Za-z]{3})?$/.test(keyOrId);
  const by = `ExternalKey__c = ${soqlString(keyOrId)}${isId ? ` OR Id = ${soqlString(keyOrId)}` : ''}`;
  const [found] = parseRecords(
    z.object({ Id: requiredText }),
    await org.query(`SELECT Id FROM Partnership__c WHERE ${by}`),
    'Partnership__c',
  );
  if (found) return found.Id;
  throw new PoisonError({
    code: 'PARTNERSHIP_NOT_FOUND',
    message: `There is no partnership "${keyOrId}" in the org.`,
    action: 'Name it by its External Key or its record id.',
  });
}
