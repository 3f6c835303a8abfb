import { z } from 'zod';
import { show, until, type Check, type Stage } from '../stage.ts';
import { expectedLines, type ExpectedLines } from './independent.ts';
import { goldenGoals, playGoldenStories, thisQuarter } from './play.ts';

const lineSchema = z.object({
  Amount__c: z.number(),
  CommissionStatement__r: z.object({
    Period__c: z.string(),
    Status__c: z.string(),
    Partnership__r: z.object({ Name: z.string() }),
  }),
});
type Line = z.infer<typeof lineSchema>;

const goalSchema = z.object({
  Metric__c: z.string(),
  Attained__c: z.number().nullable(),
  Missing__c: z.string(),
  Partnership__r: z.object({ Name: z.string() }),
});
type Goal = z.infer<typeof goalSchema>;

/** What the org has of the golden stories. */
interface Outcome {
  lines: Map<string, Line[]>;
  goals: Goal[];
}

async function outcomeOf({ org }: Stage, expected: ExpectedLines): Promise<Outcome> {
  const names = [...expected.keys()].map((name) => `'${name}'`).join(', ');
  const [lines, goals] = await Promise.all([
    org.query(
      `SELECT Amount__c, CommissionStatement__r.Period__c, CommissionStatement__r.Status__c, CommissionStatement__r.Partnership__r.Name FROM Commission__c WHERE CommissionStatement__r.Partnership__r.Name IN (${names}) ORDER BY OccurredAt__c, Name`,
    ),
    org.query('SELECT Metric__c, Attained__c, Missing__c, Partnership__r.Name FROM PartnerGoal__c'),
  ]);
  return {
    lines: Map.groupBy(
      lines.map((record) => lineSchema.parse(record)),
      (line) => line.CommissionStatement__r.Partnership__r.Name,
    ),
    goals: goals.map((record) => goalSchema.parse(record)),
  };
}

const cents = (line: Line): number => Math.round(line.Amount__c * 100);
const inOrder = (lines: readonly Line[]): number[] => lines.map(cents).sort((a, b) => a - b);
const dollars = (minor: number): string => (minor / 100).toFixed(2);

/** One golden story: its words, and the partnerships whose lines must be what the independent calculation says. */
const stories: readonly { title: string; partnerships: readonly string[] }[] = [
  {
    title: 'Acme is a reseller at 20 % of product value (training is none) …',
    partnerships: ['Acme – Resale'],
  },
  {
    title: '… and a referrer at 1,000.00 USD per converted lead',
    partnerships: ['Acme – Lead Referral'],
  },
  {
    title:
      'A deal of 7,500.00 USD, referred by Acme (10 % of its 60 %), delivered by Ajax (5 % of 40 %)',
    partnerships: ['Acme – Deals', 'Ajax – Deals'],
  },
  {
    title: 'A three-way equal split of 100.00 USD: no cent is lost, none is made',
    partnerships: ['Acme – Alliance', 'Ajax – Alliance', 'Apex – Alliance'],
  },
  {
    title: '5 % of a payment that two share 60 to 40 is refunded; then the refund fails',
    partnerships: ['Acme – Growth', 'Ajax – Growth'],
  },
  {
    title: 'A dispute is lost after the commission was paid out; then it is won',
    partnerships: ['Apex – Growth'],
  },
  {
    title:
      'The plan changes from 20 % to 10 % on August 15; what was paid before is refunded after',
    partnerships: ['Apex – Launch'],
  },
];

function storyCheck(
  title: string,
  partnerships: readonly string[],
  outcome: Outcome,
  expected: ExpectedLines,
): Check {
  const parts = partnerships.map((name) => {
    const actual = inOrder(outcome.lines.get(name) ?? []);
    const ought = expected.get(name) ?? [];
    return { name, actual, ought, same: actual.join() === ought.join() };
  });
  const told = partnerships.map((name) => {
    const lines = (outcome.lines.get(name) ?? []).map((line) => dollars(cents(line)));
    return `${name.split(' – ')[0] ?? ''} ${lines.join(', ') || 'nothing'}`;
  });
  return {
    what: `${title}: ${told.join('; ')}`,
    holds: parts.every(({ same }) => same),
    detail: parts
      .filter(({ same }) => !same)
      .map(
        ({ name, actual, ought }) => `${name}: ${actual.join()} instead of ${ought.join()} cents`,
      )
      .join('; '),
  };
}

/** The paid statement stays as it was; what was lost and won later stands on a later statement, which adds up to nothing. */
function payoutCheck(outcome: Outcome): Check {
  const lines = outcome.lines.get('Apex – Growth') ?? [];
  const isPaid = (line: Line): boolean => line.CommissionStatement__r.Status__c === 'Paid';
  const paid = lines.filter(isPaid);
  const later = lines.filter((line) => !isPaid(line));
  const isLater = later.every(
    (line) =>
      line.CommissionStatement__r.Period__c > (paid[0]?.CommissionStatement__r.Period__c ?? ''),
  );
  const sum = later.reduce((total, line) => total + cents(line), 0);
  return {
    what: 'What was paid out stays as it is; what came after it is on the next statement, and nets',
    holds: paid.length === 1 && later.length === 2 && isLater && sum === 0,
    detail: JSON.stringify(lines),
  };
}

/** What the goals ought to stand at: three leads of five, and the one deal that was won. */
const reached: Readonly<Record<string, number>> = { 'New Leads': 3, 'Won Revenue': 7_500 };

function goalCheck(goal: (typeof goldenGoals)[number], outcome: Outcome): Check {
  const found = outcome.goals.find((one) => one.Partnership__r.Name === goal.partnership);
  const attained = reached[goal.metric] ?? 0;
  const missing = `${goal.target - attained} more`;
  return {
    what: `${goal.partnership}, ${goal.metric}: ${found?.Attained__c ?? 0} of ${goal.target} this quarter. ${found?.Missing__c ?? ''}`,
    holds:
      found?.Attained__c === attained &&
      found.Missing__c.startsWith(missing) &&
      found.Missing__c.includes(thisQuarter().end),
    detail: JSON.stringify(found ?? null),
  };
}

function isComplete(outcome: Outcome, expected: ExpectedLines): boolean {
  return (
    [...expected].every(
      ([name, amounts]) => (outcome.lines.get(name) ?? []).length >= amounts.length,
    ) && outcome.goals.every((goal) => goal.Attained__c === reached[goal.Metric__c])
  );
}

/** Plays the golden stories, waits for what the service does by the clock, and compares everything with the calculation. */
export async function goldenStories(stage: Stage): Promise<Check[]> {
  await playGoldenStories(stage);
  const expected = expectedLines(stage.story.stripe, 1);
  let outcome = await outcomeOf(stage, expected);
  await until(async () => {
    outcome = await outcomeOf(stage, expected);
    return isComplete(outcome, expected);
  });
  const checks = [
    ...stories.map(({ title, partnerships }) => storyCheck(title, partnerships, outcome, expected)),
    payoutCheck(outcome),
    ...goldenGoals.map((goal) => goalCheck(goal, outcome)),
  ];
  show(checks);
  return checks;
}
