import { html, type Html } from '../html.ts';
import type { GoalLine } from '../rules/business-review.ts';
import {
  seriesColours,
  seriesNames,
  standingColours,
  type MonthBars,
  type MonthChart,
} from './charts.ts';

const WIDTH = 720;
const HEIGHT = 220;
const FLOOR = 184;
const TOP = 30;
const BAR = 44;
const GAP = 8;

/** Grouped bars by month as one inline SVG, with a title and a description for screen readers. */
export function monthBars(chart: MonthChart): Html {
  const step = WIDTH / Math.max(chart.months.length, 1);
  const lines = [0.5, 1].map((share) => {
    const y = FLOOR - share * (FLOOR - TOP);
    return html`<line x1="0" x2="${WIDTH}" y1="${y}" y2="${y}" stroke="#dfe5ec" />`;
  });
  return html`<svg
      class="chart"
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      role="img"
      aria-labelledby="months-title months-text"
    >
      <title id="months-title">Won, revenue and commission by month</title>
      <desc id="months-text">${chart.description}</desc>
      ${lines}
      <line x1="0" x2="${WIDTH}" y1="${FLOOR}" y2="${FLOOR}" stroke="#8996a5" />
      ${chart.months.map((month, index) => monthGroup(month, index * step, step))}
    </svg>
    <ul class="legend" aria-hidden="true">
      ${legend()}
    </ul>`;
}

function monthGroup(month: MonthBars, left: number, width: number): Html {
  const bar = Math.min(BAR, width / 4);
  const all = month.bars.length * bar + (month.bars.length - 1) * GAP;
  const start = left + (width - all) / 2;
  const bars = month.bars.map(({ series, height, value }, index) => {
    const x = start + index * (bar + GAP);
    const tall = height * (FLOOR - TOP);
    return html`<rect
        x="${x.toFixed(1)}"
        y="${(FLOOR - tall).toFixed(1)}"
        width="${bar.toFixed(1)}"
        height="${tall.toFixed(1)}"
        rx="2"
        fill="${seriesColours[series]}"
      /><text x="${(x + bar / 2).toFixed(1)}" y="${(FLOOR - tall - 6).toFixed(1)}" class="value"
        >${value}</text
      >`;
  });
  return html`<g
    >${bars}<text x="${(left + width / 2).toFixed(1)}" y="${FLOOR + 22}" class="month"
      >${month.label}</text
    ></g
  >`;
}

function legend(): Html[] {
  return (['won', 'revenue', 'commission'] as const).map(
    (series) =>
      html`<li>
        <span class="key" style="background:${seriesColours[series]}"></span>${seriesNames[series]}
      </li>`,
  );
}

/** How far a goal has come, as a bar with its words as the text alternative. */
export function goalBar(goal: GoalLine): Html {
  const width = (goal.share * 100).toFixed(1);
  return html`<svg
    class="goal-bar"
    viewBox="0 0 100 8"
    preserveAspectRatio="none"
    role="img"
    aria-label="${goal.result} of ${goal.target}"
  >
    <rect width="100" height="8" fill="#e6ebf1" />
    <rect width="${width}" height="8" fill="${standingColours[goal.standing]}" />
  </svg>`;
}
