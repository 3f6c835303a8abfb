import type { Clock } from '../../../src/clock.ts';
import type { Stored, Webhook } from './records.ts';

const nouns = {
  groups: { noun: 'group', prefix: 'grup' },
  partnerships: { noun: 'partnership', prefix: 'part' },
  customers: { noun: 'customer', prefix: 'cus' },
  leads: { noun: 'lead', prefix: 'lead' },
  deals: { noun: 'deal', prefix: 'deal' },
  rewards: { noun: 'reward', prefix: 'rwrd' },
} as const;
export type Collection = keyof typeof nouns;

/** The other names by which each object can be asked for, besides its key. */
const otherNames: Readonly<Record<Collection, readonly string[]>> = {
  groups: [],
  partnerships: ['partner_key', 'email'],
  customers: ['customer_key'],
  leads: [],
  deals: ['external_key'],
  rewards: [],
};

export function isCollection(name: string): name is Collection {
  return Object.hasOwn(nouns, name);
}

/** What the fake knows: objects by collection, and what a change of one is announced as. */
export class Store {
  readonly rows: Readonly<Record<Collection, Map<string, Stored>>> = {
    groups: new Map(),
    partnerships: new Map(),
    customers: new Map(),
    leads: new Map(),
    deals: new Map(),
    rewards: new Map(),
  };
  /** 'deals deal_1' and 'deals <external key>' → the key, so that asking costs the same however much there is. */
  private readonly names = new Map<string, string>();
  private readonly clock: Clock;
  private made = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  add(collection: Collection, test: boolean, wire: (key: string, now: number) => object): Webhook {
    const now = this.clock.now().getTime();
    this.made += 1;
    const key = `${nouns[collection].prefix}_${this.made.toString(36).padStart(14, '0')}`;
    const dates = { created_at: now, updated_at: now };
    const row = { ...wire(key, now), key, ...dates, archived: false, test };
    this.rows[collection].set(key, row);
    this.index(collection, row);
    return this.webhook(collection, row, 'created');
  }

  update(key: string, changes: Record<string, unknown>, action: string): Webhook {
    const collection = this.collectionOf(key);
    const before = this.rows[collection].get(key);
    if (!before) throw new Error(`The PartnerStack fake has no object ${key}.`);
    const now = Math.max(this.clock.now().getTime(), before.updated_at);
    const row = { ...before, updated_at: now, ...changes };
    this.rows[collection].set(key, row);
    this.index(collection, row);
    return this.webhook(collection, row, action);
  }

  remove(key: string): void {
    this.rows[this.collectionOf(key)].delete(key);
  }

  find(collection: Collection, id: string): Stored | null {
    const row = this.rows[collection].get(this.names.get(`${collection} ${id}`) ?? id);
    return row ? this.shown(row) : null;
  }

  /** The object of this key as it is now. */
  look(key: string): Stored {
    const row = this.find(this.collectionOf(key), key);
    if (!row) throw new Error(`The PartnerStack fake has no object ${key}.`);
    return row;
  }

  partnershipKey(partnerKey: string): string {
    const row = this.find('partnerships', partnerKey);
    if (!row) throw new Error(`The PartnerStack fake has no partnership ${partnerKey}.`);
    return row.key;
  }

  /** A partnership shows its group as it is now. */
  shown(row: Stored): Stored {
    const group = typeof row['group'] === 'string' ? this.rows.groups.get(row['group']) : null;
    return group ? { ...row, group } : row;
  }

  private collectionOf(key: string): Collection {
    const found = Object.keys(nouns).find(
      (name) => isCollection(name) && key.startsWith(`${nouns[name].prefix}_`),
    );
    if (!found || !isCollection(found))
      throw new Error(`${key} is no key of the PartnerStack fake.`);
    return found;
  }

  private index(collection: Collection, row: Stored): void {
    for (const name of otherNames[collection]) {
      const value = row[name];
      if (typeof value === 'string') this.names.set(`${collection} ${value}`, row.key);
    }
  }

  private webhook(collection: Collection, row: Stored, action: string): Webhook {
    const event = `${nouns[collection].noun}.${action}`;
    return { event, data: this.shown(row), test: row.test };
  }
}
