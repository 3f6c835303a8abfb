import { programRow } from '../salesforce/rows/partnership.ts';
import type { PrmVendor } from '../vendors/contract.ts';
import type { JobContext } from './context.ts';
import { mendedRefusal } from './write-refused.ts';

/** A PRM's group becomes a partner program. Its terms stay the admin's. */
export async function refreshProgram(
  context: JobContext,
  vendor: PrmVendor,
  id: string,
): Promise<string> {
  const truth = await vendor.fetchProgram(id);
  if (!truth) return 'DOCUMENT_GONE';
  await context.org.save([programRow(truth), ...(await mendedRefusal(context, truth.ref))]);
  return 'PROGRAM_SAVED';
}
