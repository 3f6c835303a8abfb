import { createHmac } from 'node:crypto';
import type { Delivery } from '../../../src/vendors/contract.ts';
import { verifySignature } from '../../../src/vendors/stripe/signature.ts';

const NOW = new Date('2026-11-02T09:00:00.000Z');
const BODY = Buffer.from('{"id":"evt_1","object":"event","name":"Müller & Söhne"}');
const SECRET = 'whsec_current';
const OLD_SECRET = 'whsec_before_rotation';

function hmac(body: Buffer, secret: string, seconds: number): string {
  return createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex');
}

const seconds = (offset: number): number => Math.floor(NOW.getTime() / 1000) + offset;
const signed = (offset = 0, secret = SECRET, body = BODY): string =>
  `t=${seconds(offset)},v1=${hmac(body, secret, seconds(offset))}`;

function verify(header: string | undefined, body = BODY, secrets = [SECRET]): string {
  const delivery: Delivery = {
    body,
    headers: { 'stripe-signature': header },
    pathSecret: null,
    receivedAt: NOW,
  };
  const result = verifySignature(delivery, secrets, NOW);
  return result.ok ? 'ok' : result.reason;
}

describe('the Stripe signature', () => {
  const fake = `v0=${'a'.repeat(64)}`;
  const wrong = `v1=${'0'.repeat(64)}`;
  test.each([
    ['is accepted when it is right', signed(), 'ok'],
    ['is accepted at the very end of the tolerance', signed(-300), 'ok'],
    ['is too old one second later', signed(-301), 'too old'],
    ['is accepted from a clock that is 300 s ahead', signed(300), 'ok'],
    ['is refused from further in the future', signed(301), 'too old'],
    ['may come with a fake v0', `${signed()},${fake}`, 'ok'],
    ['needs a v1 beside the v0', `t=${seconds(0)},${fake}`, 'malformed'],
    ['may be any of several v1', signed().replace(',v1=', `,${wrong},v1=`), 'ok'],
    ['is refused when no v1 fits', `t=${seconds(0)},${wrong},${wrong}`, 'mismatch'],
    ['counts as missing when absent', undefined, 'missing'],
    ['counts as missing when empty', '', 'missing'],
    ['is malformed without a timestamp', `v1=${hmac(BODY, SECRET, seconds(0))}`, 'malformed'],
    ['is malformed when the time is no number', 't=abc,v1=00', 'malformed'],
    ['is malformed when the time is negative', 't=-1,v1=00', 'malformed'],
    ['is malformed when it is nonsense', 'nonsense', 'malformed'],
    ['does not fit when the v1 is empty', `t=${seconds(0)},v1=`, 'mismatch'],
    ['does not fit by another secret', signed(0, OLD_SECRET), 'mismatch'],
    ['does not fit another time', signed().replace(/t=\d+/, `t=${seconds(1)}`), 'mismatch'],
    ['says nothing of age when it is not ours', signed(-9999, OLD_SECRET), 'mismatch'],
  ])('%s', (_, header, expected) => {
    expect(verify(header)).toBe(expected);
  });

  test('fits the raw bytes only: the same JSON written differently is tampered with', () => {
    const spaced = Buffer.from(BODY.toString().replace('":"', '": "'));
    expect(verify(signed(), spaced)).toBe('mismatch');
    expect(verify(signed(), Buffer.concat([BODY, Buffer.from('\n')]))).toBe('mismatch');
  });

  test('is refused for an empty body, not thrown about', () => {
    expect(verify(signed(), Buffer.alloc(0))).toBe('mismatch');
  });

  test('fits either secret while one replaces the other', () => {
    expect(verify(signed(0, OLD_SECRET), BODY, [SECRET, OLD_SECRET])).toBe('ok');
    expect(verify(signed(0, SECRET), BODY, [SECRET, OLD_SECRET])).toBe('ok');
    expect(verify(signed(), BODY, [])).toBe('mismatch');
    expect(verify(signed(), BODY, ['', ' ', SECRET])).toBe('ok');
  });

  test('is refused, not thrown about, when the header came twice and is an array', () => {
    const headers: Record<string, string> = {};
    Reflect.set(headers, 'stripe-signature', [signed(), signed()]);
    const delivery = { body: BODY, headers, pathSecret: null, receivedAt: NOW };
    expect(verifySignature(delivery, [SECRET], NOW)).toEqual({ ok: false, reason: 'malformed' });
  });
});
