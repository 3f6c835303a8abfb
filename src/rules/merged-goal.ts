/** A goal, as far as a merge of partnerships is concerned. Days are "YYYY-MM-DD", both ends included. */
export interface MergeableGoal {
  metric: string;
  target: number;
  /** What was reached so far, in the unit of the goal. */
  reached: number;
  periodStart: string;
  periodEnd: string;
}

/** Whether a goal of a merged partnership goes on at the other, and why, in words for whoever answers for it. */
export interface MergedGoalOutcome {
  state: 'Goes On' | 'Both Have One' | 'Over';
  reason: string;
}

/**
 * A goal whose period is not over goes on as it is: metric, target, period, owner and renewal were agreed with people who are still
 * there. Where the other partnership has a goal of that metric in the same days, nobody but a person knows what both together
 * should reach. `others`: the goals of the partnership that goes on.
 */
export function mergedGoal(
  goal: MergeableGoal,
  others: readonly Pick<MergeableGoal, 'metric' | 'periodStart' | 'periodEnd'>[],
  names: { from: string; to: string },
  today: string,
): MergedGoalOutcome {
  const merged = `${names.from} was merged into ${names.to}`;
  if (goal.periodEnd < today) {
    const reason = `Its period ended on ${goal.periodEnd}: what ${names.from} reached stays its own.`;
    return { state: 'Over', reason };
  }
  const isTwice = others.some(
    (other) =>
      other.metric === goal.metric &&
      other.periodStart <= goal.periodEnd &&
      other.periodEnd >= goal.periodStart,
  );
  if (isTwice) {
    const reason = `${merged}. Both have a goal for ${goal.metric} between ${goal.periodStart} and ${goal.periodEnd}; that of ${names.to} is as it was, that of ${names.from} (target ${goal.target}) stays behind and is not renewed.`;
    return { state: 'Both Have One', reason };
  }
  const reason = `Taken over on ${today}: ${merged}. ${names.from} had reached ${goal.reached} of ${goal.target}.`;
  return { state: 'Goes On', reason };
}
