import { styleText } from 'node:util';
import type { BenchResult } from './result.ts';

const number = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });

function ratio(better: number, worse: number): string {
  return worse === 0 ? '' : `${number(better / worse)} : 1`;
}

function columns(rows: readonly (readonly string[])[]): string {
  const width = (column: number): number =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(width(column)) : cell.padStart(width(column)),
        )
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}

/** The figures as a person wants to see them: ours, what it is compared with, and the ratio in our favour. */
export function report(result: BenchResult): string {
  const { eventsPerSecond: ours, naiveEventsPerSecond: naive, ingest, dataSet, machine } = result;
  const calls = [result.apiCallsPer1000Events, result.naiveApiCallsPer1000Events] as const;
  const bare = result.bareAcksPerSecond;
  const rows = [
    ['', 'ours', 'compared', 'ratio'],
    ['against a worker with one call per write'],
    ['  API calls per 1,000 events', ...calls.map(number), ratio(calls[1], calls[0])],
    [
      '  events/s, org answers at once',
      number(ours.latency0),
      number(naive.latency0),
      ratio(ours.latency0, naive.latency0),
    ],
    [
      '  events/s, org answers in 100 ms',
      number(ours.latency100),
      number(naive.latency100),
      ratio(ours.latency100, naive.latency100),
    ],
    [
      '  vendor reads per event',
      number(result.backlog.vendorReadsPerEvent.latency0),
      number(result.naive.vendorReadsPerEvent.latency0),
    ],
    ['against a bare HMAC check and queue.add'],
    [
      '  durable acknowledgements/s',
      number(result.acksPerSecond),
      bare === null ? 'needs Redis' : number(bare),
      bare === null ? '' : ratio(result.acksPerSecond, bare),
    ],
    [
      `  p99 at ${ingest.connections} connections, ms`,
      number(result.ackP99Ms),
      ingest.bareP99Ms === null ? '' : number(ingest.bareP99Ms),
    ],
    ['  p99 at 1,500 a second, ms', number(ingest.atTargetRate.p99Ms)],
    ['memory of the service at its peak, MB', number(result.peakRssMb)],
  ];
  const notes = [
    `${dataSet.events} events about ${dataSet.documents} invoices of ${dataSet.customers} customers; every ledger of ours equals the independent calculation, to the cent.`,
    `The one-call-per-write worker at 100 ms got ${dataSet.naiveEventsAtLatency100} of them.`,
    `Node ${machine.node}, ${machine.cores} cores shared by everything, load before ${machine.loadAverageBefore}; queue: ${machine.queue}; ${number(result.wallSeconds)} s in all.`,
  ];
  return `\n${columns(rows)}\n\n${notes.map((note) => styleText('dim', note)).join('\n')}`;
}
