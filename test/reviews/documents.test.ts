import { businessReview } from '../../src/rules/business-review.ts';
import { monthChart, shortNumber } from '../../src/reviews/charts.ts';
import { printable } from '../../src/reviews/pdf-page.ts';
import { reviewHtml } from '../../src/reviews/review-html.ts';
import { reviewPdf } from '../../src/reviews/review-pdf.ts';
import { emptyFacts, fullFacts } from '../rules/review-builders.ts';

const full = businessReview(fullFacts);
const empty = businessReview(emptyFacts);

test('the HTML stands alone: no script, and nothing is fetched', () => {
  const page = reviewHtml(full);
  expect(page).not.toMatch(/<script|<link|<img|@import|url\(|src=|https?:\/\//);
  expect(page).toContain("default-src 'none'");
});

test('every picture in the HTML says in words what it shows', () => {
  const page = reviewHtml(full);
  const pictures = page.match(/<svg[^>]*>/g) ?? [];
  expect(pictures).toHaveLength(4);
  for (const picture of pictures) expect(picture).toMatch(/role="img"\s+aria-label/);
  expect(page).toContain('July: 12,000 USD won, 11,200 USD revenue, 2,240 USD commission.');
});

test('what people typed never becomes markup', () => {
  const page = reviewHtml(full);
  expect(page).toContain('Tailspin Toys &amp; Sons &lt;Ltd&gt;');
  expect(page).not.toContain('<Ltd>');
});

test('every heading is there in a quarter in which nothing happened, with a sentence below it', () => {
  const page = reviewHtml(empty);
  for (const words of [
    'No goals were agreed for this period.',
    'No deals, revenue or commission in the period.',
    'Nothing was won in the period.',
    'Nothing was lost in the period.',
    'No registration is open.',
    'None are set yet.',
  ])
    expect(page).toContain(words);
});

test('the same facts give the same bytes, other facts others', async () => {
  const [one, again, other] = await Promise.all([full, full, empty].map(reviewPdf));
  expect(one?.equals(again ?? Buffer.of())).toBe(true);
  expect(one?.equals(other ?? Buffer.of())).toBe(false);
  expect(one?.subarray(0, 5).toString()).toBe('%PDF-');
});

test('one review, HTML and PDF, takes far less than two seconds', async () => {
  const start = performance.now();
  reviewHtml(full);
  await reviewPdf(full);
  expect(performance.now() - start).toBeLessThan(2_000);
});

test.each([
  [0, '0'],
  [950.26, '950'],
  [99.5, '99.5'],
  [1_000, '1k'],
  [12_400, '12.4k'],
  [999_950, '1M'],
  [-2_500, '-2.5k'],
])('above a bar %d stands as %s', (value, text) => {
  expect(shortNumber(value)).toBe(text);
});

test('a month in which more was taken back than earned has no bar and keeps its number', () => {
  const [month] = fullFacts.months;
  if (!month) throw new Error('The facts have no month.');
  const chart = monthChart({ ...full, months: [{ ...month, commission: -500 }] });
  expect(chart?.months[0]?.bars[2]).toEqual({ series: 'commission', height: 0, value: '-500' });
});

test.each([
  ['Łódź & Kraków', '?ódz & Kraków'],
  ['Dvořák “Ltd” – 5 €', 'Dvorák “Ltd” – 5 €'],
  ['日本', '??'],
  ['a\nb', 'a b'],
])('%j is set in the PDF as %j', (text, set) => {
  expect(printable(text)).toBe(set);
});
