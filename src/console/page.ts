import type { DeliveryTotal } from '../metrics.ts';
import type { HeldJob, QueueCounts } from '../queue/monitor.ts';
import type { JobReason } from '../queue/verdicts.ts';
import { html, type Html } from '../html.ts';

/** What the console shows, gathered at one moment. */
export interface ConsoleState {
  now: Date;
  uptimeSeconds: number;
  /** Null while the queue is away; then `trouble` says why. */
  counts: QueueCounts[] | null;
  parked: HeldJob[];
  delayed: HeldJob[];
  /** Since this process started. */
  deliveries: DeliveryTotal[];
  /** Salesforce API calls of the last 24 hours; null before the first call. */
  apiBudget: { used: number; limit: number } | null;
  trouble: JobReason | null;
}

/** The console reloads itself this often. */
const refreshSeconds = 5;

/** "3 days 4 h", "2 h 5 min", "41 s". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3_600);
  const minutes = Math.floor((whole % 3_600) / 60);
  if (days > 0) return `${days} ${days === 1 ? 'day' : 'days'} ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function moment(at: Date | null): string {
  return at === null ? '' : `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function queueTile(counts: QueueCounts): Html {
  const parkedClass = counts.parked > 0 ? 'bad' : '';
  return html`<section class="tile">
    <h2>${counts.queue}</h2>
    <dl>
      <dd>${number(counts.waiting)}</dd>
      <dt>waiting</dt>
      <dd>${number(counts.active)}</dd>
      <dt>active</dt>
      <dd>${number(counts.delayed)}</dd>
      <dt>delayed</dt>
      <dd class="${parkedClass}">${number(counts.parked)}</dd>
      <dt>parked</dt>
    </dl>
  </section>`;
}

function budgetTile(budget: ConsoleState['apiBudget']): Html {
  if (budget === null) {
    return html`<section class="tile">
      <h2>Salesforce API calls</h2>
      <p>No call has been made yet.</p>
    </section>`;
  }
  const percent = budget.limit > 0 ? (100 * budget.used) / budget.limit : 0;
  return html`<section class="tile">
    <h2>Salesforce API calls</h2>
    <meter min="0" max="100" low="80" high="90" optimum="0" value="${percent.toFixed(1)}"></meter>
    <p>${number(budget.used)} of ${number(budget.limit)} in 24 hours (${percent.toFixed(1)} %)</p>
  </section>`;
}

function heldTable(jobs: readonly HeldJob[], when: string, empty: string): Html {
  if (jobs.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<div class="table">
    <table class="held">
      <tr>
        <th>Job</th>
        <th>About</th>
        <th>Verdict</th>
        <th>What happened, and what to do</th>
        <th>${when}</th>
      </tr>
      ${jobs.map(
        (job) =>
          html`<tr>
            <td>${job.queue}<small>no. ${job.id}</small></td>
            <td><code>${job.subject}</code><small>${job.vendor}</small></td>
            <td><code>${job.reason.code}</code><small>${job.reason.verdict}</small></td>
            <td>${job.reason.message}<small>${job.reason.action}</small></td>
            <td>${moment(job.at)}</td>
          </tr>`,
      )}
    </table>
  </div>`;
}

function deliveriesTable(totals: readonly DeliveryTotal[]): Html {
  if (totals.length === 0) {
    return html`<p class="empty">No delivery has been worked on since this process started.</p>`;
  }
  const sorted = totals.toSorted((a, b) => b.count - a.count).slice(0, 50);
  return html`<div class="table">
    <table>
      <tr>
        <th>Vendor</th>
        <th>Event type</th>
        <th>Outcome</th>
        <th class="number">Deliveries</th>
      </tr>
      ${sorted.map(
        (total) =>
          html`<tr>
            <td>${total.vendor}</td>
            <td><code>${total.eventType}</code></td>
            <td><code>${total.outcome}</code></td>
            <td class="number">${number(total.count)}</td>
          </tr>`,
      )}
    </table>
  </div>`;
}

function headline(state: ConsoleState): Html {
  const parked = (state.counts ?? []).reduce((sum, counts) => sum + counts.parked, 0);
  if (state.trouble) return html`<span class="state bad">queue away</span>`;
  if (parked > 0) return html`<span class="state bad">${number(parked)} parked</span>`;
  return state.delayed.some((job) => job.reason.verdict === 'HumanNeededError')
    ? html`<span class="state warn">a person is needed</span>`
    : html`<span class="state good">all well</span>`;
}

/** The whole ops page, from what was gathered. */
export function consolePage(state: ConsoleState): string {
  const trouble = state.trouble;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="refresh" content="${refreshSeconds}" />
        <title>Partnerverse console</title>
        <link rel="stylesheet" href="/console/style.css" />
      </head>
      <body>
        <main>
          <header>
            <h1>Partnerverse</h1>
            ${headline(state)}
            <p>up ${duration(state.uptimeSeconds)}, as of ${moment(state.now)}</p>
          </header>
          ${trouble ? html`<p class="empty bad">${trouble.message} ${trouble.action}</p>` : ''}
          <div class="tiles">
            ${(state.counts ?? []).map(queueTile)} ${budgetTile(state.apiBudget)}
          </div>
          <h2>Parked: failed for good, until replayed</h2>
          ${heldTable(state.parked, 'Parked at', 'Nothing is parked. Every delivery found its way.')}
          <h2>Set aside: will be tried again</h2>
          ${heldTable(state.delayed, 'Next try, at the latest', 'Nothing waits for another try.')}
          <h2>Deliveries by outcome: worked on by this process since its start</h2>
          ${deliveriesTable(state.deliveries)}
        </main>
      </body>
    </html>`.source;
}
