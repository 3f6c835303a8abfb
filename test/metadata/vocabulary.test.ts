import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentTypes, type IdentityType } from '../../src/events/document.ts';
import { movementKinds } from '../../src/events/billing.ts';
import {
  attributionOrigins,
  type AttributionReasonCode,
  type HeldAttribution,
} from '../../src/rules/attribution.ts';
import type { EntryCredit } from '../../src/rules/commission.ts';
import { creditModels, roleWeights } from '../../src/rules/credit-model.ts';
import type { CommissionLine } from '../../src/rules/commission-line.ts';
import type { IssueCode } from '../../src/salesforce/rows/sync-issue.ts';
import {
  attributionOriginValues,
  externalIdentityTypeValues,
  partnerProgramAttributionModelValues,
  partnerRoleValues,
  revenueEntryKindValues,
  vendorValues,
  type AttributionReason,
  type AttributionStatus,
  type CommissionKind,
  type CommissionReasonCode,
  type ExternalIdentityType,
  type OrgField,
  type OrgObjects,
  type RevenueEntryCreditStatus,
  type SyncIssueCode,
} from '../../src/salesforce/schema.generated.ts';
import { model, projectRoot } from './force-app.ts';

/** Does not compile unless every word of `Used` is a value of `Known`. */
type Within<Used extends Known, Known> = Used;

/** The words of the rules are values of the picklists; the compiler says so, the test only keeps the list in use. */
interface Agreements {
  attributionReason: Within<AttributionReasonCode, AttributionReason>;
  attributionStatus: Within<HeldAttribution['status'], AttributionStatus>;
  commissionKind: Within<CommissionLine['kind'], CommissionKind>;
  commissionReason: Within<CommissionLine['reasonCode'], CommissionReasonCode>;
  creditStatus: Within<EntryCredit['status'], RevenueEntryCreditStatus>;
  identityType: Within<Exclude<IdentityType, 'invoice' | 'charge'>, ExternalIdentityType>;
  issueCode: Within<IssueCode, SyncIssueCode>;
}

test('misspelt fields and picklist values do not compile', () => {
  const sound: Partial<Agreements> = { issueCode: 'NO_RULE_IN_FORCE' };
  const line: Partial<OrgObjects['Commission__c']> = { Status__c: 'Held', Amount__c: null };
  // @ts-expect-error -- there is no such status
  line.Status__c = 'On Hold';
  // @ts-expect-error -- the master of a record is never blank
  line.CommissionStatement__c = null;
  // @ts-expect-error -- there is no such field
  const field: OrgField<'Commission__c'> = 'Amout__c';
  expect([sound.issueCode, line.Amount__c, field]).toEqual(['NO_RULE_IN_FORCE', null, 'Amout__c']);
});

test('origins of credit are the same words in the rules and in the org', () => {
  expect([...attributionOrigins].sort()).toEqual([...attributionOriginValues].sort());
});

test('models and roles of credit are the same words in the rules and in the org', () => {
  expect([...creditModels].sort()).toEqual([...partnerProgramAttributionModelValues].sort());
  expect(Object.keys(roleWeights).sort()).toEqual([...partnerRoleValues].sort());
});

test('every movement of money has its kind of entry', () => {
  const kinds = revenueEntryKindValues.map((kind) => kind.toLowerCase());
  expect(kinds).toEqual(expect.arrayContaining([...movementKinds]));
});

test('every document that has an identity has its type', () => {
  const ledgerOnly = ['invoice', 'charge'];
  const types = documentTypes.filter((type) => !ledgerOnly.includes(type));
  expect(externalIdentityTypeValues).toEqual(expect.arrayContaining(types));
});

test('every vendor folder is a value of the vendor picklist', () => {
  const folders = readdirSync(join(projectRoot, 'src', 'vendors'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  expect(vendorValues).toEqual(expect.arrayContaining(folders));
});

test('the source names only objects, fields and relations that force-app defines', () => {
  const known = new Set(
    model.objects.flatMap((object) => [object.name, ...object.fields.map((field) => field.name)]),
  );
  const source = join(projectRoot, 'src');
  const unknown = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(source, 'local-org')))
    .flatMap((path) =>
      [...withoutComments(readFileSync(path, 'utf8')).matchAll(/\b([A-Z]\w*)__[cr]\b/g)]
        .filter(([, name = '']) => !known.has(`${name}__c`))
        .map(([name]) => `${path}: ${name}`),
    );
  expect(unknown).toEqual([]);
});

/** Examples in comments may name anything. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}
