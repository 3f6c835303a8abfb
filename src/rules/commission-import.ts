import { formatMoney } from '../money.ts';
import {
  companiesNamed,
  left,
  partnershipOf,
  severalAccounts,
  type ImportFacts,
  type LinePlan,
  type PartnerLine,
} from './import-plan.ts';

/** A line that says: from the time before, this is still owed to a partner for a customer. */
export interface CommissionImportLine extends Omit<PartnerLine, 'start'> {
  customer: string;
  /** What the old system calls it; no two of one partnership are the same. */
  reference: string;
  /** Signed, not zero: less than zero is what the partner owes back. */
  amountMinor: number;
  currency: string;
  /** "YYYY-MM-DD" */
  earned: string;
  /** First day on which it may be paid, "YYYY-MM-DD"; null: now. */
  holdUntil: string | null;
  reason: string;
}

export interface CommissionTarget {
  partnershipId: string;
  partnershipKey: string;
  /** The credit for the customer that the commission stands on. */
  attributionId: string;
}

/** Capitals and spaces around it make no other reference. */
export const plainReference = (reference: string): string => reference.trim().toLowerCase();

/**
 * Plans open commissions. One stands on the credit that the partner has for the customer, and is brought in once: `isThere`
 * tells what was brought in before, from whatever file. What is unclear is not paid.
 */
export function planCommissions(
  lines: readonly CommissionImportLine[],
  facts: ImportFacts,
  isThere: (partnershipId: string, reference: string) => boolean,
  today: string,
): LinePlan<CommissionImportLine, CommissionTarget>[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const partnership = partnershipOf(line, facts);
    if ('unclear' in partnership) return left(line, 'unclear', partnership.unclear);
    const { id: partnershipId, key } = partnership.found;
    if (isThere(partnershipId, line.reference))
      return left(line, 'exists', `${line.reference} of ${line.partner} was brought in before.`);
    const name = `${partnershipId} ${plainReference(line.reference)}`;
    const twin = seen.get(name);
    if (twin !== undefined)
      return left(
        line,
        'unclear',
        `Line ${twin} has the same reference. Take one of the two out, or give it another reference.`,
      );
    seen.set(name, line.line);
    if (line.earned > today)
      return left(line, 'unclear', `It is earned on ${line.earned}, which is not over yet.`);
    const customers = companiesNamed(line.customer, facts.companies);
    const [customer] = customers;
    if (!customer) return left(line, 'unclear', `No account is "${line.customer}".`);
    if (customers.length > 1)
      return left(line, 'unclear', severalAccounts(line.customer, customers));
    const [credit] = facts.credits.filter(
      (one) => one.accountId === customer.id && one.partnershipId === partnershipId,
    );
    if (!credit)
      return left(
        line,
        'unclear',
        `${line.partner} is not credited for ${customer.name}. Import the attributions first.`,
      );
    const { amountMinor: minor, currency } = line;
    return {
      line,
      outcome: 'make',
      reason: `${formatMoney({ minor, currency })} is owed to ${line.partner} for ${customer.name} (${customer.id}), ${line.holdUntil === null ? 'payable now' : `held until ${line.holdUntil}`}.`,
      target: { partnershipId, partnershipKey: key, attributionId: credit.id },
    };
  });
}
