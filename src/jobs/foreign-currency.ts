import { dayOf } from '../rules/calendar.ts';
import type { CommissionOutcome } from '../rules/commission.ts';
import type { CustomerEntry, CustomerLine } from '../salesforce/facts/ledger.ts';
import {
  intoOrgCurrency,
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

/** Sentences on payments that totals in org currency leave out, because no rate is known for their day. */
export function unpriced(entries: readonly CustomerEntry[], money: OrgMoney): string[] {
  const days = creditDays(entries);
  return entries.flatMap(({ currency, documentKey, documentName }) => {
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
