import { nameTagOf } from '../../../src/rules/name-tag.ts';
import type { RuleTable } from './rule-table.ts';

interface Read {
  name: string | null;
  partner: string | null;
}

const row = (about: string, facts: string, name: string | null, partner: string | null = null) => ({
  name: about,
  facts,
  outcome: { name, partner },
});

export const nameTagTable: RuleTable<string, Read> = {
  rule: 'name-tag',
  title: 'Partners that people wrote into names',
  about: `
Before there was a place for partners, people wrote them into the names of accounts, leads and opportunities. \`partnerverse scan\` reads such tags: at the end of a name, in brackets or after a dash with blanks around it, or
at its beginning with a colon. A tag names the partner, or says only that the record is a partner's. The words are partner, channel partner, reseller, referral and VAR, in any case.`,
  decide: (text) => nameTagOf(text) ?? { name: null, partner: null },
  columns: {
    'Name in Salesforce': ({ facts }) => facts,
    'Without the tag': ({ outcome }) => outcome.name ?? 'no tag',
    Partner: ({ outcome }) => (outcome.name === null ? '' : (outcome.partner ?? 'not named')),
  },
  rows: [
    row('a partner account', 'Acme - Partner', 'Acme'),
    row('with a long dash', 'Acme – Channel Partner', 'Acme'),
    row('in brackets', 'Acme (Partner)', 'Acme'),
    row('in square brackets', 'Acme [RESELLER]', 'Acme'),
    row('with a bar', 'Acme | Referral', 'Acme'),
    row('at the beginning', 'Partner: Acme', 'Acme'),
    row('the partner behind a customer', 'Globex (via Acme)', 'Globex', 'Acme'),
    row(
      'the partner behind a customer, after a dash',
      'Globex - via Acme Inc.',
      'Globex',
      'Acme Inc.',
    ),
    row('the partner and the word', 'Globex - Acme (Partner)', 'Globex', 'Acme'),
    row('a partner after a colon', 'Globex - Partner: Acme', 'Globex', 'Acme'),
    row('with one blank too many', 'Acme  -  Partner ', 'Acme'),
    row('without a blank before the bracket', 'Globex(via Acme)', 'Globex', 'Acme'),
    row('with blanks in the brackets', 'Globex ( via  Acme Inc. )', 'Globex', 'Acme Inc.'),
    row('the word and the partner in brackets', 'Globex (Partner Acme)', 'Globex', 'Acme'),
    row('the same with a colon', 'Globex [partner: Acme]', 'Globex', 'Acme'),
    row(
      'a partner with a dash before, and one blank too many',
      'Globex  -  Acme (Partner)',
      'Globex',
      'Acme',
    ),
    row('who referred it', 'Globex (referred by Acme)', 'Globex', 'Acme'),
    row('a name with a dash of its own', 'Jean-Luc - Paris - Partner', 'Jean-Luc - Paris'),
    row('a company that is called so', 'Partner Bank', null),
    row('a dash without blanks', 'Acme-Partner', null),
    row('a word that only contains it', 'Acme - Partnership', null),
    row('a tag that is not at the end', 'Globex (via Acme) Berlin', null),
    row('a tag that names nobody', 'Globex (via  )', null),
    row('nothing but the tag', '(Partner)', null),
    row('no tag', 'Globex', null),
    row('nothing', '', null),
  ],
};
