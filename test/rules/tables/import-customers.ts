import type { AttributionTarget, ImportFacts } from '../../../src/rules/import-plan.ts';
import {
  customer,
  customers,
  leaves,
  makes,
  noReseller,
  org,
  severalAjax,
  type Row,
} from './import-lines.ts';

const bothAjax: ImportFacts = {
  ...org,
  partnerships: ['001B', '001C'].map((id) => ({ id, key: id, partnerId: id, programId: 'P1' })),
};

/** The customer as the file names it, of the partner Ajax. */
const called = (name: string, text: string, accountId: string, found: string): Row =>
  customers(
    `the customer is named by ${name}`,
    [customer({ partner: 'ajax.de', customer: text, split: 10_000 })],
    [
      makes(
        { accountId, partnershipId: 'S3' },
        `ajax.de is credited for ${found} (${accountId}) as Sourced, with 100 % of the commission.`,
      ),
    ],
  );

const globexWithAcme: AttributionTarget = { accountId: '001D', partnershipId: 'S1' };

/** Lines on who is credited for which customer. */
export const customerRows: readonly Row[] = [
  called('its record id', '001B', '001B', 'Ajax'),
  called('its record id with spaces', ' 001B ', '001B', 'Ajax'),
  called('its website', 'https://www.acme.com/', '001A', 'Acme, Inc.'),
  called('an e-mail address', 'jane@acme.com', '001A', 'Acme, Inc.'),
  called('its domain, though two have the name', 'ajax.de', '001C', 'AJAX GmbH'),
  called('its name without legal form', 'acme', '001A', 'Acme, Inc.'),
  customers(
    'a name that several accounts have',
    [customer({ customer: 'ajax' })],
    [leaves('unclear', severalAjax)],
  ),
  customers(
    'a customer that is no account',
    [customer({ customer: 'Bolt' })],
    [leaves('unclear', 'No account is "Bolt". Make it, or write its record id into the file.')],
  ),
  customers(
    'a customer of nothing but signs',
    [customer({ customer: '!' })],
    [leaves('unclear', 'No account is "!". Make it, or write its record id into the file.')],
  ),
  customers(
    'exactly the split that is left',
    [customer()],
    [
      makes(
        globexWithAcme,
        'Acme is credited for Globex (001D) as Sourced, with 60 % of the commission.',
      ),
    ],
  ),
  customers(
    'a hundredth of a percent more',
    [customer({ split: 6_001 })],
    [
      leaves(
        'unclear',
        'The payable splits of Globex would be 100.01 %. Lower this one, or those that are there.',
      ),
    ],
  ),
  customers(
    'credited in this role already',
    [customer({ role: 'Influenced' })],
    [leaves('exists', 'Acme is credited for Globex as Influenced already.')],
  ),
  customers(
    'another partner in the same role',
    [customer({ partner: 'ajax.de', role: 'Influenced' })],
    [
      makes(
        { accountId: '001D', partnershipId: 'S3' },
        'ajax.de is credited for Globex (001D) as Influenced, with 60 % of the commission.',
      ),
    ],
  ),
  customers(
    'another customer in the same role',
    [customer({ customer: 'ajax.de', role: 'Influenced' })],
    [
      makes(
        { accountId: '001C', partnershipId: 'S1' },
        'Acme is credited for AJAX GmbH (001C) as Influenced, with 60 % of the commission.',
      ),
    ],
  ),
  customers(
    'an unknown partner',
    [customer({ partner: 'Bolt' })],
    [leaves('unclear', '"Bolt" has no partnership in Referral. Import the partners first.')],
  ),
  customers(
    'a partner of another program',
    [customer({ partner: 'Globex', customer: 'Acme' })],
    [leaves('unclear', '"Globex" has no partnership in Referral. Import the partners first.')],
  ),
  customers(
    'an unknown program',
    [customer({ program: 'Reseller' })],
    [leaves('unclear', noReseller)],
  ),
  customers(
    'two partnerships that may be meant: both accounts called Ajax are partners',
    [customer({ partner: 'Ajax' })],
    [
      leaves(
        'unclear',
        '"Ajax" may be 2 partnerships in Referral. Write the partner\'s record id into the file.',
      ),
    ],
    bothAjax,
  ),
  customers(
    'the splits of one file are summed, and nobody is credited twice for the same',
    [
      customer({ split: 5_000 }),
      customer({ line: 3, split: 1_000, role: 'Delivered' }),
      customer({ line: 4, split: 1, role: 'Resold' }),
      customer({ line: 5, split: 0 }),
    ],
    [
      makes(
        globexWithAcme,
        'Acme is credited for Globex (001D) as Sourced, with 50 % of the commission.',
      ),
      makes(
        globexWithAcme,
        'Acme is credited for Globex (001D) as Delivered, with 10 % of the commission.',
        3,
      ),
      leaves(
        'unclear',
        'The payable splits of Globex would be 100.01 %. Lower this one, or those that are there.',
        4,
      ),
      leaves('exists', 'Acme is credited for Globex as Sourced already.', 5),
    ],
  ),
];
