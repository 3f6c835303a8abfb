import { z } from 'zod';
import { HumanNeededError } from '../errors.ts';
import { minorUnitDigits, scaled } from '../money.ts';
import {
  commissionTriggers,
  type CommissionRule,
  type CommissionTiers,
} from '../rules/commission-terms.ts';

const amount = z.number().nonnegative().nullable().default(null);

/** Steps of the rate or the amount, as Commission Tiers have them; `from` is inclusive. */
const tiers = z.strictObject({
  mode: z.enum(['Marginal', 'Whole']),
  basis: z.enum(['Period Revenue', 'Payment Amount', 'Customer Count']),
  steps: z
    .array(
      z.strictObject({
        from: z.number().nonnegative(),
        ratePercent: z.number().min(0).max(100).nullable().default(null),
        flatAmount: amount,
      }),
    )
    .min(1),
});

/** A file of new terms: rules as a partner manager writes them. Percentages, and amounts in major units of `currency`. */
export const termsFileSchema = z.array(
  z.strictObject({
    program: z.string().min(1),
    name: z.string().min(1),
    trigger: z.enum(commissionTriggers).default('Every Payment'),
    type: z.enum(['Percent', 'Flat']).default('Percent'),
    ratePercent: z.number().min(0).max(100).nullable().default(null),
    flatAmount: amount,
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .nullable()
      .default(null),
    role: z.string().nullable().default(null),
    durationMonths: z.number().int().positive().nullable().default(null),
    capAmount: amount,
    minimumAmount: amount,
    milestoneAmount: amount,
    capPerDeal: amount,
    capPerCustomer: amount,
    capPerPartnership: amount,
    capPerPeriod: amount,
    tiers: tiers.nullable().default(null),
    period: z.enum(['Month', 'Quarter', 'Year']).default('Month'),
    products: z.array(z.string()).default([]),
  }),
);
export type TermsFile = z.infer<typeof termsFileSchema>;
type FileRule = TermsFile[number];

/** The rule number `at` of a file, for a program. Throws HumanNeededError where its amounts have no currency, or it says no rate. */
export function ruleOfFile(rule: FileRule, programId: string, at: number): CommissionRule {
  const { currency } = rule;
  const hasAmounts = checkAmounts(rule);
  const minor = (major: number | null): number | null =>
    major === null ? null : scaled(major, minorUnitDigits(currency ?? ''));
  return {
    id: `simulated ${at}`,
    key: `simulated ${String(at).padStart(4, '0')}`,
    name: rule.name,
    version: 1,
    programId,
    trigger: rule.trigger,
    type: rule.type,
    rate: rule.ratePercent === null ? null : scaled(rule.ratePercent, 4),
    flatMinor: minor(rule.flatAmount),
    capMinor: minor(rule.capAmount),
    caps: {
      deal: minor(rule.capPerDeal),
      customer: minor(rule.capPerCustomer),
      partnership: minor(rule.capPerPartnership),
      period: minor(rule.capPerPeriod),
    },
    minimumMinor: minor(rule.minimumAmount),
    milestoneMinor: minor(rule.milestoneAmount),
    tiers: tiersOf(rule, minor),
    periodMonths: rule.period === 'Month' ? 1 : rule.period === 'Quarter' ? 3 : 12,
    products: rule.products.map((product) => product.trim().toLowerCase()),
    currency: hasAmounts ? currency : null,
    durationMonths: rule.durationMonths,
    holdDays: null,
    role: rule.role,
    effectiveFrom: '',
    effectiveUntil: null,
  };
}

function tiersOf(
  { tiers: found }: FileRule,
  minor: (major: number | null) => number | null,
): CommissionTiers | null {
  if (found === null) return null;
  const { mode, basis } = found;
  const steps = found.steps.map(({ from, ratePercent, flatAmount }) => ({
    from: basis === 'Customer Count' ? from : (minor(from) ?? 0),
    rate: ratePercent === null ? null : scaled(ratePercent, 4),
    flatMinor: minor(flatAmount),
  }));
  return { mode, basis, steps: steps.sort((a, b) => a.from - b.from) };
}

/** Whether the rule has amounts, all of which are in its currency. */
function checkAmounts(rule: FileRule): boolean {
  const amounts = [
    rule.flatAmount,
    rule.capAmount,
    rule.minimumAmount,
    rule.milestoneAmount,
    rule.capPerDeal,
    rule.capPerCustomer,
    rule.capPerPartnership,
    rule.capPerPeriod,
  ];
  const hasAmounts = rule.tiers !== null || amounts.some((one) => one !== null);
  if (hasAmounts && rule.currency === null)
    throw wrong(`The rule "${rule.name}" has amounts without a currency.`, 'Add its currency.');
  if ((rule.type === 'Flat' ? rule.flatAmount : rule.ratePercent) === null)
    throw wrong(
      `The rule "${rule.name}" has no ${rule.type === 'Flat' ? 'flatAmount' : 'ratePercent'}.`,
      'Add it to the file.',
    );
  return hasAmounts;
}

function wrong(message: string, action: string): HumanNeededError {
  return new HumanNeededError({ scope: 'configuration', code: 'TERMS_UNCLEAR', message, action });
}
