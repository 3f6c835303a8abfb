import { createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto';
import { systemClock } from '../../src/clock.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import { jwtAssertion, jwtAudience } from '../../src/salesforce/login.ts';
import { jwtSettings } from './support/connected.ts';
import { startTinyOrg } from './support/tiny-org.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('the JWT assertion', () => {
  test('is signed by the key and says who asks whom, for three minutes', () => {
    const now = new Date('2026-11-22T10:00:00Z');
    const jwt = jwtAssertion(
      {
        loginUrl: 'https://acme--uat.sandbox.my.salesforce.com/',
        clientId: 'client',
        username: 'sync@acme.test',
        privateKey: pem,
      },
      now,
    );
    const [header = '', claims = '', signature = ''] = jwt.split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({ alg: 'RS256' });
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({
      iss: 'client',
      sub: 'sync@acme.test',
      aud: 'https://test.salesforce.com',
      exp: now.getTime() / 1000 + 180,
    });
    const verify = createVerify('RSA-SHA256').update(`${header}.${claims}`);
    expect(verify.verify(createPublicKey(pem), signature, 'base64url')).toBe(true);
  });

  test.each([
    ['https://login.salesforce.com', 'https://login.salesforce.com'],
    ['https://acme.my.salesforce.com', 'https://login.salesforce.com'],
    ['https://test.salesforce.com/', 'https://test.salesforce.com'],
    ['https://acme--uat.sandbox.my.salesforce.com', 'https://test.salesforce.com'],
    ['http://127.0.0.1:8790/', 'http://127.0.0.1:8790'],
  ])('for %s is meant for %s', (loginUrl, audience) => {
    expect(jwtAudience(loginUrl)).toBe(audience);
  });

  test('with something that is not a key is refused without showing it', () => {
    const settings = { loginUrl: 'https://x.test', clientId: 'c', username: 'u' };
    const sign = () => jwtAssertion({ ...settings, privateKey: 'hunter2' }, new Date());
    expect(sign).toThrow(expect.objectContaining({ code: 'PRIVATE_KEY_UNUSABLE' }));
    expect(sign).not.toThrow(/hunter2/);
  });
});

describe('a refused login', () => {
  test.each([
    [
      400,
      'invalid_grant',
      "user hasn't approved this consumer",
      'HumanNeededError',
      /pre-authorise/,
    ],
    [400, 'invalid_grant', 'audience is invalid', 'HumanNeededError', /SALESFORCE_LOGIN_URL/],
    [400, 'invalid_client_id', 'client identifier invalid', 'HumanNeededError', /CLIENT_ID/],
    [400, 'invalid_grant', 'something new', 'HumanNeededError', /External Client App/],
    [400, 'login_rate_exceeded', 'login rate exceeded', 'RateLimitedError', /^$/],
    [503, 'unavailable', 'later', 'TransientError', /^$/],
  ])(
    '%i %s (%s) is a %s that says what to do',
    async (status, error, description, name, action) => {
      const tiny = await startTinyOrg();
      tiny.faults.token = () => ({ status, body: { error, error_description: description } });
      try {
        await expect(
          connectOrg(jwtSettings(tiny.url), { clock: systemClock }),
        ).rejects.toMatchObject({
          name,
          action: expect.stringMatching(action),
        });
      } finally {
        await tiny.close();
      }
    },
  );
});
