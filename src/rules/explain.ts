import { z } from 'zod';
import { proportion } from '../money.ts';
import { amountOf } from './commission-amount.ts';

const whole = z.number().int();
const step = z.object({ from: whole, rate: whole.nullable(), flatMinor: whole.nullable() });

/** Of a line for a payment or what became of it: the inputs of `amountOf`. */
const payment = z.object({
  type: z.enum(['Percent', 'Flat']),
  rate: whole.nullable(),
  flatMinor: whole.nullable(),
  splitBasisPoints: whole,
  capMinor: whole.nullable(),
  minimumMinor: whole.nullable(),
  tiers: z
    .object({
      mode: z.enum(['Marginal', 'Whole']),
      basis: z.enum(['Period Revenue', 'Payment Amount', 'Customer Count']),
      steps: z.array(step),
    })
    .nullable(),
  tierBasis: whole,
  paidMinor: whole,
  paidBeforeMinor: whole,
  standingMinor: whole,
  shareOfPaidMinor: whole,
  shareOfPaidBeforeMinor: whole,
  fullBeforeMinor: whole,
  grantedBeforeMinor: whole,
  standsBeforeMinor: whole,
  roomMinor: whole.nullable(),
});

/** Of a line for a lead or a deal: what it earns within the caps, less what was posted before. */
const record = z.object({
  trigger: z.enum(['Lead Accepted', 'Lead Converted', 'Opportunity Won']),
  earned: z.union([z.literal(0), z.literal(1)]),
  rate: whole.nullable(),
  flatMinor: whole.nullable(),
  splitBasisPoints: whole,
  baseMinor: whole,
  roomMinor: whole.nullable(),
  postedMinor: whole,
});

/** Of a correction: what is owed, less what was posted. */
const correction = z.object({ owedMinor: whole, postedMinor: whole });

/**
 * The amount of a posted line in minor units, computed from its stored inputs (JSON) and nothing else. Null where the text
 * is not of a line that this version writes: nothing is guessed.
 */
export function explainedAmount(inputs: string): number | null {
  const value = parsed(inputs);
  const ofPayment = payment.safeParse(value);
  if (ofPayment.success) return amountOf(ofPayment.data).amountMinor;
  const ofRecord = record.safeParse(value);
  if (ofRecord.success) return recordAmount(ofRecord.data);
  const ofCorrection = correction.safeParse(value);
  if (ofCorrection.success) return ofCorrection.data.owedMinor - ofCorrection.data.postedMinor;
  return null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function recordAmount(inputs: z.infer<typeof record>): number {
  const full =
    inputs.rate === null
      ? proportion(inputs.flatMinor ?? 0, inputs.splitBasisPoints, 10_000)
      : proportion(inputs.baseMinor, inputs.rate, 1_000_000);
  const owed = inputs.earned === 1 ? Math.min(full, inputs.roomMinor ?? full) : 0;
  return owed - inputs.postedMinor;
}
