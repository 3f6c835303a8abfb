import { z } from 'zod';
import { documentRefSchema } from '../../events/document.ts';
import type { DocumentRef } from '../../events/document.ts';
import type { Notice, Reading, SkipCode, VendorSettings } from '../contract.ts';
import { ruleFor } from './event-types.ts';
import { refOf } from './normalise.ts';
import { looseBoolean, millis } from './schema.ts';

/**
 * What we take from a delivery: which event, which object, and whether it is a test. PartnerStack does not sign, so the
 * rest of the body is not even parsed; the truth is read from its API.
 */
const hintSchema = z.object({
  key: z.unknown().optional(),
  partner_key: z.unknown().optional(),
  group: z.object({ key: z.unknown().optional() }).nullable().catch(null),
  test: z.unknown().optional(),
  updated_at: millis,
});
type Hint = z.infer<typeof hintSchema>;

const envelopeSchema = z.object({
  event: z.string().trim().min(1),
  test: z.unknown().optional(),
  data: z.unknown().optional(),
});

/** An event type is shown and counted; nobody needs more of a made-up one. */
const LONGEST_EVENT_TYPE = 80;

interface Hinted {
  eventType: string;
  hint: Hint;
  test: boolean;
}

/** Version 2 wraps the object in `data`, version 1 puts `event` into the object itself. Null for neither. */
function unwrap(body: unknown): Hinted | null {
  const envelope = envelopeSchema.safeParse(body).data;
  if (!envelope) return null;
  const wrapped = hintSchema.safeParse(envelope.data).data;
  const hint = wrapped ?? hintSchema.parse(body);
  return {
    eventType: envelope.event.slice(0, LONGEST_EVENT_TYPE),
    hint,
    test: looseBoolean(envelope.test) === true || looseBoolean(hint.test) === true,
  };
}

function skip(notice: Notice, code: SkipCode, detail: string): Reading {
  return { kind: 'skip', notice, code, detail };
}

function refsOf(account: string, type: DocumentRef['type'], hint: Hint): DocumentRef[] {
  const candidate = (kind: DocumentRef['type'], id: unknown) =>
    documentRefSchema.safeParse(refOf(account, kind, typeof id === 'string' ? id.trim() : '')).data;
  const own = candidate(type, hint.key);
  if (type !== 'partnership') return own ? [own] : [];
  // Version 1 names a partnership by its partner key only; the API takes either.
  const partnership = own ?? candidate(type, hint.partner_key);
  const program = candidate('program', hint.group?.key);
  return partnership ? [partnership, ...(program ? [program] : [])] : [];
}

/** The documents that one delivery is about. Never throws: whatever the body is, it is read or skipped with a reason. */
export function read(settings: Pick<VendorSettings, 'account' | 'mode'>, body: unknown): Reading {
  const hinted = unwrap(body);
  if (!hinted) {
    const nameless = { eventType: 'unknown', eventId: null, occurredAt: null };
    return skip(nameless, 'NOTHING_TO_ACT_ON', 'The body is no object with an event.');
  }
  const { eventType, hint, test } = hinted;
  const occurredAt = hint.updated_at === null ? null : new Date(hint.updated_at);
  // PartnerStack numbers neither events nor deliveries (captured deliveries, 2026).
  const notice = { eventType, eventId: null, occurredAt };
  const rule = ruleFor(eventType);
  if (!rule) return skip(notice, 'EVENT_TYPE_UNKNOWN', 'This event is not in the list of events.');
  if (rule.kind === 'ignored') return skip(notice, 'EVENT_TYPE_IGNORED', rule.reason);
  if (rule.kind === 'ping') return skip(notice, 'NOTHING_TO_ACT_ON', rule.reason);
  if (test && settings.mode !== 'test') {
    return skip(notice, 'TEST_MODE', 'A test object, and this account serves live data.');
  }
  const documents = refsOf(settings.account, rule.type, hint);
  return documents.length > 0
    ? { kind: 'documents', notice, documents }
    : skip(notice, 'NOTHING_TO_ACT_ON', 'The object carries no usable key.');
}
