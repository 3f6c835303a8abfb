import { orgChange } from '../../src/rules/booked-amount.ts';
import { bookedAmountTable, dollarsAt } from './tables/booked-amount.ts';
import { provesTable } from './tables/rule-table.ts';

describe('what a line is worth in the currency of the org', () => provesTable(bookedAmountTable));

test('take-backs one after the other leave nothing, however they are cut', () => {
  const booked = { minor: 10_003, orgMinor: 6_691 };
  for (const part of [-3_334, -3_335, -3_334]) {
    const change = orgChange(part, booked.minor, booked, dollarsAt(2)) ?? 0;
    booked.minor += part;
    booked.orgMinor += change;
  }
  expect(booked).toEqual({ minor: 0, orgMinor: 0 });
});
