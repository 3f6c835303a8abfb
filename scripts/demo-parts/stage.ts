import { setTimeout as delay } from 'node:timers/promises';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import type { StoryDelivery } from '../../test/story/step.ts';
import type { Story } from '../../test/story/story.ts';
import { post, untilQuiet } from '../../test/support/door.ts';
import type { People } from './people.ts';

/** One thing that must hold at the end of a chapter. */
export interface Check {
  what: string;
  holds: boolean;
  detail: string;
}

/** What every chapter of the demo plays with. */
export interface Stage {
  story: Story;
  /** The administrator's view of the org. */
  org: Org & OrgAdmin;
  people: People;
  instanceUrl: string;
  serviceUrl: string;
}

/** Posts deliveries at the service's door and waits until it has done with them. Throws when one was not taken. */
export async function deliver(
  { serviceUrl }: Stage,
  deliveries: readonly StoryDelivery[],
): Promise<void> {
  const statuses = await Promise.all(deliveries.map((delivery) => post(serviceUrl, delivery)));
  const refused = statuses.filter((status) => status !== 202).length;
  if (refused > 0) throw new Error(`${refused} of ${statuses.length} deliveries were refused.`);
  await untilQuiet(serviceUrl);
}

/** Waits for what the service does by itself. When it does not happen in time, the checks say what is missing. */
export async function until(
  condition: () => Promise<boolean> | boolean,
  limitMs = 15_000,
): Promise<boolean> {
  const end = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > end) return false;
    await delay(100);
  }
  return true;
}

/** What jsforce says of a write that a person makes; throws what the org answered when it was refused. */
export function accepted(result: { success: boolean; errors?: unknown }): void {
  if (!result.success) throw new Error(`The org refused: ${JSON.stringify(result.errors)}`);
}

/** Prints checks, each with what is wrong when it does not hold. */
export function show(checks: readonly Check[], indent = '   '): void {
  for (const { what, holds, detail } of checks)
    console.log(`${indent}${holds ? '✓' : '✗'} ${what}${holds ? '' : ` — ${detail}`}`);
}
