import { z } from 'zod';
import { HumanNeededError } from '../errors.ts';
import { formatMoney } from '../money.ts';
import { owedOn, type OwedOnDay } from '../rules/owed-on.ts';
import { linesPostedBy } from '../salesforce/facts/dated-lines.ts';
import { withOrg } from './reading-org.ts';

export interface OwedOptions {
  on: string;
  partnership?: string;
  json?: boolean;
}

/** `partnerverse owed`: what was owed at the end of a day. Writes nothing, and says the same whenever it is asked. */
export async function owed({ on, partnership, json }: OwedOptions): Promise<void> {
  if (!z.iso.date().safeParse(on).success)
    throw new HumanNeededError({
      scope: 'configuration',
      code: 'DAY_UNCLEAR',
      message: '--on must be a day such as 2026-03-31.',
      action: 'Correct it and run the command again.',
    });
  const lines = await withOrg((org) => linesPostedBy(org, on, partnership ?? null));
  const partnerships = owedOn(lines, on);
  if (json) {
    console.log(JSON.stringify({ on, partnerships }, null, 2));
    return;
  }
  if (partnerships.length === 0) console.log(`Nothing was posted until the end of ${on} (UTC).`);
  for (const one of partnerships) print(on, one, partnership !== undefined);
}

function print(on: string, one: OwedOnDay, withLines: boolean): void {
  const money = (minor: number): string => formatMoney({ minor, currency: one.currency });
  const parts = [
    ['held', one.heldMinor],
    ['payable', one.payableMinor],
    ['approved', one.approvedMinor],
    ['disputed', one.disputedMinor],
  ] as const;
  const open = parts.filter(([, minor]) => minor !== 0);
  const made = open.map(([name, minor]) => `${money(minor)} ${name}`).join(', ');
  console.log(
    `${one.partnershipName}: ${money(one.owedMinor)} owed at the end of ${on}${made === '' ? '' : ` (${made})`}; ${money(one.paidMinor)} paid by then; ${money(one.takenBackMinor)} of all of it taken back.`,
  );
  if (!withLines) return;
  for (const line of one.lines)
    console.log(`  ${line.name}: ${money(line.amountMinor)} ${line.balance}. ${line.why}`);
}
