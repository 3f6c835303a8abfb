import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from '../src/clock.ts';
import { connectOrg } from '../src/salesforce/connect-org.ts';
import type { Org, OrgAdmin } from '../src/salesforce/org.ts';
import { openStory, type Story } from '../test/story/story.ts';
import { checkStory } from './demo-parts/checks.ts';
import { partnerStackSecret, post, stripeSecret, untilQuiet } from '../test/support/door.ts';
import { bothWays } from './demo-parts/both-ways.ts';
import { storiesAfterwards } from './demo-parts/golden/afterwards.ts';
import { goldenStories } from './demo-parts/golden/checks.ts';
import { hirePeople, type OrgHandle } from './demo-parts/people.ts';
import { show } from './demo-parts/stage.ts';
import { freePort, runCommand, startPartnerverse, type Running } from './demo-parts/processes.ts';
import { commissionLines, whoEarnedWhat } from './demo-parts/report.ts';
import { createNetwork, seededRandom } from './demo-parts/shuffle.ts';

const once = process.argv.includes('--once');
const seedOption = process.argv.find((argument) => argument.startsWith('--seed='));
const seed = Number(seedOption?.slice('--seed='.length) ?? Math.floor(Math.random() * 1e9));
const bold = (text: string): string => (process.stdout.isTTY ? `\x1b[1m${text}\x1b[0m` : text);
const started = performance.now();
const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(1)} s`;

const readySchema = z.object({ instanceUrl: z.string(), accessToken: z.string() });
/** The running demo has no five minutes for what comes round by the clock. */
const sweepSeconds = 'changes=1,credit=4,milestones=4,goals=4';

const running: Running[] = [];
const scratch = mkdtempSync(join(tmpdir(), 'partnerverse-demo-'));

async function startOrg(): Promise<OrgHandle> {
  console.log(
    bold('1  A local Salesforce org starts, and the real sf CLI deploys force-app to it'),
  );
  const port = await freePort();
  const org = await startPartnerverse(['local-org', '--port', String(port)], {}, (line) =>
    line.startsWith('{') ? readySchema.parse(JSON.parse(line)) : null,
  );
  running.push(org);
  const from = performance.now();
  await runCommand(
    'sf',
    [
      'project',
      'deploy',
      'start',
      '--source-dir',
      'force-app',
      '--target-org',
      org.ready.accessToken,
    ],
    { HOME: scratch, SF_ORG_INSTANCE_URL: org.ready.instanceUrl },
  );
  console.log(`   deployed in ${seconds(from)}`);
  return org.ready;
}

async function startServiceFor(
  { instanceUrl }: OrgHandle,
  accessToken: string,
  story: Story,
): Promise<string> {
  console.log(
    bold('2  The service starts, on ') +
      (process.env['REDIS_URL'] ? 'Redis (REDIS_URL)' : 'its embedded queue'),
  );
  const port = await freePort();
  const service = await startPartnerverse(
    ['serve', '--port', String(port), '--host', '127.0.0.1'],
    {
      PARTNERVERSE_DATA_DIR: join(scratch, 'queue'),
      SALESFORCE_INSTANCE_URL: instanceUrl,
      SALESFORCE_ACCESS_TOKEN: accessToken,
      SWEEP_SECONDS: sweepSeconds,
      STRIPE_API_KEY: story.stripe.apiKey,
      STRIPE_API_BASE: story.stripe.url,
      STRIPE_WEBHOOK_SECRETS: stripeSecret,
      PARTNERSTACK_API_KEY: story.partnerstack.apiKey,
      PARTNERSTACK_API_BASE: story.partnerstack.apiBase,
      PARTNERSTACK_WEBHOOK_SECRETS: partnerStackSecret,
    },
    (line) => (line.includes('Connected to the org') ? true : null),
  );
  running.push(service);
  return `http://127.0.0.1:${port}`;
}

async function tell(
  story: Story,
  serviceUrl: string,
): Promise<{ posted: number; refused: number }> {
  const network = createNetwork(seededRandom(seed));
  const counts = { posted: 0, refused: 0 };
  const send = async (deliveries: Parameters<typeof post>[1][]): Promise<void> => {
    const statuses = await Promise.all(deliveries.map((delivery) => post(serviceUrl, delivery)));
    counts.posted += statuses.length;
    counts.refused += statuses.filter((status) => status !== 202).length;
  };
  for (const step of story.steps) {
    const { arriving, late } = network.send(step.act());
    await send(arriving);
    console.log(`   · ${step.title}${late > 0 ? ` (${late} deliveries are late)` : ''}`);
  }
  await send(network.rest());
  await untilQuiet(serviceUrl);
  return counts;
}

/** A rep works in Salesforce: adds the partner who delivers, is stopped above 100 %, and sets 60/40. */
async function repAddsPartner(org: Org & OrgAdmin): Promise<void> {
  const [deal] = await org.query(
    "SELECT ExternalKey__c, (SELECT ExternalKey__c FROM PartnerAttributions__r) FROM Opportunity WHERE Name = 'Globex'",
  );
  const dealKey = String(deal?.['ExternalKey__c']);
  const [acme] = await org.query(
    `SELECT ExternalKey__c FROM OpportunityAttribution__c WHERE Opportunity__r.ExternalKey__c = '${dealKey}'`,
  );
  const [ajax] = await org.query(
    "SELECT ExternalKey__c FROM Partnership__c WHERE Name LIKE 'Ajax%'",
  );
  const share = (percent: number) => ({
    object: 'OpportunityAttribution__c',
    key: 'demo:ajax-delivers',
    fields: {
      Opportunity__r: { ExternalKey__c: dealKey },
      Partnership__r: { ExternalKey__c: String(ajax?.['ExternalKey__c']) },
      Role__c: 'Delivered',
      PayableSplitPercent__c: percent,
      Reason__c: 'Ajax does the roll-out.',
    },
  });
  const [refused] = await org.upsert([share(10)]);
  console.log(
    `   · A rep adds Ajax, who delivers, with 10 % on top of Acme’s 100 %: ${refused?.status === 'failed' ? `“${refused.verdict.message}”` : 'ACCEPTED, which is wrong'}`,
  );
  await org.save([
    {
      object: 'OpportunityAttribution__c',
      key: String(acme?.['ExternalKey__c']),
      fields: { PayableSplitPercent__c: 60 },
    },
  ]);
  await org.save([share(40)]);
  console.log('   · The rep sets 60 % for Acme and 40 % for Ajax: accepted');
}

async function play(): Promise<boolean> {
  const story = await openStory();
  const org = await startOrg();
  const port = await connectOrg({ kind: 'token', ...org }, { clock: systemClock });
  await port.save(story.setup);
  const people = await hirePeople(org);
  const serviceUrl = await startServiceFor(org, people.service.accessToken, story);
  console.log(
    bold(
      `3  The story, told through the public door (deliveries doubled, shuffled and late; --seed=${seed})`,
    ),
  );
  const from = performance.now();
  const counts = await tell(story, serviceUrl);
  const took = (performance.now() - from) / 1000;
  await repAddsPartner(port);
  console.log(
    `   ${counts.posted} deliveries posted, ${counts.refused} refused, told in ${took.toFixed(1)} s`,
  );
  console.log(bold('\n4  Who earned what, and why'));
  const lines = await commissionLines(port);
  console.log(whoEarnedWhat(lines));
  console.log(bold('\n5  Checked'));
  const checks = [
    ...(await checkStory(port, story, lines)),
    {
      what: 'every delivery was acknowledged',
      holds: counts.refused === 0,
      detail: `${counts.refused} were not`,
    },
  ];
  show(checks);
  const stage = { story, org: port, people, instanceUrl: org.instanceUrl, serviceUrl };
  console.log(bold('\n6  The golden stories, each against an independent calculation'));
  checks.push(...(await goldenStories(stage)), ...(await storiesAfterwards(stage)));
  console.log(bold('\n7  Both ways: a deal that a rep and a partner change'));
  checks.push(...(await bothWays(stage)));
  await port.close();
  console.log(bold('\n8  Look around'));
  console.log(
    `   the org’s records   ${org.instanceUrl}/\n   the ops console     ${serviceUrl}/console\n   metrics             ${serviceUrl}/metrics`,
  );
  console.log(
    `   with the sf CLI     SF_ORG_INSTANCE_URL=${org.instanceUrl} npx sf data query --target-org '${org.accessToken}' --query 'SELECT Name, CommissionTotal__c FROM Partnership__c'`,
  );
  if (!once) {
    console.log('\nEverything stays up. Press Ctrl+C to end it.');
    await new Promise((resolve) => process.once('SIGINT', resolve));
  }
  await story.close();
  return checks.every((check) => check.holds);
}

try {
  const holds = await play();
  console.log(
    bold(
      holds
        ? `\nThe story is complete and every check holds (${seconds(started)}).`
        : '\nThe story is complete, but not every check holds.',
    ),
  );
  process.exitCode = holds ? 0 : 1;
} finally {
  for (const process of running.reverse()) await process.stop();
  rmSync(scratch, { recursive: true, force: true });
}
process.exit();
