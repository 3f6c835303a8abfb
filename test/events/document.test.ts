import fc from 'fast-check';
import { documentRefOf, documentTypes, externalKey, partKey } from '../../src/events/document.ts';

describe('external keys', () => {
  test('name vendor, tenant, type and id, and are safe in a URL path', () => {
    const key = externalKey({
      vendor: 'partnerstack',
      account: 'main',
      type: 'partner-key',
      id: 'a/b:c d',
    });
    expect(key).toBe('partnerstack:main:partner-key:a=2f=b=3a=c=20=d');
    expect(partKey('stripe:main:invoice:in_1', 'payment:ch/1')).toBe(
      'stripe:main:invoice:in_1:payment:ch=2f=1',
    );
  });

  test('two different ids never share a key, and every document is found again from its key', () => {
    const refs = fc.record({
      vendor: fc.constantFrom('stripe', 'partnerstack'),
      account: fc.constantFrom('main', 'eu-1'),
      type: fc.constantFrom(...documentTypes),
      id: fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }),
    });
    fc.assert(
      fc.property(refs, refs, (a, b) => {
        expect(documentRefOf(externalKey(a))).toEqual(a);
        expect(externalKey(a) === externalKey(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
        expect(externalKey(a)).toMatch(/^[A-Za-z0-9:._@+=-]+$/);
      }),
    );
  });

  test('what is not a document has no reference', () => {
    expect(documentRefOf('partnerstack:main:team:stck_1')).toBeNull();
    expect(documentRefOf('nonsense')).toBeNull();
  });
});
