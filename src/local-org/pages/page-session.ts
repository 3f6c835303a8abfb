import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OrgSession, Sessions } from '../session.ts';

/** What a cookie needs to be told from that of another local org on this machine: browsers share cookies between ports. */
function cookieName(instanceUrl: string, name: string): string {
  return `local-org-${name}-${new URL(instanceUrl).port}`;
}

function cookie(request: FastifyRequest, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${name}=`));
  return found === undefined ? undefined : decodeURIComponent(found.slice(name.length + 1));
}

function setCookie(reply: FastifyReply, name: string, value: string): void {
  void reply.header(
    'set-cookie',
    `${name}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Strict`,
  );
}

/** The session of a browser, which keeps its token in a cookie that scripts cannot read; null when it has none. */
export function browserSession(
  request: FastifyRequest,
  instanceUrl: string,
  sessions: Sessions,
): OrgSession | null {
  return sessions.find(cookie(request, cookieName(instanceUrl, 'sid')));
}

/** Logs a browser in with a token that was issued before. */
export function startBrowserSession(reply: FastifyReply, instanceUrl: string, token: string): void {
  setCookie(reply, cookieName(instanceUrl, 'sid'), token);
}

/** The app that the browser was in last; '' for none. */
export function browserApp(request: FastifyRequest, instanceUrl: string): string {
  return cookie(request, cookieName(instanceUrl, 'app')) ?? '';
}

export function rememberApp(reply: FastifyReply, instanceUrl: string, app: string): void {
  setCookie(reply, cookieName(instanceUrl, 'app'), app);
}

/** A path of this org to go on to; anything that could lead to another host becomes `fallback`. */
export function ownPath(path: string | null | undefined, fallback: string): string {
  return path != null && /^\/(?![/\\])[^\r\n]*$/.test(path) ? path : fallback;
}
