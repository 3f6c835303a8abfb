import { fixedClock } from '../../src/clock.ts';
import type { Delivery, VendorSettings } from '../../src/vendors/contract.ts';
import { eventTypeRows } from '../../src/vendors/stripe/event-types.ts';
import { createStripe } from '../../src/vendors/stripe/index.ts';
import { startStripeFake } from '../fakes/stripe/stripe-fake.ts';
import { describeVendor } from './contract.ts';
import type { VendorRig } from './rig.ts';

const today = new Date('2026-11-22T10:00:00.000Z');

async function start(): Promise<VendorRig> {
  const fake = await startStripeFake({ now: today });
  const clock = fixedClock(today);
  const settings: VendorSettings = {
    account: 'main',
    webhookSecrets: ['whsec_current', 'whsec_former'],
    apiKey: fake.apiKey,
    apiBase: fake.url,
    mode: null,
  };
  const vendorWith = (changes: Partial<VendorSettings>) =>
    createStripe({ ...settings, ...changes }, { clock });
  const customer = fake.addCustomer({ name: 'Ada Ltd', email: 'ada@engines.example' });
  const subscription = fake.addSubscription({ customer: customer.object.id });
  const invoice = fake.payInvoice({ customer: customer.object.id, net: 10_000, tax: 1_900 });
  const charge = fake.addCharge({ customer: customer.object.id, amount: 5_000 });
  const withProof = (genuine: Delivery, proof: string | undefined): Delivery => ({
    ...genuine,
    headers: { ...genuine.headers, 'stripe-signature': proof },
  });
  return {
    vendor: vendorWith({}),
    settings,
    clock,
    vendorWith,
    bodies: [customer, subscription, invoice, charge].flatMap(({ events }) => events),
    deliver: (body, secret) => {
      const bytes = Buffer.from(JSON.stringify(body));
      const signature = fake.sign(bytes, secret, clock.now());
      const headers = { 'stripe-signature': signature };
      return { body: bytes, headers, pathSecret: null, receivedAt: clock.now() };
    },
    withProof,
    forgeries: (genuine) => {
      const signature = genuine.headers['stripe-signature'] ?? '';
      const otherBody = Buffer.from(genuine.body.toString().replace('"', ' "'));
      return [
        { ...genuine, body: otherBody },
        { ...genuine, body: Buffer.alloc(0) },
        withProof(genuine, signature.replace(/^t=(\d+)/, 't=1$1')),
        withProof(genuine, signature.replace('v1=', 'v0=')),
        withProof(genuine, signature.replace(/v1=../, 'v1=')),
      ];
    },
    close: () => fake.stop(),
  };
}

describeVendor('Stripe', {
  start,
  eventTypes: eventTypeRows.map((row) => row.type),
  readme: 'src/vendors/stripe/README.md',
  age: { toleranceMs: 300_000 },
  untried: { silence: 'Stripe’s SDK waits for 20 seconds, and then once more' },
});
