import { fixedClock } from '../../../src/clock.ts';
import type { PrmVendor, VendorSettings } from '../../../src/vendors/contract.ts';
import { createPartnerStack } from '../../../src/vendors/partnerstack/index.ts';
import { startPartnerStackFake } from '../../fakes/partnerstack/fake.ts';
import type { PartnerStackFake } from '../../fakes/partnerstack/fake.ts';

export const today = new Date('2026-11-22T10:00:00.000Z');

export interface Rig {
  fake: PartnerStackFake;
  clock: ReturnType<typeof fixedClock>;
  settings: VendorSettings;
  vendor: PrmVendor;
  /** Another vendor on the same fake, with other settings. */
  vendorWith: (changes: Partial<VendorSettings>) => PrmVendor;
}

/** A running fake and the vendor that reads it, with a clock that stands still and little patience. */
export async function startRig(): Promise<Rig> {
  const fake = await startPartnerStackFake();
  const clock = fixedClock(today);
  const settings: VendorSettings = {
    account: 'main',
    webhookSecrets: ['the-current-path-secret', 'the-former-path-secret'],
    apiKey: fake.apiKey,
    apiBase: fake.apiBase,
    mode: null,
  };
  const vendorWith = (changes: Partial<VendorSettings>): PrmVendor =>
    createPartnerStack({ ...settings, ...changes }, { clock, timeoutMs: 1_500 });
  return { fake, clock, settings, vendor: vendorWith({}), vendorWith };
}
