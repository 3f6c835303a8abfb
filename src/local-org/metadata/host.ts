import type { OrgSchema } from '../schema/types.ts';

/** What the metadata routes need from the org that they belong to. */
export interface MetadataHost {
  schema(): OrgSchema;
  /** Takes a new schema object over after a successful deploy. */
  applySchema(next: OrgSchema): void;
  /** Who is behind a session id; null for none, or an expired one. */
  session(token: string | undefined): { userId: string } | null;
  orgId: string;
  now(): Date;
}

/** A request that the Metadata API refuses as a whole: a SOAP fault, or a REST error of the given status. */
export class MetadataFault extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 500) {
    super(message);
    this.name = 'MetadataFault';
    this.code = code;
    this.status = status;
  }
}
