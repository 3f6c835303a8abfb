import { recordLines, unclearRecords } from '../../src/rules/record-lines.ts';
import { flat, partner } from './commission-builders.ts';
import { credit, deal, ofDeal } from './record-builders.ts';

const now = new Date('2026-11-05T10:00:00Z');

describe('leads and deals for which nothing is paid, as money would have to be guessed', () => {
  const priceless = { ...deal, baseMinor: null };
  const noAmount =
    'The deal "Globex upgrade" has no amount, and money is never guessed. By rule "Referral 20 %".';

  test('each is named once, with its rule, in the order of the alphabet', () => {
    const other = { ...priceless, recordName: 'the deal "Fabrikam seats"' };
    const credits = [
      credit({ parts: [priceless] }),
      credit({ key: 'attribution-2', parts: [priceless] }),
      credit({ key: 'attribution-3', parts: [other] }),
    ];
    expect(unclearRecords(credits, [ofDeal])).toEqual([
      'The deal "Fabrikam seats" has no amount, and money is never guessed. By rule "Referral 20 %".',
      noAmount,
    ]);
    expect(recordLines(credits, [ofDeal], now)).toEqual([]);
  });

  test.each([
    ['a deal with an amount', deal, ofDeal],
    ['a deal that is not won', { ...priceless, earnedOn: null }, ofDeal],
    ['a deal from before the terms', priceless, { ...ofDeal, effectiveFrom: '2026-09-22' }],
    ['a deal that pays a flat amount', priceless, flat(5, { trigger: 'Opportunity Won' })],
  ])('nothing is said of %s', (_name, part, terms) => {
    expect(unclearRecords([credit({ parts: [part] })], [terms])).toEqual([]);
  });

  test('nothing is said of what the PRM pays', () => {
    const partnership = partner('Acme', { commissionSource: 'PRM' });
    expect(unclearRecords([credit({ parts: [priceless], partnership })], [ofDeal])).toEqual([]);
  });
});
