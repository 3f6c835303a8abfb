import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Verdict } from '../../src/errors.ts';
import {
  billingCustomerSchema,
  billingDocumentSchema,
  billingSubscriptionSchema,
} from '../../src/events/billing.ts';
import { documentRefSchema } from '../../src/events/document.ts';
import type { DocumentType } from '../../src/events/document.ts';
import {
  prmCustomerSchema,
  prmDealSchema,
  prmLeadSchema,
  prmPartnershipSchema,
  prmProgramSchema,
} from '../../src/events/partner.ts';
import type { AnyVendor, Delivery, Reading } from '../../src/vendors/contract.ts';
import { startFailingServer } from './failing-server.ts';
import type { Failure } from './failing-server.ts';
import { anyJson } from './mutation.ts';
import { documentsOf, fetchDocument } from './rig.ts';
import type { VendorHarness, VendorRig } from './rig.ts';

const expectedVerdicts: readonly (readonly [Failure, string])[] = [
  [401, 'HumanNeededError'],
  [403, 'HumanNeededError'],
  [429, 'RateLimitedError'],
  [500, 'TransientError'],
  [503, 'TransientError'],
  ['silence', 'TransientError'],
  ['hang up', 'TransientError'],
];

const truthSchemas = {
  billing: {
    customer: billingCustomerSchema,
    subscription: billingSubscriptionSchema,
    invoice: billingDocumentSchema,
    charge: billingDocumentSchema,
  },
  prm: {
    customer: prmCustomerSchema,
    program: prmProgramSchema,
    partnership: prmPartnershipSchema,
    lead: prmLeadSchema,
    deal: prmDealSchema,
  },
} as const;

const schemaFor = (vendor: AnyVendor, type: DocumentType) =>
  new Map(Object.entries(truthSchemas[vendor.kind])).get(type);

function withoutVersions(truth: unknown): unknown {
  return JSON.parse(
    JSON.stringify(truth, (name, value: unknown) => (name === 'version' ? undefined : value)),
  );
}

/** The code words in the first column of every table whose first column is headed "event" or the like. */
function eventTypesInReadme(path: string): string[] {
  const tables = readFileSync(path, 'utf8').match(/(^\|.*\n)+/gm) ?? [];
  const rows = tables
    .map((table) => table.split('\n'))
    .filter(([header]) => /^\| *events?\b/i.test(header ?? ''))
    .flatMap(([, , ...body]) => body);
  return rows
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)])
    .map(([, name]) => name ?? '');
}

/** What every vendor must do, whatever it is called and however it proves itself. */
export function describeVendor(name: string, harness: VendorHarness): void {
  describe(`${name}, as any vendor,`, () => {
    let rig: VendorRig;
    beforeAll(async () => {
      rig = await harness.start();
    });
    afterAll(() => rig.close());

    describe('proving a delivery', () => {
      const verify = (delivery: Delivery, vendor = rig.vendor): boolean =>
        vendor.verify(delivery, rig.clock.now()).ok;

      test('accepts a genuine one, with each of several active secrets', () => {
        expect(rig.settings.webhookSecrets.length).toBeGreaterThan(1);
        for (const secret of rig.settings.webhookSecrets) {
          for (const body of rig.bodies) expect(verify(rig.deliver(body, secret))).toBe(true);
        }
      });

      test('refuses a secret that is retired, unknown or almost right', () => {
        const [current = '', former = ''] = rig.settings.webhookSecrets;
        const rotated = rig.vendorWith({ webhookSecrets: [current] });
        expect(verify(rig.deliver(rig.bodies[0], current), rotated)).toBe(true);
        for (const secret of [former, 'unknown', `${current}x`, current.slice(0, -1)]) {
          const verification = rotated.verify(rig.deliver(rig.bodies[0], secret), rig.clock.now());
          expect(verification).toEqual({ ok: false, reason: 'mismatch' });
        }
      });

      test('refuses everything when no secret is configured', () => {
        for (const webhookSecrets of [[], ['']]) {
          const vendor = rig.vendorWith({ webhookSecrets });
          for (const secret of ['anything', '']) {
            expect(verify(rig.deliver(rig.bodies[0], secret), vendor)).toBe(false);
          }
        }
      });

      test('refuses a delivery without a proof, and every forgery of a genuine one', () => {
        const genuine = rig.deliver(rig.bodies[0], rig.settings.webhookSecrets[0] ?? '');
        for (const proof of [undefined, '']) {
          const bare = rig.withProof(genuine, proof);
          const missing = { ok: false, reason: 'missing' };
          expect(rig.vendor.verify(bare, rig.clock.now())).toEqual(missing);
        }
        expect(rig.forgeries(genuine).length).toBeGreaterThan(0);
        for (const forgery of rig.forgeries(genuine)) expect(verify(forgery)).toBe(false);
      });

      test('answers, and does not throw, whatever the proof and the body are', () => {
        const genuine = rig.deliver(rig.bodies[0], rig.settings.webhookSecrets[0] ?? '');
        const bytes = fc.uint8Array({ maxLength: 200 });
        const proofs = fc.oneof(fc.string(), fc.string({ unit: 'binary' }));
        fc.assert(
          fc.property(proofs, bytes, (proof, body) => {
            const delivery = rig.withProof({ ...genuine, body: Buffer.from(body) }, proof);
            expect(verify(delivery)).toBe(false);
          }),
        );
      });

      const { age } = harness;
      if ('never' in age) {
        test(`accepts a genuine one however old: ${age.never}`, () => {
          const genuine = rig.deliver(rig.bodies[0], rig.settings.webhookSecrets[0] ?? '');
          const muchLater = new Date(rig.clock.now().getTime() + 365 * 86_400_000);
          expect(rig.vendor.verify(genuine, muchLater)).toEqual({ ok: true });
        });
      } else {
        test.each([
          [age.toleranceMs, { ok: true }],
          [age.toleranceMs + 1000, { ok: false, reason: 'too old' }],
        ])('of an age of %i ms says %j', (ageMs, expected) => {
          const genuine = rig.deliver(rig.bodies[0], rig.settings.webhookSecrets[0] ?? '');
          const later = new Date(rig.clock.now().getTime() + ageMs);
          expect(rig.vendor.verify(genuine, later)).toEqual(expected);
        });
      }
    });

    describe('reading', () => {
      test('takes any JSON for what it is: documents that can be named, or a reasoned skip', async () => {
        await fc.assert(
          fc.asyncProperty(anyJson(rig.bodies), async (body) => {
            const reading: Reading = await rig.vendor.read(body);
            expect(reading.notice.eventType).not.toBe('');
            const documents = reading.kind === 'documents' ? reading.documents : [];
            expect(documents.length > 0 || 'code' in reading).toBe(true);
            if (reading.kind === 'skip') expect(reading.detail).not.toBe('');
            for (const ref of documents) {
              expect(documentRefSchema.parse(ref)).toMatchObject({
                vendor: rig.vendor.name,
                account: rig.vendor.account,
              });
            }
          }),
          { numRuns: 300 },
        );
      });

      test('says the same of the same body', async () => {
        for (const body of rig.bodies) {
          expect(await rig.vendor.read(body)).toEqual(await rig.vendor.read(body));
        }
      });

      test('is described in its README, event by event, and nothing else is', () => {
        const listed = eventTypesInReadme(harness.readme);
        expect(listed.toSorted()).toEqual([...harness.eventTypes].toSorted());
        expect(new Set(listed).size).toBe(listed.length);
      });
    });

    describe('the truth', () => {
      test('of every document that was named is what the contract says it is', async () => {
        const refs = await documentsOf(rig);
        const types = Object.keys(truthSchemas[rig.vendor.kind]);
        expect([...new Set(refs.map((ref) => ref.type))].toSorted()).toEqual(types.toSorted());
        for (const ref of refs) {
          const truth = await fetchDocument(rig.vendor, ref);
          expect(schemaFor(rig.vendor, ref.type)?.parse(truth)).toEqual(truth);
          expect(truth).toMatchObject({ type: ref.type, ref });
        }
      });

      test('of a document that is not there is null', async () => {
        for (const ref of await documentsOf(rig)) {
          expect(await fetchDocument(rig.vendor, { ...ref, id: `${ref.id}x` })).toBeNull();
        }
      });

      test('is the same when asked twice, but for a version that never falls', async () => {
        for (const ref of await documentsOf(rig)) {
          const first = await fetchDocument(rig.vendor, ref);
          rig.clock.set(new Date(rig.clock.now().getTime() + 60_000));
          const second = await fetchDocument(rig.vendor, ref);
          expect(withoutVersions(second)).toEqual(withoutVersions(first));
          expect(second?.version).toBeGreaterThanOrEqual(first?.version ?? Infinity);
        }
      });
    });
  });

  describeFailures(name, harness);
}

/** Every way to fail, for every document: the right verdict, and nothing in it that should not be seen. */
function describeFailures(name: string, harness: VendorHarness): void {
  describe(`${name}, when its read API fails,`, () => {
    const tried = expectedVerdicts.filter(([failure]) => !harness.untried?.[failure]);

    test.each(tried)(
      'with %s, gives %s without secrets or personal data',
      async (failure, verdict) => {
        const rig = await harness.start();
        const text = `ada@engines.example may not use ${rig.settings.apiKey}`;
        const server = await startFailingServer(failure, text);
        try {
          const vendor = rig.vendorWith({ apiBase: server.url });
          const secrets = [...rig.settings.webhookSecrets, ...rig.settings.apiKey.split(':')];
          for (const ref of await documentsOf(rig)) {
            const error: unknown = await fetchDocument(vendor, ref).catch((e: unknown) => e);
            if (!(error instanceof Verdict)) throw new Error('No verdict.', { cause: error });
            expect(error.name).toBe(verdict);
            const shown = `${error.code} ${error.message} ${error.action}`;
            expect(shown).not.toMatch(/[^\s@]+@[^\s@]+\.[a-z]+/i);
            for (const secret of secrets) expect(shown).not.toContain(secret);
            if (verdict === 'HumanNeededError') {
              expect(error).toMatchObject({ scope: `${vendor.name}:${vendor.account}` });
              expect(error.action).not.toBe('');
            }
          }
        } finally {
          await server.close();
          await rig.close();
        }
      },
    );

    for (const [failure, reason] of Object.entries(harness.untried ?? {})) {
      test(`with ${failure}, is not tried here: ${reason}`, () => {
        expect(tried.map(([kind]) => String(kind))).not.toContain(failure);
      });
    }
  });
}
