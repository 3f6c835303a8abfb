import { z } from 'zod';
import { fromMajor } from '../../money.ts';
import type { MovableLine } from '../../rules/partner-merge.ts';
import type { OrgAdmin } from '../org.ts';
import { soqlString } from '../soql.ts';
import { day, number, parseRecords, requiredText, text } from './record.ts';

type Reader = Pick<OrgAdmin, 'query'>;

const list = (ids: readonly string[]): string => ids.map(soqlString).join(', ');

const mergeSchema = z.object({ Id: requiredText, MergedInto__c: requiredText });

/** Every merge that was ever said: partnership id → the one it was merged into. */
export async function mergesOfPartnerships(org: Reader): Promise<ReadonlyMap<string, string>> {
  const records = await org.query(
    'SELECT Id, MergedInto__c FROM Partnership__c WHERE MergedInto__c != null ORDER BY Id',
  );
  return new Map(
    parseRecords(mergeSchema, records, 'Partnership__c').map((row) => [row.Id, row.MergedInto__c]),
  );
}

const partnershipSchema = z
  .object({ Id: requiredText, Name: requiredText, ExternalKey__c: text, Status__c: text })
  .transform((row) => ({
    id: row.Id,
    name: row.Name,
    key: row.ExternalKey__c ?? row.Id,
    status: row.Status__c,
  }));

export type NamedPartnership = z.infer<typeof partnershipSchema>;

export async function namedPartnerships(
  org: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, NamedPartnership>> {
  const records = await org.query(
    `SELECT Id, Name, ExternalKey__c, Status__c FROM Partnership__c WHERE Id IN (${list(ids)})`,
  );
  return new Map(
    parseRecords(partnershipSchema, records, 'Partnership__c').map((row) => [row.id, row]),
  );
}

const lineSchema = z
  .object({
    Id: requiredText,
    ExternalKey__c: requiredText,
    Amount__c: z.number(),
    OrgAmount__c: number,
    Currency__c: requiredText,
    Status__c: requiredText,
    HoldUntil__c: day,
    Reason__c: text,
    OriginalLine__c: text,
    CommissionStatement__c: requiredText,
    CommissionStatement__r: z.object({ Partnership__c: requiredText, Status__c: text }),
  })
  .transform((row): MergedLine => ({
    id: row.Id,
    key: row.ExternalKey__c,
    amountMinor: fromMajor(row.Amount__c, row.Currency__c).minor,
    orgAmount: row.OrgAmount__c,
    currency: row.Currency__c,
    status: row.Status__c,
    holdUntil: row.HoldUntil__c,
    statementId: row.CommissionStatement__c,
    statementStatus: row.CommissionStatement__r.Status__c ?? '',
    partnershipId: row.CommissionStatement__r.Partnership__c,
    originalId: row.OriginalLine__c,
    reason: row.Reason__c ?? '',
  }));

export interface MergedLine extends MovableLine {
  partnershipId: string;
  statementId: string;
  /** In the currency of the org, in major units; null without an exchange rate. */
  orgAmount: number | null;
  holdUntil: string | null;
  originalId: string | null;
}

/** The lines on open statements of these partnerships. */
export async function openLines(
  org: Reader,
  partnershipIds: readonly string[],
): Promise<MergedLine[]> {
  const records = await org.query(
    `SELECT Id, ExternalKey__c, Amount__c, OrgAmount__c, Currency__c, Status__c, HoldUntil__c, Reason__c, OriginalLine__c, CommissionStatement__c, CommissionStatement__r.Partnership__c, CommissionStatement__r.Status__c FROM Commission__c WHERE CommissionStatement__r.Partnership__c IN (${list(partnershipIds)}) AND CommissionStatement__r.Status__c = 'Open' ORDER BY Id`,
  );
  return parseRecords(lineSchema, records, 'Commission__c');
}

const keySchema = z.object({ ExternalKey__c: text });

/** The statements of these partnerships that take no more lines, by key. */
export async function closedStatements(
  org: Reader,
  partnershipIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const records = await org.query(
    `SELECT ExternalKey__c FROM CommissionStatement__c WHERE Partnership__c IN (${list(partnershipIds)}) AND Status__c != 'Open'`,
  );
  return new Set(
    parseRecords(keySchema, records, 'CommissionStatement__c').flatMap((row) =>
      row.ExternalKey__c === null ? [] : [row.ExternalKey__c],
    ),
  );
}

/** The three places where a partner is credited: the object, the record it is about, and which credit is still open. */
export const creditObjects = [
  { object: 'AccountAttribution__c', record: 'Account__c', isOpen: '', own: ['CreditPercent__c', 'PayableSplitPercent__c', 'StartDate__c', 'EndDate__c'] },
  { object: 'OpportunityAttribution__c', record: 'Opportunity__c', isOpen: 'AND Opportunity__r.IsClosed = false', own: ['CreditPercent__c', 'PayableSplitPercent__c'] },
  { object: 'LeadAttribution__c', record: 'Lead__c', isOpen: 'AND Lead__r.ConvertedDate = null', own: [] },
] as const; // prettier-ignore

export type CreditObject = (typeof creditObjects)[number];

/** One open credit of a merged partnership, with the fields that the next one takes over as they are. */
export interface OpenCredit {
  id: string;
  recordId: string;
  recordName: string;
  partnershipId: string;
  role: string;
  reason: string;
  startDate: string | null;
  fields: Readonly<Record<string, string | number | null>>;
}

const carried = ['Role__c', 'Origin__c', 'ReasonCode__c', 'TouchedAt__c'];
const named = z.object({ Name: requiredText });
const scalar = z.union([z.string(), z.number(), z.null()]);

/** Active credit of these partnerships on records that are still open. */
export async function openCredits(
  org: Reader,
  { object, record, isOpen, own }: CreditObject,
  partnershipIds: readonly string[],
): Promise<OpenCredit[]> {
  const lookup = record.replace('__c', '__r');
  const taken = [...carried, ...own];
  const records = await org.query(
    `SELECT Id, Partnership__c, Reason__c, ${record}, ${lookup}.Name, ${taken.join(', ')} FROM ${object} WHERE Partnership__c IN (${list(partnershipIds)}) AND Status__c = 'Active' ${isOpen} ORDER BY Id`,
  );
  const schema = z.record(z.string(), z.unknown());
  return parseRecords(schema, records, object).map((row): OpenCredit => {
    const fields = Object.fromEntries(taken.map((name) => [name, scalar.parse(row[name] ?? null)]));
    const { Role__c: role, StartDate__c: startDate = null } = fields;
    return {
      id: requiredText.parse(row['Id']),
      recordId: requiredText.parse(row[record]),
      recordName: named.parse(row[lookup]).Name,
      partnershipId: requiredText.parse(row['Partnership__c']),
      role: requiredText.parse(role),
      reason: text.parse(row['Reason__c']) ?? '',
      startDate: day.parse(startDate),
      fields,
    };
  });
}

/** Which of these records these partnerships are credited for already, in any way: "record partnership role". */
export async function creditPairs(
  org: Reader,
  { object, record }: CreditObject,
  credits: readonly OpenCredit[],
  partnershipIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const records = await org.query(
    `SELECT ${record}, Partnership__c, Role__c FROM ${object} WHERE Partnership__c IN (${list(partnershipIds)}) AND ${record} IN (${list([...new Set(credits.map(({ recordId }) => recordId))])})`,
  );
  return new Set(
    records.map((row) =>
      [row[record], row['Partnership__c'], row['Role__c']].map(String).join(' '),
    ),
  );
}
