import { z } from 'zod';
import { dayOf, isWithin } from '../rules/calendar.ts';
import { recordTriggers, type CommissionRule } from '../rules/commission-terms.ts';
import type { ExchangeRate } from '../rules/exchange-rate.ts';
import { recordLines, type RecordLine } from '../rules/record-lines.ts';
import type { OurReward, TheirReward } from '../rules/reward-comparison.ts';
import { parseRecords, requiredText } from '../salesforce/facts/record.ts';
import { recordCredits, type RecordCreditFact } from '../salesforce/facts/record-credits.ts';
import type { Org, OrgAdmin } from '../salesforce/org.ts';

const idSchema = z.object({ Id: requiredText });

/**
 * What our rules give for the leads and deals of a period, for partnerships whose program leaves commissions to the PRM and for
 * those that it rewards. Computed as if nothing was posted. Salesforce keeps no day on which a lead was accepted, so a
 * lead that is not converted counts on the day on which the PRM counts it, and not at all where it has no reward.
 */
export async function ourRecordRewards(
  org: Org & Pick<OrgAdmin, 'query'>,
  theirs: readonly TheirReward[],
  terms: { rules: readonly CommissionRule[]; rates: readonly ExchangeRate[]; orgCurrency: string },
  { from, until }: { from: string; until: string },
): Promise<OurReward[]> {
  const rules = terms.rules.filter((rule) => recordTriggers.includes(rule.trigger));
  if (rules.length === 0) return [];
  const ofPrm = await org.query(
    "SELECT Id FROM Partnership__c WHERE Program__r.CommissionSource__c = 'PRM' ORDER BY Id",
  );
  const rewarded = theirs.filter((one) => one.isPartnershipKnown).map((one) => one.partnershipKey);
  const ids = new Set([
    ...parseRecords(idSchema, ofPrm, 'Partnership__c').map(({ Id }) => Id),
    ...rewarded,
  ]);
  const each = await Promise.all(
    [...ids].map((id) => recordCredits(org, id, terms.orgCurrency, until)),
  );
  return each.flatMap((credits) => {
    const unposted = credits.map((credit) => ({
      ...credit,
      partnership: { ...credit.partnership, commissionSource: 'Partnerverse' as const },
      posted: [],
    }));
    const byKey = new Map(credits.map((credit) => [credit.key, credit]));
    return recordLines(unposted, rules, new Date(`${until}T00:00:00Z`), terms.rates).flatMap(
      (line) => rewardOf(line, byKey.get(line.recordKey), theirs, { from, until }) ?? [],
    );
  });
}

function rewardOf(
  line: RecordLine,
  credit: RecordCreditFact | undefined,
  theirs: readonly TheirReward[],
  { from, until }: { from: string; until: string },
): OurReward | null {
  if (!credit) return null;
  const { recordId, lookup } = credit.ground;
  const { partnershipId, name, commissionSource } = credit.partnership;
  const day = dayOf(line.occurredAt);
  const isDayUnknown = line.rule.trigger === 'Lead Accepted' && day === until;
  const seen = theirs.find(
    (one) => one.customerKey === recordId && one.partnershipKey === partnershipId,
  );
  const earnedOn = isDayUnknown ? (seen?.day ?? until) : day;
  if (!isWithin(earnedOn, from, until)) return null;
  return {
    partnershipKey: partnershipId,
    partnershipName: name,
    customerKey: recordId,
    customerName: credit.parts[0]?.recordName ?? recordId,
    day: earnedOn,
    currency: line.currency,
    amountMinor: line.amountMinor,
    baseMinor: line.baseMinor,
    commissionSource,
    source: lookup === 'LeadAttribution__c' ? 'lead' : 'deal',
  };
}
