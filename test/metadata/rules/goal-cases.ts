import type { Values } from '../deployed-org.ts';
import { goal, org, partnership, refusedBy, review } from './records.ts';

/** Cases of partner goals (specific, measurable, owned, time-bound) and of business reviews. */
export function goalCases(): void {
  describe('partner goals', () => {
    test.each<[string, Values]>([
      ['MetricIsSpecific', { Metric__c: null }],
      ['TargetAboveZero', { Target__c: null }],
      ['TargetAboveZero', { Target__c: 0 }],
      ['PeriodIsSetAndWithinAYear', { PeriodStart__c: null }],
      ['PeriodIsSetAndWithinAYear', { PeriodEnd__c: null }],
      ['PeriodIsSetAndWithinAYear', { PeriodEnd__c: '2998-12-31' }],
      ['PeriodIsSetAndWithinAYear', { PeriodEnd__c: '3000-01-01' }],
      ['ValuesNotNegative', { CountedByHand__c: -1 }],
      ['ValuesNotNegative', { GrowthPercent__c: -100 }],
    ])('%s refuses %j', async (name, values) => {
      await refusedBy('PartnerGoal__c', name, goal(values));
    });

    test.each<[Values]>([
      [{ Target__c: 0.01 }],
      [{ PeriodEnd__c: '2999-01-01' }],
      [{ PeriodEnd__c: '2999-12-31' }],
      [{ CountedByHand__c: 0, GrowthPercent__c: -99.99 }],
    ])('%j is a sound goal', async (values) => {
      await goal(values);
    });

    test('a goal keeps its partnership, its metric and, once over, its target', async () => {
      const ended = await goal({ PeriodStart__c: '2026-07-01', PeriodEnd__c: '2026-09-30' });
      const change = (values: Values) => org().update('PartnerGoal__c', ended, values);
      const moved = change({ Partnership__c: await partnership() });
      await refusedBy('PartnerGoal__c', 'MasterNeverChanges', moved);
      const other = change({ Metric__c: 'Won Revenue' });
      await refusedBy('PartnerGoal__c', 'MetricNeverChanges', other);
      for (const values of [{ Target__c: 4 }, { PeriodEnd__c: '2999-01-31' }]) {
        await refusedBy('PartnerGoal__c', 'EndedGoalsKeepTheirTarget', change(values));
      }
      await change({ Attained__c: 3 });
    });

    test.each<[string, Values, Values]>([
      [
        'an ended goal that was missed',
        { PeriodStart__c: '2026-07-01', PeriodEnd__c: '2026-09-30', Attained__c: 3 },
        {
          Unit__c: 'Number',
          Result__c: 3,
          Progress__c: 60,
          ExpectedByNow__c: 5,
          Standing__c: 'Missed',
          Missing__c: '2 more leads were missing on 2026-09-30.',
        },
      ],
      [
        'a goal that has not begun',
        { Metric__c: 'Won Revenue', Target__c: 10_000 },
        {
          Unit__c: 'Amount',
          Progress__c: 0,
          ExpectedByNow__c: 0,
          Standing__c: 'Not Started',
          Missing__c: '10000 more of won revenue by 2999-03-31.',
        },
      ],
      [
        'a goal that is reached',
        { Attained__c: 6 },
        { Progress__c: 120, Standing__c: 'Reached', Missing__c: 'Nothing: the goal is reached.' },
      ],
      [
        'certifications, which people count',
        { Metric__c: 'Certifications', Attained__c: 9, CountedByHand__c: 2 },
        { Result__c: 2, Progress__c: 40 },
      ],
    ])('%s reads so', async (_name, values, shown) => {
      const id = await goal(values);
      const names = Object.keys(shown).join(', ');
      const read = await org().one(`SELECT ${names} FROM PartnerGoal__c WHERE Id = '${id}'`);
      expect(read).toMatchObject(shown);
    });

    test('a running goal is behind or on track by the days that have passed', async () => {
      const day = (offset: number) =>
        new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
      const running = { Target__c: 20, PeriodStart__c: day(-9), PeriodEnd__c: day(10) };
      for (const [attained, standing] of [
        [9.99, 'Behind'],
        [10, 'On Track'],
      ] as const) {
        const id = await goal({ ...running, Attained__c: attained });
        const soql = `SELECT ExpectedByNow__c, Standing__c FROM PartnerGoal__c WHERE Id = '${id}'`;
        expect(await org().one(soql)).toMatchObject({
          ExpectedByNow__c: 10,
          Standing__c: standing,
        });
      }
    });

    test('the owner of the partnership answers for a goal, unless it names somebody', async () => {
      const id = await goal({ GoalOwner__c: null });
      const read = await org().one(
        `SELECT GoalOwner__c, Partnership__r.OwnerId FROM PartnerGoal__c WHERE Id = '${id}'`,
      );
      expect(read).toMatchObject({ Partnership__r: { OwnerId: read['GoalOwner__c'] } });
      const nobody = org().update('PartnerGoal__c', id, { GoalOwner__c: null });
      await refusedBy('PartnerGoal__c', 'GoalHasOwner', nobody);
    });

    test('one metric is measured once per partnership and start', async () => {
      const partner = await partnership();
      await goal({ Partnership__c: partner });
      await expect(goal({ Partnership__c: partner })).rejects.toMatchObject({
        code: 'DUPLICATE_VALUE',
      });
      await goal({ Partnership__c: partner, Metric__c: 'New Customers' });
    });
  });

  describe('business reviews', () => {
    test.each<[string, Values]>([
      ['PeriodIsSet', { PeriodStart__c: null }],
      ['PeriodIsSet', { PeriodEnd__c: null }],
      ['PeriodIsSet', { PeriodEnd__c: '2026-06-30' }],
    ])('%s refuses %j', async (name, values) => {
      await refusedBy('BusinessReview__c', name, review(values));
    });

    test('a review keeps its partnership and, once shared, its numbers', async () => {
      const id = await review({ WonAmount__c: 100 });
      const change = (values: Values) => org().update('BusinessReview__c', id, values);
      const moved = change({ Partnership__c: await partnership() });
      await refusedBy('BusinessReview__c', 'MasterNeverChanges', moved);
      await change({ WonAmount__c: 200, Status__c: 'Shared' });
      for (const values of [
        { WonAmount__c: 300 },
        { LeadCount__c: 1 },
        { Status__c: 'Draft' },
        { PeriodEnd__c: '2026-10-01' },
      ]) {
        await refusedBy('BusinessReview__c', 'SharedReviewsNeverChange', change(values));
      }
      await change({ Status__c: 'Archived', NextSteps__c: 'Acme trains two engineers by May.' });
    });
  });
}
