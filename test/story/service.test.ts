import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/clock.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { connectOrg } from '../../src/salesforce/connect-org.ts';
import { startRedisServer } from '../queue/redis-server.ts';
import { asSyncService, startDeployedOrg } from '../support/deployed-org.ts';
import { post, untilQuiet } from '../support/door.ts';
import { pictureOf, type OrgPicture } from '../support/org-picture.ts';
import { runService, type ServiceSetting } from '../support/running-service.ts';
import { simulate } from '../support/simulation.ts';
import { openStory, type Story } from './story.ts';
import type { StoryDelivery } from './step.ts';

let org: LocalOrg;
let syncService: ServiceSetting['org'];
let story: Story;
let deliveries: StoryDelivery[];
let reference: OrgPicture;

async function freshOrg(): Promise<void> {
  org.reset();
  const port = await connectOrg({ kind: 'token', ...org }, { clock: systemClock });
  await port.save(story.setup);
  await port.close();
}

beforeAll(async () => {
  org = await startDeployedOrg();
  syncService = asSyncService(org);
  story = await openStory();
  deliveries = story.steps.flatMap((step) => step.act());
  await freshOrg();
  await simulate(
    { org, stripe: story.stripe, partnerstack: story.partnerstack, random: () => 0 },
    deliveries,
  );
  reference = await pictureOf(org);
}, 120_000);

afterAll(async () => {
  await story.close();
  await org.close();
});

/** The service works as the integration user, the reference was made by the administrator: no right is missing. */
const setting = (queue: ServiceSetting['queue']): ServiceSetting => ({
  org: syncService,
  stripe: story.stripe,
  partnerstack: story.partnerstack,
  queue,
});

async function tellEverything(url: string): Promise<void> {
  const statuses = await Promise.all(
    [...deliveries, ...deliveries].map((delivery) => post(url, delivery)),
  );
  expect(new Set(statuses)).toEqual(new Set([202]));
}

describe('the whole service, from the public door to the org', () => {
  test('on the embedded queue: everything at once and everything twice ends in the same org', async () => {
    await freshOrg();
    const service = await runService(setting({ PARTNERVERSE_DATA_DIR: ':memory:' }));
    try {
      await tellEverything(service.url);
      await untilQuiet(service.url);
      expect(await pictureOf(org)).toEqual(reference);
    } finally {
      await service.close();
    }
  }, 90_000);

  test('on Redis: the same', async () => {
    await freshOrg();
    const redis = await startRedisServer();
    const service = await runService(setting({ REDIS_URL: redis.url }));
    try {
      await tellEverything(service.url);
      await untilQuiet(service.url);
      expect(await pictureOf(org)).toEqual(reference);
    } finally {
      await service.close();
      await redis.close();
    }
  }, 90_000);

  test('stopped in the middle and started again, it goes on where it was', async () => {
    await freshOrg();
    const folder = mkdtempSync(join(tmpdir(), 'partnerverse-queue-'));
    try {
      const first = await runService(setting({ PARTNERVERSE_DATA_DIR: folder }));
      await tellEverything(first.url);
      await first.close();
      expect(await pictureOf(org)).not.toEqual(reference);
      const second = await runService(setting({ PARTNERVERSE_DATA_DIR: folder }));
      try {
        await untilQuiet(second.url);
        expect(await pictureOf(org)).toEqual(reference);
      } finally {
        await second.close();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);
});
