import { createSign } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { HumanNeededError, RateLimitedError, TransientError } from '../errors.ts';
import type { SalesforceSettings } from './settings.ts';
import { send, type HttpResponse } from './transport.ts';

export interface Session {
  instanceUrl: string;
  accessToken: string;
}

const loginTimeoutMs = 30_000;
/** Salesforce takes assertions that end within minutes; three leave room for clocks that differ. */
const assertionSeconds = 180;

const tokenAnswer = z.object({ access_token: z.string().min(1), instance_url: z.url() });
const tokenRefusal = z.object({ error: z.string(), error_description: z.string().default('') });

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * Whom the assertion is for: the authorization server, not the org's own address (help.salesforce.com, "OAuth 2.0 JWT
 * Bearer Flow"). Any other host, as of the local org, is its own.
 */
export function jwtAudience(loginUrl: string): string {
  const { hostname, origin } = new URL(loginUrl);
  if (!hostname.endsWith('.salesforce.com')) return origin;
  const isSandbox = hostname === 'test.salesforce.com' || hostname.includes('.sandbox.');
  return isSandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
}

/** A signed assertion (RS256) for the JWT bearer flow. Throws HumanNeededError when the key is not a private key in PEM. */
export function jwtAssertion(
  settings: { loginUrl: string; clientId: string; username: string; privateKey: string },
  now: Date,
): string {
  const claims = {
    iss: settings.clientId,
    sub: settings.username,
    aud: jwtAudience(settings.loginUrl),
    exp: Math.floor(now.getTime() / 1000) + assertionSeconds,
  };
  const unsigned = `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url(claims)}`;
  try {
    const signature = createSign('RSA-SHA256')
      .update(unsigned)
      .sign(settings.privateKey, 'base64url');
    return `${unsigned}.${signature}`;
  } catch (cause) {
    throw new HumanNeededError({
      code: 'PRIVATE_KEY_UNUSABLE',
      scope: 'salesforce',
      message: 'SALESFORCE_PRIVATE_KEY is not a private key that can sign (RSA, PEM).',
      action:
        'Set it to the whole PEM text, from -----BEGIN to END-----, of the key whose certificate is in the External Client App.',
      cause,
    });
  }
}

function tokenForm(
  settings: Exclude<SalesforceSettings, { kind: 'token' }>,
  now: Date,
): URLSearchParams {
  if (settings.kind === 'jwt') {
    return new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: jwtAssertion(settings, now),
    });
  }
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: settings.clientId,
    client_secret: settings.clientSecret,
  });
}

/**
 * A fresh session. A token given from outside is the session itself and cannot be renewed. Throws HumanNeededError when
 * Salesforce refuses the credentials, TransientError when it could not be asked.
 */
export async function login(settings: SalesforceSettings, clock: Clock): Promise<Session> {
  if (settings.kind === 'token') {
    return { instanceUrl: trimSlash(settings.instanceUrl), accessToken: settings.accessToken };
  }
  const response = await send(
    {
      method: 'POST',
      url: `${trimSlash(settings.loginUrl)}/services/oauth2/token`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: tokenForm(settings, clock.now()).toString(),
    },
    loginTimeoutMs,
  );
  if (response.statusCode !== 200) throw refused(response);
  const answer = tokenAnswer.safeParse(parseJson(response.body));
  if (answer.success) {
    const { access_token: accessToken, instance_url: instanceUrl } = answer.data;
    return { accessToken, instanceUrl: trimSlash(instanceUrl) };
  }
  throw new TransientError({
    code: 'LOGIN_UNREADABLE',
    message: 'Salesforce answered the login with something that is not a token.',
    action: 'Check that SALESFORCE_LOGIN_URL is the address of a Salesforce org.',
  });
}

function trimSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What to do, by what the description of a refused login says (help.salesforce.com, "OAuth 2.0 Error Codes"). */
const hints: readonly (readonly [RegExp, string])[] = [
  [
    /approved this consumer|not admin approved/i,
    'Let the External Client App pre-authorise the service user: policies → permitted users → admin approved, then add its permission set.',
  ],
  [
    /audience/i,
    'Set SALESFORCE_LOGIN_URL to https://login.salesforce.com, or https://test.salesforce.com for a sandbox.',
  ],
  [/expired|not yet valid/i, 'The clock of this machine is wrong: set it by NTP.'],
  [/inactive user/i, 'Activate the service user in Setup → Users.'],
  [
    /client identifier|client secret|client credentials|invalid_client/i,
    'Check SALESFORCE_CLIENT_ID and the secret or certificate of the External Client App; it must allow this flow.',
  ],
  [
    /request not supported on this domain/i,
    "Set SALESFORCE_LOGIN_URL to the org's My Domain address (https://….my.salesforce.com).",
  ],
];

function refused(response: HttpResponse): Error {
  if (response.statusCode >= 500) {
    return new TransientError({
      code: 'LOGIN_UNAVAILABLE',
      message: `Salesforce could not answer the login (HTTP ${response.statusCode}).`,
    });
  }
  const parsed = tokenRefusal.safeParse(parseJson(response.body));
  const { error, error_description: description } = parsed.success
    ? parsed.data
    : { error: `HTTP ${response.statusCode}`, error_description: '' };
  const message = `Salesforce refused the login: ${error}${description === '' ? '' : ` (${description})`}.`;
  if (/rate/i.test(error)) {
    return new RateLimitedError({ code: 'LOGIN_RATE_EXCEEDED', message, retryAfterMs: 60_000 });
  }
  const hint = hints.find(([pattern]) => pattern.test(`${error} ${description}`));
  return new HumanNeededError({
    code: 'LOGIN_REFUSED',
    scope: 'salesforce',
    message,
    action:
      hint?.[1] ??
      'Check SALESFORCE_LOGIN_URL, SALESFORCE_CLIENT_ID and SALESFORCE_USERNAME against the External Client App in the org.',
  });
}
