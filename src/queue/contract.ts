import { z } from 'zod';
import { documentRefSchema, type DocumentRef } from '../events/document.ts';

/** A verified delivery, kept whole: what was acknowledged must survive anything. */
export const deliveryJobSchema = z.object({
  vendor: z.string(),
  account: z.string(),
  receivedAt: z.iso.datetime(),
  body: z.string(),
});
export type DeliveryJob = z.infer<typeof deliveryJobSchema>;

/** "This document may have changed": fetch its truth and make Salesforce agree. */
export const documentJobSchema = z.object({ ref: documentRefSchema });
export type DocumentJob = z.infer<typeof documentJobSchema>;

/** "Who is credited for this billing customer may have changed": recompute its commissions. */
export const creditJobSchema = z.object({ customerKey: z.string().min(1) });
export type CreditJob = z.infer<typeof creditJobSchema>;

/** "What a partnership earns over all its customers, leads and deals may have changed": recompute it. */
export const partnershipJobSchema = z.object({ partnershipId: z.string().min(1) });
export type PartnershipJob = z.infer<typeof partnershipJobSchema>;

/** What comes round by the clock, whatever webhooks said or failed to say. */
export const sweepNames = [
  'changes',
  'deletions',
  'credit',
  'milestones',
  'simulations',
  'holds',
  'goals',
  'processes',
  'reviews',
] as const;
export const sweepJobSchema = z.object({ sweep: z.enum(sweepNames) });
export type SweepJob = z.infer<typeof sweepJobSchema>;

/** How often sweeps come round, in milliseconds; what is left out comes round as usual. */
export type SweepTimes = Partial<Record<SweepJob['sweep'], number>>;

/** What jobs and intake may ask of the queue. Every promise resolves only when the job is durable. */
export interface Producer {
  /** Throws TransientError when the queue has not taken the job within its time limit (intake answers 503). */
  deliver(job: DeliveryJob): Promise<void>;
  /** At most one active and one waiting job per document. */
  refresh(ref: DocumentRef): Promise<void>;
  /** At most one active and one waiting job per billing customer. */
  credit(customerKey: string): Promise<void>;
  /** At most one active and one waiting job per partnership. */
  creditPartnership(partnershipId: string): Promise<void>;
}

/** One function per queue; a verdict thrown decides what happens to the job. */
export interface Handlers {
  delivery(job: DeliveryJob): Promise<void>;
  document(job: DocumentJob): Promise<void>;
  credit(job: CreditJob): Promise<void>;
  /** Shares the queue of `credit`. */
  creditPartnership(job: PartnershipJob): Promise<void>;
  sweep(job: SweepJob): Promise<void>;
}
