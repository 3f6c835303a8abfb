import { z } from 'zod';
import { HumanNeededError } from '../errors.ts';
import { minorUnitDigits, scaled } from '../money.ts';
import { commissionTriggers, noCaps, type CommissionRule } from '../rules/commission-terms.ts';
import { simulated, type Difference } from '../rules/simulation.ts';
import { commissionRules } from '../salesforce/facts/commission-rules.ts';
import { allExchangeRates } from '../salesforce/facts/exchange-rates.ts';
import { customersUntil } from '../salesforce/facts/customers.ts';
import { parseRecords, requiredText, text } from '../salesforce/facts/record.ts';
import type { Org, OrgAdmin } from '../salesforce/org.ts';

const amount = z.number().nonnegative().nullable().default(null);

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
    capPerCustomer: amount,
    capPerPartnership: amount,
    capPerPeriod: amount,
    period: z.enum(['Month', 'Quarter', 'Year']).default('Month'),
    products: z.array(z.string()).default([]),
  }),
);
type FileRule = z.infer<typeof termsFileSchema>[number];

export interface SimulationRequest {
  /** New terms from a file, or the draft rules of a program in the org. */
  terms: { rules: z.infer<typeof termsFileSchema> } | { draftsOf: string };
  /** "YYYY-MM-DD", half-open. */
  from: string;
  until: string;
}

const programSchema = z.object({ Id: requiredText, Name: requiredText, ExternalKey__c: text });
type Program = z.infer<typeof programSchema>;

/**
 * What the payments of a period would have earned under other terms, by partnership. Reads the org and writes nothing. Throws
 * HumanNeededError where a program is not found, has no draft rules, or a rule's amounts have no currency.
 */
export async function simulateTerms(
  org: Org & Pick<OrgAdmin, 'query'>,
  request: SimulationRequest,
): Promise<Difference[]> {
  const [programs, rules, customers] = await Promise.all([
    org.query('SELECT Id, Name, ExternalKey__c FROM PartnerProgram__c'),
    commissionRules(org),
    customersUntil(org, request.until),
  ]);
  const known = parseRecords(programSchema, programs, 'PartnerProgram__c');
  const changed =
    'rules' in request.terms
      ? request.terms.rules.map((rule, at) => ruleOf(rule, programOf(known, rule.program), at))
      : await draftsOf(org, programOf(known, request.terms.draftsOf));
  // Any rate may be needed: the terms that are tried may be in a currency of their own.
  const rates = await allExchangeRates(org);
  return simulated(customers, rules, changed, request, rates);
}

function programOf(programs: readonly Program[], name: string): Program {
  const [found, second] = programs.filter((program) =>
    [program.Id, program.Name, program.ExternalKey__c].includes(name),
  );
  if (found && !second) return found;
  throw wrong(
    `There is ${found ? 'more than one program' : 'no program'} "${name}" in the org.`,
    'Name the program by its external key or its record id.',
  );
}

async function draftsOf(org: Org, program: Program): Promise<CommissionRule[]> {
  const drafts = (await commissionRules(org, ['Draft'])).filter(
    (rule) => rule.programId === program.Id,
  );
  if (drafts.length > 0) return drafts;
  throw wrong(
    `The program "${program.Name}" has no draft commission rules.`,
    'Make commission rules with the status Draft, or give a file with --rules.',
  );
}

function ruleOf(rule: FileRule, program: Program, at: number): CommissionRule {
  const { currency } = rule;
  const hasAmounts = checkAmounts(rule);
  const minor = (major: number | null): number | null =>
    major === null ? null : scaled(major, minorUnitDigits(currency ?? ''));
  return {
    id: `simulated ${at}`,
    key: `simulated ${String(at).padStart(4, '0')}`,
    name: rule.name,
    version: 1,
    programId: program.Id,
    trigger: rule.trigger,
    type: rule.type,
    rate: rule.ratePercent === null ? null : scaled(rule.ratePercent, 4),
    flatMinor: minor(rule.flatAmount),
    capMinor: minor(rule.capAmount),
    caps: {
      ...noCaps,
      customer: minor(rule.capPerCustomer),
      partnership: minor(rule.capPerPartnership),
      period: minor(rule.capPerPeriod),
    },
    minimumMinor: minor(rule.minimumAmount),
    milestoneMinor: minor(rule.milestoneAmount),
    tiers: null,
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

/** Whether the rule has amounts, all of which are in its currency. */
function checkAmounts(rule: FileRule): boolean {
  const amounts = [
    rule.flatAmount,
    rule.capAmount,
    rule.minimumAmount,
    rule.milestoneAmount,
    rule.capPerCustomer,
    rule.capPerPartnership,
    rule.capPerPeriod,
  ];
  const hasAmounts = amounts.some((one) => one !== null);
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
