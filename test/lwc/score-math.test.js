import { barGeometry, goalPace, quarterIndex, quartersAround, sumByQuarter } from 'c/scoreMath';

describe('a goal against its time', () => {
  const pace = (actual, today) =>
    goalPace({ start: '2026-10-01', end: '2026-12-31', target: 92, actual, today });

  it.each([
    [92, '2026-10-01', 'reached'],
    [120, '2027-03-01', 'reached'],
    [0, '2026-09-30', 'upcoming'],
    [1, '2026-10-01', 'onTrack'],
    [0, '2026-10-01', 'behind'],
    [46, '2026-11-15', 'onTrack'],
    [45, '2026-11-15', 'behind'],
    [91, '2026-12-31', 'behind'],
    [91, '2027-01-01', 'missed'],
  ])('%p of 92 on %s is %s', (actual, today, state) => {
    expect(pace(actual, today).state).toBe(state);
  });

  it('says what is missing to the target and to the pace, and how long is left', () => {
    expect(pace(30, '2026-11-15')).toEqual({
      progress: 33,
      elapsed: 50,
      daysLeft: 46,
      missing: 62,
      missingToPace: 16,
      state: 'behind',
    });
  });

  it('bars end at the whole, whatever was overshot', () => {
    expect(pace(500, '2027-02-01')).toMatchObject({ progress: 100, elapsed: 100, missing: 0 });
    expect(pace(-5, '2026-10-02').progress).toBe(0);
  });

  it('a goal of nothing is reached', () => {
    const none = goalPace({
      start: '2026-10-01',
      end: '2026-12-31',
      target: 0,
      actual: 0,
      today: '2026-10-05',
    });
    expect(none).toMatchObject({ state: 'reached', progress: 0 });
  });
});

describe('quarters', () => {
  it.each([
    ['2026-01-01', 8104],
    ['2026-03-31', 8104],
    ['2026-04-01', 8105],
    ['2026-12-31T23:59:59.000Z', 8107],
  ])('%s lies in quarter %p', (date, index) => expect(quarterIndex(date)).toBe(index));

  it('run over the end of a year', () => {
    expect(quartersAround('2026-11-25', 1, 1).map(({ start }) => start)).toEqual([
      '2026-07-01',
      '2026-10-01',
      '2027-01-01',
    ]);
  });

  it('sums take only rows inside, refunds deducted, blanks as nothing', () => {
    const rows = [
      { date: '2026-07-01', amount: 100 },
      { date: '2026-09-30', amount: -30 },
      { date: '2026-10-01', amount: null },
      { date: '2026-06-30', amount: 999 },
      { date: null, amount: 999 },
    ];
    expect(sumByQuarter(rows, quartersAround('2026-11-25', 1, 0))).toEqual([70, 0]);
  });
});

describe('the geometry of the bars', () => {
  const size = { width: 100, height: 50, groupGap: 10 };

  it('the largest value has the full height and bars of a group stand side by side', () => {
    const { bars, zero } = barGeometry([{ values: [10, 5] }, { values: [0, 10] }], size);
    expect(zero).toBe(50);
    expect(bars).toEqual([
      [
        { x: 5, y: 0, width: 20, height: 50 },
        { x: 55, y: 25, width: 20, height: 25 },
      ],
      [
        { x: 25, y: 50, width: 20, height: 0 },
        { x: 75, y: 0, width: 20, height: 50 },
      ],
    ]);
  });

  it('a quarter with more refunds than revenue hangs below the line', () => {
    const { bars, zero } = barGeometry([{ values: [30, -20] }], size);
    expect(zero).toBe(30);
    expect(bars[0][1]).toMatchObject({ y: 30, height: 20 });
  });

  it.each([[[{ values: [0, 0] }]], [[]], [[{ values: [] }]]])('%j draws no bar', (series) => {
    const { bars } = barGeometry(series, size);
    expect(bars.flat().every(({ height }) => height === 0)).toBe(true);
  });
});
