import { seriesColours, seriesNames, type MonthChart } from './charts.ts';
import type { PdfPage } from './pdf-page.ts';

const PLOT = 110;
const BAR = 30;
const GAP = 5;

/** The chart of months as vectors, with the same heights as in the HTML. */
export function drawMonthChart(page: PdfPage, chart: MonthChart): void {
  const { document, left, width } = page;
  const top = document.y + 16;
  const floor = top + PLOT;
  for (const share of [0, 0.5, 1]) {
    const y = floor - share * PLOT;
    document
      .moveTo(left, y)
      .lineTo(left + width, y)
      .lineWidth(0.6);
    document.stroke(share === 0 ? '#8996a5' : '#dfe5ec');
  }
  const step = width / Math.max(chart.months.length, 1);
  for (const [index, month] of chart.months.entries()) {
    const bar = Math.min(BAR, step / 4);
    const all = month.bars.length * bar + (month.bars.length - 1) * GAP;
    const start = left + index * step + (step - all) / 2;
    for (const [at, { series, height, value }] of month.bars.entries()) {
      const x = start + at * (bar + GAP);
      const tall = height * PLOT;
      if (tall > 0) document.rect(x, floor - tall, bar, tall).fill(seriesColours[series]);
      document.font('Helvetica').fontSize(7.5).fillColor('#16202c');
      document.text(value, x - 10, floor - tall - 10, { width: bar + 20, align: 'center' });
    }
    document.fontSize(8.5).fillColor('#566474');
    document.text(month.label, left + index * step, floor + 6, { width: step, align: 'center' });
  }
  legend(page, floor + 22);
  document.y = floor + 34;
}

function legend({ document, left, width }: PdfPage, y: number): void {
  let x = left + width / 2 - 110;
  document.font('Helvetica').fontSize(8);
  for (const series of ['won', 'revenue', 'commission'] as const) {
    document.rect(x, y, 7, 7).fill(seriesColours[series]);
    document.fillColor('#566474').text(seriesNames[series], x + 11, y, { lineBreak: false });
    x += 80;
  }
}
