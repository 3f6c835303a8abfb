import { formatMoney } from '../money.ts';
import { explainedAmount } from '../rules/explain.ts';
import { storedLine, type StoredLine } from '../salesforce/facts/posted-line.ts';
import { withOrg } from './reading-org.ts';

/**
 * `partnerverse explain`: why a line is what it is, and its amount computed again from what is stored with it alone. The exit
 * code is 1 where that gives another amount, or none.
 */
export async function explain(lineKey: string, { json }: { json?: boolean }): Promise<void> {
  const line = await withOrg((org) => storedLine(org, lineKey));
  const recomputedMinor = explainedAmount(line.inputs);
  const verdict = verdictOf(line, recomputedMinor);
  if (recomputedMinor !== line.amountMinor) process.exitCode = 1;
  if (json) {
    const answer = { ...line, inputs: readable(line.inputs), recomputedMinor, verdict };
    console.log(JSON.stringify(answer, null, 2));
    return;
  }
  const amount = formatMoney({ minor: line.amountMinor, currency: line.currency });
  console.log(
    `${line.name}: ${amount} for ${line.partnershipName}, ${line.status}, ${line.period}`,
  );
  console.log(`Why: ${line.reason} (${line.reasonCode})`);
  console.log(
    line.ruleName === null
      ? 'Rule: none. Another system computed it, or it moves a line that has one.'
      : `Rule: ${line.ruleName}, version ${line.ruleVersion ?? 'unknown'}`,
  );
  console.log(`Inputs: ${line.inputs === '' ? 'none' : line.inputs}`);
  console.log(verdict);
}

function verdictOf(line: StoredLine, recomputedMinor: number | null): string {
  const money = (minor: number): string => formatMoney({ minor, currency: line.currency });
  if (recomputedMinor === null)
    return 'It cannot be computed again: its inputs are not of a kind that this version writes. A person has to look.';
  if (recomputedMinor === line.amountMinor)
    return `Recomputes to the same amount: ${money(recomputedMinor)}.`;
  return `Recomputes to ${money(recomputedMinor)}, but ${money(line.amountMinor)} is stored: a difference of ${money(recomputedMinor - line.amountMinor)}. Do not pay it before a person has looked.`;
}

function readable(inputs: string): unknown {
  try {
    return JSON.parse(inputs);
  } catch {
    return inputs;
  }
}
