import { businessReview } from '../../src/rules/business-review.ts';
import type { DealFacts, RegistrationFacts } from '../../src/rules/review-facts.ts';
import { emptyFacts, fullFacts, noNumbers } from './review-builders.ts';

test('a quarter in a few sentences', () => {
  const review = businessReview(fullFacts);
  expect(review.summary).toBe(
    'Brightwater Consulting won 3 deals worth 48,250.50 USD in 2026-Q3 (21 % more than the period before), and lost 2. 14 new leads and 6 new opportunities came in; 86,400 USD of pipeline was open at the end. 1 of 3 goals was reached. Commission of 7,980 USD was earned and 5,120.25 USD was paid.',
  );
  expect(review).toMatchObject({ goalCount: 3, goalsReached: 1, numbers: fullFacts.numbers });
  const [, missed, onTrack] = fullFacts.goals;
  const goals = missed && onTrack ? [missed, onTrack] : [];
  expect(businessReview({ ...fullFacts, goals }).summary).toContain(' 0 of 2 goals were reached. ');
  const numbers = { ...fullFacts.numbers, leads: 1, opportunities: 1 };
  expect(businessReview({ ...fullFacts, numbers }).summary).toContain(
    ' 1 new lead and 1 new opportunity came in; ',
  );
});

test('the numbers at the head say what they moved by, or what belongs to them', () => {
  expect(businessReview(fullFacts).headlines).toEqual([
    { label: 'Won', value: '48,250.50 USD', note: '21 % more than the period before' },
    { label: 'Open pipeline', value: '86,400 USD', note: '6 new opportunities in the period' },
    { label: 'Revenue', value: '39,900 USD', note: '5 % less than the period before' },
    { label: 'Commission earned', value: '7,980 USD', note: '5,120.25 USD paid in the period' },
    { label: 'New leads', value: '14', note: '27 % more than the period before' },
    { label: 'Deals won', value: '3', note: '60 % of 5 decided deals' },
  ]);
  const numbers = { ...noNumbers, leads: 1_200, opportunities: 1 };
  expect(businessReview({ ...emptyFacts, numbers }).headlines).toEqual([
    { label: 'Won', value: '0 USD', note: null },
    { label: 'Open pipeline', value: '0 USD', note: '1 new opportunity in the period' },
    { label: 'Revenue', value: '0 USD', note: null },
    { label: 'Commission earned', value: '0 USD', note: '0 USD paid in the period' },
    { label: 'New leads', value: '1,200', note: 'nothing in the period before' },
    { label: 'Deals won', value: '0', note: null },
  ]);
});

test('a goal has its result beside its target, and how full its bar is', () => {
  expect(businessReview(fullFacts).goals).toEqual([
    {
      metric: 'New Leads',
      result: '14',
      target: '12',
      share: 1,
      standing: 'Reached',
      words: 'Reached.',
    },
    {
      metric: 'Won Revenue',
      result: '48,250.50 USD',
      target: '60,000 USD',
      share: 0.804175,
      standing: 'Missed',
      words: 'Missed: 11,749.50 USD of won revenue short.',
    },
    {
      metric: 'Certifications',
      result: '3',
      target: '4',
      share: 0.75,
      standing: 'On Track',
      words: 'On track: 1 certification to go by 2026-12-31.',
    },
  ]);
});

test.each([
  ['without a target', 0, 5, 0],
  ['of which more was lost than won', 100, -5, 0],
  ['that is reached exactly', 100, 100, 1],
])('the bar of a goal %s', (_name, target, result, share) => {
  const goals = [
    { metric: 'Retained Revenue', target, result, start: '2026-07-01', end: '2026-09-30' },
  ];
  expect(businessReview({ ...emptyFacts, goals }).goals).toMatchObject([{ share }]);
});

test('goals of the next period are listed with what they ask for, and are on the list until all are agreed', () => {
  expect(businessReview(fullFacts).nextGoals).toEqual([
    { text: '15 leads', period: '2026-10-01 to 2026-12-31', agreed: true },
    { text: '66,000 USD of won revenue', period: '2026-10-01 to 2026-12-31', agreed: false },
  ]);
  const nextGoals = fullFacts.nextGoals.map((goal) => ({ ...goal, agreed: true }));
  const goals = fullFacts.goals.slice(0, 1);
  expect(businessReview({ ...emptyFacts, goals, nextGoals }).missing).toEqual([]);
});

test('a lost deal without a reason says so, and each of them is on the list', () => {
  const losses = fullFacts.losses.map((deal) => ({ ...deal, reason: null }));
  const review = businessReview({ ...fullFacts, losses });
  expect(review.losses).toEqual({
    lines: losses.map((deal) => ({
      ...deal,
      amountText: deal.name === 'Contoso renewal' ? '22,000 USD' : '4,000 USD',
      reasonText: 'No reason recorded',
    })),
    more: 0,
  });
  expect(review.missing).toContain('2 lost deals without a reason in Salesforce.');
  expect(businessReview(fullFacts).losses.lines.map((deal) => deal.reasonText)).toEqual([
    'Chose a competitor: single sign-on was missing',
    'No reason recorded',
  ]);
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

const submitted = (company: string, day: string): RegistrationFacts => ({
  company,
  status: 'Submitted',
  submitted: day,
  expires: null,
  amount: null,
});

test('registrations are listed with the oldest first, those of a day by company, whatever order they came in', () => {
  const registrations = [
    submitted('Proseware', '2026-10-01'),
    submitted('Fabrikam', '2026-09-29'),
    submitted('Adatum', '2026-09-29'),
    submitted('Lamna', '2026-09-28'),
  ];
  const { lines } = businessReview({ ...emptyFacts, registrations }).registrations;
  expect(lines.map((line) => [line.company, line.ageDays])).toEqual([
    ['Lamna', 2],
    ['Adatum', 1],
    ['Fabrikam', 1],
    ['Proseware', 0],
  ]);
  const turned = businessReview({ ...emptyFacts, registrations: registrations.toReversed() });
  expect(turned.registrations.lines).toEqual(lines);
  expect(lines[0]).toEqual({
    company: 'Lamna',
    status: 'Submitted',
    submitted: '2026-09-28',
    ageDays: 2,
    expires: null,
    words: 'Waits for a decision',
  });
});

test.each([
  [3, 3, 3, 0],
  [3, 5, 3, 2],
  [12, 12, 10, 2],
  [12, 40, 10, 30],
  [3, 0, 3, 0],
])(
  '%d registrations are at hand of %d that are open: %d are shown, and %d more are counted',
  (atHand, openRegistrations, shown, more) => {
    const registrations = Array.from({ length: atHand }, (_, index) =>
      submitted(`Company ${index}`, '2026-09-29'),
    );
    const numbers = { ...noNumbers, openRegistrations };
    const review = businessReview({ ...emptyFacts, numbers, registrations });
    expect(review.registrations.lines).toHaveLength(shown);
    expect(review.registrations.more).toBe(more);
  },
);

test.each([
  ['Submitted', '2026-09-23', null, 'Waits for a decision'],
  ['In Review', '2026-09-22', null, 'No decision for 8 days'],
  ['Approved', '2026-07-01', null, 'Protected'],
  ['Approved', '2026-07-01', '2026-10-31', 'Protected until 2026-10-31'],
  ['Approved', '2026-07-01', '2026-10-30', 'Protection ends in 30 days'],
  ['Approved', '2026-07-01', '2026-10-01', 'Protection ends in 1 day'],
  ['Approved', '2026-07-01', '2026-09-30', 'Protection ends on 2026-09-30'],
  ['Approved', '2026-07-01', '2026-09-29', 'Protection ended on 2026-09-29'],
])('a registration %s on %s that ends on %s: %s', (status, day, expires, words) => {
  const registrations = [{ ...submitted('Lamna', day), status, expires }];
  const review = businessReview({ ...emptyFacts, registrations });
  expect(review.registrations.lines).toMatchObject([{ words }]);
  const late = '1 registration without a decision for more than 7 days.';
  const ending = '1 registration whose protection ends within 30 days or has ended.';
  const expected = [
    ...(words.startsWith('No decision') ? [late] : []),
    ...(/ends|ended/.test(words) ? [ending] : []),
  ];
  expect(review.missing.filter((sentence) => sentence.includes('registration'))).toEqual(expected);
});
