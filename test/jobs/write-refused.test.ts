import { PoisonError } from '../../src/errors.ts';
import { systemClock } from '../../src/clock.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { simulate } from '../support/simulation.ts';
import { fromPartnerStack } from '../story/step.ts';
import { openStory, type Story } from '../story/story.ts';

let org: LocalOrg;
let port: Org & OrgAdmin;
let story: Story;

beforeAll(async () => {
  org = await startDeployedOrg();
  port = await connectOrg({ kind: 'token', ...org }, { clock: systemClock });
  story = await openStory();
}, 120_000);

afterAll(async () => {
  await story.close();
  await port.close();
  await org.close();
});

test('a lead that the org refuses is parked and told to people, and the issue closes itself once it is mended', async () => {
  const setting = { org, stripe: story.stripe, partnerstack: story.partnerstack, random: () => 0 };
  await port.save(story.setup);
  const partners = story.steps.slice(0, 2).flatMap((step) => step.act());
  await simulate(setting, partners);
  const lead = story.partnerstack.addLead({
    partnerKey: 'ajax',
    company: 'Wile Ltd',
    lastName: 'Coyote',
    email: 'not an e-mail',
  });
  await expect(simulate(setting, fromPartnerStack(lead))).rejects.toBeInstanceOf(PoisonError);
  const issues =
    "SELECT Status__c, Message__c, WhatToDo__c FROM SyncIssue__c WHERE Code__c = 'WRITE_REFUSED'";
  expect(await port.query(issues)).toMatchObject([
    {
      Status__c: 'Open',
      Message__c: expect.stringContaining('of PartnerStack could not be saved'),
    },
  ]);
  expect(await port.query('SELECT Id FROM Lead')).toEqual([]);

  const fields = (lead.data['fields'] as { api_name: string }[]).map((field) =>
    field.api_name === 'email' ? { ...field, value: 'wile@wile.example' } : field,
  );
  await simulate(setting, fromPartnerStack(story.partnerstack.update(lead.data.key, { fields })));
  expect(await port.query(issues)).toMatchObject([{ Status__c: 'Resolved' }]);
  expect(await port.query('SELECT LastName FROM Lead')).toMatchObject([{ LastName: 'Coyote' }]);
});
