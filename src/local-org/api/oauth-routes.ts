import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { DataEngine } from '../data/engine.ts';
import type { OrgSession, Sessions } from '../session.ts';
import { hasToolchain } from '../pages/browser-bundle.ts';
import { ownPath, startBrowserSession } from '../pages/page-session.ts';
import { ADMIN_ID } from './system-rows.ts';

/** What logging in needs to know of the org. */
export interface LoginHost {
  engine: DataEngine;
  orgId: string;
  sessions: Sessions;
  instanceUrl(): string;
  now(): Date;
}

interface User {
  id: string;
  username: string;
  name: string;
  email: string;
}

/** A login that is refused, with OAuth's error code. */
class LoginError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'LoginError';
    this.code = code;
  }
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

function userWhere(host: LoginHost, column: 'Id' | 'Username', value: string): User | null {
  const row = host.engine.db
    .prepare(
      `SELECT "Id", "Username", "Name", "Email" FROM "User" WHERE "${column}" = ? AND "IsActive" = 1`,
    )
    .get(value);
  if (row === undefined) return null;
  const text = (name: string): string => String(row[name] ?? '');
  return { id: text('Id'), username: text('Username'), name: text('Name'), email: text('Email') };
}

const claims = z.object({ sub: z.string(), exp: z.number(), iss: z.string() });

/** The claims of an assertion. The signature is not checked: a local org has no registered keys (see README). */
function readAssertion(assertion: string): z.output<typeof claims> {
  const [, payload = ''] = assertion.split('.');
  try {
    return claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  } catch {
    throw new LoginError(
      'invalid_grant',
      'invalid assertion: it needs the claims iss, sub and exp',
    );
  }
}

function jwtUser(host: LoginHost, form: URLSearchParams): User {
  const { sub, exp } = readAssertion(form.get('assertion') ?? '');
  // The sf CLI sends milliseconds where the standard says seconds.
  const expiresMs = exp > 1e11 ? exp : exp * 1000;
  if (expiresMs < host.now().getTime()) throw new LoginError('invalid_grant', 'expired assertion');
  const user = userWhere(host, 'Username', sub);
  if (user === null) throw new LoginError('invalid_grant', "user hasn't approved this consumer");
  return user;
}

function passwordUser(host: LoginHost, form: URLSearchParams): User {
  const user = userWhere(host, 'Username', form.get('username') ?? '');
  if (user === null || (form.get('password') ?? '') === '')
    throw new LoginError('invalid_grant', 'authentication failure');
  return user;
}

function clientUser(host: LoginHost, form: URLSearchParams): User {
  if ((form.get('client_id') ?? '') === '')
    throw new LoginError('invalid_client_id', 'client identifier invalid');
  if ((form.get('client_secret') ?? '') === '')
    throw new LoginError('invalid_client', 'invalid client credentials');
  const user = userWhere(host, 'Id', ADMIN_ID);
  if (user === null) throw new LoginError('invalid_grant', 'no client credentials user enabled');
  return user;
}

function grantedUser(host: LoginHost, form: URLSearchParams): User {
  switch (form.get('grant_type')) {
    case JWT_BEARER:
      return jwtUser(host, form);
    case 'password':
      return passwordUser(host, form);
    case 'client_credentials':
      return clientUser(host, form);
    default:
      throw new LoginError('unsupported_grant_type', 'grant type not supported');
  }
}

function tokenBody(host: LoginHost, user: User): Record<string, string> {
  const instanceUrl = host.instanceUrl();
  return {
    access_token: host.sessions.issue(user.id),
    scope: 'api id',
    instance_url: instanceUrl,
    id: `${instanceUrl}/id/${host.orgId}/${user.id}`,
    token_type: 'Bearer',
    issued_at: String(host.now().getTime()),
  };
}

function identity(host: LoginHost, user: User): Record<string, unknown> {
  const instanceUrl = host.instanceUrl();
  const rest = `${instanceUrl}/services/data/v{version}/`;
  return {
    id: `${instanceUrl}/id/${host.orgId}/${user.id}`,
    sub: `${instanceUrl}/id/${host.orgId}/${user.id}`,
    asserted_user: true,
    user_id: user.id,
    organization_id: host.orgId,
    username: user.username,
    preferred_username: user.username,
    nick_name: user.username,
    nickname: user.username,
    name: user.name,
    display_name: user.name,
    email: user.email,
    email_verified: true,
    active: true,
    is_app_installed: true,
    language: 'en_US',
    locale: 'en_US',
    user_type: 'STANDARD',
    urls: { rest, sobjects: `${rest}sobjects/`, query: `${rest}query/` },
  };
}

type Form = FastifyRequest<{ Body: URLSearchParams | null }>;

const tokenInUrl = z.object({
  oauth_token: z.string().optional(),
  access_token: z.string().optional(),
});

function sessionOf(host: LoginHost, request: FastifyRequest): OrgSession | null {
  const query = tokenInUrl.safeParse(request.query);
  const fromUrl = query.success ? (query.data.oauth_token ?? query.data.access_token) : undefined;
  return host.sessions.find(request.headers.authorization ?? fromUrl);
}

async function sendIdentity(
  host: LoginHost,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const session = sessionOf(host, request);
  const user = session === null ? null : userWhere(host, 'Id', session.userId);
  if (user === null) return reply.code(403).type('text/plain').send('Bad_OAuth_Token');
  return reply.send(identity(host, user));
}

/** Turns a session id, or the password for one use that `singleaccess` gave, into a browser's session. */
function enterByFrontDoor(
  host: LoginHost,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { searchParams } = new URL(request.url, host.instanceUrl());
  const sid = searchParams.get('sid') ?? undefined;
  const known = host.sessions.find(sid) === null ? undefined : sid;
  const token = known ?? host.sessions.redeem(searchParams.get('otp') ?? '');
  if (token !== null) startBrowserSession(reply, host.instanceUrl(), token);
  const home = token !== null && hasToolchain() ? '/lightning/page/home' : '/';
  return reply.redirect(ownPath(searchParams.get('retURL') ?? searchParams.get('startURL'), home));
}

/** Logging in and asking who one is: tokens, userinfo, identity, and the way into the viewer for `sf org open`. */
export function registerOauthRoutes(app: FastifyInstance, host: LoginHost): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(body.toString())),
  );
  app.post('/services/oauth2/token', async (request: Form, reply) => {
    try {
      const user = grantedUser(host, request.body ?? new URLSearchParams());
      return await reply.header('cache-control', 'no-store').send(tokenBody(host, user));
    } catch (error) {
      if (!(error instanceof LoginError)) throw error;
      return reply.code(400).send({ error: error.code, error_description: error.message });
    }
  });
  app.post('/services/oauth2/revoke', async (request: Form, reply) => {
    host.sessions.revoke(request.body?.get('token') ?? '');
    return reply.send();
  });
  app.get('/services/oauth2/userinfo', (request, reply) => sendIdentity(host, request, reply));
  app.get('/id/:orgId/:userId', (request, reply) => sendIdentity(host, request, reply));
  app.get('/services/oauth2/singleaccess', async (request, reply) => {
    const session = sessionOf(host, request);
    if (session === null) return reply.code(403).type('text/plain').send('Bad_OAuth_Token');
    const otp = host.sessions.issueOnce(session.userId);
    return reply.send({ frontdoor_uri: `${host.instanceUrl()}/secur/frontdoor.jsp?otp=${otp}` });
  });
  app.get('/secur/frontdoor.jsp', async (request, reply) => enterByFrontDoor(host, request, reply));
}
