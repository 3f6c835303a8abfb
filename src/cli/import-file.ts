import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { loadConfig } from '../config.ts';
import { HumanNeededError } from '../errors.ts';
import {
  importedCommissionRows,
  importedCommissions,
  importedReference,
  undoneCommissionRows,
} from '../jobs/import-commissions.ts';
import {
  importedAttributionRows,
  importFacts,
  partnerRows,
  refusals,
  undoRows,
} from '../jobs/import-file.ts';
import { fromMajor, scaled } from '../money.ts';
import { dayOf } from '../rules/calendar.ts';
import { planCommissions } from '../rules/commission-import.ts';
import {
  planAttributions,
  planPartners,
  type ImportFacts,
  type LinePlan,
} from '../rules/import-plan.ts';
import { connectOrg } from '../salesforce/connect-org.ts';
import type { Org, OrgAdmin, OrgRow } from '../salesforce/org.ts';
import { recordTypes } from '../salesforce/record-types.ts';
import { partnerRoleValues } from '../salesforce/schema.generated.ts';

export interface ImportOptions {
  partners?: string;
  attributions?: string;
  commissions?: string;
  apply?: boolean;
  undo?: string;
  json?: boolean;
}

const filled = z.string().trim().min(1, 'is blank');
const date = z
  .string()
  .trim()
  .refine(
    (value) => value === '' || z.iso.date().safeParse(value).success,
    'is no date like 2026-12-31',
  )
  .optional()
  .transform((value) => (value === undefined || value === '' ? null : value));

const partnerSchema = z.object({ partner: filled, program: filled, start: date });
const requiredDate = date.transform((value, context) => {
  if (value !== null) return value;
  context.addIssue({ code: 'custom', message: 'is blank' });
  return z.NEVER;
});
const commissionSchema = z
  .object({
    customer: filled,
    partner: filled,
    program: filled,
    reference: filled,
    amount: z.string().trim(),
    currency: z
      .string()
      .trim()
      .regex(/^[A-Z]{3}$/, 'is no currency code like USD'),
    earned: requiredDate,
    hold_until: date,
    reason: filled,
  })
  .transform(({ amount, hold_until: holdUntil, ...line }, context) => {
    const amountMinor = exactMinor(amount, line.currency);
    if (amountMinor !== null && amountMinor !== 0) return { ...line, holdUntil, amountMinor };
    context.addIssue({ code: 'custom', path: ['amount'], message: wrongAmount(line.currency) });
    return z.NEVER;
  });
const attributionSchema = partnerSchema.extend({
  customer: filled,
  role: z.enum(partnerRoleValues, `is none of ${partnerRoleValues.join(', ')}`),
  split: z
    .string()
    .trim()
    .regex(/^\d{1,3}(\.\d{1,2})?$/, 'is no percentage like 33.33')
    .transform((value) => scaled(Number(value), 2))
    .refine((value) => value <= 10_000, 'is more than 100'),
  end: date,
});

/** Null: no exact amount of the currency. */
function exactMinor(amount: string, currency: string): number | null {
  try {
    return fromMajor(amount, currency).minor;
  } catch {
    return null;
  }
}

const wrongAmount = (currency: string): string =>
  `is no amount of ${currency} other than 0, with its decimals after a point and no other signs`;

/** A line as the report shows it. */
interface ReportLine {
  line: number;
  outcome: 'make' | 'exists' | 'unclear';
  reason: string;
}

interface Plan {
  report: ReportLine[];
  rows: OrgRow[];
}

/** What is wrong with a file itself: nothing of it is looked at then. */
function unreadable(file: string, why: string): HumanNeededError {
  return new HumanNeededError({
    scope: 'import',
    code: 'FILE_NOT_READABLE',
    message: `${file} could not be read: ${why}`,
    action: 'Save it as CSV in UTF-8, with commas, and the names of the columns in its first line.',
  });
}

/** The lines of a CSV file that fit the schema, and those that do not, with the reason. Throws where it is no CSV file. */
function linesOf<Line extends object>(
  file: string,
  content: Buffer,
  schema: z.ZodType<Line>,
): { lines: (Line & { line: number })[]; wrong: ReportLine[] } {
  const lines: (Line & { line: number })[] = [];
  const wrong: ReportLine[] = [];
  let records: { record: unknown; info: { lines: number } }[];
  try {
    records = parse(content, { columns: true, bom: true, skip_empty_lines: true, info: true });
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error));
  }
  for (const { record, info } of records) {
    const result = schema.safeParse(record);
    if (result.success) lines.push({ ...result.data, line: info.lines });
    else {
      const reason = result.error.issues
        .map(({ path, message }) => `The column ${path.join('.')} ${message}.`)
        .join(' ');
      wrong.push({ line: info.lines, outcome: 'unclear', reason });
    }
  }
  return { lines, wrong };
}

function reportOf(
  plans: readonly LinePlan<{ line: number }, unknown>[],
  wrong: readonly ReportLine[],
): ReportLine[] {
  return [
    ...plans.map(({ line, outcome, reason }) => ({ line: line.line, outcome, reason })),
    ...wrong,
  ].sort((a, b) => a.line - b.line);
}

async function planOf(
  options: ImportOptions,
  file: string,
  content: Buffer,
  batch: string,
  org: Org & OrgAdmin,
  facts: ImportFacts,
): Promise<Plan> {
  if (options.partners !== undefined) {
    const { lines, wrong } = linesOf(file, content, partnerSchema);
    const plans = planPartners(lines, facts);
    const typeId = await recordTypes(org).recordTypeId('Account', 'Partner');
    return { report: reportOf(plans, wrong), rows: partnerRows(plans, batch, typeId) };
  }
  if (options.commissions !== undefined) {
    const today = dayOf(systemClock.now());
    const { lines, wrong } = linesOf(file, content, commissionSchema);
    const before = await importedCommissions(org);
    const isThere = (...name: Parameters<typeof importedReference>): boolean =>
      before.has(importedReference(...name));
    const plans = planCommissions(lines, facts, isThere, today);
    const source = { batch, file: basename(file), today, orgCurrency: loadConfig().orgCurrency };
    return { report: reportOf(plans, wrong), rows: importedCommissionRows(plans, source) };
  }
  const { lines, wrong } = linesOf(file, content, attributionSchema);
  const plans = planAttributions(lines, facts);
  return {
    report: reportOf(plans, wrong),
    rows: importedAttributionRows(plans, batch, basename(file)),
  };
}

/**
 * `partnerverse import`: says for every line of a CSV file what would be made, what is there already and what is unclear and
 * why; with `--apply` it makes what is clear. A batch is named after the file's content, so doing it twice makes nothing more.
 */
export async function importFile(options: ImportOptions): Promise<void> {
  const file = options.partners ?? options.attributions ?? options.commissions;
  const chosen = [options.partners, options.attributions, options.commissions, options.undo].filter(
    (value) => value !== undefined,
  );
  if (chosen.length !== 1) {
    throw new HumanNeededError({
      scope: 'import',
      code: 'ONE_OPTION_NEEDED',
      message: 'Nothing was done: the command needs one thing to do.',
      action:
        'Give one of --partners FILE, --attributions FILE, --commissions FILE and --undo BATCH.',
    });
  }
  const org = await connectOrg(loadConfig().salesforce, { clock: systemClock });
  try {
    if (options.undo !== undefined) await undo(org, options.undo, options);
    else if (file !== undefined) await bringIn(org, file, options);
  } finally {
    await org.close();
  }
}

async function bringIn(org: Org & OrgAdmin, file: string, options: ImportOptions): Promise<void> {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch {
    throw unreadable(file, 'there is no such file, or it may not be opened.');
  }
  const batch = createHash('sha256').update(content).digest('hex').slice(0, 10);
  const facts = await importFacts(org);
  const { report, rows } = await planOf(options, file, content, batch, org, facts);
  const refused = options.apply ? refusals(await org.upsert(rows)) : [];
  const unclear = report.filter(({ outcome }) => outcome === 'unclear').length;
  if (options.json) {
    console.log(
      JSON.stringify({ batch, applied: options.apply ?? false, report, refused }, null, 2),
    );
  } else {
    printReport(report);
    for (const { key, reason } of refused) console.log(`✗ ${key} was refused: ${reason}`);
    const make = report.filter(({ outcome }) => outcome === 'make').length;
    console.log(
      `\nBatch ${batch}: ${make} to make, ${report.length - make - unclear} there already, ${unclear} unclear.`,
    );
    console.log(
      options.apply
        ? `What was clear is made. To take it back: partnerverse import --undo ${batch}`
        : 'Nothing was written. With --apply, what is clear is made.',
    );
  }
  if (unclear > 0 || refused.length > 0) process.exitCode = 1;
}

function printReport(report: readonly ReportLine[]): void {
  const marks = { make: '+', exists: '=', unclear: '?' };
  for (const { line, outcome, reason } of report)
    console.log(`${marks[outcome]} line ${line}: ${reason}`);
}

async function undo(org: Org & OrgAdmin, batch: string, options: ImportOptions): Promise<void> {
  const { rows: made, accountsLeft } = await undoRows(org, batch);
  const rows = [...made, ...(await undoneCommissionRows(org, batch, dayOf(systemClock.now())))];
  const refused = refusals(await org.upsert(rows));
  const taken = rows.filter(({ object }) => object !== 'CommissionStatement__c').length;
  if (options.json)
    console.log(JSON.stringify({ batch, undone: taken, accountsLeft, refused }, null, 2));
  else {
    console.log(
      `Batch ${batch}: ${taken - refused.length} records taken back: partnerships have ended, credit counts no more, commissions have a counterpart.`,
    );
    if (accountsLeft > 0)
      console.log(`${accountsLeft} accounts that it made are still there: nothing is deleted.`);
    for (const { key, reason } of refused) console.log(`✗ ${key} was refused: ${reason}`);
  }
  if (refused.length > 0 || rows.length === 0) process.exitCode = 1;
}
