import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { loadConfig } from '../config.ts';
import { makeReviews, type MadeReview } from '../jobs/make-reviews.ts';
import { createLogger } from '../logger.ts';
import { quarterOf } from '../rules/review-period.ts';
import { connectOrg } from '../salesforce/connect-org.ts';

export interface ReviewsOptions {
  period: string;
  partnership?: string;
  json?: boolean;
  out?: string;
}

/** `partnerverse reviews`: snapshots and documents of a quarter, attached in Salesforce, and as files where asked for. */
export async function reviews(options: ReviewsOptions): Promise<void> {
  const period = quarterOf(options.period);
  const config = loadConfig();
  const logger = createLogger({ level: 'silent' });
  const org = await connectOrg(config.salesforce, { clock: systemClock, logger });
  try {
    const { out } = options;
    if (out !== undefined) mkdirSync(out, { recursive: true });
    const made = await makeReviews(
      { org, clock: systemClock, orgCurrency: config.orgCurrency },
      {
        period,
        partnership: options.partnership ?? null,
        // Beside the result, so that --json stays one document.
        onProgress: (done, all) => console.error(`${done} of ${all} reviews`),
        onDocument: (name, html, pdf) => {
          if (out === undefined) return;
          writeFileSync(join(out, `${name}.html`), html);
          writeFileSync(join(out, `${name}.pdf`), pdf);
        },
      },
    );
    const apiCalls = org.apiCalls();
    if (options.json)
      console.log(JSON.stringify({ period: period.label, apiCalls, reviews: made }, null, 2));
    else print(period.label, apiCalls, made);
  } finally {
    await org.close();
  }
}

const words = {
  made: 'made',
  changed: 'made again: something is new',
  unchanged: 'nothing new',
  shared: 'left alone: the partner has it',
} as const;

function print(period: string, apiCalls: number, made: readonly MadeReview[]): void {
  for (const { partnership, outcome } of made) console.log(`${partnership}: ${words[outcome]}`);
  const count = made.length === 1 ? '1 review' : `${made.length} reviews`;
  console.log(`${count} of ${period}, ${apiCalls} API calls.`);
}
