import { HumanNeededError, PoisonError } from '../errors.ts';
import {
  requestedSimulations,
  simulationLineKeys,
  type RequestedSimulation,
} from '../salesforce/facts/simulations.ts';
import type { OrgRow } from '../salesforce/org.ts';
import { doneRows, failedRow } from '../salesforce/rows/simulation.ts';
import type { JobContext } from './context.ts';
import { simulateTerms } from './simulate-terms.ts';

type Context = Pick<JobContext, 'org' | 'clock' | 'orgCurrency' | 'countDocument'>;

/**
 * Computes the simulations that partner managers ask for in Salesforce: what a period would have paid by the draft rules of a
 * program. Writes the simulation and its lines and nothing else. One that cannot be computed says why, and is not tried again
 * until a person asks again.
 */
export async function sweepSimulations(context: Context): Promise<void> {
  const asked = await requestedSimulations(context.org);
  for (const simulation of asked) await context.org.save(await answerRows(context, simulation));
  context.countDocument(
    'salesforce',
    'sweep',
    asked.length === 0 ? 'NOTHING_TO_SIMULATE' : 'SIMULATED',
  );
}

async function answerRows(context: Context, asked: RequestedSimulation): Promise<OrgRow[]> {
  const { org, clock, orgCurrency } = context;
  const { from, until, programId } = asked;
  try {
    const answer = await simulateTerms(context, { terms: { draftsOf: programId }, from, until });
    const written = await simulationLineKeys(org, asked.id);
    const money = { orgCurrency, rates: answer.rates };
    return doneRows(asked, answer, money, { written, now: clock.now() });
  } catch (error) {
    if (!(error instanceof HumanNeededError || error instanceof PoisonError)) throw error;
    return [failedRow(asked, `${error.message} ${error.action}`.trim(), clock.now())];
  }
}
