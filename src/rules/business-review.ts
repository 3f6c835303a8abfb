import type {
  DealFacts,
  MonthFacts,
  RegistrationFacts,
  ReviewFacts,
  ReviewNumbers,
} from './review-facts.ts';
import {
  amountText,
  changeText,
  countText,
  daysBetween,
  goalStanding,
  goalWords,
  metricText,
  metricValue,
  type GoalStanding,
} from './review-words.ts';

/** One partner's period, ready to be laid out: every number beside the words for it. */
export interface BusinessReview {
  title: string;
  partner: string;
  program: string;
  tier: string | null;
  period: ReviewFacts['period'];
  asOf: string;
  currency: string;
  numbers: ReviewNumbers;
  goalCount: number;
  goalsReached: number;
  /** The period in a few sentences; the first draft of the summary that people rewrite. */
  summary: string;
  headlines: readonly Headline[];
  goals: readonly GoalLine[];
  months: readonly MonthFacts[];
  wins: Deals;
  losses: Deals;
  registrations: { lines: readonly RegistrationLine[]; more: number };
  /** Sentences: what still has to happen, the most pressing first. */
  missing: readonly string[];
  nextGoals: readonly { text: string; period: string; agreed: boolean }[];
}

export interface Headline {
  label: string;
  value: string;
  /** How it moved, or what else there is to know; null: nothing. */
  note: string | null;
}

export interface GoalLine {
  metric: string;
  result: string;
  target: string;
  /** 0 to 1, for a bar; a goal that is overshot is full. */
  share: number;
  standing: GoalStanding;
  words: string;
}

/** The largest deals with the number of those that are not shown. */
export interface Deals {
  lines: readonly (DealFacts & { amountText: string; reasonText: string })[];
  more: number;
}

export interface RegistrationLine {
  company: string;
  status: string;
  submitted: string;
  ageDays: number;
  expires: string | null;
  words: string;
}

/** More rows than that nobody reads in a meeting. */
const SHOWN = 10;
/** A registration that nobody has decided for so long is late (practice: an answer within two to five working days). */
const DECISION_DAYS = 7;
/** Protection that ends so soon needs a decision: extend it, convert it or let it go. */
const EXPIRY_DAYS = 30;

/** Puts a review together from its facts. The same facts give the same review, to the letter. */
export function businessReview(facts: ReviewFacts): BusinessReview {
  const { partnership, period, asOf, currency, numbers } = facts;
  const goals = facts.goals.map((goal) => ({
    metric: goal.metric,
    result: metricValue(goal.metric, goal.result, currency),
    target: metricValue(goal.metric, goal.target, currency),
    share: goal.target > 0 ? Math.min(Math.max(goal.result / goal.target, 0), 1) : 0,
    standing: goalStanding(goal, asOf),
    words: goalWords(goal, asOf, currency),
  }));
  const registrations = registrationLines(facts.registrations, asOf);
  return {
    title: partnership.name,
    partner: partnership.partner,
    program: partnership.program,
    tier: partnership.tier,
    period,
    asOf,
    currency,
    numbers,
    goalCount: goals.length,
    goalsReached: goals.filter((goal) => goal.standing === 'Reached').length,
    summary: summaryOf(facts, goals),
    headlines: headlinesOf(facts),
    goals,
    months: facts.months,
    wins: dealsOf(facts.wins, numbers.won, currency),
    losses: dealsOf(facts.losses, numbers.lost, currency),
    registrations: {
      lines: registrations.slice(0, SHOWN),
      more: Math.max(numbers.openRegistrations - Math.min(registrations.length, SHOWN), 0),
    },
    missing: missingOf(facts, registrations),
    nextGoals: facts.nextGoals.map((goal) => ({
      text: metricText(goal.metric, goal.target, currency),
      period: `${goal.start} to ${goal.end}`,
      agreed: goal.agreed,
    })),
  };
}

function headlinesOf({ numbers, before, currency }: ReviewFacts): Headline[] {
  const decided = numbers.won + numbers.lost;
  const rate =
    decided === 0
      ? null
      : `${Math.round((100 * numbers.won) / decided)} % of ${decided} decided deals`;
  return [
    {
      label: 'Won',
      value: amountText(numbers.wonAmount, currency),
      note: changeText(numbers.wonAmount, before.wonAmount),
    },
    {
      label: 'Open pipeline',
      value: amountText(numbers.pipeline, currency),
      note: `${countText(numbers.opportunities, 'new opportunity', 'new opportunities')} in the period`,
    },
    {
      label: 'Revenue',
      value: amountText(numbers.revenue, currency),
      note: changeText(numbers.revenue, before.revenue),
    },
    {
      label: 'Commission earned',
      value: amountText(numbers.commissionEarned, currency),
      note: `${amountText(numbers.commissionPaid, currency)} paid in the period`,
    },
    {
      label: 'New leads',
      value: numbers.leads.toLocaleString('en-US'),
      note: changeText(numbers.leads, before.leads),
    },
    { label: 'Deals won', value: numbers.won.toLocaleString('en-US'), note: rate },
  ];
}

/** Largest first, then by name, so that the order never depends on how the org answered. */
function dealsOf(deals: readonly DealFacts[], count: number, currency: string): Deals {
  const sorted = [...deals].sort(
    (left, right) => right.amount - left.amount || compare(left.name, right.name),
  );
  const lines = sorted.slice(0, SHOWN).map((deal) => ({
    ...deal,
    amountText: amountText(deal.amount, currency),
    reasonText: deal.reason ?? 'No reason recorded',
  }));
  return { lines, more: Math.max(count - lines.length, 0) };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Oldest first. */
function registrationLines(
  registrations: readonly RegistrationFacts[],
  asOf: string,
): RegistrationLine[] {
  return [...registrations]
    .sort(
      (left, right) =>
        compare(left.submitted, right.submitted) || compare(left.company, right.company),
    )
    .map(({ company, status, submitted, expires }) => {
      const ageDays = Math.max(daysBetween(submitted, asOf), 0);
      const words = status === 'Approved' ? protectionWords(expires, asOf) : decisionWords(ageDays);
      return { company, status, submitted, ageDays, expires, words };
    });
}

function decisionWords(ageDays: number): string {
  return ageDays > DECISION_DAYS ? `No decision for ${ageDays} days` : 'Waits for a decision';
}

function protectionWords(expires: string | null, asOf: string): string {
  if (expires === null) return 'Protected';
  const left = daysBetween(asOf, expires);
  if (left < 0) return `Protection ended on ${expires}`;
  if (left === 0) return `Protection ends on ${expires}`;
  return left <= EXPIRY_DAYS
    ? `Protection ends in ${countText(left, 'day')}`
    : `Protected until ${expires}`;
}

function summaryOf(
  { partnership, period, numbers, before, currency }: ReviewFacts,
  goals: readonly GoalLine[],
): string {
  const reached = goals.filter((goal) => goal.standing === 'Reached').length;
  const change = changeText(numbers.wonAmount, before.wonAmount);
  const sentences = [
    `${partnership.partner} won ${countText(numbers.won, 'deal')} worth ${amountText(numbers.wonAmount, currency)} in ${period.label}${change === null ? '' : ` (${change})`}, and lost ${numbers.lost === 0 ? 'none' : numbers.lost.toLocaleString('en-US')}.`,
    `${sentenceStart(countText(numbers.leads, 'new lead'))} and ${countText(numbers.opportunities, 'new opportunity', 'new opportunities')} came in; ${amountText(numbers.pipeline, currency)} of pipeline was open at the end.`,
    goals.length === 0
      ? 'No goals were agreed for the period.'
      : `${reached} of ${countText(goals.length, 'goal')} ${reached === 1 ? 'was' : 'were'} reached.`,
    `Commission of ${amountText(numbers.commissionEarned, currency)} was earned and ${amountText(numbers.commissionPaid, currency)} was paid.`,
  ];
  return sentences.join(' ');
}

function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a partner manager would put on the list for the meeting. */
function missingOf(facts: ReviewFacts, registrations: readonly RegistrationLine[]): string[] {
  const { asOf, currency } = facts;
  const goals = facts.goals
    .filter((goal) => goalStanding(goal, asOf) !== 'Reached')
    .map((goal) => `${goal.metric}: ${goalWords(goal, asOf, currency)}`);
  const late = registrations.filter((line) => line.words.startsWith('No decision')).length;
  const expiring = registrations.filter((line) => line.words.startsWith('Protection ')).length;
  const unexplained = facts.losses.filter((deal) => deal.reason === null).length;
  const others = [
    facts.goals.length === 0 ? 'No goals were agreed for this period.' : null,
    late > 0 ? `${sentenceStart(countText(late, 'registration'))} without a decision for more than ${DECISION_DAYS} days.` : null,
    expiring > 0 ? `${sentenceStart(countText(expiring, 'registration'))} whose protection ends within ${EXPIRY_DAYS} days or has ended.` : null,
    unexplained > 0 ? `${sentenceStart(countText(unexplained, 'lost deal'))} without a reason in Salesforce.` : null,
    facts.nextGoals.length === 0 ? 'No goals are set for the next period.' : null,
    facts.nextGoals.some((goal) => !goal.agreed) ? 'Goals of the next period that renew themselves are still to be agreed.' : null,
  ]; // prettier-ignore
  return [...goals, ...others.filter((sentence) => sentence !== null)];
}
