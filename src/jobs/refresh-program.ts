import { externalKey } from '../events/document.ts';
import type { PrmProgram } from '../events/partner.ts';
import { ownedField } from '../rules/owned-field.ts';
import type { FieldMerge } from '../rules/field-merge.ts';
import { ownedProgram, type OwnedProgram } from '../salesforce/facts/owned-by-prm.ts';
import { openIssuesOfDocument } from '../salesforce/facts/sync-issues.ts';
import { programRow, programValues } from '../salesforce/rows/partnership.ts';
import { issueRows } from '../salesforce/rows/sync-issue.ts';
import type { PrmVendor } from '../vendors/contract.ts';
import type { JobContext } from './context.ts';
import { restoredIssues } from './restore-owned.ts';

/** A PRM's group becomes a partner program. Its terms stay the admin's; what the PRM owns of it is put back when it was changed. */
export async function refreshProgram(
  context: JobContext,
  vendor: PrmVendor,
  id: string,
): Promise<string> {
  const truth = await vendor.fetchProgram(id);
  if (!truth) return 'DOCUMENT_GONE';
  const key = externalKey(truth.ref);
  const [held, open] = await Promise.all([
    ownedProgram(context.org, key),
    openIssuesOfDocument(context.org, key),
  ]);
  const merges = held ? mergeProgram(truth, held) : [];
  const said = issueRows(
    restoredIssues(truth.ref, merges),
    open,
    ['WRITE_REFUSED'],
    context.clock.now(),
  );
  const isInStep =
    held?.version === truth.version && merges.every(({ write }) => write === 'nothing');
  if (isInStep && said.length === 0) return 'PROGRAM_IN_STEP';
  await context.org.save([programRow(truth), ...said]);
  return 'PROGRAM_SAVED';
}

/** While the PRM's version is the one that was written, whatever differs was changed by a person. */
function mergeProgram(truth: PrmProgram, held: OwnedProgram): FieldMerge[] {
  const theirs = programValues(truth);
  const isSame = held.version === truth.version;
  const merge = (name: string, ours: string | null, value: string): FieldMerge =>
    ownedField({ name, base: isSame ? value : undefined, ours, theirs: value });
  return [
    merge('name of the program', held.name, theirs.name),
    merge('status of the program', held.status, theirs.status),
    merge('sales motions of the program', sorted(held.motions ?? ''), sorted(theirs.motions)),
  ];
}

/** The org gives the values of a picklist in its own order. */
const sorted = (values: string): string => values.split(';').sort().join(';');
