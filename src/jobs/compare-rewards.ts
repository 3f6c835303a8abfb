import { z } from 'zod';
import { externalKey } from '../events/document.ts';
import type { PrmReward } from '../events/partner.ts';
import { dayOf, isWithin } from '../rules/calendar.ts';
import type { CommissionRule } from '../rules/commission-terms.ts';
import { commissionsOf } from '../rules/commission.ts';
import type { ExchangeRate } from '../rules/exchange-rate.ts';
import {
  compareRewards,
  type OurReward,
  type RewardComparison,
  type TheirReward,
} from '../rules/reward-comparison.ts';
import { commissionRules } from '../salesforce/facts/commission-rules.ts';
import { customersUntil } from '../salesforce/facts/customers.ts';
import { allExchangeRates } from '../salesforce/facts/exchange-rates.ts';
import { identitiesByKey } from '../salesforce/facts/identities.ts';
import { partnershipsByIdentity } from '../salesforce/facts/partnerships.ts';
import { parseRecords, requiredText } from '../salesforce/facts/record.ts';
import type { Org, OrgAdmin } from '../salesforce/org.ts';
import type { PrmVendor } from '../vendors/contract.ts';
import { ourRecordRewards } from './record-rewards.ts';

/** Days, half-open, UTC. */
export interface RewardPeriod {
  from: string;
  until: string;
}

/**
 * What our rules give for the payments, leads and deals of a period and what a PRM pays for them, side by side. Partnerships whose program
 * leaves commissions to the PRM are computed too, as if it did not; others count where the PRM rewards them as well. Reads
 * both and writes nothing.
 */
export async function comparedRewards(
  org: Org & Pick<OrgAdmin, 'query'>,
  prm: PrmVendor,
  period: RewardPeriod,
  orgCurrency: string,
): Promise<RewardComparison[]> {
  const [rules, rates] = await Promise.all([commissionRules(org), allExchangeRates(org)]);
  const [rewards, ours] = await Promise.all([
    prm.rewards(new Date(`${period.from}T00:00:00Z`), new Date(`${period.until}T00:00:00Z`)),
    ourRewards(org, period, rules, rates),
  ]);
  const theirs = await theirRewards(org, prm, rewards);
  const ofRecords = await ourRecordRewards(org, theirs, { rules, rates, orgCurrency }, period);
  const rewarded = new Set(theirs.map((one) => one.partnershipKey));
  const counted = ours.filter(
    (one) => one.commissionSource === 'PRM' || rewarded.has(one.partnershipKey),
  );
  return compareRewards(...(await named(org, [...counted, ...ofRecords], theirs)));
}

async function ourRewards(
  org: Org & Pick<OrgAdmin, 'query'>,
  { from, until }: RewardPeriod,
  rules: readonly CommissionRule[],
  rates: readonly ExchangeRate[],
): Promise<OurReward[]> {
  const customers = await customersUntil(org, until);
  const accounts = await identitiesByKey(
    org,
    customers.map(({ customerKey }) => customerKey),
  );
  const credited = customers.flatMap((customer) => customer.credited);
  const sources = new Map(credited.map((one) => [one.attributionId, one.commissionSource]));
  const computedHere = customers.map((customer) => ({
    ...customer,
    posted: [],
    credited: customer.credited.map((one) => ({
      ...one,
      commissionSource: 'Partnerverse' as const,
    })),
  }));
  const customerOf = new Map(
    customers.flatMap(({ customerKey, entries }) =>
      entries.map((entry) => [entry.key, customerKey] as const),
    ),
  );
  return commissionsOf(computedHere, rules, () => true, rates)
    .lines.filter(({ occurredAt }) => isWithin(dayOf(occurredAt), from, until))
    .map((line): OurReward => {
      const customerKey = customerOf.get(line.entryKey) ?? '';
      return {
        partnershipKey: line.partnership.partnershipId,
        partnershipName: line.partnership.name,
        customerKey: accounts.get(customerKey)?.accountId ?? customerKey,
        customerName: customerKey,
        day: dayOf(line.occurredAt),
        currency: line.currency,
        amountMinor: line.amountMinor,
        baseMinor: line.countsAsRevenue ? line.baseMinor : 0,
        commissionSource: sources.get(line.partnership.attributionId) ?? 'Partnerverse',
      };
    });
}

async function theirRewards(
  org: Org,
  prm: PrmVendor,
  rewards: readonly PrmReward[],
): Promise<TheirReward[]> {
  type Kind = 'partnership' | 'customer' | 'lead' | 'deal';
  const keyOf = (type: Kind, id: string): string =>
    externalKey({ vendor: prm.name, account: prm.account, type, id });
  const keys = (type: Kind, ids: (string | null | undefined)[]): string[] => [
    ...new Set(ids.flatMap((id) => (typeof id === 'string' ? [keyOf(type, id)] : []))),
  ];
  const recordKeys = rewards.flatMap(({ record }) => record && keyOf(record.type, record.id));
  const [partnerships, identities] = await Promise.all([
    partnershipsByIdentity(org, keys('partnership', rewards.map((one) => one.partnershipId))),
    identitiesByKey(org, [
      ...keys('customer', rewards.map((one) => one.customer?.id)),
      ...new Set(recordKeys.filter((key) => key !== null)),
    ]),
  ]); // prettier-ignore
  return rewards.map((reward): TheirReward => {
    const partnershipKey = keyOf('partnership', reward.partnershipId ?? 'unknown');
    const partnership = partnerships.get(partnershipKey);
    const customerKey = reward.customer && keyOf('customer', reward.customer.id);
    const accountId =
      customerKey === null ? null : (identities.get(customerKey)?.accountId ?? null);
    const recordKey = reward.record && keyOf(reward.record.type, reward.record.id);
    const identity = recordKey === null ? undefined : identities.get(recordKey);
    const recordId =
      (reward.record?.type === 'lead' ? identity?.leadId : identity?.opportunityId) ?? null;
    return {
      partnershipKey: partnership?.id ?? partnershipKey,
      partnershipName: partnership?.name ?? partnershipKey,
      customerKey: recordId ?? recordKey ?? accountId ?? customerKey,
      customerName: recordKey ?? customerKey ?? 'no customer',
      day: dayOf(reward.earnedAt),
      currency: reward.currency,
      amountMinor: reward.amountMinor,
      baseMinor: reward.transaction?.amountMinor ?? null,
      baseCurrency: reward.transaction?.currency ?? null,
      status: reward.status,
      declineReason: reward.declineReason,
      source: reward.source,
      isPartnershipKnown: partnership !== undefined,
      isCustomerKnown: accountId !== null,
      ...(recordKey === null ? {} : { isRecordKnown: recordId !== null }),
    };
  });
}

const accountSchema = z.object({ Id: requiredText, Name: requiredText });

/** Customers by the names of their accounts, where they have one. */
async function named(
  org: Org,
  ours: readonly OurReward[],
  theirs: readonly TheirReward[],
): Promise<[OurReward[], TheirReward[]]> {
  const keys = new Set([...ours, ...theirs].flatMap(({ customerKey }) => customerKey ?? []));
  const values = [...keys].filter((key) => /^001[0-9A-Za-z]{12,15}$/.test(key));
  const records = await org.find({ object: 'Account', select: ['Id', 'Name'], by: 'Id', values });
  const names = new Map(
    parseRecords(accountSchema, records, 'Account').map(({ Id: id, Name: name }) => [id, name]),
  );
  const withName = <One extends OurReward | TheirReward>(one: One): One => ({
    ...one,
    customerName: names.get(one.customerKey ?? '') ?? one.customerName,
  });
  return [ours.map(withName), theirs.map(withName)];
}
