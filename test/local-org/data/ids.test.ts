import { makeId, normaliseId } from '../../../src/local-org/data/ids.ts';

describe('an id', () => {
  test.each([
    // From Salesforce's own help texts: 15 characters and their 18.
    ['00300000003T2PG', '00300000003T2PGAA0'],
    ['001000000000001', '001000000000001AAA'],
    ['a0B5g00000XyZAB', 'a0B5g00000XyZABEA3'],
  ])('%s is %s with its checksum', (short, long) => {
    expect(normaliseId(short)).toBe(long);
    expect(normaliseId(long)).toBe(long);
  });

  test.each([
    '',
    '00300000003T2P',
    '00300000003T2PGAA',
    '00300000003T2PGAA1',
    '0030000000-T2PG',
    'NotReal',
  ])('%p is none', (text) => {
    expect(normaliseId(text)).toBeNull();
  });

  test('keeps the order of creation as text, and never repeats', () => {
    const ids = [1, 2, 61, 62, 63, 3843, 3844, 238_328].map((n) => makeId('a00', n));
    expect([...ids].sort((a, b) => (a < b ? -1 : 1))).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(normaliseId(id)).toBe(id);
  });
});
