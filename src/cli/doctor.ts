import { systemClock } from '../clock.ts';
import { loadConfig, type Config } from '../config.ts';
import { Verdict } from '../errors.ts';
import { createLogger } from '../logger.ts';
import { openBackend } from '../queue/backend.ts';
import { createQueueMonitor } from '../queue/monitor.ts';
import { createProducer } from '../queue/producer.ts';
import { connectOrg } from '../salesforce/connect-org.ts';
import { checkOrg, type OrgFinding } from '../salesforce/doctor.ts';
import { orgNeeds } from '../salesforce/org-needs.ts';
import { createVendors } from '../vendors/registry.ts';

type Finding = OrgFinding;

/**
 * `partnerverse doctor`: looks at everything the service stands on and says what to do about what is wrong. Exit code 1
 * when there is a problem.
 */
export async function doctor(options: { json?: boolean }): Promise<void> {
  const findings = await examine();
  if (options.json) console.log(JSON.stringify({ findings }, null, 2));
  else print(findings);
  if (findings.some(({ level }) => level === 'problem')) process.exitCode = 1;
}

/** Findings first, then what to do about them, each thing once: ten missing objects are one deployment. */
function print(findings: readonly Finding[]): void {
  const marks = { ok: '✓', warning: '!', problem: '✗' };
  for (const { level, subject, message } of findings) {
    console.log(
      `${marks[level]} ${message.startsWith(subject) ? message : `${subject}: ${message}`}`,
    );
  }
  const actions = new Set(findings.map(({ action }) => action).filter((action) => action !== ''));
  if (actions.size > 0) console.log('\nWhat to do:');
  for (const action of actions) console.log(`  → ${action}`);
}

async function examine(): Promise<Finding[]> {
  let config: Config;
  try {
    config = loadConfig();
  } catch (error) {
    return [findingOf('configuration', error)];
  }
  const configured: Finding = {
    level: 'ok',
    subject: 'configuration',
    message: `complete; vendors: ${Object.keys(config.vendors).join(', ')}; queue: ${config.queue.kind}`,
    action: '',
  };
  const parts = await Promise.all([
    examineQueue(config),
    examineVendors(config),
    examineOrg(config),
  ]);
  return [configured, ...parts.flat()];
}

function findingOf(subject: string, error: unknown): Finding {
  if (!(error instanceof Verdict)) throw error;
  return { level: 'problem', subject, message: error.message, action: error.action };
}

const logger = createLogger({ level: 'silent' });

async function examineQueue(config: Config): Promise<Finding[]> {
  try {
    const backend = await openBackend(config.queue, logger);
    try {
      const monitor = createQueueMonitor(backend, createProducer(backend));
      await monitor.ping();
      const counts = await monitor.counts();
      const parked = counts.reduce((sum, count) => sum + count.parked, 0);
      return [
        {
          level: parked === 0 ? 'ok' : 'warning',
          subject: 'queue',
          message: `${config.queue.kind} answers; ${parked} parked jobs`,
          action: parked === 0 ? '' : 'Open /console to see why they are parked.',
        },
      ];
    } finally {
      await backend.close();
    }
  } catch (error) {
    return [findingOf('queue', error)];
  }
}

/** Asking for something that does not exist proves the address and the key, and changes nothing. */
async function examineVendors(config: Config): Promise<Finding[]> {
  const vendors = createVendors(config.vendors);
  return Promise.all(
    vendors.all.map(async (vendor): Promise<Finding> => {
      const subject = `${vendor.name}/${vendor.account}`;
      try {
        await vendor.fetchCustomer('cus_partnerverse_doctor');
        return { level: 'ok', subject, message: 'its API answers and takes the key', action: '' };
      } catch (error) {
        return findingOf(subject, error);
      }
    }),
  );
}

async function examineOrg(config: Config): Promise<Finding[]> {
  try {
    const org = await connectOrg(config.salesforce, { clock: systemClock, logger });
    try {
      return await checkOrg(org, orgNeeds());
    } finally {
      await org.close();
    }
  } catch (error) {
    return [findingOf('org', error)];
  }
}
