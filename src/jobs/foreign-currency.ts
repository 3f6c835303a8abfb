import { fromMajor } from '../money.ts';
import type { Booked } from '../rules/booked-amount.ts';
import { dayOf } from '../rules/calendar.ts';
import type { CommissionLine } from '../rules/commission-line.ts';
import type { CommissionOutcome } from '../rules/commission.ts';
import type { CustomerEntry, CustomerLine } from '../salesforce/facts/ledger.ts';
import {
  intoOrgCurrency,
  orgAmounts,
  type BookedBefore,
  type OrgMoney,
  type Unconverted,
} from '../salesforce/rows/org-currency.ts';
import type { Issue } from '../salesforce/rows/sync-issue.ts';

/** The day of each document's first payment, whose rate holds for all of it. */
function creditDays(entries: readonly CustomerEntry[]): ReadonlyMap<string, string> {
  const days = new Map<string, string>();
  for (const { documentKey, occurredAt } of entries) {
    const day = dayOf(occurredAt);
    const known = days.get(documentKey);
    if (known === undefined || day < known) days.set(documentKey, day);
  }
  return days;
}

/** What was posted in a foreign currency without an amount in the org's. */
export function unconvertedOf(
  entries: readonly CustomerEntry[],
  lines: readonly CustomerLine[],
  orgCurrency: string,
): { entries: Omit<Unconverted, 'baseMinor'>[]; lines: Unconverted[] } {
  const days = creditDays(entries);
  const dayOfDocument = (key: string): string => days.get(key) ?? '';
  const isBlank = (one: { currency: string; isConverted: boolean }): boolean =>
    one.currency !== orgCurrency && !one.isConverted;
  return {
    entries: entries.filter(isBlank).map((entry) => ({
      key: entry.key,
      creditDay: dayOfDocument(entry.documentKey),
      currency: entry.currency,
      amountMinor: entry.commissionableMinor,
    })),
    lines: lines
      .filter(isBlank)
      .map((line) => ({ ...line, creditDay: dayOfDocument(line.documentKey) })),
  };
}

/**
 * New lines with what the lines before them stand at in org currency, each after the other: of the same document, partnership
 * and rule, without void ones. An org with one currency needs none of it.
 */
export function withBooked(
  lines: readonly CommissionLine[],
  posted: readonly CustomerLine[],
  entries: readonly Pick<CustomerEntry, 'key' | 'documentKey'>[],
  money: OrgMoney,
): (CommissionLine & { booked?: BookedBefore })[] {
  const documents = new Map(entries.map(({ key, documentKey }) => [key, documentKey]));
  const groupOf = (entryKey: string, partnershipId: string, ruleId: string): string =>
    [documents.get(entryKey) ?? '', partnershipId, ruleId].join('\n');
  const standing = new Map<string, BookedBefore>();
  const add = (group: string, line: { amountMinor: number; baseMinor: number }, org: InOrg) => {
    const before = standing.get(group) ?? nothingBooked;
    standing.set(group, {
      amount: plus(before.amount, line.amountMinor, org.amount),
      base: plus(before.base, line.baseMinor, org.base),
    });
  };
  const minor = (major: number | null): number | null =>
    major === null ? null : fromMajor(major, money.orgCurrency).minor;
  for (const line of posted.filter(({ isVoid }) => !isVoid))
    add(groupOf(line.entryKey, line.partnershipId, line.ruleId), line, {
      amount: minor(line.orgAmount),
      base: minor(line.orgBaseAmount),
    });
  return lines.map((line) => {
    if (line.currency === money.orgCurrency) return line;
    const group = groupOf(line.entryKey, line.partnership.partnershipId, line.rule.id);
    const booked = standing.get(group) ?? nothingBooked;
    add(group, line, orgAmounts({ ...line, booked }, money));
    return { ...line, booked };
  });
}

type InOrg = ReturnType<typeof orgAmounts>;

const nothingBooked: BookedBefore = {
  amount: { minor: 0, orgMinor: 0 },
  base: { minor: 0, orgMinor: 0 },
};

function plus(before: Booked | null, minor: number, orgMinor: number | null): Booked | null {
  if (before === null || orgMinor === null) return null;
  return { minor: before.minor + minor, orgMinor: before.orgMinor + orgMinor };
}

/** Sentences on payments that totals in org currency leave out, because no rate is known for their day. */
export function unpriced(entries: readonly CustomerEntry[], money: OrgMoney): string[] {
  const days = creditDays(entries);
  const missing = entries.filter(({ isConverted }) => !isConverted);
  return missing.flatMap(({ currency, documentKey, documentName }) => {
    const day = days.get(documentKey) ?? '';
    return intoOrgCurrency(currency, day, money) === undefined
      ? [
          `${documentName} was paid in ${currency}. No exchange rate to ${money.orgCurrency} holds on ${day}, so totals in ${money.orgCurrency} leave it out.`,
        ]
      : [];
  });
}

/** The issue of a customer whose money cannot be converted; it closes itself when the rates are there. */
export function rateIssuesOf(
  customerKey: string,
  { withoutRate }: CommissionOutcome,
  unpricedReasons: readonly string[],
): Issue[] {
  const unpaid = withoutRate.map((gap) => gap.reason);
  const reasons = [...new Set([...unpaid, ...unpricedReasons])];
  if (reasons.length === 0) return [];
  return [
    {
      code: 'EXCHANGE_RATE_MISSING',
      severity: unpaid.length > 0 ? 'Error' : 'Warning',
      documentKey: customerKey,
      subject: null,
      message: reasons.join(' '),
      whatToDo:
        'Make an Exchange Rate for the two currencies that is effective on or before that day. What is owed is then paid and the totals are filled in within minutes, and this issue closes itself.',
    },
  ];
}
