import { toMajor } from '../../money.ts';
import { orgChange, type Booked } from '../../rules/booked-amount.ts';
import {
  conversionOn,
  converted,
  rateNumber,
  type Conversion,
  type ExchangeRate,
} from '../../rules/exchange-rate.ts';
import type { Fields, OrgRow } from '../org.ts';

/** The currency in which the org reports, and the rates into it. */
export interface OrgMoney {
  orgCurrency: string;
  rates: readonly ExchangeRate[];
}

/** How money of a day becomes org currency. Null: it is; undefined: no rate is known, so it is left blank. */
export function intoOrgCurrency(
  currency: string,
  day: string,
  { orgCurrency, rates }: OrgMoney,
): Conversion | null | undefined {
  return currency === orgCurrency
    ? null
    : (conversionOn(rates, currency, orgCurrency, day) ?? undefined);
}

/** What the lines before it stand at: of the amount and of what it was computed from. */
export interface BookedBefore {
  amount: Booked | null;
  base: Booked | null;
}

interface ConvertibleLine {
  currency: string;
  creditDay: string;
  amountMinor: number;
  baseMinor: number;
  before: { amountMinor: number; baseMinor: number };
  /** Absent where nothing was booked before, or it is not known. */
  booked?: BookedBefore;
}

/** A line in minor units of the org's currency; null where it cannot be known. */
export function orgAmounts(
  { currency, creditDay, amountMinor, baseMinor, before, booked }: ConvertibleLine,
  money: OrgMoney,
): { amount: number | null; base: number | null } {
  const conversion = intoOrgCurrency(currency, creditDay, money);
  return {
    amount: orgChange(amountMinor, before.amountMinor, booked?.amount ?? null, conversion),
    base: orgChange(baseMinor, before.baseMinor, booked?.base ?? null, conversion),
  };
}

/** What a line is in org currency, with the rate and its day. */
export function lineInOrgCurrency(line: ConvertibleLine, money: OrgMoney): Fields {
  const conversion = intoOrgCurrency(line.currency, line.creditDay, money);
  const { amount, base } = orgAmounts(line, money);
  const major = (minor: number | null): number | null =>
    minor === null ? null : Number(toMajor({ minor, currency: money.orgCurrency }));
  return {
    OrgAmount__c: major(amount),
    OrgBaseAmount__c: major(base),
    ...(conversion && {
      FxRate__c: rateNumber(conversion),
      FxDate__c: conversion.entry.effectiveFrom,
    }),
  };
}

/** An entry or a line that was posted before its exchange rate was known. */
export interface Unconverted {
  key: string;
  /** Of its document's first payment. */
  creditDay: string;
  currency: string;
  amountMinor: number;
  baseMinor: number;
}

/** What was left blank for want of a rate, filled in; nothing where there still is none. */
export function lateLineRows(lines: readonly Unconverted[], money: OrgMoney): OrgRow[] {
  return lines.flatMap((line) => {
    const before = { amountMinor: 0, baseMinor: 0 };
    return intoOrgCurrency(line.currency, line.creditDay, money)
      ? [
          {
            object: 'Commission__c',
            key: line.key,
            fields: lineInOrgCurrency({ ...line, before }, money),
          },
        ]
      : [];
  });
}

/** The same for entries of the ledger, whose amount is all that is converted. */
export function lateEntryRows(
  entries: readonly Omit<Unconverted, 'baseMinor'>[],
  money: OrgMoney,
): OrgRow[] {
  return entries.flatMap(({ key, amountMinor, currency, creditDay }) => {
    const conversion = intoOrgCurrency(currency, creditDay, money);
    if (!conversion) return [];
    const minor = converted(amountMinor, conversion);
    const fields = { Amount__c: Number(toMajor({ minor, currency: money.orgCurrency })) };
    return [{ object: 'RevenueEntry__c', key, fields }];
  });
}
