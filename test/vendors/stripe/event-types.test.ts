import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { eventTypeRow, eventTypeRows } from '../../../src/vendors/stripe/event-types.ts';

/** The SDK's own list of event types: what Stripe documents for the API version that we are pinned to. */
function sdkEventTypes(): string[] {
  const entry = createRequire(import.meta.url).resolve('stripe');
  const file = new URL('../esm/resources/Events.d.ts', `file://${entry}`);
  const found = readFileSync(file, 'utf8').matchAll(/^ {4}type: '([a-z0-9_.]+)'/gm);
  return [...new Set([...found].map(([, type]) => type ?? ''))];
}

/** Prettier pads tables as it likes; only the words count. */
const squeezed = (text: string): string => text.replaceAll(/[ ]+/g, ' ');

describe('the table of event types', () => {
  test('knows every type that the SDK knows', () => {
    const types = sdkEventTypes();
    expect(types.length).toBeGreaterThan(250);
    expect(types.filter((type) => !eventTypeRow(type))).toEqual([]);
  });

  test('has no row for a type that Stripe does not have, but for thin v2 events', () => {
    const types = sdkEventTypes();
    const stale = eventTypeRows.filter(({ type }) =>
      type.endsWith('.*')
        ? !types.some((known) => known.startsWith(type.slice(0, -1)))
        : !types.includes(type),
    );
    expect(stale.map(({ type }) => type)).toEqual(['v2.*']);
  });

  test('has one row per type', () => {
    const types = eventTypeRows.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
  });

  test.each([
    ['invoice.paid', 'invoice'],
    ['v1.invoice.paid', 'invoice'],
    ['invoice_payment.paid', 'invoice payment'],
    ['customer.source.created', null],
    ['v2.core.account.updated', null],
    ['v1.billing.meter.error_report_triggered', null],
  ])('finds the row of %s', (type, subject) => {
    expect(eventTypeRow(type)?.subject).toBe(subject);
  });

  test.each(['invoice.exploded', 'customer', '', 'moon.landed', 'customer.subscription.new_thing'])(
    'has never heard of "%s"',
    (type) => {
      expect(eventTypeRow(type)).toBeNull();
    },
  );

  test('is what the README shows', () => {
    const file = new URL('../../../src/vendors/stripe/README.md', import.meta.url);
    const [, ...tables] = squeezed(readFileSync(file, 'utf8')).split('## Event types');
    const readme = tables.join('');
    const rows = eventTypeRows.map(
      ({ type, subject, why }) => `| \`${type}\` | ${subject ?? 'ignored'} | ${why} |`,
    );
    expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
    expect(readme.match(/^\| `/gm)).toHaveLength(rows.length);
  });
});
