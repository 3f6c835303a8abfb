import { businessReview } from '../../src/rules/business-review.ts';
import type { DealFacts } from '../../src/rules/review-facts.ts';
import { emptyFacts, fullFacts, noNumbers } from './review-builders.ts';

test('a quarter in a few sentences', () => {
  const review = businessReview(fullFacts);
  expect(review.summary).toBe(
    'Brightwater Consulting won 3 deals worth 48,250.50 USD in 2026-Q3 (21 % more than the period before), and lost 2. 14 new leads and 6 new opportunities came in; 86,400 USD of pipeline was open at the end. 1 of 3 goals was reached. Commission of 7,980 USD was earned and 5,120.25 USD was paid.',
  );
  expect(review).toMatchObject({ goalCount: 3, goalsReached: 1, numbers: fullFacts.numbers });
});

test('what is missing, the goals first', () => {
  expect(businessReview(fullFacts).missing).toEqual([
    'Won Revenue: Missed: 11,749.50 USD of won revenue short.',
    'Certifications: On track: 1 certification to go by 2026-12-31.',
    '1 registration without a decision for more than 7 days.',
    '1 registration whose protection ends within 30 days or has ended.',
    '1 lost deal without a reason in Salesforce.',
    'Goals of the next period that renew themselves are still to be agreed.',
  ]);
});

test('nothing happened: it says so, and that goals are missing', () => {
  const review = businessReview(emptyFacts);
  expect(review.summary).toBe(
    'Acme won no deals worth 0 USD in 2026-Q3, and lost none. No new leads and no new opportunities came in; 0 USD of pipeline was open at the end. No goals were agreed for the period. Commission of 0 USD was earned and 0 USD was paid.',
  );
  expect(review.missing).toEqual([
    'No goals were agreed for this period.',
    'No goals are set for the next period.',
  ]);
});

test('the ten largest deals are shown, in the same order whatever order they came in, and the others are counted', () => {
  const deal = (index: number): DealFacts => ({
    name: `Deal ${String(index).padStart(2, '0')}`,
    customer: null,
    amount: index < 3 ? 500 : index,
    day: '2026-08-01',
    role: 'Sourced',
    reason: null,
  });
  const wins = Array.from({ length: 12 }, (_, index) => deal(index));
  const numbers = { ...noNumbers, won: 15 };
  const review = businessReview({ ...emptyFacts, numbers, wins });
  expect(review.wins.lines.map((line) => line.name).slice(0, 4)).toEqual([
    'Deal 00',
    'Deal 01',
    'Deal 02',
    'Deal 11',
  ]);
  expect(review.wins.more).toBe(5);
  expect(businessReview({ ...emptyFacts, numbers, wins: wins.toReversed() })).toEqual(review);
});

test.each([
  ['Submitted', '2026-09-23', null, 'Waits for a decision'],
  ['In Review', '2026-09-22', null, 'No decision for 8 days'],
  ['Approved', '2026-07-01', null, 'Protected'],
  ['Approved', '2026-07-01', '2026-10-31', 'Protected until 2026-10-31'],
  ['Approved', '2026-07-01', '2026-10-30', 'Protection ends in 30 days'],
  ['Approved', '2026-07-01', '2026-10-01', 'Protection ends in 1 day'],
  ['Approved', '2026-07-01', '2026-09-29', 'Protection ended on 2026-09-29'],
])('a registration %s on %s that ends on %s: %s', (status, submitted, expires, words) => {
  const registrations = [{ company: 'Lamna', status, submitted, expires, amount: null }];
  expect(businessReview({ ...emptyFacts, registrations }).registrations.lines).toMatchObject([
    { words },
  ]);
});
