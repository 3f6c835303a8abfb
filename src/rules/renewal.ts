import { addDays, isWithin } from './calendar.ts';

/** Who renews, as the value set RenewalPolicy of the org names it. */
export const renewalPolicies = ['Partner Renews', 'We Renew', 'Either'] as const;
export type RenewalPolicy = (typeof renewalPolicies)[number];

/** What a person entered on the credit of one customer, where it differs from the program. */
export const renewalExceptions = ['Us', 'Partner', 'Either'] as const;
export type RenewalException = (typeof renewalExceptions)[number];

/** A partnership's credit for the customer, with what its program says about renewals. Days are "YYYY-MM-DD" in UTC. */
export interface RenewalCredit {
  partnerId: string;
  partnershipName: string;
  programName: string;
  role: string;
  status: string;
  startDate: string | null;
  /** Exclusive. */
  endDate: string | null;
  policy: RenewalPolicy | null;
  /** Days before the renewal is due from which the customer may be talked to; null: the program sets none. */
  windowDays: number | null;
  exception: RenewalException | null;
  /** Whether the program pays commission on renewals that we do. */
  commissionOnRenewal: boolean;
}

/** A renewal that is still open. */
export interface Renewal {
  closesOn: string;
  /** When billing says that the subscription ends; null: it is not known, or it goes on by itself. */
  subscriptionEndsOn: string | null;
  /** White label: the customer may not know us. */
  contactSuppressed: boolean;
  credits: readonly RenewalCredit[];
  /** What a person entered; null: nothing, or what was written by us before. */
  entered: { owner: RenewalPolicy | null; opensOn: string | null };
  /** The day on which the owner of the record was told last that the window is open. */
  toldOn: string | null;
}

export interface RenewalOutcome {
  /** Null: nobody can say, and a person has to. */
  owner: RenewalPolicy | null;
  /** The first day on which the customer may be talked to; null: no day is set. */
  opensOn: string | null;
  /** Open from `opensOn`, included, until the day on which the renewal is due, excluded. */
  window: 'None' | 'Not Open' | 'Open' | 'Over';
  /** Whether the owner of the record is to be told now. */
  tells: boolean;
  isUnclear: boolean;
  /** For the rep who works on it. */
  reason: string;
}

/** A partner who only helped, or who delivers, has no say in the renewal unless a person says so on its credit. */
const sellingRoles = new Set(['Sourced', 'Co-Sold', 'Resold']);

const policyOfException: Readonly<Record<RenewalException, RenewalPolicy>> = {
  Us: 'We Renew',
  Partner: 'Partner Renews',
  Either: 'Either',
};

/** Who renews by one credit: what a person entered on it comes before its program. */
export function creditPolicy({
  exception,
  policy,
}: Pick<RenewalCredit, 'exception' | 'policy'>): RenewalPolicy | null {
  return exception === null ? policy : policyOfException[exception];
}

/**
 * Who renews and from which day the customer may be talked to. Credits count that stand on the day on which the renewal is
 * due, or today where that day is past. What a person entered is kept; where terms contradict each other nothing is decided.
 */
export function renewalOf(renewal: Renewal, today: string): RenewalOutcome {
  const { entered, toldOn } = renewal;
  const dueOn = dueDay(renewal);
  const day = creditDay(renewal, today);
  const deciding = decidingCredits(renewal, today);
  const decision = entered.owner === null ? decided(renewal, deciding, day) : byHand(renewal);
  if (decision.owner === null) {
    const { opensOn } = entered;
    const window = opensOn === null ? 'None' : windowOn(opensOn, dueOn, today);
    return { ...decision, opensOn, window, tells: false };
  }
  const days = windowDays(deciding);
  const opensOn = entered.opensOn ?? (days === null ? null : addDays(dueOn, -days));
  const window = opensOn === null ? 'None' : windowOn(opensOn, dueOn, today);
  return {
    ...decision,
    opensOn,
    window,
    tells:
      window === 'Open' &&
      !decision.isUnclear &&
      (toldOn === null || opensOn === null || toldOn < opensOn),
    reason: `${decision.reason} ${windowWords(renewal, opensOn, dueOn)}${payWords(decision.owner, deciding)}`,
  };
}

/** Who renews and the first day, as they stand on the opportunity. */
type Entry = Renewal['entered'];

/** What was written by us last is `written`, "We Renew|2026-09-01"; what stands there and differs from it was entered by a person. */
export function enteredByHand(stands: Entry, written: string | null): Entry {
  const [owner = '', opensOn = ''] = (written ?? '').split('|');
  return {
    owner: stands.owner === owner ? null : stands.owner,
    opensOn: stands.opensOn === opensOn ? null : stands.opensOn,
  };
}

/** What to remember as written by us: nothing where a person's entry stands, so that it stays theirs. */
export function writtenByUs({ owner, opensOn }: Entry, entered: Entry): string {
  return `${entered.owner === null ? (owner ?? '') : ''}|${entered.opensOn === null ? (opensOn ?? '') : ''}`;
}

const dueDay = ({
  subscriptionEndsOn,
  closesOn,
}: Pick<Renewal, 'subscriptionEndsOn' | 'closesOn'>): string => subscriptionEndsOn ?? closesOn;

/** The day on which credits have to stand: when the renewal is due, or today where that is past. */
function creditDay(renewal: Renewal, today: string): string {
  const dueOn = dueDay(renewal);
  return today > dueOn ? today : dueOn;
}

/** Whether a credit counts for the renewal. */
export function standsFor(
  { status, startDate, endDate }: Pick<RenewalCredit, 'status' | 'startDate' | 'endDate'>,
  renewal: Renewal,
  today: string,
): boolean {
  return status === 'Active' && isWithin(creditDay(renewal, today), startDate, endDate);
}

/** Those that a person said something on, if any; else those of partners who sold. */
function decidingCredits(renewal: Renewal, today: string): RenewalCredit[] {
  const standing = renewal.credits.filter((credit) => standsFor(credit, renewal, today));
  const exceptions = standing.filter(({ exception }) => exception !== null);
  return exceptions.length > 0 ? exceptions : standing.filter(({ role }) => sellingRoles.has(role));
}

type Decision = Pick<RenewalOutcome, 'owner' | 'isUnclear' | 'reason'>;

const unclear = (reason: string): Decision => ({ owner: null, isUnclear: true, reason });
const clear = (owner: RenewalPolicy, reason: string): Decision => ({
  owner,
  isUnclear: false,
  reason,
});

function byHand({ entered: { owner }, contactSuppressed }: Renewal): Decision {
  const contradicts = contactSuppressed && owner !== 'Partner Renews';
  const but = contradicts
    ? ' But the customer may not know us, so only a partner may renew: enter who does.'
    : '';
  return { owner, isUnclear: contradicts, reason: `"${owner ?? ''}" was entered by hand.${but}` };
}

function decided(
  { contactSuppressed }: Renewal,
  deciding: readonly RenewalCredit[],
  day: string,
): Decision {
  if (contactSuppressed) return decidedUnseen(deciding, day);
  if (deciding.length === 0)
    return clear(
      'We Renew',
      `No partner who brought or sold to this customer is credited on ${day}, so we renew.`,
    );
  const silent = deciding.filter((credit) => creditPolicy(credit) === null);
  if (silent.length > 0)
    return unclear(`The program ${programsOf(silent)} does not say who renews.`);
  const owners = [...new Set(deciding.map(creditPolicy))];
  const [owner] = owners;
  if (owners.length > 1 || !owner)
    return unclear(`The terms contradict each other: ${deciding.map(says).sort().join('; ')}.`);
  if (owner === 'Partner Renews' && partnersOf(deciding) > 1)
    return unclear(`Only one partner can renew, and ${namesOf(deciding)} both would.`);
  const endless = deciding.filter((credit) => credit.windowDays === null);
  if (owner === 'Either' && endless.length > 0)
    return unclear(
      `Either side may renew, but the program ${programsOf(endless)} sets no renewal window, so both would call at once.`,
    );
  return clear(owner, `${ownerWords(owner, deciding)} (${sourceWords(deciding)}).`);
}

/** White label: whatever the terms say, we never talk to the customer. */
function decidedUnseen(deciding: readonly RenewalCredit[], day: string): Decision {
  const hidden = 'The customer may not know us';
  if (deciding.length === 0)
    return unclear(`${hidden}, so we may not renew, and no partner is credited on ${day} who can.`);
  const against = deciding.filter(({ exception }) => exception === 'Us' || exception === 'Either');
  if (against.length > 0)
    return unclear(`${hidden}, yet the credit says otherwise: ${against.map(says).join('; ')}.`);
  if (partnersOf(deciding) > 1)
    return unclear(`${hidden}, and only one of ${namesOf(deciding)} can renew.`);
  return clear('Partner Renews', `${hidden}, so the partner renews: ${namesOf(deciding)}.`);
}

const partnersOf = (credits: readonly RenewalCredit[]): number =>
  new Set(credits.map(({ partnerId }) => partnerId)).size;

const listed = (names: readonly string[]): string => [...new Set(names)].sort().join(' and ');
const namesOf = (credits: readonly RenewalCredit[]): string =>
  listed(credits.map(({ partnershipName }) => partnershipName));
const programsOf = (credits: readonly RenewalCredit[]): string =>
  listed(credits.map(({ programName }) => programName));

const says = (credit: RenewalCredit): string =>
  `${credit.partnershipName}: ${creditPolicy(credit) ?? 'nothing'}`;

function ownerWords(owner: RenewalPolicy, credits: readonly RenewalCredit[]): string {
  const names = namesOf(credits);
  const isOne = names === credits[0]?.partnershipName;
  switch (owner) {
    case 'Partner Renews':
      return `${names} ${isOne ? 'renews' : 'renew'}`;
    case 'We Renew':
      return `We renew; ${names} ${isOne ? 'is' : 'are'} credited`;
    case 'Either':
      return `We or ${names} may renew`;
  }
}

const sourceWords = (credits: readonly RenewalCredit[]): string =>
  credits.some(({ exception }) => exception !== null)
    ? 'entered on the credit of this customer'
    : `terms of ${programsOf(credits)}`;

/** The shortest: so no program's customer is called too early. */
function windowDays(credits: readonly RenewalCredit[]): number | null {
  const days = credits.flatMap((credit) => credit.windowDays ?? []);
  return days.length === 0 ? null : Math.min(...days);
}

function windowOn(opensOn: string, dueOn: string, today: string): RenewalOutcome['window'] {
  if (today < opensOn) return 'Not Open';
  return today < dueOn ? 'Open' : 'Over';
}

function windowWords(
  { contactSuppressed, entered }: Renewal,
  opensOn: string | null,
  dueOn: string,
): string {
  const who = contactSuppressed ? 'Only the partner talks to the customer' : 'Talk to the customer';
  if (opensOn === null) return `${who}; no window is set, and it is due on ${dueOn}.`;
  const source = entered.opensOn === null ? '' : ', as entered by hand';
  return `${who} from ${opensOn}${source}; it is due on ${dueOn}.`;
}

/** A partner that will not be paid is worth a word before the deal is won. */
function payWords(owner: RenewalPolicy, deciding: readonly RenewalCredit[]): string {
  const unpaid = deciding
    .map(({ commissionOnRenewal, programName }) =>
      renewalPay(owner, commissionOnRenewal, programName),
    )
    .filter(({ pays }) => !pays);
  return [...new Set(unpaid.map(({ reason }) => ` ${reason}`))].sort().join('');
}

/** Whether the partner who brought the customer is paid for a renewal. */
export interface RenewalPay {
  pays: boolean;
  /** Who renewed would have to be guessed: a person has to enter it. */
  isUnclear: boolean;
  reason: string;
}

/** A partner that renews is paid for it; where we renew, its program says whether it is. */
export function renewalPay(
  owner: RenewalPolicy | null,
  commissionOnRenewal: boolean,
  programName: string,
): RenewalPay {
  if (commissionOnRenewal)
    return {
      pays: true,
      isUnclear: false,
      reason: `${programName} pays commission on renewals.`,
    };
  const not = `${programName} pays no commission on renewals that we do`;
  switch (owner) {
    case 'Partner Renews':
      return { pays: true, isUnclear: false, reason: `${not}, and the partner renews.` };
    case 'We Renew':
      return { pays: false, isUnclear: false, reason: `${not}, and we renew.` };
    case 'Either':
    case null:
      return { pays: false, isUnclear: true, reason: `${not}, and it is not settled who renews.` };
  }
}
