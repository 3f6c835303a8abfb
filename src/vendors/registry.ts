import { systemClock, type Clock } from '../clock.ts';
import { PoisonError } from '../errors.ts';
import type { AnyVendor, BillingVendor, PrmVendor, VendorSettings } from './contract.ts';
import { createPartnerStack } from './partnerstack/index.ts';
import { createStripe } from './stripe/index.ts';

/** The one list of vendors: a new one is a folder and a line here. */
const factories: Readonly<
  Record<string, (settings: VendorSettings, dependencies: { clock: Clock }) => AnyVendor>
> = {
  stripe: createStripe,
  partnerstack: createPartnerStack,
};

/** The configured tenants of all vendors. */
export interface VendorRegistry {
  readonly all: readonly AnyVendor[];
  readonly billing: readonly BillingVendor[];
  readonly prm: readonly PrmVendor[];
  /** The tenant that a delivery or a document names, or undefined when it is not configured. */
  find(vendor: string, account: string): AnyVendor | undefined;
}

/** Makes every configured tenant; an unknown vendor name is a fault of the configuration. */
export function createVendors(
  settings: Readonly<Record<string, readonly VendorSettings[]>>,
  clock: Clock = systemClock,
): VendorRegistry {
  const all = Object.entries(settings).flatMap(([name, tenants]) => {
    const factory = factories[name];
    if (!factory) {
      throw new PoisonError({
        code: 'VENDOR_UNKNOWN',
        message: `There is no vendor called "${name}".`,
      });
    }
    return tenants.map((tenant) => factory(tenant, { clock }));
  });
  return {
    all,
    billing: all.filter((vendor) => vendor.kind === 'billing'),
    prm: all.filter((vendor) => vendor.kind === 'prm'),
    find: (vendor, account) =>
      all.find((tenant) => tenant.name === vendor && tenant.account === account),
  };
}
