import { z } from 'zod';
import { startLocalOrg, type LocalOrg } from '../../src/local-org/start.ts';
import { files } from './force-app.ts';
import { sf } from './sf.ts';

/** What sf says of every local org: it is reached over plain HTTP on this machine. */
const plainHttp = /^Using insecure protocol: http: on url: http:\/\/127\.0\.0\.1:/;

const rowSchema = z.object({ fullName: z.string(), problemType: z.string().optional() });
const answerSchema = z.object({
  status: z.number(),
  warnings: z.array(z.string()),
  result: z.object({
    status: z.string(),
    checkOnly: z.boolean(),
    numberComponentsDeployed: z.number(),
    details: z.object({
      componentSuccesses: z.array(rowSchema),
      componentFailures: z.array(rowSchema),
    }),
  }),
});

let org: LocalOrg;
beforeAll(async () => {
  org = await startLocalOrg();
});
afterAll(() => org.close());

/** The first stays a dry run: the org is empty when the second deploys. */
test.each([
  ['a dry run', ['--dry-run'], true],
  ['a deploy', [], false],
])(
  '%s of everything takes less than a minute, without an error and without a warning',
  async (_what, options, checkOnly) => {
    const start = performance.now();
    const answer = answerSchema.parse(
      await sf(
        [
          'project',
          'deploy',
          'start',
          ...options,
          '--source-dir',
          'force-app',
          '--target-org',
          org.accessToken,
        ],
        { SF_ORG_INSTANCE_URL: org.instanceUrl },
      ),
    );
    expect(performance.now() - start).toBeLessThan(60_000);
    const { result } = answer;
    expect(answer.warnings.filter((warning) => !plainHttp.test(warning))).toEqual([]);
    expect([answer.status, result.status, result.checkOnly]).toEqual([0, 'Succeeded', checkOnly]);
    expect(result.details.componentFailures).toEqual([]);
    expect(
      result.details.componentSuccesses.filter((row) => row.problemType === 'Warning'),
    ).toEqual([]);
    expect(result.numberComponentsDeployed).toBeGreaterThanOrEqual(files.length);
    expect(org.engine.schema().objects.has('Partnership__c')).toBe(!checkOnly);
  },
  90_000,
);
