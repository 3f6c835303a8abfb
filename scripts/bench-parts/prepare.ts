import { deployedFolder } from '../../test/support/deployed-org.ts';
import type { DataSet } from './data-set.ts';
import { discard, startOrg, type OrgProcess } from './org-process.ts';
import { runBacklog } from './ours.ts';
import type { BenchRedis } from './redis.ts';

/**
 * A stopped org in whose folder everything is that comes before the measured part: the metadata, the terms, and (through the
 * service itself) partnerships and customers with their attributions. Every contestant starts from a copy of it.
 */
export async function prepareOrg(data: DataSet, redis: BenchRedis | null): Promise<OrgProcess> {
  const org = await startOrg(await deployedFolder(), 0);
  try {
    const port = await org.open();
    await port.save(data.terms);
    await runBacklog(data, data.before, org, redis);
    const attributions = await port.query('SELECT Id FROM AccountAttribution__c');
    await port.close();
    if (attributions.length !== data.partnerOf.size) {
      throw new Error(
        `${attributions.length} customers are credited to a partner before the start, not ${data.partnerOf.size}.`,
      );
    }
    await org.stop();
    return org;
  } catch (error) {
    await discard(org);
    throw error;
  }
}
