import {
  commissionTriggers,
  partnershipsOn,
  recordTriggers,
  rulesOn,
} from '../../src/rules/commission-terms.ts';
import { partner, rule } from './commission-builders.ts';

const day = '2026-09-21';

test('leads and deals have triggers of their own, the others look at payments', () => {
  expect(recordTriggers).toEqual(['Lead Accepted', 'Lead Converted', 'Opportunity Won']);
  expect(commissionTriggers).toEqual([
    'Every Payment',
    'First Payment',
    'Renewal',
    'Milestone',
    ...recordTriggers,
  ]);
});

test('partnerships stand in the order of their keys, then roles, however they were read', () => {
  const rows = [
    partner('Ajax'),
    partner('Acme', { role: 'Sourced' }),
    partner('Apex'),
    partner('Acme', { role: 'Resold' }),
  ];
  const expected = ['Acme Resold', 'Acme Sourced', 'Ajax Sourced', 'Apex Sourced'];
  for (const read of [rows, rows.toReversed()])
    expect(partnershipsOn(day, read).map(({ name, role }) => `${name} ${role}`)).toEqual(expected);
});

test('rules stand in the order of their keys, however they were read', () => {
  const rows = ['b', 'a', 'c'].map((key) => rule({ key }));
  for (const read of [rows, rows.toReversed()])
    expect(rulesOn(day, partner('Acme'), read).map(({ key }) => key)).toEqual(['a', 'b', 'c']);
});
