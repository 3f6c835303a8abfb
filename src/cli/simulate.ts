import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { loadConfig } from '../config.ts';
import { HumanNeededError } from '../errors.ts';
import { simulateTerms, type SimulationRequest } from '../jobs/simulate-terms.ts';
import { termsFileSchema, type TermsFile } from '../jobs/terms-file.ts';
import { formatMoney } from '../money.ts';
import { withOrg } from './reading-org.ts';

interface SimulateOptions {
  rules?: string;
  program?: string;
  from: string;
  until: string;
  json?: boolean;
}

/** `partnerverse simulate`: what a period would have earned under other terms. Writes nothing. */
export async function simulate(options: SimulateOptions): Promise<void> {
  const request = requestOf(options);
  const { from, until } = request;
  const { orgCurrency } = loadConfig();
  const { differences, unclear } = await withOrg((org) =>
    simulateTerms({ org, orgCurrency }, request),
  );
  if (options.json) {
    console.log(JSON.stringify({ from, until, differences, unclear }, null, 2));
    return;
  }
  console.log(
    `What was earned from ${from} until ${until} (exclusive) by payments, leads and deals; nothing was written.`,
  );
  for (const { partnershipName, currency, nowMinor, thenMinor, differenceMinor } of differences) {
    const money = (minor: number): string => formatMoney({ minor, currency });
    const sign = differenceMinor > 0 ? '+' : '';
    console.log(
      `${partnershipName}: ${money(nowMinor)} now, ${money(thenMinor)} then (${sign}${money(differenceMinor)})`,
    );
  }
  for (const reason of unclear) console.log(`Not counted: ${reason}`);
}

function requestOf({ rules, program, from, until }: SimulateOptions): SimulationRequest {
  checkPeriod({ from, until });
  if (rules !== undefined) return { terms: { rules: readTerms(rules) }, from, until };
  if (program !== undefined) return { terms: { draftsOf: program }, from, until };
  throw unclear(
    'Which terms? Give --rules with a file, or --program with a program that has draft rules.',
  );
}

/** Throws HumanNeededError where the days of a period are none, or the wrong way round. */
export function checkPeriod({ from, until }: { from: string; until: string }): void {
  const day = z.iso.date();
  if (!day.safeParse(from).success || !day.safeParse(until).success || until <= from)
    throw unclear(
      '--from and --until must be days such as 2026-07-01, the second after the first.',
    );
}

function readTerms(file: string): TermsFile {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw unclear(`${file} cannot be read as JSON.`);
  }
  const terms = termsFileSchema.safeParse(content);
  if (terms.success) return terms.data;
  throw unclear(
    `${file} is not a list of rules: ${terms.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
  );
}

function unclear(message: string): HumanNeededError {
  return new HumanNeededError({
    scope: 'configuration',
    code: 'OPTIONS_UNCLEAR',
    message,
    action: 'Correct it and run the command again.',
  });
}
