import fc from 'fast-check';
import { z } from 'zod';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { systemClock } from '../../src/clock.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';
import { pictureOf, type OrgPicture } from '../support/org-picture.ts';
import { simulate } from '../support/simulation.ts';
import { expectedOf } from './oracle.ts';
import { openStory, type Story } from './story.ts';
import type { StoryDelivery } from './step.ts';

let org: LocalOrg;
let syncService: { instanceUrl: string; accessToken: string };
let story: Story;
let deliveries: StoryDelivery[];

beforeAll(async () => {
  org = await startDeployedOrg();
  syncService = asSyncService(org);
  story = await openStory();
  deliveries = story.steps.flatMap((step) => step.act());
}, 120_000);

afterAll(async () => {
  await story.close();
  await org.close();
});

/** An org with nothing but the admin's terms in it, and then the deliveries in this order. */
async function play(order: readonly StoryDelivery[], random: () => number): Promise<OrgPicture> {
  org.reset();
  const port = await connectOrg({ kind: 'token', ...org }, { clock: systemClock });
  await port.save(story.setup);
  await port.close();
  const { stripe, partnerstack } = story;
  await simulate({ org: syncService, stripe, partnerstack, random }, order);
  return pictureOf(org);
}

const named = z.object({ Name: z.string() });
const statementSchema = z.object({
  Currency__c: z.string(),
  Total__c: z.number(),
  Partnership__r: z.object({ Partner__r: named, Program__r: named }),
});

async function earned(): Promise<Map<string, number>> {
  const port = await connectOrg({ kind: 'token', ...org }, { clock: systemClock });
  const statements = await port.query(
    'SELECT Partnership__r.Partner__r.Name, Partnership__r.Program__r.Name, Currency__c, Total__c FROM CommissionStatement__c',
  );
  await port.close();
  const sums = new Map<string, number>();
  for (const statement of statements.map((record) => statementSchema.parse(record))) {
    const { Partner__r: partner, Program__r: program } = statement.Partnership__r;
    const key = `${partner.Name} ${program.Name} ${statement.Currency__c}`;
    const minor = Math.round(statement.Total__c * (statement.Currency__c === 'JPY' ? 1 : 100));
    sums.set(key, (sums.get(key) ?? 0) + minor);
  }
  return new Map([...sums].filter(([, minor]) => minor !== 0));
}

test('the story, told in order, ends with what an independent calculation expects, to the cent', async () => {
  await play(deliveries, () => 0);
  expect(await earned()).toEqual(expectedOf(story.stripe).commissions);
}, 60_000);

test('I2 and I4: any shuffle with duplicates ends in the same org, to the cent and to the word', async () => {
  const reference = await play(deliveries, () => 0);
  const schedules = fc.record({
    order: fc.shuffledSubarray(deliveries, { minLength: deliveries.length }),
    duplicates: fc.shuffledSubarray(deliveries, { maxLength: 15 }),
    seed: fc.infiniteStream(fc.double({ min: 0, max: 0.999_999, noNaN: true })),
  });
  await fc.assert(
    fc.asyncProperty(schedules, async ({ order, duplicates, seed }) => {
      const stream = seed[Symbol.iterator]();
      const random = (): number => stream.next().value ?? 0;
      const mixed = [...order, ...duplicates].sort(() => random() - 0.5);
      expect(await play(mixed, random)).toEqual(reference);
      expect(await earned()).toEqual(expectedOf(story.stripe).commissions);
    }),
    { numRuns: 10, interruptAfterTimeLimit: 120_000, markInterruptAsFailure: false },
  );
}, 240_000);
