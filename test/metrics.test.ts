import { createEventTypeLabel, createMetrics } from '../src/metrics.ts';

describe('event types as labels', () => {
  test.each([
    ['invoice.paid', 'invoice.paid'],
    ['v1.billing.meter-error_x', 'v1.billing.meter-error_x'],
    ['x'.repeat(80), 'x'.repeat(80)],
    ['x'.repeat(81), 'other'],
    ['', 'other'],
    ['two words', 'other'],
    ['ada@example.com', 'other'],
  ])('%j is counted as %j', (eventType, label) => {
    expect(createEventTypeLabel(10)('stripe', eventType)).toBe(label);
  });

  test('only so many are kept apart, per vendor, and those known stay known', () => {
    const label = createEventTypeLabel(2);
    expect(['a', 'b', 'c', 'a'].map((type) => label('stripe', type))).toEqual([
      'a',
      'b',
      'other',
      'a',
    ]);
    expect(label('partnerstack', 'c')).toBe('c');
  });
});

test('deliveries are totalled by vendor, event type and outcome', async () => {
  const metrics = createMetrics();
  metrics.delivery('stripe', 'invoice.paid', 'documents');
  metrics.delivery('stripe', 'invoice.paid', 'documents');
  metrics.delivery('stripe', 'odd type', 'EVENT_TYPE_UNKNOWN');
  expect(await metrics.deliveryTotals()).toEqual([
    { vendor: 'stripe', eventType: 'invoice.paid', outcome: 'documents', count: 2 },
    { vendor: 'stripe', eventType: 'other', outcome: 'EVENT_TYPE_UNKNOWN', count: 1 },
  ]);
});

test('the API budget is unknown until it is reported', () => {
  const metrics = createMetrics();
  expect(metrics.apiBudget()).toBeNull();
  metrics.apiCalls(5, 100);
  expect(metrics.apiBudget()).toEqual({ used: 5, limit: 100 });
});
