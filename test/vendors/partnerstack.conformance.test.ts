import type { Delivery } from '../../src/vendors/contract.ts';
import { eventRules } from '../../src/vendors/partnerstack/event-types.ts';
import { asVersion1 } from '../fakes/partnerstack/records.ts';
import { describeVendor } from './contract.ts';
import { startRig } from './partnerstack/harness.ts';
import type { VendorRig } from './rig.ts';

async function start(): Promise<VendorRig> {
  const { fake, clock, settings, vendor, vendorWith } = await startRig();
  const group = fake.addGroup();
  const partner = { partnerKey: 'ada' };
  const email = 'ada@engines.example';
  const partnership = fake.addPartnership({ ...partner, group: group.data.key, email });
  const customer = fake.addCustomer({ ...partner, email });
  const lead = fake.addLead({ ...partner, email });
  const deal = fake.addDeal({ ...partner, email });
  const withProof = (genuine: Delivery, proof: string | undefined): Delivery => ({
    ...genuine,
    pathSecret: proof ?? null,
  });
  return {
    vendor,
    settings,
    clock,
    vendorWith,
    bodies: [group, partnership, customer, lead, deal, asVersion1(customer)],
    deliver: (body, secret) => ({
      body: Buffer.from(JSON.stringify(body)),
      headers: { 'content-type': 'application/json' },
      pathSecret: secret,
      receivedAt: clock.now(),
    }),
    withProof,
    // The body proves nothing here; it is the end of the path that a forger has to guess.
    forgeries: (genuine) => [
      withProof(genuine, `${genuine.pathSecret ?? ''}/`),
      withProof(genuine, genuine.pathSecret?.toUpperCase()),
      withProof(genuine, settings.webhookSecrets.join(',')),
    ],
    close: () => fake.close(),
  };
}

describeVendor('PartnerStack', {
  start,
  eventTypes: eventRules.map((rule) => rule.pattern),
  readme: 'src/vendors/partnerstack/README.md',
  age: { never: 'PartnerStack signs nothing, so no time can be proven' },
});
