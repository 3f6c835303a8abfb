import { documentRefOf, externalKey, type DocumentRef } from '../events/document.ts';
import { vendorTitle } from '../events/vendor.ts';
import type { FieldMerge } from '../rules/field-merge.ts';
import { touchedSince } from '../salesforce/facts/owned-by-prm.ts';
import type { Issue } from '../salesforce/rows/sync-issue.ts';
import type { JobContext } from './context.ts';

/** Programs and partnerships that a person may have changed where the PRM owns them are looked at again, like after a webhook. */
export async function sweepOwned(
  context: Pick<JobContext, 'org' | 'producer' | 'vendors' | 'countDocument'>,
  since: Date,
): Promise<void> {
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
