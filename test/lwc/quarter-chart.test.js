import QuarterChart from 'c/quarterChart';
import { click, find, mount } from './support/page';

const quarters = [
  { index: 8106, year: 2026, quarter: 3 },
  { index: 8107, year: 2026, quarter: 4 },
];
const series = [
  { key: 'pipeline', label: 'Open pipeline', values: [0, 12000] },
  { key: 'commission', label: 'Commission', values: [1500, -200] },
];
const show = () =>
  mount('c-quarter-chart', QuarterChart, { label: 'By quarter', quarters, series });

it('draws a bar per quarter and series, each with its words', async () => {
  const chart = await show();
  const titles = [...chart.shadowRoot.querySelectorAll('rect title')].map((one) => one.textContent);
  expect(titles).toEqual([
    'Q3 2026, Open pipeline: $0',
    'Q4 2026, Open pipeline: $12K',
    'Q3 2026, Commission: $1.5K',
    'Q4 2026, Commission: -$200',
  ]);
  await expect(chart).toBeAccessible();
});

it('is told to screen readers in one sentence', async () => {
  const chart = await show();
  expect(find(chart, 'svg[role="img"]').getAttribute('aria-label')).toBe(
    'By quarter, Q3 2026 to Q4 2026, in total: Open pipeline $12K, Commission $1.3K. Choose Show as table for every number.',
  );
});

it('gives every number as a table, and goes back', async () => {
  const chart = await show();
  await click(chart, '[data-action="toggle"]');
  const rows = [...chart.shadowRoot.querySelectorAll('tbody tr')].map((row) => [
    row.querySelector('th').textContent,
    ...[...row.querySelectorAll('lightning-formatted-number')].map((cell) => cell.value),
  ]);
  expect(rows).toEqual([
    ['Q3 2026', 0, 1500],
    ['Q4 2026', 12000, -200],
  ]);
  await expect(chart).toBeAccessible();
  await click(chart, '[data-action="toggle"]');
  expect(find(chart, 'table')).toBeNull();
});
