import { z } from 'zod';
import { HumanNeededError, Verdict } from '../errors.ts';
import { budgetState, type ApiUsage, type BudgetState } from './budget.ts';
import type { ObjectNeeds, OrgNeeds } from './org-needs.ts';
import type { ObjectDescription, Org, OrgAdmin } from './org.ts';

/** One thing that was looked at. `action` says what a person does about it; empty where all is well. */
export interface OrgFinding {
  level: 'ok' | 'warning' | 'problem';
  subject: string;
  message: string;
  action: string;
}

const deploy = 'Run: sf project deploy start --source-dir force-app';
const assign =
  'Run: sf org assign permset --name SyncService --on-behalf-of <user name of the service>';

const both = `${deploy} and then: ${assign.replace('Run: ', '')}`;

const organizationSchema = z.object({
  OrganizationType: z.string().nullable(),
  IsSandbox: z.boolean(),
});

function ok(subject: string, message: string): OrgFinding {
  return { level: 'ok', subject, message, action: '' };
}

function problem(subject: string, message: string, action: string): OrgFinding {
  return { level: 'problem', subject, message, action };
}

/**
 * Looks over the org with the eyes of the service user: can it be reached, what kind of org it is, are the metadata and
 * the permissions there, is there room for API calls. Never throws for a verdict: it is a finding. Spends one API call
 * per object.
 */
export async function checkOrg(org: Org & OrgAdmin, needs: OrgNeeds): Promise<OrgFinding[]> {
  try {
    const findings = [await organizationFinding(org)];
    const descriptions = new Map<string, ObjectDescription>();
    for (const object of needs.objects) {
      const description = await org.describe(object.object);
      if (description) descriptions.set(object.object, description);
      findings.push(...objectFindings(object, description));
    }
    findings.push(...needs.recordTypes.map((name) => recordTypeFinding(name, descriptions)));
    return [...findings, budgetFinding(org.usage())];
  } catch (error) {
    if (!(error instanceof Verdict)) throw error;
    const later = error instanceof HumanNeededError ? '' : 'Try again in a minute.';
    return [problem('connection', error.message, error.action === '' ? later : error.action)];
  }
}

async function organizationFinding(org: OrgAdmin): Promise<OrgFinding> {
  const [record] = await org.query('SELECT OrganizationType, IsSandbox FROM Organization');
  const organization = organizationSchema.safeParse(record);
  if (!organization.success) {
    return problem('organization', 'The org does not say what kind of org it is.', assign);
  }
  const { OrganizationType: type, IsSandbox: isSandbox } = organization.data;
  const kind = isSandbox ? 'a sandbox' : `an org of type ${type ?? 'unknown'}`;
  const isProduction = !isSandbox && type !== 'Developer Edition';
  return ok('organization', `Connected to ${kind}${isProduction ? ': production data' : ''}.`);
}

/** What the user lacks on one object, as few findings as say it; a field that the user may not read is not described. */
export function objectFindings(
  needs: ObjectNeeds,
  description: ObjectDescription | null,
): OrgFinding[] {
  const { object } = needs;
  if (!description) {
    const message = `${object} is not in the org, or the service user may not see it.`;
    return [problem(object, message, both)];
  }
  const fields = new Map(description.fields.map((field) => [field.name, field]));
  const missing = needs.reads.filter((name) => !fields.has(name));
  const may = (right: 'createable' | 'updateable', names: readonly string[]) =>
    names.filter((name) => fields.get(name)?.[right] === false);
  const findings: OrgFinding[] = [];
  if (missing.length > 0) {
    const message = `${object}: the service user does not see ${missing.join(', ')}.`;
    findings.push(problem(object, message, both));
  }
  if (needs.creates.length > 0 && !description.createable) {
    findings.push(problem(object, `${object}: the service user may not create records.`, assign));
  }
  if (needs.updates.length > 0 && !description.updateable) {
    findings.push(problem(object, `${object}: the service user may not edit records.`, assign));
  }
  const locked = new Set([
    ...may('createable', needs.creates),
    ...may('updateable', needs.updates),
  ]);
  if (locked.size > 0) {
    const message = `${object}: the service user may not write ${[...locked].join(', ')}.`;
    findings.push(problem(object, message, assign));
  }
  return findings.length > 0
    ? findings
    : [ok(object, `${object}: all ${needs.reads.length} fields are as they should be.`)];
}

function recordTypeFinding(
  name: string,
  descriptions: ReadonlyMap<string, ObjectDescription>,
): OrgFinding {
  const [object = '', developerName = ''] = name.split('.');
  const found = descriptions
    .get(object)
    ?.recordTypeInfos.find((info) => info.developerName === developerName);
  if (found?.active && found.available) return ok(name, `Record type ${name} can be used.`);
  if (found?.active) {
    return problem(name, `The service user may not use the record type ${name}.`, assign);
  }
  return problem(name, `The org has no active record type ${name}.`, deploy);
}

const budgetTexts: Readonly<Record<BudgetState, string>> = {
  normal: '',
  'slow-down': 'The service gathers more work per call from now on.',
  'urgent-only': 'Sweeps and backfills wait until there is room again.',
  stop: 'The service has stopped calling the org until there is room again.',
};

/** The share of the daily API calls that is spent, by all integrations of the org. */
export function budgetFinding(usage: ApiUsage | null): OrgFinding {
  const subject = 'API calls';
  if (usage === null) return ok(subject, 'The org does not say how many API calls are left.');
  const state = budgetState(usage);
  const message = `${usage.used} of ${usage.limit} API calls of the last 24 hours are spent.`;
  if (state === 'normal') return ok(subject, message);
  return {
    level: state === 'stop' ? 'problem' : 'warning',
    subject,
    message: `${message} ${budgetTexts[state]}`,
    action: 'See Setup → Company Information → API Requests for who uses them, or buy more.',
  };
}
