import { minorUnitDigits, proportion, toMajor } from '../money.ts';
import type { CommissionRule } from './commission-terms.ts';

/** An entry of the org's rate table: what one unit of `from` is worth in `to`, from a day on. */
export interface ExchangeRate {
  from: string;
  to: string;
  /** Hundred-millionths: 15000000000 = 150. Above zero. */
  rate: number;
  /** "YYYY-MM-DD", UTC. */
  effectiveFrom: string;
}

/** A rate that holds on a day, from one currency to another. */
export interface Conversion {
  from: string;
  to: string;
  entry: ExchangeRate;
}

const SCALE = 100_000_000;

/**
 * The rate from one currency to another that holds on `day`: the latest of the pair that began by then, in whichever direction
 * it was entered; of two that began on one day, the one that was entered this way round. Null where there is none: it is never
 * put together from two others, and never guessed.
 */
export function conversionOn(
  rates: readonly ExchangeRate[],
  from: string,
  to: string,
  day: string,
): Conversion | null {
  const usable = rates.filter(
    (rate) =>
      rate.effectiveFrom <= day &&
      ((rate.from === from && rate.to === to) || (rate.from === to && rate.to === from)),
  );
  const [entry] = usable.sort((a, b) =>
    a.effectiveFrom === b.effectiveFrom
      ? Number(b.from === from) - Number(a.from === from)
      : a.effectiveFrom < b.effectiveFrom
        ? 1
        : -1,
  );
  return entry ? { from, to, entry } : null;
}

/** Minor units of `from` as minor units of `to`, rounded once, half away from zero. Null: the currencies are the same. */
export function converted(minor: number, conversion: Conversion | null): number {
  if (conversion === null) return minor;
  const [numerator, denominator] = fractionOf(conversion);
  return proportion(minor, numerator, denominator);
}

/** The other way round, by the same rate. */
export function reversed(conversion: Conversion | null): Conversion | null {
  return conversion && { ...conversion, from: conversion.to, to: conversion.from };
}

/** The most in minor units of `to` that is worth no more than `minor` of `from`: what a cap leaves, in another currency. */
export function convertedWithin(minor: number, conversion: Conversion | null): number {
  const nearest = converted(minor, conversion);
  return converted(nearest, reversed(conversion)) > minor ? nearest - 1 : nearest;
}

function fractionOf({ from, entry }: Conversion): [number, number] {
  const units = (currency: string): number => 10 ** minorUnitDigits(currency);
  const forward: [number, number] = [entry.rate * units(entry.to), SCALE * units(entry.from)];
  return entry.from === from ? forward : [forward[1], forward[0]];
}

/** One unit of `from` in `to`, for the record of a line: twelve decimals, of which none is used to compute. */
export function rateNumber({ from, entry }: Conversion): number {
  const rate = entry.from === from ? entry.rate / SCALE : SCALE / entry.rate;
  return Number(rate.toFixed(12));
}

/** "150 JPY for 1 USD, the rate of 2026-09-01": as it was entered. */
export function rateWords({ entry }: Conversion): string {
  const rate = toMajor({ minor: entry.rate, currency: 'JPY' }).padStart(9, '0');
  const text = `${rate.slice(0, -8)}.${rate.slice(-8)}`.replace(/\.?0+$/, '');
  return `${text} ${entry.to} for 1 ${entry.from}, the rate of ${entry.effectiveFrom}`;
}

/**
 * The rule with those of its amounts that bear on one payment in the payment's currency: flat amount, cap, minimum and
 * steps. Caps over several payments and the milestone stay in the rule's own currency, in which they are counted.
 */
export function ruleIn(rule: CommissionRule, conversion: Conversion | null): CommissionRule {
  if (conversion === null) return rule;
  const amount = (minor: number | null): number | null =>
    minor === null ? null : converted(minor, conversion);
  const { tiers } = rule;
  return {
    ...rule,
    flatMinor: amount(rule.flatMinor),
    capMinor: amount(rule.capMinor),
    minimumMinor: amount(rule.minimumMinor),
    tiers: tiers && {
      ...tiers,
      steps: tiers.steps.map((step) => ({
        ...step,
        from: tiers.basis === 'Customer Count' ? step.from : converted(step.from, conversion),
        flatMinor: amount(step.flatMinor),
      })),
    },
  };
}
