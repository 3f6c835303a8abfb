import { loadConfig } from '../config.ts';
import { HumanNeededError } from '../errors.ts';
import { comparedRewards } from '../jobs/compare-rewards.ts';
import { formatMoney } from '../money.ts';
import type { RewardComparison } from '../rules/reward-comparison.ts';
import { createVendors } from '../vendors/registry.ts';
import { withOrg } from './reading-org.ts';
import { checkPeriod } from './simulate.ts';

export interface CompareRewardsOptions {
  from: string;
  until: string;
  json?: boolean;
}

/** `partnerverse compare-rewards`: where our computation and the PRM's rewards differ, and why. Writes nothing. */
export async function compareRewards({ from, until, json }: CompareRewardsOptions): Promise<void> {
  checkPeriod({ from, until });
  const { vendors, orgCurrency } = loadConfig();
  const { prm } = createVendors(vendors);
  if (prm.length === 0)
    throw new HumanNeededError({
      scope: 'configuration',
      code: 'NO_PRM',
      message: 'No PRM is configured, so there is nothing to compare with.',
      action: 'Set PARTNERSTACK_API_KEY and run the command again.',
    });
  const comparisons = await withOrg(async (org) => {
    const each = prm.map((vendor) => comparedRewards(org, vendor, { from, until }, orgCurrency));
    return (await Promise.all(each)).flat();
  });
  if (json) console.log(JSON.stringify({ from, until, comparisons }, null, 2));
  else print(from, until, comparisons);
}

function print(from: string, until: string, comparisons: readonly RewardComparison[]): void {
  const different = comparisons.filter(({ outcome }) => outcome !== 'same');
  console.log(
    `Payments, leads and deals from ${from} until ${until} (exclusive): ${comparisons.length - different.length} the same, ${different.length} different; nothing was written.`,
  );
  for (const one of different) {
    const money = (minor: number): string => formatMoney({ minor, currency: one.currency });
    console.log(
      `${one.partnershipName}, ${one.customerName}, ${one.month}: ${money(one.oursMinor)} ours, ${money(one.theirsMinor)} theirs (${one.outcome}). ${one.why}`,
    );
  }
}
