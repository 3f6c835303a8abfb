import { FormulaError } from '../formula-parser.ts';
import { RowError } from '../row-error.ts';
import type { SaveError } from '../engine.ts';
import { LimitError } from '../transaction.ts';
import type { Interview } from './interview.ts';

/**
 * The error of a save whose flow failed. Real orgs add an error id, which is different every time.
 * Text: https://github.com/restforce/restforce/issues/624
 */
export function flowFailure(label: string, details: string): SaveError {
  return {
    statusCode: 'CANNOT_EXECUTE_FLOW_TRIGGER',
    message: `We can't save this record because the “${label}” process failed. Give your Salesforce admin these details. ${details}`,
    fields: [],
  };
}

const tried: Readonly<Record<string, string>> = {
  recordCreate: 'create records',
  recordUpdate: 'update records',
  recordDelete: 'delete records',
  recordLookup: 'look up records',
};

/** What `$Flow.FaultMessage` holds after an element that reads or writes records failed. */
export function faultMessage(kind: string, error: RowError | FormulaError): string {
  if (error instanceof FormulaError) return error.message;
  const reasons = error.errors.map(({ statusCode, message }) => `${statusCode}: ${message}`);
  return `This error occurred when the flow tried to ${tried[kind] ?? kind}: ${reasons.join('; ')}. You can look up ExceptionCode values in the SOAP API Developer Guide.`;
}

/** A fault that no path of the flow takes up: the save that started it fails with it. */
export class FlowFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FlowFault';
  }
}

/** The row error that an error inside a flow becomes; an error that is none of a flow's comes back as it is. */
export function asRowError(label: string, error: unknown): unknown {
  if (error instanceof FlowFault || error instanceof FormulaError) {
    return new RowError([flowFailure(label, error.message)]);
  }
  return error;
}

/** Throws where a limit of the transaction is exceeded. */
export function refuseExcess({ flow }: Interview, excess: string | null): void {
  if (excess !== null) throw new LimitError(flowFailure(flow.label, excess));
}

/** Whether the local org does not know something: never a fault of the flow, so no path takes it up. */
export function isOurs(error: unknown): boolean {
  return (
    error instanceof RowError &&
    error.errors.some(({ statusCode }) => statusCode === 'NOT_IMPLEMENTED_LOCALLY')
  );
}

/** Salesforce's error where saves start saves without end. */
export function tooDeep(interview: Interview): LimitError {
  return new LimitError(flowFailure(interview.flow.label, 'Maximum trigger depth exceeded'));
}
