import { randomBytes } from 'node:crypto';

/** Who a token stands for. */
export interface OrgSession {
  userId: string;
}

interface KnownToken extends OrgSession {
  /** By performance.now(); null for a token that does not grow old. */
  issuedAt: number | null;
}

/** Access tokens of one org: `<orgId>!<random>`, the form that the sf CLI insists on. */
export class Sessions {
  private readonly orgId: string;
  private readonly tokens = new Map<string, KnownToken>();
  private readonly once = new Map<string, string>();
  private readonly lifetimeMs: () => number;

  /** `lifetimeMs` is asked at every call, so that sessions may be made shorter while they run. */
  constructor(orgId: string, lifetimeMs: () => number = () => Infinity) {
    this.orgId = orgId;
    this.lifetimeMs = lifetimeMs;
  }

  /** A new token that works until the org stops, or as long as sessions live. */
  issue(userId: string): string {
    const token = this.make();
    this.tokens.set(token, { userId, issuedAt: performance.now() });
    return token;
  }

  /** A password that `redeem` takes once: it may stand in an address, where a token should not. */
  issueOnce(userId: string): string {
    const password = randomBytes(24).toString('base64url');
    this.once.set(password, userId);
    return password;
  }

  /** A new token for a password of `issueOnce`; null when it is unknown or used. */
  redeem(password: string): string | null {
    const userId = this.once.get(password);
    if (userId === undefined) return null;
    this.once.delete(password);
    return this.issue(userId);
  }

  /** A new token, not yet accepted. */
  make(): string {
    return `${this.orgId.slice(0, 15)}!${randomBytes(32).toString('base64url')}`;
  }

  /** Accepts a token that does not grow old: the handle's own, from this run of the org or an earlier one. */
  accept(token: string, userId: string): void {
    this.tokens.set(token, { userId, issuedAt: null });
  }

  revoke(token: string): void {
    this.tokens.delete(token);
  }

  /** Ends every session of the user; without one, every session that can grow old. */
  expire(userId: string | null): void {
    for (const [token, known] of this.tokens) {
      const ends = userId === null ? known.issuedAt !== null : known.userId === userId;
      if (ends) this.tokens.delete(token);
    }
  }

  /** The session behind `Bearer …`, `OAuth …` or a bare session id as in a SOAP header; null when there is none. */
  find(authorization: string | undefined): OrgSession | null {
    const token = (authorization ?? '').replace(/^(Bearer|OAuth)\s+/i, '').trim();
    const known = this.tokens.get(token);
    if (known === undefined) return null;
    const age = known.issuedAt === null ? 0 : performance.now() - known.issuedAt;
    return age > this.lifetimeMs() ? null : known;
  }
}
