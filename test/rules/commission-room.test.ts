import { CapMeter, countsAcrossCustomers, periodStart } from '../../src/rules/commission-room.ts';
import { noCaps, type CommissionTiers } from '../../src/rules/commission-terms.ts';
import { rule } from './commission-builders.ts';

test.each([
  ['2026-01-01', 1, '2026-01-01'],
  ['2026-01-31', 1, '2026-01-01'],
  ['2026-03-31', 3, '2026-01-01'],
  ['2026-04-01', 3, '2026-04-01'],
  ['2026-12-31', 3, '2026-10-01'],
  ['2026-01-01', 12, '2026-01-01'],
  ['2026-12-31', 12, '2026-01-01'],
] as const)('%s is in the period of %i months that begins on %s', (day, months, start) => {
  expect(periodStart(day, months)).toBe(start);
});

const subject = { deal: 'd1', customer: 'c1', day: '2026-09-21' };
const meterOf = (caps: Partial<typeof noCaps>): CapMeter =>
  new CapMeter(rule({ caps: { ...noCaps, ...caps }, periodMonths: 3 }));

describe('what the caps leave', () => {
  test('no cap leaves no limit, and a cap that nothing was earned under leaves all of itself', () => {
    expect(meterOf({}).room(subject)).toBeNull();
    expect(meterOf({ partnership: 500 }).room(subject)).toBe(500);
    expect(meterOf({ partnership: 0 }).room(subject)).toBe(0);
  });

  test('the tightest of several caps counts', () => {
    const caps = { deal: 400, customer: 300, partnership: 900, period: 500 };
    expect(meterOf(caps).room(subject)).toBe(300);
    expect(meterOf(caps).room({ ...subject, customer: null })).toBe(400);
    expect(meterOf(caps).room({ ...subject, customer: null, deal: null })).toBe(500);
  });

  test.each([
    ['deal', { ...subject, deal: 'd2' }],
    ['customer', { ...subject, customer: 'c2' }],
    ['period', { ...subject, day: '2026-10-01' }],
  ] as const)('what was earned under one %s leaves another its whole cap', (cap, other) => {
    const meter = meterOf({ [cap]: 500 });
    meter.count(subject, 200);
    expect([meter.room(subject), meter.room(other)]).toEqual([300, 500]);
    meter.count(other, 500);
    expect([meter.room(subject), meter.room(other)]).toEqual([300, 0]);
  });

  test('the cap of the partnership is one for every deal, customer and period', () => {
    const meter = meterOf({ partnership: 500 });
    meter.count(subject, 200);
    meter.count({ deal: null, customer: null, day: '2027-01-01' }, 100);
    expect(meter.room({ deal: 'd2', customer: 'c2', day: '2026-01-01' })).toBe(200);
  });

  test('what is taken back gives room again, and room is never below zero', () => {
    const meter = meterOf({ customer: 500 });
    meter.count(subject, 700);
    expect(meter.room(subject)).toBe(0);
    meter.count(subject, -300);
    expect(meter.room(subject)).toBe(100);
  });
});

const tiers = (basis: CommissionTiers['basis']): CommissionTiers => ({
  mode: 'Whole',
  basis,
  steps: [],
});

test.each([
  ['no cap and no tier', {}, false],
  ['a cap per deal', { caps: { ...noCaps, deal: 1 } }, false],
  ['a cap per customer', { caps: { ...noCaps, customer: 1 } }, false],
  ['a cap per partnership', { caps: { ...noCaps, partnership: 1 } }, true],
  ['a cap per period', { caps: { ...noCaps, period: 1 } }, true],
  ['tiers by the amount of the payment', { tiers: tiers('Payment Amount') }, false],
  ['tiers by the revenue of the period', { tiers: tiers('Period Revenue') }, true],
  ['tiers by the number of customers', { tiers: tiers('Customer Count') }, true],
])('a rule with %s counts across customers: %p', (_name, changes, expected) => {
  expect(countsAcrossCustomers(rule(changes))).toBe(expected);
});
