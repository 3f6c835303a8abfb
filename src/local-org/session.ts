import { randomBytes } from 'node:crypto';

/** Who a token stands for. */
export interface OrgSession {
  userId: string;
}

/** Access tokens of one org: `<orgId>!<random>`, the form that the sf CLI insists on. */
export class Sessions {
  private readonly orgId: string;
  private readonly tokens = new Map<string, OrgSession>();
  private readonly once = new Map<string, string>();

  constructor(orgId: string) {
    this.orgId = orgId;
  }

  /** A new token that works until the org stops; a token just issued is never refused, or sf would log in for ever. */
  issue(userId: string): string {
    const token = `${this.orgId.slice(0, 15)}!${randomBytes(32).toString('base64url')}`;
    this.accept(token, userId);
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

  /** Accepts a token that an earlier run of the same org issued. */
  accept(token: string, userId: string): void {
    this.tokens.set(token, { userId });
  }

  revoke(token: string): void {
    this.tokens.delete(token);
  }

  /** The session behind `Bearer …`, `OAuth …` or a bare session id as in a SOAP header; null when there is none. */
  find(authorization: string | undefined): OrgSession | null {
    const token = (authorization ?? '').replace(/^(Bearer|OAuth)\s+/i, '').trim();
    return this.tokens.get(token) ?? null;
  }
}
