import { z } from 'zod';
import { HumanNeededError, PoisonError, TransientError, type Verdict } from '../errors.ts';
import type { OrgRow, RowOutcome } from './org.ts';

const rowErrorSchema = z.object({
  statusCode: z.string(),
  message: z.string().default(''),
  fields: z.array(z.string()).default([]),
});

/** The results of one sObject Collections request, in the order of its rows. */
export const saveResultsSchema = z.array(
  z.object({
    success: z.boolean(),
    id: z.string().nullish(),
    created: z.boolean().default(false),
    errors: z.array(rowErrorSchema).default([]),
  }),
);
export type SaveResult = z.infer<typeof saveResultsSchema>[number];
type RowError = z.infer<typeof rowErrorSchema>;

/** What became of a row, and how many tries the port itself may spend on it before it tells the caller. */
export interface Judgement {
  outcome: RowOutcome;
  retries: number;
}

/** How the org's version guard begins its message (validation rule SourceVersionNeverFalls on every synced object). */
const stalePrefix = 'STALE_VERSION:';

/** How the rule SharedFieldsAsSeen begins: a person was faster, so the job has to look and decide again. */
const meanwhilePrefix = 'CHANGED_MEANWHILE:';

const assign = 'Assign the permission set SyncService to the user of the service.';
const deploy =
  'Deploy the metadata of this version (sf project deploy start --source-dir force-app), then assign the permission set SyncService.';

interface Treatment {
  verdict: 'transient' | 'human' | 'poison';
  retries?: number;
  /** False where Salesforce's text repeats the value of the field, which may be personal. */
  quote?: boolean;
  action?: string;
}

/** Status codes of rows (research, part B.6). What is not listed is poison: parked where a person sees it. */
const treatments: Readonly<Record<string, Treatment>> = {
  UNABLE_TO_LOCK_ROW: { verdict: 'transient', retries: 4 },
  SERVER_UNAVAILABLE: { verdict: 'transient', retries: 2 },
  UNKNOWN_EXCEPTION: { verdict: 'transient', retries: 1 },
  QUERY_TIMEOUT: { verdict: 'transient', retries: 1 },
  ALL_OR_NONE_OPERATION_ROLLED_BACK: { verdict: 'transient', retries: 1 },
  PROCESSING_HALTED: { verdict: 'transient', retries: 1 },
  INVALID_FIELD: { verdict: 'human', action: deploy },
  INVALID_TYPE: { verdict: 'human', action: deploy },
  INVALID_FIELD_FOR_INSERT_UPDATE: { verdict: 'human', action: deploy },
  NOT_FOUND: { verdict: 'human', action: deploy },
  INSUFFICIENT_ACCESS: { verdict: 'human', action: assign },
  INSUFFICIENT_ACCESS_OR_READONLY: { verdict: 'human', action: assign },
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: { verdict: 'human', action: assign },
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: {
    verdict: 'poison',
    action: 'An automation of the org refuses the record: see its name in the message.',
  },
  CANNOT_EXECUTE_FLOW_TRIGGER: {
    verdict: 'poison',
    action: 'A flow of the org fails on the record: see its name in the message.',
  },
  FIELD_CUSTOM_VALIDATION_EXCEPTION: {
    verdict: 'poison',
    action: 'Change what the message asks for, in the org or in the vendor, then replay the event.',
  },
  REQUIRED_FIELD_MISSING: {
    verdict: 'poison',
    action:
      'The vendor sent no value for it and the org demands one: fill it there, then replay the event.',
  },
  ENTITY_IS_DELETED: {
    verdict: 'poison',
    action:
      'Restore the record from the recycle bin, or remove it for good, then replay the event.',
  },
  INVALID_CROSS_REFERENCE_KEY: {
    verdict: 'poison',
    action: 'The record that it points to is gone: restore it, then replay the event.',
  },
  DUPLICATES_DETECTED: {
    verdict: 'poison',
    action:
      'A duplicate rule of the org refuses it: merge the records, or let the rule allow the service user.',
  },
  STORAGE_LIMIT_EXCEEDED: {
    verdict: 'human',
    action: 'The data storage of the org is full: free space in Setup → Storage Usage.',
  },
  STRING_TOO_LONG: {
    verdict: 'poison',
    quote: false,
    action: 'Shorten the value in the vendor, then replay the event.',
  },
  INVALID_EMAIL_ADDRESS: {
    verdict: 'poison',
    quote: false,
    action: 'Correct the e-mail address in the vendor, then replay the event.',
  },
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: {
    verdict: 'poison',
    action: 'Add the value to the picklist in Setup, then replay the event.',
  },
};

const unlisted: Treatment = {
  verdict: 'poison',
  action: 'Look at the message, mend the cause, then replay the event.',
};

/** Text in which another rule or automation carries a lock conflict or a limit of the moment. */
const passing = /UNABLE_TO_LOCK_ROW|unable to obtain exclusive access|CPU time limit/i;
const parentMissing = /foreign key external id/i;

/**
 * The one translator of Salesforce's row codes: what happened to this row, and whether to try it again at once. A row
 * that the version guard refuses is stale, whatever else is wrong with it.
 */
export function judgeRow(row: OrgRow, result: SaveResult): Judgement {
  const { key } = row;
  if (result.success) {
    const outcome: RowOutcome = {
      status: 'written',
      key,
      id: result.id ?? '',
      created: result.created,
    };
    return { outcome, retries: 0 };
  }
  if (result.errors.some(isStale)) return { outcome: { status: 'stale', key }, retries: 0 };
  const judged = result.errors.map((error) => judgeError(row, error));
  const worst =
    judged.find(({ verdict }) => verdict instanceof PoisonError) ??
    judged.find(({ verdict }) => verdict instanceof HumanNeededError) ??
    judged[0] ??
    judgeError(row, { statusCode: 'UNKNOWN_EXCEPTION', message: 'no reason given', fields: [] });
  return { outcome: { status: 'failed', key, verdict: worst.verdict }, retries: worst.retries };
}

function isStale({ statusCode, message }: RowError): boolean {
  return (
    statusCode === 'FIELD_CUSTOM_VALIDATION_EXCEPTION' && message.trim().startsWith(stalePrefix)
  );
}

function judgeError(row: OrgRow, error: RowError): { verdict: Verdict; retries: number } {
  if (error.statusCode === 'DUPLICATE_VALUE') return judgeDuplicate(row, error);
  if (error.message.trim().startsWith(meanwhilePrefix)) {
    return {
      verdict: verdictFor(row, error, { verdict: 'transient' }, 'CHANGED_MEANWHILE'),
      retries: 0,
    };
  }
  if (parentMissing.test(error.message)) {
    return {
      verdict: verdictFor(row, error, { verdict: 'transient' }, 'PARENT_NOT_FOUND'),
      retries: 1,
    };
  }
  const treatment: Treatment = passing.test(error.message)
    ? { verdict: 'transient', retries: 4 }
    : (treatments[error.statusCode] ?? unlisted);
  return { verdict: verdictFor(row, error, treatment), retries: treatment.retries ?? 0 };
}

/**
 * A duplicate of the row's own key is a race between two writers: on the second try the row is an update. A duplicate
 * in another unique field needs a person.
 */
function judgeDuplicate(row: OrgRow, error: RowError): { verdict: Verdict; retries: number } {
  const keyField = row.keyField ?? 'ExternalKey__c';
  const named = /duplicate value found: (\w+)/.exec(error.message)?.[1];
  const field = named ?? error.fields[0] ?? 'a unique field';
  const onKey = field === keyField;
  const other = /with id: (\w{15,18})/.exec(error.message)?.[1] ?? 'another record';
  const verdict = new PoisonError({
    code: 'DUPLICATE_VALUE',
    message: `${nameOf(row)} was not saved: ${other} already has the same value in ${field}.`,
    action: onKey
      ? `The service cannot see ${other}: assign the permission set SyncService, or restore the record.`
      : `Merge it with ${other}, or change ${field} of one of them, then replay the event.`,
  });
  return { verdict, retries: onKey ? 1 : 0 };
}

function nameOf(row: OrgRow): string {
  return `${row.object} ${row.key}`;
}

function verdictFor(row: OrgRow, error: RowError, treatment: Treatment, code?: string): Verdict {
  const fields = error.fields.length > 0 ? ` (${error.fields.join(', ')})` : '';
  const text = treatment.quote === false ? '' : `: ${error.message}`;
  const details = {
    code: code ?? error.statusCode,
    message: `${nameOf(row)} was not saved: ${error.statusCode}${fields}${text}`,
    action: treatment.action ?? '',
  };
  switch (treatment.verdict) {
    case 'transient':
      return new TransientError(details);
    case 'human':
      return new HumanNeededError({ ...details, scope: 'salesforce' });
    case 'poison':
      return new PoisonError(details);
  }
}
