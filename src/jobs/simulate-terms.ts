import { z } from 'zod';
import { HumanNeededError } from '../errors.ts';
import { recordTriggers, type CommissionRule } from '../rules/commission-terms.ts';
import type { ExchangeRate } from '../rules/exchange-rate.ts';
import type { RecordCredit } from '../rules/record-lines.ts';
import { simulated, type Simulation, type SimulatedPeriod } from '../rules/simulation.ts';
import { commissionRules } from '../salesforce/facts/commission-rules.ts';
import { allExchangeRates } from '../salesforce/facts/exchange-rates.ts';
import { customersUntil } from '../salesforce/facts/customers.ts';
import { recordCredits } from '../salesforce/facts/record-credits.ts';
import { parseRecords, requiredText, text } from '../salesforce/facts/record.ts';
import type { Org, OrgAdmin } from '../salesforce/org.ts';
import { soqlString } from '../salesforce/soql.ts';
import { ruleOfFile, type TermsFile } from './terms-file.ts';

type ReadableOrg = Org & Pick<OrgAdmin, 'query'>;

export interface SimulationRequest extends SimulatedPeriod {
  /** New terms from a file, or the draft rules of a program in the org. */
  terms: { rules: TermsFile } | { draftsOf: string };
}

/** What came out, with the rules that were tried and the exchange rates that were known. */
export interface TriedTerms extends Simulation {
  tried: readonly CommissionRule[];
  rates: readonly ExchangeRate[];
}

const programSchema = z.object({ Id: requiredText, Name: requiredText, ExternalKey__c: text });
type Program = z.infer<typeof programSchema>;
const partnershipSchema = z.object({ Id: requiredText });

/**
 * What a period would have earned under other terms, by partnership. Reads the org and writes nothing. Throws
 * HumanNeededError where a program is not found, has no draft rules, or a rule's amounts have no currency.
 */
export async function simulateTerms(
  { org, orgCurrency }: { org: ReadableOrg; orgCurrency: string },
  request: SimulationRequest,
): Promise<TriedTerms> {
  const [programs, rules] = await Promise.all([
    org.query('SELECT Id, Name, ExternalKey__c FROM PartnerProgram__c'),
    commissionRules(org),
  ]);
  const known = parseRecords(programSchema, programs, 'PartnerProgram__c');
  const changed =
    'rules' in request.terms
      ? request.terms.rules.map((rule, at) =>
          ruleOfFile(rule, programOf(known, rule.program).Id, at),
        )
      : await draftsOf(org, programOf(known, request.terms.draftsOf));
  // Any rate may be needed: the terms that are tried may be in a currency of their own.
  const [customers, rates, records] = await Promise.all([
    customersUntil(org, request.until),
    allExchangeRates(org),
    creditsByRules(org, [...rules, ...changed], orgCurrency, request.until),
  ]);
  return {
    ...simulated({ customers, records, rates }, rules, changed, request),
    tried: changed,
    rates,
  };
}

/** The credits for leads and deals of every partnership whose program has, or would have, a rule for them. */
async function creditsByRules(
  org: ReadableOrg,
  rules: readonly CommissionRule[],
  orgCurrency: string,
  until: string,
): Promise<RecordCredit[]> {
  const programs = new Set(
    rules.filter(({ trigger }) => recordTriggers.includes(trigger)).map((rule) => rule.programId),
  );
  if (programs.size === 0) return [];
  const partnerships = parseRecords(
    partnershipSchema,
    await org.query(
      `SELECT Id FROM Partnership__c WHERE Program__c IN (${[...programs].map(soqlString).join(', ')}) ORDER BY Id`,
    ),
    'Partnership__c',
  );
  const credits = await Promise.all(
    partnerships.map(({ Id: id }) => recordCredits(org, id, orgCurrency, until)),
  );
  return credits.flat();
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
    'Make commission rules with the status Draft for it.',
  );
}

function wrong(message: string, action: string): HumanNeededError {
  return new HumanNeededError({ scope: 'configuration', code: 'TERMS_UNCLEAR', message, action });
}
