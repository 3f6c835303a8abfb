import { liveRecord } from './delete-record.ts';
import type { LeadConversion, LeadConversionResult } from './engine.ts';
import { fillingValues, mappedValues, validatesConversion, type ConversionTarget } from './lead-mapping.ts'; // prettier-ignore
import { ParentWatch } from './parent-watch.ts';
import type { StoredRecord, StoredValue } from './record-store.ts';
import { RowError, rowError } from './row-error.ts';
import { createRecord, updateRecord } from './save-record.ts';
import { rolledBackError, settleParents } from './save-batch.ts';
import { objectIndex, type Session } from './session.ts';
import { refuseConverted } from './standard-behaviour.ts';

/** The last day of the quarter, when a new opportunity closes unless somebody says otherwise. */
function endOfQuarter(now: Date): string {
  const nextQuarter = (Math.floor(now.getUTCMonth() / 3) + 1) * 3;
  return new Date(Date.UTC(now.getUTCFullYear(), nextQuarter, 0)).toISOString().slice(0, 10);
}

function firstStage(session: Session): string | null {
  const stages = objectIndex(session, 'Opportunity').object.fields.get('StageName');
  const active = stages?.picklistValues.filter(({ isActive }) => isActive) ?? [];
  return (active.find(({ isDefault }) => isDefault) ?? active[0])?.value ?? null;
}

function checkStatus(session: Session, status: string): void {
  const field = objectIndex(session, 'Lead').object.fields.get('Status');
  const known = field?.picklistValues.find(({ value, isActive }) => isActive && value === status);
  if (known?.isConverted === true) return;
  throw rowError('INVALID_STATUS', `invalid convertedStatus: ${status}`, ['Status']);
}

function checkRequest(session: Session, request: LeadConversion, lead: StoredRecord): void {
  refuseConverted('Lead', lead);
  checkStatus(session, request.convertedStatus);
  const { accountId, contactId, opportunityId, opportunityName, ownerId } = request;
  if (contactId !== null && accountId === null) {
    throw rowError('REQUIRED_FIELD_MISSING', 'accountId is required where contactId is given');
  }
  if (request.doNotCreateOpportunity && (opportunityId ?? opportunityName) !== null) {
    throw rowError(
      'INVALID_FIELD',
      'opportunityName and opportunityId must be blank where doNotCreateOpportunity is true',
    );
  }
  if (ownerId === null && String(lead.OwnerId).startsWith('00G')) {
    throw rowError('INVALID_OWNER', 'ownerId is required: a queue owns the lead', ['OwnerId']);
  }
}

/** Fills an existing record, or creates one; its id either way. */
function become(
  session: Session,
  watch: ParentWatch,
  lead: StoredRecord,
  target: ConversionTarget,
  existingId: string | null,
  extra: { always: StoredRecord; whenNew: StoredRecord },
): string {
  const index = objectIndex(session, target);
  if (existingId === null) {
    const given = { ...mappedValues(session, lead, target), ...extra.always, ...extra.whenNew };
    return createRecord(session, index, given, watch).id;
  }
  const existing = liveRecord(session, target, existingId);
  const changes = { ...fillingValues(session, lead, target, existing), ...extra.always };
  if (Object.keys(changes).length === 0) return String(existing.Id);
  return updateRecord(session, index, changes, existing, watch).id;
}

function opportunity(
  session: Session,
  watch: ParentWatch,
  request: LeadConversion,
  lead: StoredRecord,
  owned: StoredRecord,
): string | null {
  if (request.doNotCreateOpportunity) return null;
  const whenNew = {
    ...owned,
    Name: request.opportunityName ?? lead.Company ?? null,
    CloseDate: endOfQuarter(session.now),
    StageName: firstStage(session),
  };
  return become(session, watch, lead, 'Opportunity', request.opportunityId, {
    always: {},
    whenNew,
  });
}

function checkContactOfAccount(session: Session, contactId: string, accountId: string): void {
  const contact = liveRecord(session, 'Contact', contactId);
  if (contact.AccountId === accountId) return;
  throw rowError(
    'INVALID_CROSS_REFERENCE_KEY',
    `The contact ${contactId} does not belong to the account ${accountId}`,
    ['ContactId'],
  );
}

function convert(session: Session, request: LeadConversion): LeadConversionResult {
  const lead = liveRecord(session, 'Lead', request.leadId);
  checkRequest(session, request, lead);
  const watch = new ParentWatch();
  const owner: StoredValue = request.ownerId ?? lead.OwnerId ?? null;
  const owned = { OwnerId: owner };
  const accountId = become(session, watch, lead, 'Account', request.accountId, {
    always: {},
    whenNew: owned,
  });
  if (request.contactId !== null) checkContactOfAccount(session, request.contactId, accountId);
  const source = request.overwriteLeadSource ? { LeadSource: lead.LeadSource ?? null } : {};
  const contactId = become(session, watch, lead, 'Contact', request.contactId, {
    always: source,
    whenNew: { ...owned, AccountId: accountId },
  });
  const opportunityId = opportunity(session, watch, request, lead, { ...owned, AccountId: accountId }); // prettier-ignore
  const changes = {
    Status: request.convertedStatus,
    IsConverted: 1,
    ConvertedDate: session.now.toISOString().slice(0, 10),
    ConvertedAccountId: accountId,
    ConvertedContactId: contactId,
    ConvertedOpportunityId: opportunityId,
    IsUnreadByOwner: 0,
  };
  updateRecord(session, objectIndex(session, 'Lead'), changes, lead, watch);
  settleParents(session, watch);
  const leadId = String(lead.Id);
  return { success: true, leadId, accountId, contactId, opportunityId, errors: [] };
}

function failed(errors: LeadConversionResult['errors']): LeadConversionResult {
  return { success: false, leadId: null, accountId: null, contactId: null, opportunityId: null, errors }; // prettier-ignore
}

function convertOne(session: Session, request: LeadConversion): LeadConversionResult {
  try {
    return session.store.undoable(() => convert(session, request));
  } catch (error) {
    if (error instanceof RowError) return failed(error.errors);
    throw error;
  }
}

/**
 * Turns leads into accounts, contacts and opportunities: new ones, or empty fields of those that are named. Each lead for
 * itself, unless `allOrNone`. Flows on Lead see the conversion as an update; validation rules and required fields are asked
 * only where the org's LeadConfig settings say so.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_convertlead.htm
 */
export function convertLeads(
  session: Session,
  requests: readonly LeadConversion[],
  allOrNone: boolean,
): LeadConversionResult[] {
  const withoutValidation = !validatesConversion(session.index.schema);
  const converting: Session = { ...session, withoutValidation };
  const anyFailed = (results: readonly LeadConversionResult[]): boolean =>
    allOrNone && results.some(({ success }) => !success);
  const results = session.store.undoable(
    () => requests.map((request) => convertOne(converting, request)),
    anyFailed,
  );
  if (!anyFailed(results)) return results;
  return results.map((result) => (result.success ? failed([rolledBackError]) : result));
}
