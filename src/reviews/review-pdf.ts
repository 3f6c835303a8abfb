import PDFDocument from 'pdfkit';
import type { BusinessReview } from '../rules/business-review.ts';
import { monthChart, standingColours } from './charts.ts';
import { factsLine, footnote, reviewTables } from './layout.ts';
import { PdfPage } from './pdf-page.ts';
import { drawMonthChart } from './pdf-chart.ts';

/**
 * The review as a PDF (A4). The same review gives the same bytes: its date is the day of the facts, so that a file that says
 * nothing new is never attached again.
 */
export function reviewPdf(review: BusinessReview): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margins: { top: 48, bottom: 56, left: 48, right: 48 },
    bufferPages: true,
    lang: 'en',
    displayTitle: true,
    info: {
      Title: `${review.title}: business review ${review.period.label}`,
      Subject: `${review.period.start} to ${review.period.end}`,
      Creator: 'Partnerverse',
      CreationDate: new Date(`${review.asOf}T00:00:00Z`),
    },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const whole = new Promise<Buffer>((resolve, reject) => {
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  layOut(new PdfPage(document), review);
  document.end();
  return whole;
}

function layOut(page: PdfPage, review: BusinessReview): void {
  page.title(`Partner business review · ${review.period.label}`, review.partner, factsLine(review));
  page.paragraph(review.summary);
  page.tiles(review.headlines);
  goals(page, review);
  const chart = monthChart(review);
  page.heading('Month by month', 190);
  if (chart === null) page.quiet('No deals, revenue or commission in the period.');
  else drawMonthChart(page, chart);
  for (const table of reviewTables(review)) {
    page.heading(table.heading, 60);
    if (table.rows.length === 0) page.quiet(table.none);
    else page.table(table.columns, table.rows);
    if (table.more !== null) page.quiet(table.more);
  }
  page.heading('What is missing', 40);
  if (review.missing.length === 0) page.quiet('Nothing: every goal is reached.');
  else page.list(review.missing);
  page.heading('Goals of the next period', 40);
  if (review.nextGoals.length === 0) page.quiet('None are set yet.');
  else {
    page.list(
      review.nextGoals.map(
        ({ text, period, agreed }) =>
          `${text}, ${period}${agreed ? '' : ' (proposed: it renews itself)'}`,
      ),
    );
  }
  page.quiet(footnote(review), 18);
  page.numberPages(`${review.title} · ${review.period.label}`);
}

function goals(page: PdfPage, review: BusinessReview): void {
  page.heading('Goals', 60);
  if (review.goals.length === 0) {
    page.quiet('No goals were agreed for this period.');
    return;
  }
  page.table(
    [
      { label: 'Goal', width: 0.22 },
      { label: 'Result', width: 0.17, isNumber: true },
      { label: 'Target', width: 0.17, isNumber: true },
      { label: 'Progress', width: 0.18 },
      { label: 'Standing', width: 0.26 },
    ],
    review.goals.map((goal) => [
      { text: goal.metric },
      { text: goal.result },
      { text: goal.target },
      { text: '', bar: { share: goal.share, colour: standingColours[goal.standing] } },
      { text: goal.words },
    ]),
  );
}
