import type { BillingDocument, Movement } from '../events/billing.ts';
import { externalKey, partKey } from '../events/document.ts';
import { formatMoney, proportion } from '../money.ts';

/** A recognised change of a billing document: signed, without tax, immutable once posted. Minor units. */
export interface LedgerEntry {
  key: string;
  documentKey: string;
  kind: EntryKind;
  /** What commissions are based on. */
  commissionableMinor: number;
  /** What the customer paid or got back, tax and all. */
  grossMinor: number;
  currency: string;
  occurredAt: Date;
  reason: string;
}

export type EntryKind = Movement['kind'] | 'correction';

const kindRank: Readonly<Record<EntryKind, number>> = {
  payment: 0,
  refund: 1,
  dispute: 1,
  'credit note': 1,
  'refund failed': 2,
  'dispute reversal': 2,
  correction: 3,
};

/**
 * Oldest first. Within one moment money comes in before it goes out, and a refund takes before its failure gives back:
 * vendors stamp whole seconds, and the order of one second must not decide over cents (I11).
 */
export function compareMovements(
  a: { occurredAt: Date; kind: EntryKind; key: string },
  b: { occurredAt: Date; kind: EntryKind; key: string },
): number {
  return (
    a.occurredAt.getTime() - b.occurredAt.getTime() ||
    kindRank[a.kind] - kindRank[b.kind] ||
    (a.key < b.key ? -1 : 1)
  );
}

/** What the rule needs to know of an entry that the org already holds. */
export type PostedEntry = Pick<LedgerEntry, 'key' | 'commissionableMinor' | 'occurredAt'>;

/**
 * The net commissionable amount of a document after its customer has, in sum, paid `grossMinor`: in proportion to what
 * the document asks for, never negative, never more than the document is worth (an overpayment is the customer's money).
 */
export function netCommissionable(document: BillingDocument, grossMinor: number): number {
  if (document.totalMinor === 0) return 0;
  const paid = Math.min(Math.max(grossMinor, 0), document.totalMinor);
  return proportion(paid, document.commissionableMinor, document.totalMinor);
}

/**
 * The entries that bring the ledger of one document into step with its truth. Amounts are cumulative differences, so no
 * cent is lost however often a payment is refunded in parts, and a full refund nets to exactly zero (I4). Entries that are
 * posted stay as they are; if the vendor has changed the past, one correction closes the gap. Pure and deterministic.
 */
export function newLedgerEntries(
  document: BillingDocument,
  posted: readonly PostedEntry[],
): LedgerEntry[] {
  const documentKey = externalKey(document.ref);
  const postedKeys = new Set(posted.map((entry) => entry.key));
  const entries: LedgerEntry[] = [];
  let gross = 0;
  const movements = [...document.movements].sort(compareMovements);
  for (const movement of movements) {
    const before = netCommissionable(document, gross);
    gross += movement.grossMinor;
    const key = partKey(documentKey, movement.key);
    if (postedKeys.has(key)) continue;
    const commissionableMinor = netCommissionable(document, gross) - before;
    entries.push({
      key,
      documentKey,
      kind: movement.kind,
      commissionableMinor,
      grossMinor: movement.grossMinor,
      currency: document.currency,
      occurredAt: movement.occurredAt,
      reason: movementReason(document, movement, commissionableMinor),
    });
  }
  const correction = closingCorrection(document, documentKey, posted, entries, gross);
  return correction ? [...entries, correction] : entries;
}

/**
 * What closes the gap when the vendor has changed the past: an amount that is other than it was, or a payment that now
 * belongs to another document (a lone charge that was attached to an invoice later).
 */
function closingCorrection(
  document: BillingDocument,
  documentKey: string,
  posted: readonly PostedEntry[],
  fresh: readonly LedgerEntry[],
  gross: number,
): LedgerEntry | null {
  const target = netCommissionable(document, gross);
  const all = [...posted, ...fresh];
  const sum = all.reduce((total, entry) => total + entry.commissionableMinor, 0);
  if (sum === target || all.length === 0) return null;
  const prefix = partKey(documentKey, 'correction:');
  const number = posted.filter((entry) => entry.key.startsWith(prefix)).length + 1;
  const money = (minor: number): string => formatMoney({ minor, currency: document.currency });
  return {
    key: `${prefix}${number}`,
    documentKey,
    kind: 'correction',
    commissionableMinor: target - sum,
    grossMinor: 0,
    currency: document.currency,
    occurredAt: new Date(Math.max(...all.map((entry) => entry.occurredAt.getTime()))),
    reason: `The billing system changed ${documentName(document)} after it was posted: ${money(target - sum)} brings it to ${money(target)}.`,
  };
}

const words: Readonly<Record<Movement['kind'], string>> = {
  payment: 'Payment',
  refund: 'Refund',
  'refund failed': 'Refund failed, money kept',
  dispute: 'Dispute, money withdrawn',
  'dispute reversal': 'Dispute won, money returned',
  'credit note': 'Credit note paid out',
};

function movementReason(
  document: BillingDocument,
  movement: Movement,
  commissionable: number,
): string {
  const gross = formatMoney({ minor: movement.grossMinor, currency: document.currency });
  const net = formatMoney({ minor: commissionable, currency: document.currency });
  return `${words[movement.kind]}: ${gross} on ${documentName(document)}; without tax ${net} counts.`;
}

/** "invoice 7FE1103-0002", as people call it. */
export function documentName(document: Pick<BillingDocument, 'type' | 'number' | 'ref'>): string {
  return `${document.type} ${document.number ?? document.ref.id}`;
}
