import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Clock } from '../../../src/clock.ts';
import { createFaults, sendJson } from './faults.ts';
import type { Faults } from './faults.ts';
import { listPage } from './listing.ts';
import { Store, isCollection } from './store.ts';
import {
  customerRecord,
  dealRecord,
  groupRecord,
  leadRecord,
  partnershipRecord,
  rewardRecord,
} from './records.ts';
import type {
  CustomerInput,
  DealInput,
  GroupInput,
  LeadInput,
  PartnershipInput,
  RewardInput,
  Webhook,
} from './records.ts';

/**
 * PartnerStack's vendor API (v2) on loopback: the objects that are made here, with the paging, the envelopes and the
 * failures of the real one. Every change returns the webhook that PartnerStack would post about it.
 */
export interface PartnerStackFake extends Faults {
  /** For VendorSettings.apiBase. */
  readonly apiBase: string;
  /** For VendorSettings.apiKey. */
  readonly apiKey: string;
  addGroup(input?: GroupInput): Webhook;
  addPartnership(input: PartnershipInput): Webhook;
  addCustomer(input: CustomerInput): Webhook;
  addLead(input: LeadInput): Webhook;
  addDeal(input: DealInput): Webhook;
  addReward(input: RewardInput): Webhook;
  /** Changes any object by PartnerStack's own field names: update(deal.data.key, { stage: 'Won' }). */
  update(key: string, changes: Record<string, unknown>): Webhook;
  /** An object as the API would give it now. */
  look(key: string): Readonly<Record<string, unknown>>;
  /** The webhooks that PartnerStack would post about what was changed through its API: echoes. Forgotten when taken. */
  takeEchoes(): Webhook[];
  /** What was changed through the API, oldest first: each request that was taken. */
  writes(): readonly ApiWrite[];
  /** What DELETE does at PartnerStack: the object stays readable, archived. */
  archive(key: string): Webhook;
  /** Makes an object unknown to the API, which then answers 404. */
  remove(key: string): void;
  /** How many requests have been answered or failed so far; of one route ('/groups', '/deals/*') when given. */
  requestCount(route?: string): number;
  close(): Promise<void>;
}

/** One request that changed an object: PartnerStack's key of it, and what was asked for. */
export interface ApiWrite {
  key: string;
  body: Readonly<Record<string, unknown>>;
}

export interface PartnerStackFakeOptions {
  /** Decides created_at and updated_at; by default every change is one second later, from 2026-09-01T08:00Z on. */
  clock?: Clock;
  apiKey?: string;
}

function tickingClock(): Clock {
  let next = Date.parse('2026-09-01T08:00:00.000Z');
  return { now: () => new Date((next += 1000)) };
}

interface Reply {
  status: number;
  body: Record<string, unknown>;
}

function refusal(status: number, message: string): Reply {
  return { status, body: { message, status } };
}

function success(data: unknown): Reply {
  return { status: 200, body: { data, message: 'Retrieved', status: 200 } };
}

/** The sales cycles, as PartnerStack words them, and the field in which each object carries its stage. */
const cycles = {
  deals: {
    of: 'deal',
    field: 'stage',
    stages: [
      { api_name: 'registered', name: 'Registered', internal_status: 'open' },
      { api_name: 'proposal_price_quote', name: 'Proposal/Price Quote', internal_status: 'open' },
      { api_name: 'negotiation_review', name: 'Negotiation/Review', internal_status: 'open' },
      { api_name: 'won', name: 'Won', internal_status: 'won' },
      { api_name: 'lost', name: 'Lost', internal_status: 'lost' },
    ],
  },
  leads: {
    of: 'lead',
    field: 'status',
    stages: [
      { api_name: 'submitted', name: 'Submitted', internal_status: 'open' },
      { api_name: 'working_contacted', name: 'Working - Contacted', internal_status: 'open' },
      { api_name: 'converted', name: 'Converted', internal_status: 'converted' },
      { api_name: 'closed_lost', name: 'Closed Lost', internal_status: 'lost' },
    ],
  },
};

/** What came through the API, and the webhooks about it. */
interface Changed {
  writes: ApiWrite[];
  echoes: Webhook[];
}

/** Answers one authorised PATCH: `/deals/deal_1` or `/leads/lead_1` with some of its fields. */
function change(store: Store, url: URL, body: string, changed: Changed): Reply {
  const [collection, id, ...rest] = url.pathname.replace('/api/v2/', '').split('/');
  if ((collection !== 'deals' && collection !== 'leads') || id === undefined || rest.length > 0) {
    return refusal(405, 'Method not allowed');
  }
  const row = store.find(collection, decodeURIComponent(id));
  if (!row) return refusal(404, 'Object not found');
  const changes: unknown = JSON.parse(body);
  if (typeof changes !== 'object' || changes === null) return refusal(400, 'Not an object');
  const { field, stages } = cycles[collection];
  const stage: unknown = Reflect.get(changes, field);
  if (stage !== undefined && !stages.some(({ api_name }) => api_name === stage)) {
    return refusal(400, `${field} must appear in the list of stages`);
  }
  changed.writes.push({ key: row.key, body: { ...changes } });
  changed.echoes.push(store.update(row.key, { ...changes }, 'updated'));
  return success(store.find(collection, row.key));
}

/** Answers one authorised GET: `/groups`, or `/deals/deal_1`. There is no way to get one group at PartnerStack. */
function answer(store: Store, url: URL): Reply {
  const [collection = '', id, ...rest] = url.pathname.replace('/api/v2/', '').split('/');
  const alone = id !== undefined && collection === 'groups';
  const cycle = Object.values(cycles).find(({ of }) => of === id);
  if (collection === 'sales-cycles' && cycle && rest.join() === 'stages') {
    return success({ items: cycle.stages, has_more: false });
  }
  if (!isCollection(collection) || alone || rest.length > 0) return refusal(404, 'Not found');
  if (id !== undefined) {
    const row = store.find(collection, decodeURIComponent(id));
    return row ? success(row) : refusal(404, 'Object not found');
  }
  const rows = store.rows[collection].values();
  const listing = listPage(rows, url.searchParams, collection === 'partnerships');
  if ('refused' in listing) return refusal(400, listing.refused);
  const items = listing.page.items.map((row) => store.shown(row));
  return success({ ...listing.page, items });
}

/** '/groups', or '/deals/*' for one deal, whichever. */
function routeOf(url: URL): string {
  const [collection = '', id] = url.pathname.replace('/api/v2/', '').split('/');
  return `/${collection}${id === undefined ? '' : '/*'}`;
}

/** Starts the fake on a free port of 127.0.0.1; close() ends it and every open connection. */
export async function startPartnerStackFake(
  options: PartnerStackFakeOptions = {},
): Promise<PartnerStackFake> {
  const apiKey = options.apiKey ?? 'pk_fake_public:sk_fake_secret';
  const authorization = `Basic ${Buffer.from(apiKey).toString('base64')}`;
  const store = new Store(options.clock ?? tickingClock());
  const { faults, take } = createFaults();
  const counts = new Map<string, number>();

  const changed: Changed = { writes: [], echoes: [] };

  const respond = async (request: IncomingMessage, url: URL): Promise<Reply> => {
    if (!url.pathname.startsWith('/api/v2/')) return refusal(404, 'Not found');
    if (request.headers.authorization !== authorization) {
      return refusal(401, 'Your keys are not valid');
    }
    if (request.method === 'PATCH') return change(store, url, await text(request), changed);
    if (request.method !== 'GET') return refusal(405, 'Method not allowed');
    return answer(store, url);
  };

  const server = createServer((request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const route = routeOf(url);
    counts.set(route, (counts.get(route) ?? 0) + 1);
    const fault = take();
    if (fault) {
      fault(response);
      return;
    }
    void respond(request, url).then(({ status, body }) => sendJson(response, status, body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  return {
    ...faults,
    apiBase: `http://127.0.0.1:${port}`,
    apiKey,
    addGroup: (input = {}) => store.add('groups', false, (key) => groupRecord(input, key)),
    addPartnership: (input) =>
      store.add('partnerships', input.test ?? false, (_key, now) => partnershipRecord(input, now)),
    addCustomer: (input) => {
      const partnership = store.partnershipKey(input.partnerKey);
      return store.add('customers', input.test ?? false, () => customerRecord(input, partnership));
    },
    addLead: (input) => {
      const partnership = store.partnershipKey(input.partnerKey);
      return store.add('leads', input.test ?? false, () => leadRecord(input, partnership));
    },
    addDeal: (input) => {
      const partnership = store.partnershipKey(input.partnerKey);
      return store.add('deals', input.test ?? false, () => dealRecord(input, partnership));
    },
    addReward: (input) => {
      const partnership = store.partnershipKey(input.partnerKey);
      const made = store.add('rewards', false, () => rewardRecord(input, partnership));
      // PartnerStack dates a scheduled reward to when it becomes payable.
      const later = input.status === 'scheduled' ? 90 * 86_400_000 : 0;
      const created = { created_at: input.paidAt.getTime() + later };
      return store.update(made.data.key, created, 'created');
    },
    update: (key, changes) => store.update(key, changes, 'updated'),
    look: (key) => store.look(key),
    takeEchoes: () => changed.echoes.splice(0),
    writes: () => changed.writes,
    archive: (key) => store.update(key, { archived: true }, 'deleted'),
    remove: (key) => store.remove(key),
    requestCount: (route) =>
      route === undefined
        ? [...counts.values()].reduce((sum, count) => sum + count, 0)
        : (counts.get(route) ?? 0),
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
