import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PoisonError } from '../../src/errors.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';
import { startRedisServer, type RedisServer } from '../queue/redis-server.ts';
import { done, invoice, openBench, until } from '../queue/support.ts';
import { startDeployedOrg } from '../support/deployed-org.ts';
import { startStripeFake, type StripeFake } from '../fakes/stripe/stripe-fake.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'partnerverse-cli-'));

let org: LocalOrg;
let redis: RedisServer;
let stripe: StripeFake;

beforeAll(async () => {
  org = await startDeployedOrg();
  redis = await startRedisServer();
  stripe = await startStripeFake();
}, 120_000);

afterAll(async () => {
  await Promise.all([org.close(), redis.close(), stripe.stop()]);
  rmSync(home, { recursive: true, force: true });
});

interface Ended {
  code: number | null;
  output: string;
  errors: string;
}

/** Runs the command with exactly this environment; `until` ends it with SIGTERM when a line of output fits. */
function run(
  args: readonly string[],
  environment: Record<string, string>,
  stopAt?: RegExp,
): Promise<Ended> {
  const node = join(root, 'node_modules/.bin/node');
  const child = spawn(
    node,
    ['--disable-warning=ExperimentalWarning', 'src/cli/partnerverse.ts', ...args],
    {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', HOME: home, ...environment },
    },
  );
  let output = '';
  let errors = '';
  let stopping = false;
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (!stopping && stopAt?.test(output)) stopping = child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, output, errors })));
}

const configured = (): Record<string, string> => ({
  REDIS_URL: redis.url,
  SALESFORCE_INSTANCE_URL: org.instanceUrl,
  SALESFORCE_ACCESS_TOKEN: org.accessToken,
  STRIPE_API_KEY: stripe.apiKey,
  STRIPE_API_BASE: stripe.url,
  STRIPE_WEBHOOK_SECRETS: 'whsec_cli_test',
});

describe('partnerverse', () => {
  test('serve refuses to start with a wrong configuration, and names every wrong variable without its value', async () => {
    const { code, errors } = await run(['serve'], {
      ...configured(),
      PORT: 'eighty',
      REDIS_URL: 'http://sesame-1',
      STRIPE_API_KEY: '',
    });
    expect(code).toBe(1);
    for (const name of ['PORT', 'REDIS_URL', 'STRIPE_API_KEY']) expect(errors).toContain(name);
    expect(errors).not.toMatch(/sesame|eighty|whsec_cli_test/);
  });

  test('serve starts, says where, and stops gracefully', async () => {
    const { code, output } = await run(
      ['serve', '--port', '0', '--host', '127.0.0.1'],
      configured(),
      /Connected to the org/,
    );
    expect(output).toContain('Partnerverse is running');
    expect(output).toContain('Stopping: finishing what is under way');
    expect(output).not.toContain(org.accessToken);
    expect(code).toBe(0);
  }, 30_000);

  test('serve knows its roles', async () => {
    const { code, errors } = await run(['serve', '--role', 'web,boss'], configured());
    expect(code).toBe(1);
    expect(errors).toContain('There is no role "boss"');
  });

  test('local-org prints one JSON line with what a client needs, and serves it', async () => {
    const { code, output } = await run(
      ['local-org', '--port', '0', '--latency-ms', '5'],
      {},
      /\}\n/,
    );
    expect(JSON.parse(output)).toEqual({
      instanceUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      accessToken: expect.stringMatching(/^00D.+!/),
      username: expect.stringContaining('@'),
      orgId: expect.stringMatching(/^00D/),
    });
    expect(code).toBe(0);
  }, 30_000);

  test('doctor finds nothing wrong where nothing is wrong', async () => {
    const { code, output } = await run(['doctor', '--json'], configured());
    const findings = JSON.parse(output).findings as { level: string; message: string }[];
    expect(findings.filter(({ level }) => level === 'problem')).toEqual([]);
    expect(findings.length).toBeGreaterThan(15);
    expect(code).toBe(0);
  }, 30_000);

  test('doctor says what to do about a key that the vendor refuses and an org that is away', async () => {
    const { code, output } = await run(['doctor'], {
      ...configured(),
      STRIPE_API_KEY: 'sk_test_wrong',
      SALESFORCE_INSTANCE_URL: 'http://127.0.0.1:9',
    });
    expect(code).toBe(1);
    expect(output).toMatch(/✗ .*stripe\/main/);
    expect(output).toContain('What to do:');
    expect(output).not.toContain('sk_test_wrong');
  }, 60_000);

  test('status shows parked jobs with their reason, and replay gives them a new start', async () => {
    const bench = await openBench({ kind: 'redis', url: redis.url });
    const refuse = (): Promise<void> =>
      done(() => {
        throw new PoisonError({
          code: 'TOO_STRANGE',
          message: 'This invoice is too strange.',
          action: 'Make it plain.',
        });
      });
    bench.work({ document: refuse });
    await bench.producer.refresh(invoice('in_strange'));
    await until('it is parked', async () => (await bench.monitor.parked(5)).length === 1);
    await bench.rest();
    const before = await run(['status'], configured());
    expect(before.output).toContain(
      '(stripe:main:invoice:in_strange): This invoice is too strange.\n    → Make it plain.',
    );
    const unknown = await run(['replay', 'nonsense'], configured());
    expect(unknown).toMatchObject({
      code: 1,
      output: expect.stringContaining('There is no parked job nonsense.'),
    });
    const replayed = await run(['replay'], configured());
    expect(replayed.output).toContain('1 parked job was given a new start.');
    const after = await run(['status', '--json'], configured());
    expect(JSON.parse(after.output).parked).toEqual([]);
    await bench.close();
  }, 60_000);
});
