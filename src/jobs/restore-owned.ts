import { documentRefOf, externalKey, type DocumentRef } from '../events/document.ts';
import { vendorTitle } from '../events/vendor.ts';
import type { FieldMerge } from '../rules/field-merge.ts';
import { touchedSince } from '../salesforce/facts/owned-by-prm.ts';
import type { Issue } from '../salesforce/rows/sync-issue.ts';
import type { JobContext } from './context.ts';

/** How far back one sweep looks: several intervals, so that a worker that was away for a while misses nothing. */
const LOOK_BACK_MS = 45 * 60_000;

/** Programs and partnerships that a person may have changed where the PRM owns them are looked at again, like after a webhook. */
export async function sweepOwned(
  context: Pick<JobContext, 'org' | 'clock' | 'producer' | 'vendors' | 'countDocument'>,
): Promise<void> {
  const since = new Date(context.clock.now().getTime() - LOOK_BACK_MS);
  const { programs, partnerships } = await touchedSince(context.org, since);
  const refs = [...programs, ...partnerships]
    .flatMap((key) => documentRefOf(key) ?? [])
    .filter(({ vendor, account }) => context.vendors.find(vendor, account)?.kind === 'prm');
  for (const ref of refs) await context.producer.refresh(ref);
  context.countDocument(
    'salesforce',
    'sweep',
    refs.length === 0 ? 'NOTHING_OWNED_CHANGED' : 'OWNED_SWEPT',
  );
}

/** What a person is told whose change was put back. */
export function restoredIssues(ref: DocumentRef, merges: readonly FieldMerge[]): Issue[] {
  const reasons = merges.filter(({ code }) => code === 'RESTORED').map(({ reason }) => reason);
  if (reasons.length === 0) return [];
  return [
    {
      code: 'PRM_OWNED_RESTORED',
      severity: 'Info',
      documentKey: externalKey(ref),
      subject: null,
      message: reasons.join(' '),
      whatToDo: `Change it in ${vendorTitle(ref.vendor)}: Salesforce follows within moments. Then, or if nothing is to change, resolve this issue.`,
    },
  ];
}
