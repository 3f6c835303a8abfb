/** What becomes of a deal registration when its partnership is merged into another. */
export interface MergedRegistrationOutcome {
  state: 'Goes On' | 'Stays';
  reason: string;
}

const undecided: ReadonlySet<string> = new Set(['Submitted', 'In Review']);

/**
 * What waits for an answer, and what still protects a deal, goes on with the partnership that goes on: with the moment of its submission,
 * its number and its last day, so that nobody gains or loses a place. What is decided and over stays where it was. `expiresOn`: last day of
 * protection, included; null: without an end.
 */
export function mergedRegistration(
  registration: { status: string; expiresOn: string | null },
  names: { from: string; to: string },
  today: string,
): MergedRegistrationOutcome {
  const { status, expiresOn } = registration;
  const protects = status === 'Approved' && (expiresOn === null || expiresOn >= today);
  if (!protects && !undecided.has(status)) {
    const why = status === 'Approved' ? `its protection ended on ${expiresOn}` : `it is ${status}`;
    return { state: 'Stays', reason: `It stays with ${names.from}: ${why}.` };
  }
  const reason = `Taken over on ${today}: ${names.from}, who registered this deal, was merged into ${names.to}.`;
  return { state: 'Goes On', reason };
}
