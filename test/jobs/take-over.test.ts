import jsforce from 'jsforce';
import { fixedClock } from '../../src/clock.ts';
import { followMerges } from '../../src/jobs/follow-merges.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin, OrgRecord } from '../../src/salesforce/org.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';

let org: LocalOrg;
let service: Org & OrgAdmin;
let rep: jsforce.Connection;
const clock = fixedClock(new Date('2026-06-10T12:00:00Z'));

beforeAll(async () => {
  org = await startDeployedOrg({ now: () => clock.now() });
  service = await connectOrg({ kind: 'token', ...asSyncService(org) }, { clock });
  rep = new jsforce.Connection({ ...org, version: '64.0' });
}, 120_000);

afterAll(async () => {
  await service.close();
  await org.close();
});

async function made(object: string, fields: Record<string, unknown>): Promise<string> {
  const saved = await rep.sobject(object).create(fields);
  if (!saved.success) throw new Error(JSON.stringify(saved));
  return saved.id;
}

const merge = async (Id: string, into: string): Promise<void> => {
  const saved = await rep.sobject('Partnership__c').update({ Id, MergedInto__c: into });
  expect(saved.success).toBe(true);
};
const sweep = (): Promise<void> => followMerges({ org: service, clock, countDocument: () => undefined }); // prettier-ignore
const read = async (soql: string): Promise<OrgRecord[]> => (await rep.query(soql)).records;

test('goals and registrations that are not over go on at the other, as they are and once', async () => {
  const Program__c = await made('PartnerProgram__c', { Name: 'Referral', Type__c: 'Referral' });
  const partnership = async (Name: string): Promise<string> =>
    made('Partnership__c', { Name, Partner__c: await made('Account', { Name }), Program__c, Status__c: 'Active' }); // prettier-ignore
  const acme = await partnership('Acme');
  const ajax = await partnership('Ajax');
  const bolt = await partnership('Bolt');
  const goal = (of: string, Metric__c: string, more: Record<string, unknown> = {}): Promise<string> =>
    made('PartnerGoal__c', { Partnership__c: of, Metric__c, Target__c: 10, PeriodStart__c: '2026-04-01', PeriodEnd__c: '2026-06-30', ...more }); // prettier-ignore
  await goal(acme, 'New Leads', { Attained__c: 6, RenewAutomatically__c: true, Description__c: 'By fairs.' }); // prettier-ignore
  await goal(acme, 'Certifications', { PeriodStart__c: '2026-07-01', PeriodEnd__c: '2026-09-30' });
  await goal(acme, 'New Leads', { PeriodStart__c: '2026-01-01', PeriodEnd__c: '2026-03-31' });
  await goal(acme, 'Won Revenue');
  await goal(ajax, 'Won Revenue', { Target__c: 500 });
  await goal(bolt, 'New Leads', { PeriodStart__c: '2026-06-01' });
  const registration = (Company__c: string, more: Record<string, unknown>): Promise<string> =>
    made('DealRegistration__c', { Partnership__c: acme, Company__c, SubmittedAt__c: '2026-05-01T00:00:00Z', ...more }); // prettier-ignore
  await registration('Approved', { Status__c: 'Approved', ExpiresOn__c: '2026-06-10', Description__c: 'They need ten.' }); // prettier-ignore
  await registration('Over', { Status__c: 'Approved', ExpiresOn__c: '2026-06-09' });
  await registration('Rejected', { Status__c: 'Rejected', DecisionReason__c: 'Ours.' });
  await registration('Waits', { Status__c: 'Submitted' });
  await merge(acme, ajax);
  await merge(bolt, ajax);
  await sweep();

  const goals = (): Promise<OrgRecord[]> =>
    read('SELECT Partnership__r.Name, Metric__c, Target__c, PeriodStart__c, RenewAutomatically__c, Description__c, SystemModstamp FROM PartnerGoal__c ORDER BY Metric__c, PeriodStart__c, Target__c'); // prettier-ignore
  const at = (Name: string, Metric__c: string, PeriodStart__c: string) => ({ Partnership__r: { Name }, Metric__c, PeriodStart__c }); // prettier-ignore
  expect(await goals()).toMatchObject([
    at('Acme', 'New Leads', '2026-01-01'),
    {
      ...at('Ajax', 'New Leads', '2026-04-01'),
      Target__c: 10,
      RenewAutomatically__c: true,
      Description__c:
        'Taken over on 2026-06-10: Acme was merged into Ajax. Acme had reached 6 of 10. Before: By fairs.',
    },
    at('Bolt', 'New Leads', '2026-06-01'),
    { ...at('Acme', 'Won Revenue', '2026-04-01'), Target__c: 10 },
    { ...at('Ajax', 'Won Revenue', '2026-04-01'), Target__c: 500 },
    at('Ajax', 'Certifications', '2026-07-01'),
  ]);
  const registrations = (): Promise<OrgRecord[]> =>
    read('SELECT Company__c, Partnership__r.Name, Status__c, ExpiresOn__c, SubmittedAt__c, Description__c, SystemModstamp FROM DealRegistration__c ORDER BY Company__c'); // prettier-ignore
  expect(await registrations()).toMatchObject([
    {
      Partnership__r: { Name: 'Ajax' },
      Status__c: 'Approved',
      ExpiresOn__c: '2026-06-10',
      Description__c:
        'They need ten.\n\nTaken over on 2026-06-10: Acme, who registered this deal, was merged into Ajax.',
    },
    { Partnership__r: { Name: 'Acme' } },
    { Partnership__r: { Name: 'Acme' }, Status__c: 'Rejected' },
    {
      Partnership__r: { Name: 'Ajax' },
      Status__c: 'Submitted',
      SubmittedAt__c: '2026-05-01T00:00:00.000+0000',
    },
  ]);
  const issues = (): Promise<OrgRecord[]> =>
    read(
      'SELECT Code__c, Status__c, Message__c FROM SyncIssue__c ORDER BY CreatedDate, ExternalKey__c',
    );
  expect(await issues()).toMatchObject([
    { Code__c: 'PARTNER_MERGED', Message__c: expect.stringContaining('Both have a goal for Won Revenue') }, // prettier-ignore
    { Code__c: 'PARTNER_MERGED', Message__c: expect.stringContaining('that of Bolt (target 10) stays behind') }, // prettier-ignore
  ]);

  const resolved = await read('SELECT Id FROM SyncIssue__c');
  for (const { Id } of resolved) await rep.sobject('SyncIssue__c').update({ Id: String(Id), Status__c: 'Resolved', ResolvedAt__c: clock.now().toISOString() }); // prettier-ignore
  const before = [await goals(), await registrations(), await issues()];
  await sweep();
  expect([await goals(), await registrations(), await issues()]).toEqual(before);
});
