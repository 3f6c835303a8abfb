import { z } from 'zod';

/**
 * A document is a thing at a vendor that may change: the unit of fetching, of single flight and of the ledger.
 * A webhook never carries truth in this system; it only names documents.
 */
export const documentTypes = [
  'customer', // who pays (billing) or who was brought (PRM)
  'subscription',
  'invoice',
  'charge', // a payment that no invoice stands behind
  'program',
  'partnership',
  'lead',
  'deal',
] as const;

export const documentRefSchema = z.object({
  /** Lower-case vendor name, as in the webhook path: 'stripe', 'partnerstack'. */
  vendor: z.string().regex(/^[a-z0-9-]+$/),
  /** The configured tenant of that vendor, 'main' by default. */
  account: z.string().regex(/^[a-z0-9-]+$/),
  type: z.enum(documentTypes),
  /** The vendor's own id, as the vendor writes it. */
  id: z.string().min(1).max(180),
});

export type DocumentRef = z.infer<typeof documentRefSchema>;
export type DocumentType = DocumentRef['type'];

/** What else has an identity at a vendor and is looked up by it, besides documents. */
export type IdentityType = DocumentType | 'partner-key' | 'team';

/** Salesforce reads an external id from a URL path in places, and ':' is our separator: both are escaped with '='. */
function escapeKeyPart(part: string): string {
  return part.replace(
    /[^A-Za-z0-9._@+-]/g,
    (char) => `=${char.codePointAt(0)?.toString(16) ?? ''}=`,
  );
}

/** The external id of whatever a vendor calls `id`: "stripe:main:customer:cus_1". Unique across vendors and tenants. */
export function externalKey(ref: {
  vendor: string;
  account: string;
  type: IdentityType;
  id: string;
}): string {
  return [ref.vendor, ref.account, ref.type, escapeKeyPart(ref.id)].join(':');
}

/** The external id of a part of a document: an entry of an invoice, say. */
export function partKey(documentKey: string, part: string): string {
  return `${documentKey}:${part.split(':').map(escapeKeyPart).join(':')}`;
}

/** The reverse of `externalKey` for documents; null for keys that stand for something else. */
export function documentRefOf(key: string): DocumentRef | null {
  const [vendor, account, type, id] = key.split(':');
  const unescaped = id?.replace(/=([0-9a-f]+)=/g, (_match, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
  const result = documentRefSchema.safeParse({ vendor, account, type, id: unescaped });
  return result.success ? result.data : null;
}
