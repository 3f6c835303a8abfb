import pLimit from 'p-limit';
import type { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { HumanNeededError, TransientError } from '../../errors.ts';
import type { VendorSettings } from '../contract.ts';
import { askJson, type VendorRequest } from '../http.ts';
import { listRewards } from './rewards.ts';
import {
  customerSchema,
  dealSchema,
  groupSchema,
  leadSchema,
  oneOf,
  pageOf,
  partnershipSchema,
  rewardSchema,
  salesStageSchema,
} from './schema.ts';
import type {
  CustomerRecord,
  DealRecord,
  Group,
  LeadRecord,
  PartnershipRecord,
  RewardRecord,
  SalesStage,
} from './schema.ts';

/** A vendor's object, and the moment just before it was asked for: its version where it has no `updated_at`. */
export interface Fetched<Item> {
  record: Item;
  askedAt: Date;
}

/** PartnerStack's read API (v2) for one tenant. Methods throw verdicts; null where PartnerStack answers 404. */
export interface PartnerStackClient {
  partnership(keyOrPartnerKey: string): Promise<Fetched<PartnershipRecord> | null>;
  customer(key: string): Promise<Fetched<CustomerRecord> | null>;
  lead(key: string): Promise<Fetched<LeadRecord> | null>;
  deal(key: string): Promise<Fetched<DealRecord> | null>;
  /** There is no "get one group" at PartnerStack: finds it in the list, kept for some seconds and re-read on a miss. */
  group(matches: (group: Group) => boolean): Promise<Fetched<Group> | null>;
  /** Every reward that was made since, scheduled ones included. */
  rewards(since: Date): Promise<RewardRecord[]>;
  stages(of: 'deal' | 'lead'): Promise<readonly SalesStage[]>;
  /** By PartnerStack's own field names (docs.partnerstack.com/reference, patch_v2-deals-deal-key). */
  changeDeal(
    key: string,
    body: Readonly<Record<string, unknown>>,
  ): Promise<Fetched<DealRecord> | null>;
  /** The same for a lead (patch_v2-leads-key). */
  changeLead(
    key: string,
    body: Readonly<Record<string, unknown>>,
  ): Promise<Fetched<LeadRecord> | null>;
}

const DEFAULT_BASE = 'https://api.partnerstack.com/api/v2';
const LARGEST_PAGE = 250;
/** Requests of one tenant at a time, however many jobs run at once. */
const AT_ONCE = 25;
/** How old a list of groups may be; a backlog of partnerships then costs one list call, not one each. */
const GROUPS_KEPT_MS = 15_000;

/** The API's address without a trailing slash; `/api/v2` is added to an address that is only a host. */
function baseAddress(settings: VendorSettings): string {
  const configured = settings.apiBase ?? DEFAULT_BASE;
  const url = URL.canParse(configured) ? new URL(configured) : null;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new HumanNeededError({
      code: 'VENDOR_ADDRESS_INVALID',
      message: `The API address configured for partnerstack:${settings.account} is not an http(s) URL.`,
      action: 'Set PARTNERSTACK_API_BASE to an address like https://api.partnerstack.com/api/v2.',
      scope: `partnerstack:${settings.account}`,
    });
  }
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path === '' ? '/api/v2' : path}`;
}

/** Keys that PartnerStack made up may be shown; what people chose (partner keys) or are (e-mails) may not. */
function nameOf(noun: string, id: string): string {
  return /^(part|cus|lead|deal)_[A-Za-z0-9]+$/.test(id) ? `${noun} ${id}` : `a ${noun}`;
}

/** Creates the client; asks nothing yet. Throws HumanNeededError when the configured address is not a URL. */
export function createClient(
  settings: VendorSettings,
  clock: Clock,
  timeoutMs: number,
): PartnerStackClient {
  const base = baseAddress(settings);
  const inTurn = pLimit(AT_ONCE);
  const authorization = `Basic ${Buffer.from(settings.apiKey, 'utf8').toString('base64')}`;

  function ask<Output>(
    path: string,
    what: string,
    schema: z.ZodType<Output>,
    change?: VendorRequest['change'],
  ) {
    const request = {
      ...(change ? { change } : {}),
      brand: 'PartnerStack',
      scope: `partnerstack:${settings.account}`,
      what,
      url: new URL(base + path),
      headers: { authorization },
      timeoutMs,
    };
    return inTurn(() => askJson(request, schema, clock));
  }

  async function one<Item>(collection: string, noun: string, id: string, item: z.ZodType<Item>) {
    // Dots would be steps in the path, and half a character has no place in a URL: such ids can name nothing.
    if (/^\.{0,2}$/.test(id) || !id.isWellFormed()) return null;
    const askedAt = clock.now();
    const path = `/${collection}/${encodeURIComponent(id)}`;
    const answer = await ask(path, nameOf(noun, id), oneOf(item));
    return answer && { record: answer.data, askedAt };
  }

  return {
    partnership: (id) => one('partnerships', 'partnership', id, partnershipSchema),
    customer: (id) => one('customers', 'customer', id, customerSchema),
    lead: (id) => one('leads', 'lead', id, leadSchema),
    deal: (id) => one('deals', 'deal', id, dealSchema),
    group: cachedGroups(clock, (query) =>
      ask(`/groups?${query}`, 'its groups', pageOf(groupSchema)),
    ),
    rewards: (since) =>
      listRewards((query) => ask(`/rewards?${query}`, 'its rewards', pageOf(rewardSchema)), since),
    ...pushes(ask, clock),
  };
}

type Ask = <Output>(
  path: string,
  what: string,
  schema: z.ZodType<Output>,
  change?: VendorRequest['change'],
) => Promise<Output | null>;

function pushes(
  ask: Ask,
  clock: Clock,
): Pick<PartnerStackClient, 'stages' | 'changeDeal' | 'changeLead'> {
  async function change<Item>(
    collection: 'deals' | 'leads',
    key: string,
    item: z.ZodType<Item>,
    body: Readonly<Record<string, unknown>>,
  ): Promise<Fetched<Item> | null> {
    const askedAt = clock.now();
    const path = `/${collection}/${encodeURIComponent(key)}`;
    const what = nameOf(collection.slice(0, -1), key);
    const answer = await ask(path, what, oneOf(item), { method: 'PATCH', body });
    return answer && { record: answer.data, askedAt };
  }

  return {
    stages: async (of) => {
      const path = `/sales-cycles/${of}/stages?limit=${LARGEST_PAGE}`;
      const page = await ask(path, `the stages of ${of}s`, pageOf(salesStageSchema));
      return page?.data.items ?? [];
    },
    changeDeal: (key, body) => change('deals', key, dealSchema, body),
    changeLead: (key, body) => change('leads', key, leadSchema, body),
  };
}

type GroupPage = { data: { items: Group[]; has_more: boolean } } | null;
type AskGroups = (query: string) => Promise<GroupPage>;

interface GroupList {
  askedAt: Date;
  groups: Group[];
}

async function listGroups(clock: Clock, ask: AskGroups): Promise<GroupList> {
  const askedAt = clock.now();
  const groups: Group[] = [];
  let cursor = '';
  for (;;) {
    const after = cursor === '' ? '' : `&starting_after=${encodeURIComponent(cursor)}`;
    const page = await ask(`limit=${LARGEST_PAGE}${after}`);
    // A list is never "not found": this is not PartnerStack's address, and no group must look deleted because of it.
    if (page === null) throw unusableList('the list of groups does not exist at this address');
    groups.push(...page.data.items);
    if (!page.data.has_more) return { askedAt, groups };
    const last = page.data.items.at(-1)?.key ?? '';
    if (last === '' || last === cursor) throw unusableList('more groups are promised than given');
    cursor = last;
  }
}

function unusableList(detail: string): TransientError {
  return new TransientError({
    code: 'VENDOR_ANSWER_MALFORMED',
    message: `PartnerStack's groups could not be listed: ${detail}.`,
    action: 'If this stays, check PARTNERSTACK_API_BASE.',
  });
}

function cachedGroups(clock: Clock, ask: AskGroups): PartnerStackClient['group'] {
  let kept: { askedAtMs: number; list: Promise<GroupList> } | null = null;

  function load(): Promise<GroupList> {
    const loading = { askedAtMs: clock.now().getTime(), list: listGroups(clock, ask) };
    kept = loading;
    loading.list.catch(() => {
      if (kept === loading) kept = null;
    });
    return loading.list;
  }

  return async (matches) => {
    const before = kept;
    const usable = before && clock.now().getTime() - before.askedAtMs < GROUPS_KEPT_MS;
    const known = await (usable ? before.list : load());
    const found = known.groups.find(matches);
    if (found) return { record: found, askedAt: known.askedAt };
    if (!usable) return null;
    // Younger than the kept list, perhaps. Of several that miss at once, the first asks for all.
    const fresh = await (kept === before ? load() : (kept ?? { list: load() }).list);
    const late = fresh.groups.find(matches);
    return late ? { record: late, askedAt: fresh.askedAt } : null;
  };
}
