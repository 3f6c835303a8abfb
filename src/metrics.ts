import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** How many different event types one process keeps apart, per vendor; the rest count as 'other', so that memory stays flat. */
const maxEventTypes = 200;

export interface DeliveryTotal {
  vendor: string;
  eventType: string;
  outcome: string;
  count: number;
}

/** What the service counts. Labels are closed words and event types, never ids, names or addresses of anybody. */
export interface Metrics {
  /** What the door answered: 'stored', 'bad signature: too old', 'queue away' … */
  request(vendor: string, outcome: string): void;
  /** What became of a stored delivery: 'documents' or a skip code (I5). */
  delivery(vendor: string, eventType: string, outcome: string): void;
  /** What became of a document that was looked at: 'LEDGER_POSTED', 'CUSTOMER_UNMATCHED' … */
  document(vendor: string, type: string, outcome: string): void;
  job(queue: string, outcome: string, seconds: number): void;
  /** Salesforce's daily API calls as its own header reports them. */
  apiCalls(used: number, limit: number): void;
  queueDepth(queue: string, state: string, jobs: number): void;
  /** No number is better than an old one while the queue is away. */
  forgetQueueDepth(): void;
  deliveryTotals(): Promise<DeliveryTotal[]>;
  /** Used and limit as last reported; null before the first call to Salesforce. */
  apiBudget(): { used: number; limit: number } | null;
  /** Prometheus text. */
  render(): Promise<string>;
  readonly contentType: string;
}

/** Event types are the vendor's words: keeps those of ordinary shape, and only so many of them. */
export function createEventTypeLabel(limit: number): (vendor: string, eventType: string) => string {
  const seen = new Map<string, Set<string>>();
  return (vendor, eventType) => {
    if (!/^[A-Za-z0-9._-]{1,80}$/.test(eventType)) return 'other';
    const known = seen.get(vendor) ?? new Set();
    seen.set(vendor, known);
    if (!known.has(eventType) && known.size >= limit) return 'other';
    known.add(eventType);
    return eventType;
  };
}

function createInstruments(registry: Registry) {
  const registers = [registry];
  return {
    requests: new Counter({
      name: 'partnerverse_webhook_requests_total',
      help: 'Webhook requests by vendor and what the door answered',
      labelNames: ['vendor', 'outcome'],
      registers,
    }),
    deliveries: new Counter({
      name: 'partnerverse_deliveries_total',
      help: 'Stored deliveries by vendor, event type and what became of them',
      labelNames: ['vendor', 'event_type', 'outcome'],
      registers,
    }),
    documents: new Counter({
      name: 'partnerverse_documents_total',
      help: 'Documents looked at, by vendor, type and what became of them',
      labelNames: ['vendor', 'type', 'outcome'],
      registers,
    }),
    jobs: new Counter({
      name: 'partnerverse_jobs_total',
      help: 'Runs of jobs by queue and outcome',
      labelNames: ['queue', 'outcome'],
      registers,
    }),
    durations: new Histogram({
      name: 'partnerverse_job_duration_seconds',
      help: 'Duration of job runs by queue',
      labelNames: ['queue'],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
    apiCalls: new Gauge({
      name: 'partnerverse_salesforce_api_calls',
      help: 'Salesforce API calls in the last 24 hours: used and limit',
      labelNames: ['kind'],
      registers,
    }),
    depth: new Gauge({
      name: 'partnerverse_queue_jobs',
      help: 'Jobs in the queue by queue and state (failed for good = parked)',
      labelNames: ['queue', 'state'],
      registers,
    }),
  };
}

/** One process's counters, in a registry of their own so that tests and several services in a process do not mix. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { requests, deliveries, documents, jobs, durations, apiCalls, depth } =
    createInstruments(registry);
  const eventTypeLabel = createEventTypeLabel(maxEventTypes);
  let budget: { used: number; limit: number } | null = null;
  return {
    request: (vendor, outcome) => requests.inc({ vendor, outcome }),
    delivery: (vendor, eventType, outcome) =>
      deliveries.inc({ vendor, event_type: eventTypeLabel(vendor, eventType), outcome }),
    document: (vendor, type, outcome) => {
      documents.inc({ vendor, type, outcome });
    },
    job: (queue, outcome, seconds) => {
      jobs.inc({ queue, outcome });
      durations.observe({ queue }, seconds);
    },
    apiCalls: (used, limit) => {
      budget = { used, limit };
      apiCalls.set({ kind: 'used' }, used);
      apiCalls.set({ kind: 'limit' }, limit);
    },
    queueDepth: (queue, state, count) => depth.set({ queue, state }, count),
    forgetQueueDepth: () => depth.reset(),
    deliveryTotals: async () =>
      (await deliveries.get()).values.map(({ labels, value }) => ({
        vendor: String(labels.vendor),
        eventType: String(labels.event_type),
        outcome: String(labels.outcome),
        count: value,
      })),
    apiBudget: () => budget,
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
