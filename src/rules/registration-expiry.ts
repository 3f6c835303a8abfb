import { addDays } from './calendar.ts';

/** A deal registration, as far as its protection is concerned. Days are "YYYY-MM-DD" in UTC. */
export interface ProtectedRegistration {
  status: string;
  /** The last day of protection, included; null: protection without an end. */
  expiresOn: string | null;
  /** How often it was extended, and how often the program allows; null: as often as the partner manager agrees. */
  extensions: number;
  extensionsAllowed: number | null;
}

export interface ProtectionOutcome {
  state: 'Not Protected' | 'Protected' | 'Ends Soon' | 'Expired';
  /** For whoever works on the registration: what happens when, and what they can do. */
  reason: string;
}

/** Days before the last day of protection from which the partner and we are reminded. */
export const reminderDays = 14;

/** Half-open: from the first day after its last, a registration protects nothing. */
export function protectionOf(
  registration: ProtectedRegistration,
  today: string,
): ProtectionOutcome {
  const { status, expiresOn } = registration;
  if (status !== 'Approved') {
    return {
      state: 'Not Protected',
      reason: `Only an approved registration protects; this one is ${status.toLowerCase()}.`,
    };
  }
  if (expiresOn === null) {
    return { state: 'Protected', reason: 'Protected without an end: its program sets no term.' };
  }
  if (today > expiresOn) {
    return {
      state: 'Expired',
      reason: `Its protection ended with ${expiresOn}, and it has not become an opportunity.`,
    };
  }
  if (today < addDays(expiresOn, -reminderDays)) {
    return { state: 'Protected', reason: `Protected until ${expiresOn}.` };
  }
  const last = today === expiresOn ? 'today is its last day' : `its last day is ${expiresOn}`;
  return {
    state: 'Ends Soon',
    reason: `Its protection ends soon: ${last}. ${extensionWords(registration)}`,
  };
}

function extensionWords({ extensions, extensionsAllowed }: ProtectedRegistration): string {
  const so = extensions === 0 ? 'not extended yet' : `extended ${times(extensions)}`;
  if (extensionsAllowed === null) return `It was ${so}; a partner manager may extend it.`;
  const left = Math.max(extensionsAllowed - extensions, 0);
  return left === 0
    ? `It was ${so}, and its program allows no further extension.`
    : `It was ${so}; its program allows ${left} more.`;
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/**
 * The last day of protection of a registration that is approved on `approvedOn`: it counts from the approval, not from the
 * submission, so a deal that was entered late or decided late is not protected for less. Null where there is no term.
 */
export function lastProtectedDay(approvedOn: string, termDays: number | null): string | null {
  return termDays === null ? null : addDays(approvedOn, termDays);
}
