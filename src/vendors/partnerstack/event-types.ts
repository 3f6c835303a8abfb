import type { DocumentType } from '../../events/document.ts';

/** What happens to the events of one PartnerStack object. */
export interface EventRule {
  /** As in the README: 'deal.*' is every event of that object, 'test' is exactly itself. */
  pattern: string;
  use:
    | { kind: 'document'; type: DocumentType }
    | { kind: 'ignored'; reason: string }
    | { kind: 'ping'; reason: string };
}

function document(pattern: string, type: DocumentType): EventRule {
  return { pattern, use: { kind: 'document', type } };
}

function ignored(pattern: string, reason: string): EventRule {
  return { pattern, use: { kind: 'ignored', reason } };
}

/**
 * Every event that PartnerStack is known to send, by object: its own list of actions per object is not published in full
 * (docs.partnerstack.com/docs/partnerstack-webhooks), and since an event is only a hint, the action changes nothing.
 */
export const eventRules: readonly EventRule[] = [
  document('partnership.*', 'partnership'),
  document('group.*', 'program'),
  document('program.*', 'program'),
  document('customer.*', 'customer'),
  document('lead.*', 'lead'),
  document('deal.*', 'deal'),
  ignored(
    'application.*',
    'An applicant is not a partner yet; an approval arrives as a partnership event.',
  ),
  ignored('agreement.*', 'Signed terms are kept in PartnerStack and change no attribution.'),
  ignored('transaction.*', 'Money is read from the billing system, where it was paid.'),
  ignored('reward.*', 'Rewards are read when they are compared with our own computation.'),
  ignored('action.*', 'A custom action is neither revenue nor credit.'),
  ignored('partner_team.*', 'A team is read together with each of its partnerships.'),
  { pattern: 'test', use: { kind: 'ping', reason: 'A test delivery names no document.' } },
];

/** 'customer.created' and version 1's 'customer_created' are the same: lower case, one separator. */
function canonical(eventType: string): string {
  return eventType
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');
}

function matches(pattern: string, name: string): boolean {
  const own = canonical(pattern);
  // 'deal.*' has the canonical form 'deal_': every name that goes on after it.
  return pattern.endsWith('.*') ? name.startsWith(own) && name.length > own.length : name === own;
}

/** The rule for an event type in either spelling, or null when this object has never been heard of. */
export function ruleFor(eventType: string): EventRule['use'] | null {
  const name = canonical(eventType);
  return eventRules.find((rule) => matches(rule.pattern, name))?.use ?? null;
}
