import { z } from 'zod';
import type { OrgAdmin } from '../org.ts';
import { soqlString } from '../soql.ts';
import { parseRecords, requiredText, text } from './record.ts';

/** What a partner manager asks: what a period would have paid by the draft rules of a program. Days are half-open. */
export interface RequestedSimulation {
  id: string;
  programId: string;
  from: string;
  until: string;
}

const schema = z
  .object({
    Id: requiredText,
    Program__c: requiredText,
    FromDate__c: requiredText,
    UntilDate__c: requiredText,
  })
  .transform((record): RequestedSimulation => ({
    id: record.Id,
    programId: record.Program__c,
    from: record.FromDate__c,
    until: record.UntilDate__c,
  }));

/** The simulations that wait, in the order in which they were asked for. */
export async function requestedSimulations(
  org: Pick<OrgAdmin, 'query'>,
): Promise<RequestedSimulation[]> {
  const records = await org.query(
    "SELECT Id, Program__c, FromDate__c, UntilDate__c FROM Simulation__c WHERE Status__c = 'Requested' ORDER BY CreatedDate, Id",
  );
  return parseRecords(schema, records, 'Simulation__c');
}

const lineSchema = z.object({ ExternalKey__c: text });

/** The lines that a computation wrote which did not come to its end. */
export async function simulationLineKeys(
  org: Pick<OrgAdmin, 'query'>,
  simulationId: string,
): Promise<string[]> {
  const records = await org.query(
    `SELECT ExternalKey__c FROM SimulationLine__c WHERE Simulation__c = ${soqlString(simulationId)}`,
  );
  return parseRecords(lineSchema, records, 'SimulationLine__c').flatMap(
    ({ ExternalKey__c: key }) => key ?? [],
  );
}
