import { availableParallelism, loadavg } from 'node:os';
import { z } from 'zod';
import type { DataSet } from './data-set.ts';
import type { IngestResult, Load } from './ingest.ts';
import type { NaiveRun } from './naive.ts';
import type { BacklogRun } from './ours.ts';

const amount = z.number().nonnegative();
const byLatency = z.object({ latency0: amount, latency100: amount });
const loadSchema = z.object({ acksPerSecond: amount, p50Ms: amount, p99Ms: amount });

/** What `npm run bench -- --json FILE` writes. The first keys are a contract; each figure was measured in that very run. */
export const resultSchema = z.object({
  /** At the latency at which we need more of them. */
  apiCallsPer1000Events: amount,
  naiveApiCallsPer1000Events: amount,
  eventsPerSecond: byLatency,
  naiveEventsPerSecond: byLatency,
  /** At saturation, 64 connections. */
  acksPerSecond: amount,
  /** Null without Redis: then there is nothing like for like. */
  bareAcksPerSecond: amount.nullable(),
  /** At saturation; see `ingest.atTargetRate` for the latency at a steady 1,500 a second. */
  ackP99Ms: amount,
  /** The largest of the service's processes that worked on a backlog. */
  peakRssMb: amount,
  ledgerMatchesOracle: z.literal(true),
  machine: z.object({
    node: z.string(),
    cores: z.number().int().positive(),
    loadAverageBefore: amount,
    queue: z.string(),
  }),
  dataSet: z.object({
    seed: z.number(),
    events: z.number().int(),
    documents: z.number().int(),
    customers: z.number().int(),
    customersWithPartner: z.number().int(),
    /** The naive worker at 100 ms gets only so many of the events; its rates are of these. */
    naiveEventsAtLatency100: z.number().int(),
  }),
  backlog: z.object({
    apiCallsPer1000Events: byLatency,
    vendorReadsPerEvent: byLatency,
    secondsOfRuns: z.object({ latency0: z.array(amount), latency100: z.array(amount) }),
    refusedDeliveries: z.number().int(),
  }),
  naive: z.object({
    apiCallsPer1000Events: byLatency,
    vendorReadsPerEvent: byLatency,
    secondsOfRuns: z.object({ latency0: z.array(amount), latency100: z.array(amount) }),
  }),
  ingest: z.object({
    connections: z.number().int(),
    ours: z.array(loadSchema),
    bare: z.array(loadSchema),
    bareP99Ms: amount.nullable(),
    atTargetRate: loadSchema,
    webPeakRssMb: amount,
  }),
  wallSeconds: amount,
});
export type BenchResult = z.infer<typeof resultSchema>;

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const above = sorted[Math.floor(sorted.length / 2)];
  const below = sorted[Math.ceil(sorted.length / 2) - 1];
  if (above === undefined || below === undefined) throw new Error('Nothing was measured.');
  return (above + below) / 2;
}

export interface Measured {
  ours: { latency0: BacklogRun[]; latency100: BacklogRun[] };
  naive: { latency0: NaiveRun[]; latency100: NaiveRun[] };
  ingest: IngestResult;
  queue: string;
  seed: number;
  loadAverageBefore: number;
  wallSeconds: number;
}

type Run = BacklogRun | NaiveRun;
type Runs = Readonly<Record<'latency0' | 'latency100', readonly Run[]>>;

const rounded = (value: number): number => Math.round(value * 100) / 100;

function medians(runs: Runs, of: (run: Run) => number): z.infer<typeof byLatency> {
  return {
    latency0: rounded(median(runs.latency0.map(of))),
    latency100: rounded(median(runs.latency100.map(of))),
  };
}

const perThousand = (run: Run): number => (run.apiCalls * 1000) / run.events;

function summary(runs: Runs) {
  const seconds = (of: readonly Run[]): number[] => of.map((run) => rounded(run.seconds));
  return {
    apiCallsPer1000Events: medians(runs, perThousand),
    vendorReadsPerEvent: medians(runs, (run) => run.vendorReads / run.events),
    secondsOfRuns: { latency0: seconds(runs.latency0), latency100: seconds(runs.latency100) },
  };
}

function worst({ latency0, latency100 }: z.infer<typeof byLatency>): number {
  return Math.max(latency0, latency100);
}

function loadFigures({ acksPerSecond, p50Ms, p99Ms }: Load): z.infer<typeof loadSchema> {
  return {
    acksPerSecond: rounded(acksPerSecond),
    p50Ms: rounded(p50Ms),
    p99Ms: rounded(p99Ms),
  };
}

function ingestFigures({ ours, bare, atTargetRate, peakRssMb }: IngestResult) {
  return {
    connections: 64,
    ours: ours.map(loadFigures),
    bare: bare.map(loadFigures),
    bareP99Ms: bare.length === 0 ? null : rounded(median(bare.map((load) => load.p99Ms))),
    atTargetRate: loadFigures(atTargetRate),
    webPeakRssMb: peakRssMb,
  };
}

/** Medians of everything that was measured, checked against the schema. */
export function resultOf(data: DataSet, measured: Measured): BenchResult {
  const { ours, naive, ingest } = measured;
  const backlog = summary(ours);
  const naiveSummary = summary(naive);
  const everyRun = [...ours.latency0, ...ours.latency100];
  return resultSchema.parse({
    apiCallsPer1000Events: worst(backlog.apiCallsPer1000Events),
    naiveApiCallsPer1000Events: worst(naiveSummary.apiCallsPer1000Events),
    eventsPerSecond: medians(ours, (run) => run.eventsPerSecond),
    naiveEventsPerSecond: medians(naive, (run) => run.eventsPerSecond),
    acksPerSecond: rounded(median(ingest.ours.map((load) => load.acksPerSecond))),
    bareAcksPerSecond:
      ingest.bare.length === 0
        ? null
        : rounded(median(ingest.bare.map((load) => load.acksPerSecond))),
    ackP99Ms: rounded(median(ingest.ours.map((load) => load.p99Ms))),
    peakRssMb: Math.max(...everyRun.map((run) => run.peakRssMb)),
    ledgerMatchesOracle: true,
    machine: {
      node: process.version,
      cores: availableParallelism(),
      loadAverageBefore: measured.loadAverageBefore,
      queue: measured.queue,
    },
    dataSet: {
      seed: measured.seed,
      events: data.events.length,
      documents: data.stripe.books.invoices.list().length,
      customers: data.stripe.books.customers.list().length,
      customersWithPartner: data.partnerOf.size,
      naiveEventsAtLatency100: naive.latency100[0]?.events ?? 0,
    },
    backlog: {
      ...backlog,
      refusedDeliveries: everyRun.reduce((sum, run) => sum + run.refused, 0),
    },
    naive: naiveSummary,
    ingest: ingestFigures(ingest),
    wallSeconds: rounded(measured.wallSeconds),
  } satisfies z.input<typeof resultSchema>);
}

/** How busy the machine was before we began: what else runs takes from every figure, so the ratios are what counts. */
export function loadAverage(): number {
  return rounded(loadavg()[0] ?? 0);
}
