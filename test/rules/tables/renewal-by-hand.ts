import type { RenewalOutcome } from '../../../src/rules/renewal.ts';
import { acme, brio, facts, weRenew, type RenewalFacts } from './renewal-credits.ts';
import type { RuleRow } from './rule-table.ts';

/** What a person entered on the opportunity stays. */
export const byHandRows: readonly RuleRow<RenewalFacts, RenewalOutcome>[] = [
  {
    name: 'a person entered who renews: it stays, and the day follows from the window',
    facts: facts([acme], { entered: { owner: 'We Renew', opensOn: null } }),
    outcome: {
      owner: 'We Renew',
      opensOn: '2026-09-01',
      isUnclear: false,
      reason:
        '"We Renew" was entered by hand. Talk to the customer from 2026-09-01; it is due on 2026-10-01.',
    },
  },
  {
    name: 'a person entered who renews where the terms contradict each other',
    facts: facts([brio, { ...acme, ...weRenew }], {
      entered: { owner: 'Partner Renews', opensOn: null },
    }),
    outcome: { owner: 'Partner Renews', isUnclear: false },
  },
  {
    name: 'a person entered the day: it stays',
    facts: facts([acme], { entered: { owner: null, opensOn: '2026-07-31' } }),
    outcome: {
      owner: 'Partner Renews',
      opensOn: '2026-07-31',
      window: 'Open',
      tells: true,
      reason:
        'Acme – Referral renews (terms of Referral). Talk to the customer from 2026-07-31, as entered by hand; it is due on 2026-10-01.',
    },
  },
  {
    name: 'a person entered the day, and who renews cannot be decided: nobody is told',
    facts: facts([{ ...acme, policy: null }], {
      entered: { owner: null, opensOn: '2026-07-31' },
    }),
    outcome: { owner: null, opensOn: '2026-07-31', window: 'Open', tells: false },
  },
  {
    name: 'a person entered that we renew, and the customer may not know us: it stays, and is asked about',
    facts: facts(
      [acme],
      {
        contactSuppressed: true,
        entered: { owner: 'We Renew', opensOn: null },
      },
      '2026-09-01',
    ),
    outcome: {
      owner: 'We Renew',
      window: 'Open',
      tells: false,
      isUnclear: true,
      reason:
        '"We Renew" was entered by hand. But the customer may not know us, so only a partner may renew: enter who does. Only the partner talks to the customer from 2026-09-01; it is due on 2026-10-01.',
    },
  },
  {
    name: 'a person entered that the partner renews, and the customer may not know us',
    facts: facts([acme], {
      contactSuppressed: true,
      entered: { owner: 'Partner Renews', opensOn: null },
    }),
    outcome: { owner: 'Partner Renews', isUnclear: false },
  },
];
