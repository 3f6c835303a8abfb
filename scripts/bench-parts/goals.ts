import { fixedClock } from '../../src/clock.ts';
import { makeReviews } from '../../src/jobs/make-reviews.ts';
import { measureGoals } from '../../src/jobs/measure-goals.ts';
import { quarterOf } from '../../src/rules/review-period.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { asSyncService, startDeployedOrg } from '../../test/support/deployed-org.ts';
import { metrics, REVIEWED, seedGoals, type GoalsSize } from './goals-seed.ts';
import type { Figure } from './local-org.ts';

const clock = fixedClock(new Date('2026-10-01T02:00:00Z'));
const period = quarterOf('2026-Q3');

interface Cost {
  seconds: number;
  calls: number;
}

/** One job's time and calls. The org runs in this very process, so its time is in the seconds too. */
async function costOf(port: OrgAdmin, work: () => Promise<unknown>): Promise<Cost> {
  const start = performance.now();
  const before = port.apiCalls();
  await work();
  return { seconds: (performance.now() - start) / 1000, calls: port.apiCalls() - before };
}

/** The goals of every partnership measured once, and the reviews of the active ones made in one job, twice. */
export async function measureGoalsAndReviews(
  size: GoalsSize,
  say: (text: string) => void,
): Promise<Figure[]> {
  const org = await startDeployedOrg({ now: () => clock.now() });
  const port: Org & OrgAdmin = await connectOrg(
    { kind: 'token', ...asSyncService(org), requestTimeoutMs: 600_000 },
    { clock },
  );
  try {
    seedGoals(org, size);
    say(`seeded: ${size.partnerships} partnerships with ${metrics.length} goals each, ${size.attributions} attributions, ${size.ledgerLines} ledger lines`); // prettier-ignore
    const goals = await costOf(port, () =>
      measureGoals({ org: port, clock, countDocument: () => undefined }),
    );
    say(`goals measured in ${goals.seconds.toFixed(1)} s with ${goals.calls} API calls`);
    await checkGoals(port, size);
    const reviews = (): Promise<unknown> =>
      makeReviews(
        { org: port, clock, orgCurrency: 'USD' },
        { period, partnership: null, onProgress: (done, all) => say(`${done} of ${all} reviews`) },
      );
    const first = await costOf(port, reviews);
    say(`reviews made in ${first.seconds.toFixed(1)} s with ${first.calls} API calls`);
    const again = await costOf(port, reviews);
    say(`made again, nothing new, in ${again.seconds.toFixed(1)} s with ${again.calls} API calls`);
    const count = Math.min(size.partnerships, REVIEWED);
    const atMost = (name: string, value: number, unit: string, target: number): Figure =>
      ({ name, value, unit, target, isAtMost: true }); // prettier-ignore
    return [
      atMost('API calls, all goals measured', goals.calls, 'calls', 200),
      atMost(`API calls, ${count} reviews`, first.calls, 'calls', 200),
      atMost('API calls, the same reviews again', again.calls, 'calls', 200),
      atMost('one review within the job', first.seconds / count, 's', 2),
    ];
  } finally {
    await port.close();
    await org.close();
  }
}

/** Fast and wrong would be no figure: the sums must be what was seeded. */
async function checkGoals(port: OrgAdmin, size: GoalsSize): Promise<void> {
  const [row] = await port.query(
    "SELECT SUM(Attained__c) total FROM PartnerGoal__c WHERE Metric__c = 'Commission Earned'",
  );
  const expected = size.ledgerLines * 2;
  if (row?.['total'] !== expected)
    throw new Error(`The goals add up to ${String(row?.['total'])}, not ${expected}.`);
}
