import { randomBytes } from 'node:crypto';

/** Who a token stands for. */
export interface OrgSession {
  userId: string;
}

/** Access tokens of one org: `<orgId>!<random>`, the form that the sf CLI insists on. */
export class Sessions {
  private readonly orgId: string;
  private readonly tokens = new Map<string, OrgSession>();

  constructor(orgId: string) {
    this.orgId = orgId;
  }

  /** A new token that works until the org stops; a token just issued is never refused, or sf would log in for ever. */
  issue(userId: string): string {
    const token = `${this.orgId.slice(0, 15)}!${randomBytes(32).toString('base64url')}`;
    this.accept(token, userId);
    return token;
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
