import { PoisonError } from '../errors.ts';
import { addMonths, dayOf } from '../rules/calendar.ts';
import type { ExchangeRate } from '../rules/exchange-rate.ts';
import type { Fields, OrgRow } from '../salesforce/org.ts';
import { commissionRow, statementRow, type PostableLine } from '../salesforce/rows/ledger.ts';
import type { JobContext } from './context.ts';

/** A line with what it stands on: a ledger entry, or the attribution of a lead or deal. */
export interface GroundedLine {
  line: PostableLine;
  ground: Fields;
}

/** How many months a late line may move on before a person is asked: nobody leaves a year of statements closed ahead. */
const MONTHS_AHEAD = 12;

/**
 * Writes the lines, and with them (one call is cheaper than two) what is said along with them. A line whose month is closed
 * goes on the next open statement: a closed month never changes.
 */
export async function postLines(
  context: Pick<JobContext, 'org' | 'orgCurrency'> & { rates: readonly ExchangeRate[] },
  lines: readonly GroundedLine[],
  along: readonly OrgRow[],
): Promise<void> {
  let waiting = lines.map((item) => ({ ...item, day: dayOf(item.line.occurredAt) }));
  let others = along;
  for (let month = 0; waiting.length + others.length > 0; month += 1) {
    const statements = waiting.map(({ line, day }) => statementRow(line, day));
    const rows = waiting.map(({ line, day, ground }) => commissionRow(line, day, ground, context));
    const outcomes = await context.org.upsert([...statements, ...rows, ...others]);
    const next: typeof waiting = [];
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status !== 'failed') continue;
      const item = waiting[index - statements.length];
      if (!item || !isClosedStatement(outcome.verdict) || month === MONTHS_AHEAD) {
        throw outcome.verdict;
      }
      next.push({ ...item, day: addMonths(item.day, 1) });
    }
    waiting = next;
    others = [];
  }
}

/** The validation rule LinesGoToOpenStatements begins its message with this word. */
function isClosedStatement(verdict: Error): boolean {
  return verdict instanceof PoisonError && verdict.message.includes('STATEMENT_CLOSED');
}
