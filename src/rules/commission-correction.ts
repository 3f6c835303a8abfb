import { formatMoney } from '../money.ts';
import { dayOf } from './calendar.ts';
import type { CommissionLine, PostedLine, RevenueFact } from './commission-line.ts';
import type { CommissionRule, CreditedPartnership } from './commission-terms.ts';
import { owedBesideVoid } from './void-lines.ts';

interface Known {
  credited: readonly CreditedPartnership[];
  rules: readonly CommissionRule[];
}

/** If paid lines differ from what now ought to stand (a credit moved, a split changed), one line closes the gap. */
export function correctionsOf(
  entries: readonly RevenueFact[],
  desired: readonly CommissionLine[],
  posted: readonly PostedLine[],
  every: Known,
): CommissionLine[] {
  const groups = Map.groupBy(posted, (line) => `${line.partnershipId}~${line.ruleId}`);
  return [...groups.values()].flatMap((lines) => {
    const correction = correctionOf(entries, desired, lines, every);
    return correction ? [correction] : [];
  });
}

type Amounts = Pick<PostedLine, 'amountMinor' | 'baseMinor'>;

/** What stands before the correction (posted, or about to be), what ought to, and what a person took out. */
function sidesOf(
  wanted: readonly CommissionLine[],
  lines: readonly PostedLine[],
  of: (line: Amounts) => number,
): { before: number; owed: number; isVoid: number } {
  const sum = (some: readonly Amounts[]): number =>
    some.reduce((total, line) => total + of(line), 0);
  const postedKeys = new Set(lines.map((line) => line.key));
  const fresh = wanted.filter((line) => !postedKeys.has(line.key));
  const voided = lines.filter((line) => line.isVoid);
  const posted = sum(lines) - sum(voided);
  return {
    before: posted + sum(fresh),
    owed: owedBesideVoid(wanted.map(of), voided.map(of), posted),
    isVoid: sum(voided),
  };
}

function correctionOf(
  entries: readonly RevenueFact[],
  desired: readonly CommissionLine[],
  lines: readonly PostedLine[],
  every: Known,
): CommissionLine | null {
  const [first] = lines;
  const last = entries.at(-1);
  if (!first || !last) return null;
  const partnership = every.credited.find(
    (candidate) => candidate.partnershipId === first.partnershipId,
  );
  const rule = every.rules.find((candidate) => candidate.id === first.ruleId);
  if (!partnership || !rule) return null;
  const wanted = desired.filter(
    (line) =>
      line.partnership.partnershipId === first.partnershipId && line.rule.id === first.ruleId,
  );
  const amount = sidesOf(wanted, lines, ({ amountMinor }) => amountMinor);
  const base = sidesOf(wanted, lines, ({ baseMinor }) => baseMinor);
  const before = { amountMinor: amount.before, baseMinor: base.before };
  const amountMinor = amount.owed - amount.before;
  const baseMinor = base.owed - base.before;
  if (amountMinor === 0 && baseMinor === 0) return null;
  const number = lines.filter((line) => line.key.includes('~correction-')).length + 1;
  const money = (minor: number): string => formatMoney({ minor, currency: last.currency });
  return {
    key: `${last.key}~${first.partnershipKey}~${rule.key}~correction-${number}`,
    entryKey: last.key,
    kind: 'Correction',
    partnership,
    rule,
    amountMinor,
    baseMinor,
    before,
    creditDay: dayOf((entries[0] ?? last).occurredAt),
    countsAsRevenue: first.countsAsRevenue,
    currency: last.currency,
    occurredAt: last.occurredAt,
    holdUntil: null,
    reasonCode: 'CORRECTED',
    reason: `What is owed for ${last.documentName} has changed (who is credited, the terms, or an exchange rate): ${money(before.amountMinor)} was posted, ${money(amount.owed)} is owed, so ${money(amountMinor)} corrects it.${lines.some(({ isVoid }) => isVoid) ? ` ${money(amount.isVoid)} was made void by a person.` : ''} ${partnership.name}: ${partnership.reason}`,
    inputs: { postedMinor: before.amountMinor, owedMinor: amount.owed, currency: last.currency },
  };
}
