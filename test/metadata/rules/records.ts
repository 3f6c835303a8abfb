import { textOf } from '../../../scripts/generate/metadata-file.ts';
import { DeployedOrg, refusal, type Values } from '../deployed-org.ts';
import { files } from '../force-app.ts';

let deployed: DeployedOrg | null = null;
let counter = 0;

/** A text that no other record has. */
export const unique = (word: string): string => `${word}-${(counter += 1)}`;

export async function openOrg(): Promise<void> {
  deployed = await DeployedOrg.start();
}

export async function closeOrg(): Promise<void> {
  await deployed?.close();
}

/** The org that all cases share; every case makes records of its own. */
export function org(): DeployedOrg {
  if (!deployed) throw new Error('Call openOrg in beforeAll first.');
  return deployed;
}

/** Rules that some case has broken on purpose: every rule of force-app must be among them at the end. */
export const broken = new Set<string>();

/** Expects the write to be refused by that rule, with its message, on its field. */
export async function refusedBy(
  object: string,
  rule: string,
  write: Promise<unknown>,
): Promise<void> {
  const file = files.find(
    (one) => one.object === object && one.name === rule && one.kind === 'validationRule',
  );
  if (!file) throw new Error(`There is no rule ${rule} on ${object}.`);
  const refused = await refusal(write);
  expect(refused.message).toContain(textOf(file.xml, 'errorMessage') ?? 'no message');
  expect(refused.code).toBe('FIELD_CUSTOM_VALIDATION_EXCEPTION');
  const field = textOf(file.xml, 'errorDisplayField');
  if (field !== undefined) expect(refused.fields).toContain(field);
  broken.add(`${object}.${rule}`);
}

export const account = (values: Values = {}) =>
  org().create('Account', { Name: unique('Company'), ...values });
export const program = (values: Values = {}) =>
  org().create('PartnerProgram__c', {
    Name: unique('Program'),
    OffersFunds__c: true,
    ...values,
  });
export async function partnership(values: Values = {}): Promise<string> {
  return org().create('Partnership__c', {
    Name: unique('Partnership'),
    Partner__c: await account(),
    Program__c: await program(),
    ...values,
  });
}
export const opportunity = (values: Values = {}) =>
  org().create('Opportunity', {
    Name: unique('Deal'),
    StageName: 'Prospecting',
    CloseDate: '2027-01-31',
    ...values,
  });
export async function credit(values: Values = {}): Promise<string> {
  return org().create('OpportunityAttribution__c', {
    Opportunity__c: await opportunity(),
    Partnership__c: await partnership(),
    Role__c: 'Sourced',
    ...values,
  });
}
export async function customerCredit(values: Values = {}): Promise<string> {
  return org().create('AccountAttribution__c', {
    Account__c: await account(),
    Partnership__c: await partnership(),
    Role__c: 'Sourced',
    ...values,
  });
}
export const lead = (values: Values = {}) =>
  org().create('Lead', { LastName: unique('Person'), Company: unique('Company'), ...values });
export async function leadCredit(values: Values = {}): Promise<string> {
  return org().create('LeadAttribution__c', {
    Lead__c: await lead(),
    Partnership__c: await partnership(),
    Role__c: 'Sourced',
    ...values,
  });
}
export const identity = () =>
  org().create('ExternalIdentity__c', { ExternalKey__c: unique('identity') });
export async function entry(values: Values = {}): Promise<string> {
  return org().create('RevenueEntry__c', {
    ExternalKey__c: unique('entry'),
    CustomerIdentity__c: await identity(),
    Kind__c: 'Payment',
    SourceAmount__c: 100,
    SourceCurrency__c: 'USD',
    OccurredAt__c: '2026-09-05T10:00:00.000Z',
    ...values,
  });
}
export async function rule(values: Values = {}): Promise<string> {
  return org().create('CommissionRule__c', {
    Name: unique('Rule'),
    Program__c: await program(),
    RatePercent__c: 20,
    EffectiveFrom__c: '2026-01-01',
    ...values,
  });
}
export async function statement(values: Values = {}): Promise<string> {
  return org().create('CommissionStatement__c', {
    Partnership__c: await partnership(),
    ExternalKey__c: unique('statement'),
    Period__c: '2026-09',
    Currency__c: 'USD',
    ...values,
  });
}
export async function line(values: Values = {}): Promise<string> {
  return org().create('Commission__c', {
    CommissionStatement__c: await statement(),
    RevenueEntry__c: await entry(),
    CommissionRule__c: await rule(),
    ExternalKey__c: unique('line'),
    Amount__c: 20,
    BaseAmount__c: 100,
    Currency__c: 'USD',
    Reason__c: '20 % of 100.00 USD.',
    ...values,
  });
}
export async function registration(values: Values = {}): Promise<string> {
  return org().create('DealRegistration__c', {
    Partnership__c: await partnership(),
    Company__c: unique('Prospect'),
    ...values,
  });
}
/** The administrator, who is the session of the tests. */
export async function user(): Promise<string> {
  return String((await org().one('SELECT Id FROM User WHERE IsActive = true LIMIT 1'))['Id']);
}
export async function goal(values: Values = {}): Promise<string> {
  return org().create('PartnerGoal__c', {
    Partnership__c: await partnership(),
    Metric__c: 'New Leads',
    Target__c: 5,
    PeriodStart__c: '2999-01-01',
    PeriodEnd__c: '2999-03-31',
    GoalOwner__c: await user(),
    ...values,
  });
}
export async function review(values: Values = {}): Promise<string> {
  return org().create('BusinessReview__c', {
    Partnership__c: await partnership(),
    PeriodStart__c: '2026-07-01',
    PeriodEnd__c: '2026-09-30',
    ...values,
  });
}
export async function fundRequest(values: Values = {}): Promise<string> {
  return org().create('FundRequest__c', {
    Partnership__c: await partnership(),
    Purpose__c: 'Booth at the spring fair.',
    RequestedAmount__c: 1000,
    ...values,
  });
}

const grants = new Set<string>();

/** Gives the administrator a permission set of force-app, once. */
export async function grant(name: string): Promise<void> {
  if (grants.has(name)) return;
  const set = await org().one(`SELECT Id FROM PermissionSet WHERE Name = '${name}'`);
  const assignment = { AssigneeId: await user(), PermissionSetId: set['Id'] };
  await org().create('PermissionSetAssignment', assignment);
  grants.add(name);
}
