import { z } from 'zod';
import { scaled } from '../../money.ts';
import type { ExchangeRate } from '../../rules/exchange-rate.ts';
import type { Org } from '../org.ts';
import { parseRecords, requiredText } from './record.ts';

const schema = z
  .object({
    FromCurrency__c: requiredText,
    ToCurrency__c: requiredText,
    Rate__c: z.number(),
    EffectiveFrom__c: requiredText,
  })
  .transform((record): ExchangeRate => ({
    from: record.FromCurrency__c,
    to: record.ToCurrency__c,
    rate: scaled(record.Rate__c.toFixed(8), 8),
    effectiveFrom: record.EffectiveFrom__c,
  }));

/** All exchange rates that the org holds to be right, of all days. */
export async function allExchangeRates(org: Org): Promise<ExchangeRate[]> {
  const records = await org.find({
    object: 'ExchangeRate__c',
    select: ['FromCurrency__c', 'ToCurrency__c', 'Rate__c', 'EffectiveFrom__c', 'Status__c'],
    by: 'Status__c',
    values: ['Active'],
  });
  return parseRecords(schema, records, 'ExchangeRate__c');
}

/** The same, asked for only where some money is in another currency than `home`: an org with one currency is never asked. */
export async function exchangeRates(
  org: Org,
  currencies: Iterable<string | null>,
  home: string,
): Promise<ExchangeRate[]> {
  const foreign = [...currencies].some((currency) => currency !== null && currency !== home);
  return foreign ? allExchangeRates(org) : [];
}
