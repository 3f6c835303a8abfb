/**
 * A wire adapter (https://developer.salesforce.com/docs/platform/lwc/guide/data-wire-service-about.html) over one request. It asks
 * again when its configuration changes and when one of the records that it showed is reported as changed.
 */
const living = new Set();
/** The adapter behind each value that a component was given, for `refreshApex` and `refreshGraphQL`. */
const sources = new WeakMap();

export class WireAdapter {
  #emit;
  #config = null;
  #isConnected = false;
  #turn = 0;
  #recordIds = new Set();

  constructor(emit) {
    this.#emit = emit;
    this.give({});
  }

  connect() {
    this.#isConnected = true;
    living.add(this);
    void this.refresh();
  }

  disconnect() {
    this.#isConnected = false;
    living.delete(this);
  }

  update(config) {
    this.#config = config;
    void this.refresh();
  }

  /** True when a change of these records may have changed what was given. */
  shows(recordIds) {
    return recordIds.some((id) => this.#recordIds.has(id));
  }

  /** Asks the org again; resolves when the component has the answer. */
  async refresh() {
    const config = this.#config;
    if (!this.#isConnected || config === null || !this.constructor.isReady(config)) return;
    const turn = (this.#turn += 1);
    const given = await this.constructor.load(config).catch((error) => ({ error }));
    // A slower answer to an older question must not replace a newer one.
    if (turn !== this.#turn || !this.#isConnected) return;
    this.#recordIds = idsIn(given, new Set(this.constructor.recordIds?.(config) ?? []));
    this.give(given);
  }

  give(given) {
    const value = { data: undefined, [this.constructor.errorName ?? 'error']: undefined, ...given };
    if (this.constructor.isRefreshable) value.refresh = () => this.refresh();
    sources.set(value, this);
    this.#emit(value);
  }
}

/** Every record id in an answer: 18 characters where an id stands. */
function idsIn(value, found) {
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string') {
      if (/^id$/i.test(key) && inner.length === 18) found.add(inner);
    } else idsIn(inner, found);
  }
  return found;
}

/** Tells every component that shows one of these records to ask again. */
export async function recordsChanged(recordIds) {
  await Promise.all(
    [...living].filter((adapter) => adapter.shows(recordIds)).map((adapter) => adapter.refresh()),
  );
}

/** Asks again for what a component was given by a wire. */
export async function refreshGiven(value) {
  if (typeof value?.refresh === 'function') return value.refresh();
  return sources.get(value)?.refresh();
}

/** Makes an adapter from a function that loads. */
export function wireAdapter(definition) {
  return class extends WireAdapter {
    static isReady = definition.isReady;
    static load = definition.load;
    static recordIds = definition.recordIds;
    static errorName = definition.errorName;
    static isRefreshable = definition.isRefreshable ?? false;
  };
}
