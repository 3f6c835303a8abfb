import { createHmac } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { z } from 'zod';

/**
 * Posts signed Stripe deliveries over a fixed number of connections, each with one request under way, and prints one JSON line.
 * A process of its own, on plain sockets with requests made beforehand, so that it takes little from what it measures.
 * `node load-generator.ts '{"url":…}'`
 */
const optionsSchema = z.object({
  url: z.url(),
  secret: z.string(),
  connections: z.number().int().positive(),
  requests: z.number().int().positive(),
  /** Requests a second that are due, whether the server keeps up or not; null: as many as it takes. */
  rate: z.number().positive().nullable(),
});
const options = optionsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
const target = new URL(options.url);

/** About as large as Stripe's invoices are. */
const PADDING = 'x'.repeat(2_500);

function requestOf(number: number): Buffer {
  const body = JSON.stringify({
    id: `evt_load_${number}`,
    object: 'event',
    type: 'invoice.paid',
    livemode: false,
    created: Math.floor(Date.now() / 1000),
    data: { object: { id: `in_load_${number}`, object: 'invoice', description: PADDING } },
  });
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', options.secret).update(`${timestamp}.${body}`);
  return Buffer.from(
    [
      `POST ${target.pathname} HTTP/1.1`,
      `host: ${target.host}`,
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      `stripe-signature: t=${timestamp},v1=${signature.digest('hex')}`,
      '',
      body,
    ].join('\r\n'),
  );
}

/** Answers come whole or in pieces; ours are short and say their length. */
function answerIn(text: string): { status: number; complete: boolean } {
  const end = text.indexOf('\r\n\r\n');
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
  return {
    status: Number(text.slice(9, 12)),
    complete: end >= 0 && text.length >= end + 4 + length,
  };
}

const requests = Array.from({ length: options.requests }, (_unused, number) => requestOf(number));
const latencies: number[] = [];
let refused = 0;
let next = 0;
const from = performance.now();

/** When a request is due. Its latency counts from then, so that a server that stalls cannot hide it (coordinated omission). */
function dueAt(number: number): number {
  return options.rate === null ? performance.now() : from + (number * 1000) / options.rate;
}

function serve(socket: Socket, done: () => void): void {
  let text = '';
  let due = 0;
  const send = (): void => {
    const number = next;
    const request = requests[number];
    if (request === undefined) {
      socket.end();
      done();
      return;
    }
    next += 1;
    due = dueAt(number);
    const wait = due - performance.now();
    if (wait > 0) setTimeout(() => socket.write(request), wait);
    else socket.write(request);
  };
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    const { status, complete } = answerIn(text);
    if (!complete) return;
    text = '';
    latencies.push(performance.now() - due);
    if (status !== 202) refused += 1;
    send();
  });
  send();
}

await Promise.all(
  Array.from({ length: options.connections }, async () => {
    const socket = connect(Number(target.port), target.hostname);
    socket.setNoDelay(true);
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', () => serve(socket, resolve));
    });
  }),
);
const seconds = (performance.now() - from) / 1000;
latencies.sort((a, b) => a - b);
const percentile = (share: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
console.log(
  JSON.stringify({
    seconds,
    refused,
    acksPerSecond: (latencies.length - refused) / seconds,
    p50Ms: percentile(0.5),
    p99Ms: percentile(0.99),
  }),
);
