import { setTimeout as delay } from 'node:timers/promises';
import { sign } from '../fakes/stripe/events.ts';
import type { StoryDelivery } from '../story/step.ts';

/** The secrets that the demo's vendors share with the service. */
export const stripeSecret = 'whsec_demo_0123456789abcdef';
export const partnerStackSecret = 'demo-unguessable-path-0123456789';

/** Posts a delivery to the service's public door, as its vendor would. Gives back the HTTP status. */
export async function post(serviceUrl: string, { vendor, body }: StoryDelivery): Promise<number> {
  const path = vendor === 'stripe' ? 'stripe/main' : `partnerstack/main/${partnerStackSecret}`;
  const signature: Record<string, string> =
    vendor === 'stripe' ? { 'stripe-signature': sign(body, stripeSecret, new Date()) } : {};
  const response = await fetch(`${serviceUrl}/webhooks/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signature },
    body,
  });
  await response.arrayBuffer();
  return response.status;
}

/** One metric of the service as it stands: labels as Prometheus writes them → value. */
export async function metricTotals(serviceUrl: string, name: string): Promise<Map<string, number>> {
  const text = await (await fetch(`${serviceUrl}/metrics`)).text();
  const rows = text.matchAll(new RegExp(`^${name}\\{([^}]*)\\} ([0-9.e+]+)$`, 'gm'));
  return new Map([...rows].map((match) => [match[1] ?? '', Number(match[2])]));
}

/** How many jobs are under way or waiting, from the service's own metrics. The next sweep always waits. */
async function unfinished(serviceUrl: string): Promise<number> {
  const depths = await metricTotals(serviceUrl, 'partnerverse_queue_jobs');
  return [...depths]
    .filter(([labels]) => !/state="parked"|queue="sweeps"/.test(labels))
    .reduce((sum, [, count]) => sum + count, 0);
}

/** Waits until every job is done; a job hands over to the next at once, so two quiet looks in a row are enough. */
export async function untilQuiet(serviceUrl: string, limitMs = 60_000): Promise<void> {
  const until = Date.now() + limitMs;
  for (let quiet = 0; quiet < 2;) {
    if (Date.now() > until) throw new Error(`Jobs were still waiting after ${limitMs / 1000} s.`);
    quiet = (await unfinished(serviceUrl)) === 0 ? quiet + 1 : 0;
    await delay(40);
  }
}

/** Waits until the service says that it is ready: its queue stores and, where it works, the org answers. */
export async function untilReady(serviceUrl: string, limitMs = 20_000): Promise<void> {
  const until = Date.now() + limitMs;
  for (;;) {
    const response = await fetch(`${serviceUrl}/health/ready`);
    const text = await response.text();
    if (response.ok) return;
    if (Date.now() > until) throw new Error(`The service did not become ready: ${text}`);
    await delay(50);
  }
}
