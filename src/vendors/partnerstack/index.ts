import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { PrmProgram } from '../../events/partner.ts';
import type { Delivery, PrmVendor, VendorSettings, Verification } from '../contract.ts';
import { createClient } from './client.ts';
import type { Fetched, PartnerStackClient } from './client.ts';
import { toCustomer, toDeal, toLead, toPartnership, toProgram } from './normalise.ts';
import { toDealBody, toLeadBody, toStage } from './push.ts';
import { read } from './read.ts';
import { toReward } from './rewards.ts';
import type { Group, PartnershipRecord } from './schema.ts';

export interface PartnerStackDependencies {
  clock: Clock;
  /** How long one question to the API may take: 15 s unless a test asks for less. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;

/** PartnerStack's built-in partner for test customers (docs.partnerstack.com/reference). */
const TEST_PARTNER_KEY = 'gstest';

/** Compared as digests, so that neither the content nor the length of a secret shows in the time it takes. */
function sameText(left: string, right: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/**
 * PartnerStack does not sign its webhooks, so a delivery proves itself by the unguessable end of its path, and what it
 * says is only ever a hint. Several secrets while one is being replaced; with none configured nothing verifies.
 */
function verify(secrets: readonly string[], delivery: Delivery): Verification {
  const given = delivery.pathSecret ?? '';
  if (given === '') return { ok: false, reason: 'missing' };
  const matching = secrets.filter((secret) => sameText(secret, given));
  return matching.length > 0 ? { ok: true } : { ok: false, reason: 'mismatch' };
}

interface MaybeTest {
  test: boolean | null;
}

/** I8: for an account that serves live data, a test object does not exist, however its event was marked. */
function visible<Item extends MaybeTest>(
  settings: VendorSettings,
  fetched: Fetched<Item> | null,
): Fetched<Item> | null {
  return fetched?.record.test === true && settings.mode !== 'test' ? null : fetched;
}

/** Older than any change: a program that is only known by name yields to whatever is known of it already. */
const BEFORE_ALL = new Date(0);

/**
 * The program behind a partnership. A group embedded in full is taken as it is; one without its time or features
 * (version 1) is looked up, because a guess at them would outrank the truth. Null where there is no group to find.
 */
async function programOf(
  client: PartnerStackClient,
  account: string,
  { record, askedAt }: Fetched<PartnershipRecord>,
): Promise<PrmProgram | null> {
  const { group } = record;
  if (!group || (group.key === null && group.slug === null)) return null;
  const embedded = group.key === null ? null : { ...group, key: group.key };
  if (embedded?.name && embedded.updated_at && embedded.features) {
    return toProgram(account, { record: embedded, askedAt });
  }
  const same = ({ key, slug }: Group): boolean =>
    embedded ? key === embedded.key : slug === group.slug;
  const listed = await client.group(same);
  if (listed) return toProgram(account, listed);
  return embedded && toProgram(account, { record: embedded, askedAt: BEFORE_ALL });
}

/** PartnerStack as a PRM vendor, for one tenant. Asks nothing until asked; HumanNeededError for an unusable address. */
export function createPartnerStack(
  settings: VendorSettings,
  dependencies: PartnerStackDependencies,
): PrmVendor {
  const { account } = settings;
  const client = createClient(settings, dependencies.clock, dependencies.timeoutMs ?? TIMEOUT_MS);
  return {
    name: 'partnerstack',
    account,
    kind: 'prm',
    verify: (delivery) => verify(settings.webhookSecrets, delivery),
    read: (body) => Promise.resolve(read(settings, body)),
    fetchProgram: async (id) => {
      const fetched = visible(settings, await client.group((group) => group.key === id));
      return fetched && toProgram(account, fetched);
    },
    fetchPartnership: async (id) => {
      const fetched = visible(settings, await client.partnership(id));
      const builtIn = fetched?.record.partner_key === TEST_PARTNER_KEY;
      if (!fetched || (builtIn && settings.mode !== 'test')) return null;
      return toPartnership(account, fetched, await programOf(client, account, fetched));
    },
    fetchCustomer: async (id) => {
      const fetched = visible(settings, await client.customer(id));
      return fetched && toCustomer(account, fetched);
    },
    fetchLead: async (id) => {
      const fetched = visible(settings, await client.lead(id));
      return fetched && toLead(account, fetched);
    },
    fetchDeal: async (id) => {
      const fetched = visible(settings, await client.deal(id));
      return fetched && toDeal(account, fetched);
    },
    rewards: async (from, until) =>
      (await client.rewards(from))
        .filter(({ test }) => test !== true || settings.mode === 'test')
        .flatMap((record) => toReward(record) ?? [])
        .filter(({ earnedAt }) => from <= earnedAt && earnedAt < until),
    stages: async (of) => (await client.stages(of)).flatMap(toStage),
    changeDeal: async (id, changes) => {
      const changed = visible(settings, await client.changeDeal(id, toDealBody(changes)));
      return changed && toDeal(account, changed);
    },
    changeLead: async (id, changes) => {
      const changed = visible(settings, await client.changeLead(id, toLeadBody(changes)));
      return changed && toLead(account, changed);
    },
  };
}
