import { html, Html } from '../html.ts';
import type { BusinessReview, GoalLine } from '../rules/business-review.ts';
import { monthChart, standingColours } from './charts.ts';
import { goalBar, monthBars } from './html-charts.ts';
import { reviewStyle } from './html-style.ts';
import { factsLine, footnote, reviewTables, type ReviewTable } from './layout.ts';

/** The review as one HTML file that needs nothing else: no script, no font, no picture, no network. */
export function reviewHtml(review: BusinessReview): string {
  const chart = monthChart(review);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>${review.title}: business review ${review.period.label}</title>
        <style>
          ${new Html(reviewStyle)}
        </style>
      </head>
      <body>
        <main>
          <header>
            <p class="eyebrow">Partner business review · ${review.period.label}</p>
            <h1>${review.partner}</h1>
            <p class="facts">${factsLine(review)}</p>
          </header>
          <p class="summary">${review.summary}</p>
          ${headlines(review)}
          <h2>Goals</h2>
          ${goals(review.goals)}
          <h2>Month by month</h2>
          ${chart === null ? html`<p class="none">No deals, revenue or commission in the period.</p>` : monthBars(chart)}
          ${reviewTables(review).map(table)}
          <h2>What is missing</h2>
          ${missing(review.missing)}
          <h2>Goals of the next period</h2>
          ${nextGoals(review)}
          <footer>${footnote(review)}</footer>
        </main>
      </body>
    </html> `;
  return page.source;
}

function headlines(review: BusinessReview): Html {
  const tiles = review.headlines.map(
    ({ label, value, note }) =>
      html`<div>
        <dt>${label}</dt>
        <dd class="value">${value}</dd>
        ${note === null ? '' : html`<dd class="note">${note}</dd>`}
      </div>`,
  );
  return html`<dl class="tiles">${tiles}</dl>`;
}

function goals(lines: readonly GoalLine[]): Html {
  if (lines.length === 0) return html`<p class="none">No goals were agreed for this period.</p>`;
  const rows = lines.map(
    (goal) => html`<tr><td>${goal.metric}</td><td class="number">${goal.result}</td><td class="number">${goal.target}</td><td>${goalBar(goal)}</td><td class="standing" style="color:${standingColours[goal.standing]}">${goal.words}</td></tr>`,
  ); // prettier-ignore
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Goal</th>
        <th scope="col" class="number">Result</th>
        <th scope="col" class="number">Target</th>
        <th scope="col">Progress</th>
        <th scope="col">Standing</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function table({ heading, columns, rows, none, more }: ReviewTable): Html {
  if (rows.length === 0)
    return html`<h2>${heading}</h2>
      <p class="none">${none}</p>`;
  const kind = (index: number): Html => (columns[index]?.isNumber ? html` class="number"` : html``);
  const heads = columns.map(
    ({ label, width }, index) =>
      html`<th scope="col" style="width:${Math.round(width * 100)}%" ${kind(index)}>${label}</th>`,
  );
  const lines = rows.map((cells) => {
    const tds = cells.map(({ text, small }, index) => {
      const below = small === undefined ? html`` : html`<small>${small}</small>`;
      return html`<td${kind(index)}>${text}${below}</td>`;
    });
    return html`<tr>
      ${tds}
    </tr>`;
  });
  const rest = more === null ? html`` : html`<p class="more">${more}</p>`;
  return html`<h2>${heading}</h2>
    <table>
      <thead>
        <tr>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${lines}
      </tbody>
    </table>
    ${rest}`;
}

function missing(sentences: readonly string[]): Html {
  if (sentences.length === 0) return html`<p class="none">Nothing: every goal is reached.</p>`;
  return html`<ul class="missing">
    ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
  </ul>`;
}

function nextGoals({ nextGoals: goals }: BusinessReview): Html {
  if (goals.length === 0) return html`<p class="none">None are set yet.</p>`;
  const items = goals.map(
    ({ text, period, agreed }) =>
      html`<li>${text}, ${period}${agreed ? '' : ' (proposed: it renews itself)'}</li>`,
  );
  return html`<ul class="missing">
    ${items}
  </ul>`;
}
