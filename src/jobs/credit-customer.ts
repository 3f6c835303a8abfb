import { PoisonError } from '../errors.ts';
import type { CreditJob } from '../queue/contract.ts';
import { addMonths } from '../rules/calendar.ts';
import type { CommissionLine } from '../rules/commission-line.ts';
import { commissionLines, type CommissionOutcome } from '../rules/commission.ts';
import { attributionsOfAccount } from '../salesforce/facts/attributions.ts';
import { commissionRules } from '../salesforce/facts/commission-rules.ts';
import { identitiesByKey } from '../salesforce/facts/identities.ts';
import {
  entriesOfCustomer,
  linesOfCustomer,
  type CustomerEntry,
  type CustomerLine,
} from '../salesforce/facts/ledger.ts';
import { openIssuesOfDocument } from '../salesforce/facts/sync-issues.ts';
import type { OrgRow } from '../salesforce/org.ts';
import {
  commissionRow,
  entryCreditRow,
  statementDay,
  statementRow,
} from '../salesforce/rows/ledger.ts';
import { issueRows, type Issue } from '../salesforce/rows/sync-issue.ts';
import type { JobContext } from './context.ts';

/**
 * Who is credited for a billing customer's revenue, and what we owe them for it: computed over all of its documents, from
 * the org alone. Runs after every change to the ledger or to the credit, so neither has to come first (I9).
 */
export async function creditCustomer(
  context: JobContext,
  { customerKey }: CreditJob,
): Promise<void> {
  const [entries, lines, rules, identities, open] = await Promise.all([
    entriesOfCustomer(context.org, customerKey),
    linesOfCustomer(context.org, customerKey),
    commissionRules(context.org),
    identitiesByKey(context.org, [customerKey]),
    openIssuesOfDocument(context.org, customerKey),
  ]);
  const accountId = identities.get(customerKey)?.accountId ?? null;
  const attributions =
    accountId === null ? [] : await attributionsOfAccount(context.org, accountId);
  const credited = attributions.map((row) => row.credited);
  const outcomes = [...groupByDocument(entries)].map(([documentKey, documentEntries]) =>
    commissionLines({
      entries: documentEntries,
      credited,
      rules,
      posted: lines.filter((line: CustomerLine) => line.documentKey === documentKey),
    }),
  );
  const issues = issueRows(
    issuesOf(customerKey, outcomes),
    open,
    ['NO_RULE_IN_FORCE'],
    context.clock.now(),
  );
  await postLines(
    context,
    customerKey,
    outcomes.flatMap((outcome) => outcome.lines),
    [...creditRows(entries, outcomes, accountId), ...issues],
  );
  context.countDocument(
    customerKey.split(':')[0] ?? '',
    'credit',
    accountId === null ? 'CREDIT_DIRECT' : 'CREDIT_COMPUTED',
  );
}

function groupByDocument(entries: readonly CustomerEntry[]): Map<string, CustomerEntry[]> {
  return Map.groupBy(entries, (entry) => entry.documentKey);
}

/** Only what changes is written: an API call is the scarce thing. */
function creditRows(
  entries: readonly CustomerEntry[],
  outcomes: readonly CommissionOutcome[],
  accountId: string | null,
): OrgRow[] {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  return outcomes
    .flatMap((outcome) => outcome.credits)
    .filter((credit) => {
      const entry = byKey.get(credit.entryKey);
      return (
        entry?.creditStatus !== credit.status ||
        entry.creditReason !== credit.reason ||
        (accountId !== null && entry.accountId !== accountId)
      );
    })
    .map((credit) => entryCreditRow(credit, accountId));
}

/** How many months a late line may move on before a person is asked: nobody leaves a year of statements closed ahead. */
const MONTHS_AHEAD = 12;

/**
 * Writes the lines, and with them (one call is cheaper than two) what is said about their entries. A line whose month is
 * closed goes on the next open statement: a closed month never changes.
 */
async function postLines(
  context: JobContext,
  customerKey: string,
  lines: readonly CommissionLine[],
  along: readonly OrgRow[],
): Promise<void> {
  let waiting = lines.map((line) => ({ line, day: statementDay(line) }));
  let others = along;
  for (let month = 0; waiting.length + others.length > 0; month += 1) {
    const statements = waiting.map(({ line, day }) => statementRow(line, day));
    const rows = waiting.map(({ line, day }) =>
      commissionRow(line, day, customerKey, context.orgCurrency),
    );
    const outcomes = await context.org.upsert([...statements, ...rows, ...others]);
    const next: typeof waiting = [];
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status !== 'failed') continue;
      const item = waiting[index - statements.length];
      if (!item || !isClosedStatement(outcome.verdict) || month === MONTHS_AHEAD) {
        throw outcome.verdict;
      }
      next.push({ line: item.line, day: addMonths(item.day, 1) });
    }
    waiting = next;
    others = [];
  }
}

/** The validation rule LinesGoToOpenStatements begins its message with this word. */
function isClosedStatement(verdict: Error): boolean {
  return verdict instanceof PoisonError && verdict.message.includes('STATEMENT_CLOSED');
}

function issuesOf(customerKey: string, outcomes: readonly CommissionOutcome[]): Issue[] {
  const reasons = new Set(
    outcomes.flatMap((outcome) => outcome.withoutRule.map((gap) => gap.reason)),
  );
  if (reasons.size === 0) return [];
  return [
    {
      code: 'NO_RULE_IN_FORCE',
      severity: 'Warning',
      documentKey: customerKey,
      subject: null,
      message: `Revenue is credited to a partnership but pays nothing. ${[...reasons].sort().join(' ')}`,
      whatToDo:
        'Add a commission rule to the program that covers that day, or set its commission source to PRM. The next payment or a replay of this customer pays what is owed, back to the beginning.',
    },
  ];
}
