import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { z } from 'zod';
import { fixedClock } from '../../src/clock.ts';
import { Verdict } from '../../src/errors.ts';
import { askJson, retryAfterMs } from '../../src/vendors/http.ts';

const now = new Date('2026-11-22T10:00:00.000Z');
const minuteLater = 'Sun, 22 Nov 2026 10:01:00 GMT';

describe('Retry-After in milliseconds', () => {
  test.each<[string | null, number]>([
    ['2', 2_000],
    [' 2 ', 2_000],
    ['1.5', 1_500],
    ['0', 1_000],
    ['3600', 3_600_000],
    ['3601', 3_600_000],
    [minuteLater, 60_000],
    ['Sun, 22 Nov 2026 09:59:00 GMT', 1_000],
    ['soon', 30_000],
    ['', 30_000],
    [null, 30_000],
  ])('of %j is %i', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});

let server: Server;
let answer: (response: ServerResponse) => void;
let origin: string;
beforeAll(async () => {
  server = createServer((_request, response) => answer(response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

function ask(url = origin): Promise<unknown> {
  const request = {
    brand: 'Brand',
    scope: 'brand:main',
    what: 'deal deal_1',
    url: new URL(url),
    headers: { authorization: 'Bearer very-secret' },
    timeoutMs: 200,
  };
  return askJson(request, z.object({ data: z.object({ key: z.string() }) }), fixedClock(now));
}

async function verdictOf(outcome: Promise<unknown>): Promise<Verdict> {
  const error: unknown = await outcome.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Verdict) return error;
  throw new Error('No verdict was thrown.', { cause: error });
}

describe('asking a vendor for JSON', () => {
  test('gives what the schema accepts, and null for 404', async () => {
    answer = (response) => response.end('{"data":{"key":"deal_1"}}');
    expect(await ask()).toEqual({ data: { key: 'deal_1' } });
    answer = (response) => response.writeHead(404).end('<html>');
    expect(await ask()).toBeNull();
  });

  test.each<[number, string, string]>([
    [201, 'TransientError', 'VENDOR_UNAVAILABLE'],
    [302, 'TransientError', 'VENDOR_UNAVAILABLE'],
    [400, 'PoisonError', 'VENDOR_REFUSED_REQUEST'],
    [401, 'HumanNeededError', 'VENDOR_REFUSED_CREDENTIALS'],
    [403, 'HumanNeededError', 'VENDOR_REFUSED_CREDENTIALS'],
    [405, 'PoisonError', 'VENDOR_REFUSED_REQUEST'],
    [408, 'TransientError', 'VENDOR_UNAVAILABLE'],
    [429, 'RateLimitedError', 'VENDOR_RATE_LIMITED'],
    [499, 'PoisonError', 'VENDOR_REFUSED_REQUEST'],
    [500, 'TransientError', 'VENDOR_UNAVAILABLE'],
    [503, 'TransientError', 'VENDOR_UNAVAILABLE'],
  ])('takes %i as %s', async (status, name, code) => {
    const headers = { location: `${origin}/elsewhere`, 'retry-after': minuteLater };
    answer = (response) => response.writeHead(status, headers).end('{"data":{"key":"x"}}');
    const verdict = await verdictOf(ask());
    expect(verdict).toMatchObject({ name, code });
    expect(verdict.message).toBe(`Brand answered ${status} when asked for deal deal_1.`);
    if (status === 429) expect(verdict).toMatchObject({ retryAfterMs: 60_000 });
    if (status === 401) expect(verdict).toMatchObject({ scope: 'brand:main' });
  });

  test.each<[string, string]>([
    ['<p>ada@engines.example</p>', 'it is not JSON'],
    ['', 'it is not JSON'],
    ['[]', 'the body is no such object'],
    ['{"data":null,"message":"ada@engines.example"}', 'see "data"'],
    ['{"data":{"key":{"mail":"ada@engines.example"}}}', 'see "data.key"'],
  ])('does not believe the 200 "%s"', async (body, detail) => {
    answer = (response) => response.end(body);
    const verdict = await verdictOf(ask());
    expect(verdict).toMatchObject({ name: 'TransientError', code: 'VENDOR_ANSWER_MALFORMED' });
    expect(verdict.message).toContain(`format: ${detail}.`);
    expect(`${verdict.stack ?? ''} ${String(verdict.cause)}`).not.toContain('engines');
  });

  test('gives up on silence, before and in the middle of an answer', async () => {
    const silent = { name: 'TransientError', code: 'VENDOR_TIMED_OUT' };
    answer = () => undefined;
    expect(await verdictOf(ask())).toMatchObject(silent);
    answer = (response) => response.write('{"data":');
    expect(await verdictOf(ask())).toMatchObject(silent);
  });

  test('says what the system says when nobody is there, or hangs up', async () => {
    answer = (response) => response.destroy();
    expect(await verdictOf(ask())).toMatchObject({ code: 'VENDOR_UNREACHABLE' });
    const nobody = createServer();
    await new Promise<void>((listening) => nobody.listen(0, '127.0.0.1', listening));
    const address = nobody.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await new Promise((closed) => nobody.close(closed));
    const refused = await verdictOf(ask(`http://127.0.0.1:${port}`));
    expect(refused.message).toBe(
      'Brand could not be reached (ECONNREFUSED) when asked for deal deal_1.',
    );
  });
});
