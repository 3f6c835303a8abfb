import { noCaps } from '../../src/rules/commission-terms.ts';
import { explainedAmount } from '../../src/rules/explain.ts';
import {
  recordLines,
  type PostedRecordLine,
  type RecordCredit,
  type RecordLine,
} from '../../src/rules/record-lines.ts';
import { partner, rule } from './commission-builders.ts';
import { credit, deal, lead, ofDeal, perLead } from './record-builders.ts';

const now = new Date('2026-11-05T10:00:00Z');

const of = (line: RecordLine): PostedRecordLine => ({
  ruleId: line.rule.id,
  amountMinor: line.amountMinor,
  baseMinor: line.baseMinor,
  currency: line.currency,
  occurredAt: line.occurredAt,
  isVoid: false,
});
const first = (credits: readonly RecordCredit[], rules = [perLead]): RecordLine | undefined =>
  recordLines(credits, rules, now)[0];

describe('lines of leads and deals', () => {
  test('a converted lead earns its amount once, on its day, with its reason', () => {
    const lines = recordLines([credit()], [perLead], now);
    expect(lines).toEqual([
      {
        key: 'attribution-1~rule',
        recordKey: 'attribution-1',
        kind: 'Accrual',
        partnership: partner('Acme'),
        rule: perLead,
        amountMinor: 100_000,
        baseMinor: 0,
        before: { amountMinor: 0, baseMinor: 0 },
        creditDay: '2026-09-21',
        countsAsRevenue: false,
        currency: 'USD',
        occurredAt: new Date('2026-09-21T00:00:00Z'),
        holdUntil: null,
        reasonCode: 'LEAD_CONVERTED',
        reason:
          'Flat 1000.00 USD = 1000.00 USD: the lead of Globex was converted on 2026-09-21. By rule "Per lead" version 1.',
        inputs: {
          trigger: 'Lead Converted',
          earned: 1,
          rate: null,
          flatMinor: 100_000,
          splitBasisPoints: 10_000,
          baseMinor: 0,
          roomMinor: null,
          postedMinor: 0,
          currency: 'USD',
        },
      },
    ]);
    expect(recordLines([credit({ posted: lines.map(of) })], [perLead], now)).toEqual([]);
  });

  test.each([
    [null, 0, null],
    [null, 30, '2026-10-21'],
    [10, 30, '2026-10-01'],
    [0, 30, null],
    [1, 0, '2026-09-22'],
  ])('a rule that holds %p days in a program of %i: until %p', (holdDays, programHoldDays, day) => {
    const partnership = partner('Acme', { programHoldDays });
    expect(first([credit({ partnership })], [{ ...perLead, holdDays }])?.holdUntil).toBe(day);
  });

  test('nothing is said of what did not happen, of other triggers and of what the PRM pays', () => {
    expect(recordLines([credit({ parts: [{ ...lead, earnedOn: null }] })], [perLead], now)).toEqual(
      [],
    );
    expect(recordLines([credit()], [ofDeal, rule()], now)).toEqual([]);
    const partnership = partner('Acme', { commissionSource: 'PRM' });
    expect(recordLines([credit({ partnership })], [perLead], now)).toEqual([]);
    const payments = { ...lead, trigger: 'Every Payment' } as const;
    expect(recordLines([credit({ parts: [payments] })], [rule()], now)).toEqual([]);
    expect(recordLines([], [perLead], now)).toEqual([]);
  });

  test.each([
    ['before the terms', { effectiveFrom: '2026-09-22' }, 0],
    ['on their first day', { effectiveFrom: '2026-09-21' }, 1],
    ['on the day they end', { effectiveUntil: '2026-09-21' }, 0],
    ['for another role', { role: 'Delivered' }, 0],
    ['long after the partnership began, as months count from the lead', { durationMonths: 1 }, 1],
  ])('a lead %s', (_name, terms, count) => {
    expect(recordLines([credit()], [{ ...perLead, ...terms }], now)).toHaveLength(count);
  });

  test('a deal that is lost again is taken back today, and says so', () => {
    const parts = [deal];
    const [paid] = recordLines([credit({ parts })], [ofDeal], now);
    expect(paid).toMatchObject({
      amountMinor: 200_000,
      baseMinor: 1_000_000,
      reasonCode: 'DEAL_WON',
    });
    const posted = paid ? [of(paid)] : [];
    const lost = [{ ...deal, earnedOn: null }];
    const partnership = partner('Acme', { programHoldDays: 30 });
    const line = first([credit({ parts: lost, posted, partnership })], [ofDeal]);
    expect(line).toMatchObject({
      key: 'attribution-1~rule~2',
      kind: 'Reversal',
      amountMinor: -200_000,
      baseMinor: -1_000_000,
      creditDay: '2026-09-21',
      occurredAt: now,
      holdUntil: '2026-10-21',
      reasonCode: 'NOT_EARNED',
      reason:
        'The deal "Globex upgrade" is not won. 2000.00 USD was posted, 0.00 USD is owed, so -2000.00 USD corrects it. By rule "Referral 20 %" version 1.',
      inputs: { earned: 0, baseMinor: 0, roomMinor: null, postedMinor: 200_000 },
    });
    expect(line && explainedAmount(JSON.stringify(line.inputs))).toBe(-200_000);
    const both = [...posted, ...(line ? [of(line)] : [])];
    const again = first([credit({ parts, posted: both })], [ofDeal]);
    expect(again).toMatchObject({
      key: 'attribution-1~rule~3',
      kind: 'Correction',
      amountMinor: 200_000,
      baseMinor: 1_000_000,
      occurredAt: now,
      reasonCode: 'CORRECTED',
    });
    expect(again?.reason).toBe(
      '20 % of 10000.00 USD = 2000.00 USD: the deal "Globex upgrade" was won on 2026-09-21. By rule "Referral 20 %" version 1.',
    );
  });

  test('a lead that moves to a day of other terms loses what the old ones paid', () => {
    const [paid] = recordLines([credit()], [perLead], now);
    const until = { ...perLead, effectiveUntil: '2026-10-01' };
    const parts = [{ ...lead, earnedOn: '2026-10-01' }];
    const line = first([credit({ parts, posted: paid ? [of(paid)] : [] })], [until]);
    expect(line).toMatchObject({ amountMinor: -100_000, reasonCode: 'NOT_EARNED' });
    expect(line?.reason).toBe(
      'The terms of 2026-10-01, the day that counts now, are others. 1000.00 USD was posted, 0.00 USD is owed, so -1000.00 USD corrects it. By rule "Per lead" version 1.',
    );
  });

  test('a deal that became smaller gives back the difference; a larger one gets it', () => {
    const [paid] = recordLines([credit({ parts: [deal] })], [ofDeal], now);
    const posted = paid ? [of(paid)] : [];
    const smaller = first([credit({ parts: [{ ...deal, baseMinor: 900_000 }], posted })], [ofDeal]);
    expect(smaller).toMatchObject({
      kind: 'Reversal',
      amountMinor: -20_000,
      reasonCode: 'NOT_EARNED',
    });
    const larger = first(
      [credit({ parts: [{ ...deal, baseMinor: 1_100_000 }], posted })],
      [ofDeal],
    );
    expect(larger).toMatchObject({
      kind: 'Correction',
      amountMinor: 20_000,
      baseMinor: 100_000,
      reasonCode: 'CORRECTED',
    });
  });

  test('a void line is not paid again, not taken back, and a void take-back takes nothing', () => {
    const [paid] = recordLines([credit()], [perLead], now);
    if (!paid) throw new Error('nothing was earned');
    const line = of(paid);
    const lost = { ...lead, earnedOn: null };
    const lines = (posted: PostedRecordLine[], part = lead) =>
      amountsOf(recordLines([credit({ parts: [part], posted })], [perLead], now));
    const back = { ...line, amountMinor: -100_000 };
    expect(lines([{ ...line, isVoid: true }])).toEqual([]);
    expect(lines([{ ...line, isVoid: true }], lost)).toEqual([]);
    expect(lines([line], lost)).toEqual([-100_000]);
    expect(lines([line, { ...back, isVoid: true }], lost)).toEqual([]);
    expect(lines([line, { ...back, isVoid: true }])).toEqual([]);
  });

  test('what another rule posted counts for that rule alone', () => {
    const other = {
      ruleId: 'bonus',
      amountMinor: 5,
      baseMinor: 0,
      currency: 'USD',
      occurredAt: now,
      isVoid: false,
    };
    expect(first([credit({ posted: [other] })])).toMatchObject({
      key: 'attribution-1~rule',
      amountMinor: 100_000,
    });
  });

  test('a lead and its deal earn by the rule for each, and a cap of one rule takes nothing from the other', () => {
    const parts = [lead, deal];
    const caps = { ...noCaps, partnership: 100_000 };
    const rules = [
      { ...perLead, caps },
      { ...ofDeal, id: 'deal-id', key: 'deal', caps },
    ];
    const lines = recordLines([credit({ parts })], rules, now);
    expect(lines.map((line) => [line.key, line.amountMinor, line.reasonCode])).toEqual([
      ['attribution-1~rule', 100_000, 'LEAD_CONVERTED'],
      ['attribution-1~deal', 100_000, 'CAPPED'],
    ]);
    const lost = { ...deal, earnedOn: null };
    const back = recordLines([credit({ parts: [lead, lost], posted: lines.map(of) })], rules, now);
    expect(back.map((line) => [line.key, line.amountMinor, line.reasonCode])).toEqual([
      ['attribution-1~deal~2', -100_000, 'NOT_EARNED'],
    ]);
  });

  test('what is taken back comes after what was earned', () => {
    const [paid] = recordLines([credit({ key: 'a', parts: [deal] })], [ofDeal], now);
    const lost = credit({
      key: 'a',
      parts: [{ ...deal, earnedOn: null }],
      posted: paid ? [of(paid)] : [],
    });
    const won = credit({ key: 'b', parts: [deal] });
    const lines = recordLines([lost, won], [ofDeal], now);
    expect(lines.map((line) => [line.recordKey, line.amountMinor])).toEqual([
      ['b', 200_000],
      ['a', -200_000],
    ]);
  });

  test('a cap per deal holds for each of them, a cap per partnership for all, the earlier first', () => {
    const caps = { ...noCaps, partnership: 150_000 };
    const early = credit({ key: 'z', parts: [{ ...lead, earnedOn: '2026-09-01' }] });
    const late = credit({ key: 'a' });
    const lines = recordLines([late, early], [{ ...perLead, caps }], now);
    expect(lines.map((line) => [line.recordKey, line.amountMinor, line.reasonCode])).toEqual([
      ['z', 100_000, 'LEAD_CONVERTED'],
      ['a', 50_000, 'CAPPED'],
    ]);
    expect(lines[1]?.reason).toContain(' The caps leave 500.00 USD, so 500.00 USD is owed.');
    const same = recordLines([credit({ key: 'b' }), late], [{ ...perLead, caps }], now);
    expect(same.map((line) => line.recordKey)).toEqual(['a', 'b']);
    const perDeal = { ...perLead, caps: { ...noCaps, deal: 60_000 } };
    expect(amountsOf(recordLines([late, early], [perDeal], now))).toEqual([60_000, 60_000]);
  });

  test('a cap that leaves nothing is said by one line of nothing, once', () => {
    const none = { ...perLead, caps: { ...noCaps, deal: 0 } };
    const lines = recordLines([credit()], [none], now);
    expect(lines).toMatchObject([{ amountMinor: 0, reasonCode: 'CAPPED', kind: 'Accrual' }]);
    expect(recordLines([credit({ posted: lines.map(of) })], [none], now)).toEqual([]);
  });

  test('a cap that is reached exactly limits nothing', () => {
    const exact = { ...perLead, caps: { ...noCaps, deal: 100_000 } };
    expect(first([credit()], [exact])?.reasonCode).toBe('LEAD_CONVERTED');
  });

  test('a cap per period counts the period in which it was earned', () => {
    const caps = { ...noCaps, period: 100_000 };
    const credits = ['2026-09-30', '2026-10-01'].map((earnedOn) =>
      credit({ key: earnedOn, parts: [{ ...lead, earnedOn }] }),
    );
    expect(amountsOf(recordLines(credits, [{ ...perLead, caps }], now))).toEqual([
      100_000, 100_000,
    ]);
  });

  test('a line explains its amount by what is stored with it', () => {
    const caps = { ...noCaps, partnership: 150_000 };
    const credits = [credit({ key: 'a' }), credit({ key: 'b' })];
    const lines = [
      ...recordLines(credits, [{ ...perLead, caps }], now),
      ...recordLines([credit({ parts: [{ ...deal, split: 5_000 }] })], [ofDeal], now),
    ];
    expect(amountsOf(lines)).toEqual([100_000, 50_000, 200_000]);
    for (const line of lines)
      expect(explainedAmount(JSON.stringify(line.inputs))).toBe(line.amountMinor);
    expect(lines[0]?.inputs).toEqual({
      trigger: 'Lead Converted',
      earned: 1,
      rate: null,
      flatMinor: 100_000,
      splitBasisPoints: 10_000,
      baseMinor: 0,
      roomMinor: 150_000,
      postedMinor: 0,
      currency: 'USD',
    });
  });
});

function amountsOf(lines: readonly RecordLine[]): number[] {
  return lines.map((line) => line.amountMinor);
}
