import {
  answered,
  offerOn,
  type LeadOffer,
  type PassAnswer,
  type PassOutcome,
} from '../../../src/rules/lead-pass.ts';
import type { RuleTable } from './rule-table.ts';

export interface LeadPassFacts {
  offer: LeadOffer;
  /** Null: nobody does anything. */
  answer: PassAnswer | null;
  today: string;
}

const offer = (status: LeadOffer['status'], more: Partial<LeadOffer> = {}): LeadOffer => ({
  status,
  acceptBy: '2026-06-10',
  isConverted: false,
  ...more,
});
const open = offer('Offered');

export const leadPassTable: RuleTable<LeadPassFacts, PassOutcome> = {
  rule: 'lead-pass',
  title: 'What becomes of a lead that we offer to a partner',
  about: `
A lead that we pass on is an offer. The partner may accept it until its last day, included; on the day after, the offer expires and the lead is free again. A partner may decline an open offer and
give an accepted lead back; we may take back both. What is over can be offered again, as a new offer. A lead that is converted while the offer is open is taken back. All days are UTC.`,
  decide: ({ offer: given, answer, today }) =>
    answer === null ? offerOn(given, today) : answered(given, answer, today),
  columns: {
    Offer: ({ facts }) =>
      `${facts.offer.status}${facts.offer.isConverted ? ', lead converted' : ''}`,
    'Last day': ({ facts }) => facts.offer.acceptBy ?? 'none',
    'What happens': ({ facts }) => facts.answer ?? 'nothing',
    'On day': ({ facts }) => facts.today,
    Outcome: ({ outcome }) => outcome.status ?? '',
    'Whose turn': ({ outcome }) => outcome.turn ?? '',
    Why: ({ outcome }) => outcome.reason ?? '',
  },
  rows: [
    {
      name: 'an open offer',
      facts: { offer: open, answer: null, today: '2026-06-01' },
      outcome: {
        status: 'Offered',
        turn: 'Partner',
        reason: 'The partner may accept until 2026-06-10.',
      },
    },
    {
      name: 'an open offer on its last day',
      facts: { offer: open, answer: null, today: '2026-06-10' },
      outcome: { status: 'Offered', turn: 'Partner' },
    },
    {
      name: 'an open offer on the day after',
      facts: { offer: open, answer: null, today: '2026-06-11' },
      outcome: {
        status: 'Expired',
        turn: 'Us',
        reason: 'The partner did not accept by 2026-06-10. The lead is free again.',
      },
    },
    {
      name: 'an offer without a last day',
      facts: { offer: offer('Offered', { acceptBy: null }), answer: null, today: '2027-01-01' },
      outcome: {
        status: 'Offered',
        turn: 'Partner',
        reason: 'The offer is open without an end.',
      },
    },
    {
      name: 'an accepted lead never expires',
      facts: { offer: offer('Accepted'), answer: null, today: '2027-01-01' },
      outcome: { status: 'Accepted', turn: 'Partner', reason: 'The offer is accepted.' },
    },
    {
      name: 'a lead that is converted while the offer is open',
      facts: { offer: offer('Offered', { isConverted: true }), answer: null, today: '2026-06-01' },
      outcome: {
        status: 'Taken Back',
        turn: 'Nobody',
        reason:
          'The lead was converted while the offer was open, so there is nothing left to accept.',
      },
    },
    {
      name: 'a lead that is converted after it was accepted',
      facts: { offer: offer('Accepted', { isConverted: true }), answer: null, today: '2026-06-01' },
      outcome: { status: 'Accepted' },
    },
    {
      name: 'the partner accepts on the last day',
      facts: { offer: open, answer: 'accept', today: '2026-06-10' },
      outcome: { status: 'Accepted', turn: 'Partner', reason: 'Accepted on 2026-06-10.' },
    },
    {
      name: 'the partner accepts a day late',
      facts: { offer: open, answer: 'accept', today: '2026-06-11' },
      outcome: {
        status: 'Expired',
        turn: 'Us',
        reason:
          'It cannot be accepted. The partner did not accept by 2026-06-10. The lead is free again.',
      },
    },
    {
      name: 'the partner accepts twice',
      facts: { offer: offer('Accepted'), answer: 'accept', today: '2026-06-11' },
      outcome: {
        status: 'Accepted',
        reason: 'It cannot be accepted. The offer is accepted.',
      },
    },
    {
      name: 'the partner accepts what we took back',
      facts: { offer: offer('Taken Back'), answer: 'accept', today: '2026-06-01' },
      outcome: { status: 'Taken Back', turn: 'Us' },
    },
    {
      name: 'the partner declines',
      facts: { offer: open, answer: 'decline', today: '2026-06-02' },
      outcome: { status: 'Declined', turn: 'Us', reason: 'Declined on 2026-06-02.' },
    },
    {
      name: 'the partner gives an accepted lead back',
      facts: { offer: offer('Accepted'), answer: 'decline', today: '2026-07-02' },
      outcome: {
        status: 'Declined',
        turn: 'Us',
        reason: 'Given back on 2026-07-02, after it had been accepted.',
      },
    },
    {
      name: 'the partner declines what has expired',
      facts: { offer: open, answer: 'decline', today: '2026-06-11' },
      outcome: { status: 'Expired' },
    },
    {
      name: 'we take an open offer back',
      facts: { offer: open, answer: 'take back', today: '2026-06-02' },
      outcome: { status: 'Taken Back', turn: 'Us', reason: 'We took it back on 2026-06-02.' },
    },
    {
      name: 'we take an accepted lead back',
      facts: { offer: offer('Accepted'), answer: 'take back', today: '2026-06-20' },
      outcome: { status: 'Taken Back', turn: 'Us' },
    },
    {
      name: 'we take back what was declined',
      facts: { offer: offer('Declined'), answer: 'take back', today: '2026-06-02' },
      outcome: {
        status: 'Declined',
        reason: 'It cannot be taken back. The offer is declined.',
      },
    },
    {
      name: 'we offer again what was declined',
      facts: { offer: offer('Declined'), answer: 'offer', today: '2026-06-12' },
      outcome: { status: 'Offered', turn: 'Partner', reason: 'Offered again on 2026-06-12.' },
    },
    {
      name: 'we offer again what has just expired',
      facts: { offer: open, answer: 'offer', today: '2026-06-11' },
      outcome: { status: 'Offered' },
    },
    {
      name: 'we offer again what is still open',
      facts: { offer: open, answer: 'offer', today: '2026-06-02' },
      outcome: {
        status: 'Offered',
        reason: 'It cannot be offered again. The partner may accept until 2026-06-10.',
      },
    },
    {
      name: 'we offer again what is accepted',
      facts: { offer: offer('Accepted'), answer: 'offer', today: '2026-06-02' },
      outcome: { status: 'Accepted' },
    },
    {
      name: 'we offer a converted lead again',
      facts: {
        offer: offer('Declined', { isConverted: true }),
        answer: 'offer',
        today: '2026-06-02',
      },
      outcome: { status: 'Declined' },
    },
  ],
};
