import { documentRefOf } from '../events/document.ts';
import type { JobContext } from './context.ts';

/** What reps changed in Salesforce is offered to the PRM: each such deal or lead is looked at on both sides, like after a webhook. */
export async function sweepChanges(
  context: Pick<JobContext, 'changes' | 'producer' | 'countDocument'>,
  since: Date,
): Promise<void> {
  const keys = await context.changes.changedDocuments(since);
  for (const key of keys) {
    const ref = documentRefOf(key);
    if (ref) await context.producer.refresh(ref);
  }
  context.countDocument(
    'salesforce',
    'sweep',
    keys.length === 0 ? 'NOTHING_CHANGED' : 'CHANGES_SWEPT',
  );
}
