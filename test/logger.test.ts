import { createLogger, redactText } from '../src/logger.ts';

function capture(): { lines: string[]; logger: ReturnType<typeof createLogger> } {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { lines, logger: createLogger({ level: 'info', destination }) };
}

const secrets: [string, string][] = [
  ['a live Stripe key', 'sk_live_51Habcdef'],
  ['a test Stripe key', 'sk_test_51Habcdef'],
  ['a restricted Stripe key', 'rk_live_51Habcdef'],
  ['a Stripe webhook secret', 'whsec_MfKQ9r8GKYqr'],
  ['a bearer token', 'Bearer abc123def456'],
  ['a basic login', 'Basic dXNlcjpwYXNz'],
  ['a Salesforce session', '00D5g00000ABCDE!AQEAQ.Zx_y1'],
  ['a JSON web token', 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJjbGllbnQifQ.c2lnbmF0dXJl'],
  ['an e-mail address', 'ada.lovelace+news@mail.example.co.uk'],
  ['a password in an address', 'redis://default:hunter2@cache.internal:6379/0'],
  ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----'],
  ['a private key cut short', '-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBg'],
  ['a secret webhook path', '/webhooks/partnerstack/main/unguessable-part?x=1'],
];
const hidden = /51Habcdef|MfKQ|abc123|dXNl|AQEAQ|eyJ|c2lnb|lovelace|hunter2|MIIE|unguessable/;

describe('the log holds no secrets and no personal data', () => {
  test.each(secrets)('%s in a message', (_what, secret) => {
    const { lines, logger } = capture();
    logger.info(`before ${secret} after`);
    logger.info('put in place: %s', secret);
    expect(lines).toHaveLength(2);
    expect(hidden.exec(lines.join(''))).toBeNull();
    logger.info({ quoted: `"${secret}"` }, `'${secret}"`);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: 'info' });
    expect(lines[1]).toContain('put in place');
  });

  test.each(secrets)('%s in an error, its cause and its fields', (_what, secret) => {
    const { lines, logger } = capture();
    const error = Object.assign(new Error(`it said ${secret}`, { cause: new Error(secret) }), {
      response: { text: secret },
    });
    logger.error({ err: error, deep: { list: [secret] } }, 'failed');
    logger.error(error);
    expect(hidden.exec(lines.join(''))).toBeNull();
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: 'error' });
    expect(lines[0]).toContain('it said');
  });

  test.each(['authorization', 'Stripe-Signature', 'api_key', 'apiKey', 'accessToken', 'body'])(
    'whatever stands under the name %s, at any depth',
    (name) => {
      const { lines, logger } = capture();
      logger.info({ [name]: 'plain words', at: { depth: { [name]: { of: 'plain words' } } } }, 'x');
      logger.child({ [name]: 'plain words' }).info('y');
      expect(lines).toHaveLength(2);
      expect(lines.join('')).not.toContain('plain words');
    },
  );

  test('what is neither stays readable', () => {
    const { lines, logger } = capture();
    const text = 'stripe:main:invoice:in_1 written to RevenueEntry__c 00D5g00000ABCDEFGH at 12:30';
    logger.info({ queue: 'documents', count: 3, at: new Date(0), ok: true, none: null }, text);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      msg: text,
      queue: 'documents',
      count: 3,
      at: '1970-01-01T00:00:00.000Z',
      ok: true,
      none: null,
    });
    expect(redactText(text)).toBe(text);
  });

  test('a structure without an end is cut', () => {
    const { lines, logger } = capture();
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    logger.info({ loop }, 'x');
    expect(lines[0]).toContain('[deeper]');
  });
});
