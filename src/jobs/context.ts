import type { Clock } from '../clock.ts';
import type { Producer } from '../queue/contract.ts';
import type { ChangeFeed } from '../salesforce/change-feed.ts';
import type { Org, OrgAdmin } from '../salesforce/org.ts';
import type { VendorRegistry } from '../vendors/registry.ts';

/** Everything a job may touch. Jobs are plain sequential code over these ports. */
export interface JobContext {
  /** Reads and writes of jobs; `query` is for sweeps, which ask for what changed rather than for what they know. */
  org: Org & Pick<OrgAdmin, 'query'>;
  producer: Producer;
  /** What people changed in Salesforce that a PRM should know. */
  changes: ChangeFeed;
  vendors: VendorRegistry;
  clock: Clock;
  /** ISO 4217, upper case: the currency in which the org reports. */
  orgCurrency: string;
  /** What the org calls its record types and stages; read once. Throws HumanNeededError where the metadata is missing. */
  setup(): Promise<OrgSetup>;
  /** Every outcome is counted under a code, so that nothing is skipped in silence (I5). */
  countDelivery(vendor: string, eventType: string, outcome: string): void;
  countDocument(vendor: string, type: string, outcome: string): void;
}

export interface OrgSetup {
  partnerRecordTypeId: string;
  customerRecordTypeId: string;
  /** Active values of Opportunity.StageName, in the org's order. */
  opportunityStages: readonly string[];
}
