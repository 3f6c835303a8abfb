import {
  inputsOf,
  lineOf,
  nothingYet,
  shareOf,
  type CommissionLine,
  type Earning,
  type EarningState,
  type Step,
} from './commission-line.ts';
import { amountOf } from './commission-amount.ts';
import { CapMeter, periodStart } from './commission-room.ts';
import { converted, convertedWithin, reversed } from './exchange-rate.ts';
import { compareMovements } from './ledger.ts';

/** One billing document with who earns by it. */
export interface DocumentPlan {
  customerKey: string;
  /** The day of its first payment, whose terms and credit count. */
  creditDay: string;
  steps: readonly Step[];
  earnings: readonly Earning[];
}

/** What one partnership has so far under one rule, over all documents. */
interface RuleRun {
  meter: CapMeter;
  /** Commissionable minor units of the rule's currency that stand, by the first day of the period. */
  revenue: Map<string, number>;
  /** Customers who paid, by the first day of the period. */
  payers: Map<string, Set<string>>;
}

/**
 * The lines of all documents together, entry by entry in the order in which money moved, so that caps and tiers come out the
 * same whatever became known first: what came earlier keeps its amount, what came later finds the room that is left.
 */
export function runLines(plans: readonly DocumentPlan[]): CommissionLine[] {
  const runs = new Map<string, RuleRun>();
  const states = new Map<Earning, EarningState>();
  return movementsOf(plans).flatMap((movement) =>
    movement.plan.earnings.flatMap((earning) => {
      const { partnership, rule } = earning;
      // Caps and tiers are the partnership's, whatever its roles.
      const id = `${partnership.partnershipId}~${rule.id}`;
      const run = runs.get(id) ?? {
        meter: new CapMeter(rule),
        revenue: new Map<string, number>(),
        payers: new Map<string, Set<string>>(),
      };
      runs.set(id, run);
      const { line, state } = nextLine(movement, earning, run, states.get(earning) ?? nothingYet);
      states.set(earning, state);
      return line ? [line] : [];
    }),
  );
}

interface Movement {
  plan: DocumentPlan;
  step: Step;
  before: Step;
}

function movementsOf(plans: readonly DocumentPlan[]): Movement[] {
  return plans
    .flatMap((plan) =>
      plan.steps.map((step, at) => ({
        plan,
        step,
        before: plan.steps[at - 1] ?? { entry: step.entry, standing: 0, paid: 0 },
      })),
    )
    .sort((a, b) => compareMovements(a.step.entry, b.step.entry));
}

function nextLine(
  { plan, step, before }: Movement,
  earning: Earning,
  run: RuleRun,
  state: EarningState,
): { line: CommissionLine | null; state: EarningState } {
  const subject = { deal: null, customer: plan.customerKey, day: plan.creditDay };
  const period = periodStart(plan.creditDay, earning.rule.periodMonths);
  if (step.paid > before.paid)
    run.payers.set(period, (run.payers.get(period) ?? new Set()).add(plan.customerKey));
  const { toRule } = earning;
  const room = run.meter.room(subject);
  const inputs = inputsOf(earning, step, before, state, {
    roomMinor: room === null ? null : convertedWithin(room, reversed(toRule)),
    tierBasis: tierBasisOf(earning, run, period),
  });
  const result = amountOf(inputs);
  run.meter.count(subject, converted(result.amountMinor, toRule));
  const base = shareOf(earning, step.standing) - shareOf(earning, before.standing);
  run.revenue.set(period, (run.revenue.get(period) ?? 0) + converted(base, toRule));
  return {
    line: lineOf(earning, { step, before }, inputs, plan.creditDay),
    state: {
      full: result.fullMinor,
      granted: result.grantedMinor,
      stands: result.standsMinor,
    },
  };
}

function tierBasisOf({ rule, toRule }: Earning, run: RuleRun, period: string): number {
  switch (rule.tiers?.basis) {
    case 'Period Revenue':
      return converted(run.revenue.get(period) ?? 0, reversed(toRule));
    case 'Customer Count':
      return run.payers.get(period)?.size ?? 0;
    default:
      return 0;
  }
}
