import GoalProgress from 'c/goalProgress';
import { mount, textOf, find } from './support/page';

const goal = {
  id: 'a02000000000001AAA',
  label: 'Partner-sourced pipeline',
  start: '2026-10-01',
  end: '2026-12-31',
  target: 10000,
  actual: 2500,
  isMoney: true,
};
const show = (changes, today = '2026-11-15') =>
  mount('c-goal-progress', GoalProgress, { goal: { ...goal, ...changes }, today });

it.each([
  [{}, 'Behind', '$2,500 short of where it should be today; $7,500 to go in 46 days.'],
  [{ actual: 6000 }, 'On track', '$4,000 to go in 46 days.'],
  [{ actual: 10000 }, 'Reached', 'Nothing is missing.'],
  [{ end: '2026-11-14' }, 'Missed', 'The period is over and $7,500 was missing.'],
  [{ start: '2026-12-01' }, 'Not started', '$7,500 to go once the period begins.'],
  [
    { isMoney: false, target: 5, actual: 2 },
    'Behind',
    '1 short of where it should be today; 3 to go in 46 days.',
  ],
])('with %j the goal is %s, in words', async (changes, state, sentence) => {
  const element = await show(changes);
  expect(textOf(element, '[data-state]')).toBe(state);
  expect(textOf(element, '[data-sentence]')).toBe(sentence);
  await expect(element).toBeAccessible();
});

it('the bar says in words how progress compares with time', async () => {
  const element = await show({});
  const bar = find(element, '[role="img"]');
  expect(bar.getAttribute('aria-label')).toBe(
    'Partner-sourced pipeline: 25 % reached, 50 % of the time gone',
  );
});
