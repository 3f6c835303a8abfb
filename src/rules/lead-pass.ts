/** A lead that was offered to a partner. Days are "YYYY-MM-DD" in UTC. */
export interface LeadOffer {
  status: 'Offered' | 'Accepted' | 'Declined' | 'Expired' | 'Taken Back';
  /** The last day to accept, included; null: the offer stays open. */
  acceptBy: string | null;
  /** Whether the lead was converted: whoever worked on it, the offer is over then. */
  isConverted: boolean;
}

export type PassAnswer = 'accept' | 'decline' | 'take back' | 'offer';

export interface PassOutcome {
  status: LeadOffer['status'];
  /** Whose turn it is now: to answer or to work. */
  turn: 'Partner' | 'Us' | 'Nobody';
  /** In words, for the rep who passed the lead on; it names no other partner. */
  reason: string;
}

const settled = (status: LeadOffer['status'], reason: string): PassOutcome => ({
  status,
  turn: status === 'Accepted' || status === 'Offered' ? 'Partner' : 'Us',
  reason,
});

/** What has become of an offer by `today`, if nobody does anything: only an open one changes by itself. */
export function offerOn(offer: LeadOffer, today: string): PassOutcome {
  const { status, acceptBy, isConverted } = offer;
  if (isConverted && status === 'Offered') {
    return {
      status: 'Taken Back',
      turn: 'Nobody',
      reason:
        'The lead was converted while the offer was open, so there is nothing left to accept.',
    };
  }
  if (status !== 'Offered') return settled(status, `The offer is ${status.toLowerCase()}.`);
  if (acceptBy === null) return settled('Offered', 'The offer is open without an end.');
  return today > acceptBy
    ? settled('Expired', `The partner did not accept by ${acceptBy}. The lead is free again.`)
    : settled('Offered', `The partner may accept until ${acceptBy}.`);
}

/** What an answer does on `today`, or what it does not do and why. An answer that comes twice changes nothing. */
export function answered(offer: LeadOffer, answer: PassAnswer, today: string): PassOutcome {
  const now = offerOn(offer, today);
  switch (answer) {
    case 'accept':
      return now.status === 'Offered'
        ? settled('Accepted', `Accepted on ${today}.`)
        : refused(now, 'accepted');
    case 'decline':
      if (now.status === 'Offered') return settled('Declined', `Declined on ${today}.`);
      return now.status === 'Accepted'
        ? settled('Declined', `Given back on ${today}, after it had been accepted.`)
        : refused(now, 'declined');
    case 'take back':
      return now.status === 'Offered' || now.status === 'Accepted'
        ? settled('Taken Back', `We took it back on ${today}.`)
        : refused(now, 'taken back');
    case 'offer':
      if (offer.isConverted) return refused(now, 'offered again');
      return now.status === 'Offered' || now.status === 'Accepted'
        ? refused(now, 'offered again')
        : settled('Offered', `Offered again on ${today}.`);
  }
}

function refused(now: PassOutcome, what: string): PassOutcome {
  return { ...now, reason: `It cannot be ${what}. ${now.reason}` };
}
