const titles: Readonly<Record<string, string>> = { stripe: 'Stripe', partnerstack: 'PartnerStack' };

/** A vendor's name as people write it, for reasons and messages that reps read. */
export function vendorTitle(name: string): string {
  return titles[name] ?? name;
}
