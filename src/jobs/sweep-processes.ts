import { addDays, dayOf } from '../rules/calendar.ts';
import { offerOn } from '../rules/lead-pass.ts';
import { protectionOf, reminderDays } from '../rules/registration-expiry.ts';
import { offersEndedBefore, type LeadOfferFact } from '../salesforce/facts/lead-offers.ts';
import {
  registrationsById,
  registrationsEndingBy,
  type RegistrationFact,
} from '../salesforce/facts/registrations.ts';
import { openIssuesOfKind } from '../salesforce/facts/sync-issues.ts';
import type { OrgRow } from '../salesforce/org.ts';
import { resolvedIssueRow, type RecordIssue } from '../salesforce/rows/sync-issue.ts';
import { changedIssues } from './changed-issues.ts';
import type { JobContext } from './context.ts';
import { recheckedRegistrations } from './recheck-registrations.ts';

type Context = Pick<JobContext, 'org' | 'clock' | 'countDocument'>;

/**
 * What time alone changes for partners: protection that ends is announced and then ends, an offered lead that nobody
 * accepted is free again, and registrations that reached us out of order are compared again. People read why, and what they can do, in a Sync Issue. Sweeping again changes nothing.
 */
export async function sweepProcesses(context: Context): Promise<void> {
  const today = dayOf(context.clock.now());
  const ended = (await endProtection(context, today)) + (await endOffers(context, today));
  const rechecked = await recheckedRegistrations(context);
  await context.org.save(rechecked);
  const written = ended + rechecked.length;
  context.countDocument('salesforce', 'sweep', written === 0 ? 'NOTHING_ENDED' : 'PROCESSES_SWEPT');
}

async function endProtection(context: Context, today: string): Promise<number> {
  const ending = await registrationsEndingBy(context.org, addDays(today, reminderDays));
  const expired = ending.filter(
    (registration) => protectionOf(registration, today).state === 'Expired',
  );
  const rows = expired.map(({ id }) => ({
    object: 'DealRegistration__c',
    keyField: 'Id',
    key: id,
    fields: { Status__c: 'Expired' },
  }));
  const issues = ending.map((registration) => protectionIssue(registration, today));
  const changes = [
    ...rows,
    ...(await changedIssues(context, issues)),
    ...(await mendedProtection(context, today)),
  ];
  await context.org.save(changes);
  return changes.length;
}

function protectionIssue(registration: RegistrationFact, today: string): RecordIssue {
  const { state, reason } = protectionOf(registration, today);
  const { id, name, company, partnershipName } = registration;
  const isOver = state === 'Expired';
  return {
    code: 'PROTECTION_ENDS',
    severity: isOver ? 'Info' : 'Warning',
    recordId: id,
    message: `${partnershipName} registered ${company} (${name}). ${reason}`,
    whatToDo: isOver
      ? 'Tell the partner. If it still works on the deal, it may register it again. Then resolve this issue.'
      : 'Ask the partner how the deal stands. Fill Opportunity when there is one, or choose a later Expires On and say why. This issue closes itself then.',
  };
}

/** Reminders of registrations that were extended, converted or taken back since. */
async function mendedProtection(context: Context, today: string): Promise<OrgRow[]> {
  const open = await openIssuesOfKind(context.org, 'PROTECTION_ENDS');
  const ids = open.flatMap(({ recordId }) => (recordId === null ? [] : [recordId]));
  const registrations = new Map(
    (await registrationsById(context.org, ids)).map((fact) => [fact.id, fact]),
  );
  return open
    .filter(({ recordId }) => {
      const registration = registrations.get(recordId ?? '');
      if (!registration) return true;
      const { state } = protectionOf(registration, today);
      return (
        registration.status !== 'Expired' && (state === 'Protected' || state === 'Not Protected')
      );
    })
    .map(({ key }) => resolvedIssueRow(key, context.clock.now()));
}

async function endOffers(context: Context, today: string): Promise<number> {
  const ended = await offersEndedBefore(context.org, today);
  const rows = ended.map((offer) => ({
    object: 'Lead',
    keyField: 'Id',
    key: offer.id,
    fields: { PassStatus__c: offerOn(offer, today).status },
  }));
  const issues = ended.map((offer) => offerIssue(offer, today));
  const changes = [...rows, ...(await changedIssues(context, issues))];
  await context.org.save(changes);
  return changes.length;
}

function offerIssue(offer: LeadOfferFact, today: string): RecordIssue {
  return {
    code: 'LEAD_OFFER_OVER',
    severity: 'Info',
    recordId: offer.id,
    message: `The lead of ${offer.company} was offered to ${offer.partnershipName}. ${offerOn(offer, today).reason}`,
    whatToDo: 'Offer it to another partner, or work on it yourself. Then resolve this issue.',
  };
}
