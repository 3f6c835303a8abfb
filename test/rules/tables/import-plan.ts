import { planAttributions, planPartners } from '../../../src/rules/import-plan.ts';
import { customerRows } from './import-customers.ts';
import {
  leaves,
  makes,
  noReseller,
  partner,
  partners,
  severalAjax,
  type Facts,
  type Outcome,
  type Plan,
} from './import-lines.ts';
import type { RuleTable } from './rule-table.ts';

const newBolt = 'No account has this name: a partner account Bolt is made, with a partnership in Referral.'; // prettier-ignore

function written(facts: Facts): string {
  if ('partners' in facts)
    return facts.partners
      .map((one) => `${one.line}: \`${one.partner}\` in ${one.program}`)
      .join('; ');
  return facts.customers
    .map(
      (one) =>
        `${one.line}: \`${one.customer}\` by ${one.partner} in ${one.program}, ${one.role}, ${one.split / 100} %`,
    ) // prettier-ignore
    .join('; ');
}

export const importPlanTable: RuleTable<Facts, Outcome> = {
  rule: 'import-plan',
  title: 'What becomes of the lines of an imported file',
  about: `
\`partnerverse import\` reads partners, and who is credited for which customers, from files, and says line by line what it would do before it does anything. A line is made, is there already, or is unclear: then nothing is made, and the reason
says what to do. Nobody is ever paid on a guess.

A company is named by its record id, by a website, e-mail address or domain, or by its name; [legal forms, capitals and accents](company-match.md) make no difference. What may mean several accounts is unclear. A partner without an account gets
one; a customer without an account is unclear. A line that repeats one before it is unclear, too. The payable splits of a customer, those in the org and those in the file, never exceed 100 %.

In the org here: the accounts Acme, Inc. (001A, acme.com), Ajax (001B), AJAX GmbH (001C, ajax.de), Globex (001D) and one called "---" (001E); the programs Referral and Alliance, and two called Twice. Acme and AJAX GmbH are partners in Referral,
Globex in Alliance. Acme has influenced Globex, of whose payable split 40 % is given.`,
  decide: (facts) => ({
    plans: ('partners' in facts
      ? planPartners(facts.partners, facts.org)
      : planAttributions(facts.customers, facts.org)
    ).map(({ line: { line }, ...plan }): Plan => ({ line, ...plan })),
  }),
  columns: {
    'File of': ({ facts }) => ('partners' in facts ? 'partners' : 'customers'),
    'Line: company, partner': ({ facts }) => written(facts),
    Outcome: ({ outcome }) => outcome.plans?.map((plan) => `${plan.line}: ${plan.outcome}`).join(', ') ?? '', // prettier-ignore
    Why: ({ outcome }) => outcome.plans?.map(({ reason }) => reason).join(' ') ?? '',
  },
  rows: [
    partners(
      'a partner that is no account yet',
      [partner()],
      [makes({ accountId: null, programId: 'P1' }, newBolt)],
    ),
    partners(
      'spaces and capitals aside',
      [partner({ partner: ' Bolt ', program: 'alliance' })],
      [
        makes(
          { accountId: null, programId: 'P4' },
          'No account has this name: a partner account Bolt is made, with a partnership in alliance.',
        ),
      ],
    ),
    partners(
      'a partner by its domain',
      [partner({ partner: 'ajax.de', program: 'Alliance' })],
      [
        makes(
          { accountId: '001C', programId: 'P4' },
          'The account AJAX GmbH (001C) gets a partnership in Alliance.',
        ),
      ],
    ),
    partners(
      'a partner by its record id, though its name says nothing',
      [partner({ partner: '001E' })],
      [
        makes(
          { accountId: '001E', programId: 'P1' },
          'The account --- (001E) gets a partnership in Referral.',
        ),
      ],
    ),
    partners(
      'a partner of one program gets another',
      [partner({ partner: 'Acme', program: 'Alliance' })],
      [
        makes(
          { accountId: '001A', programId: 'P4' },
          'The account Acme, Inc. (001A) gets a partnership in Alliance.',
        ),
      ],
    ),
    partners(
      'a partner that is in the program already',
      [partner({ partner: 'ACME Inc' })],
      [leaves('exists', 'Acme, Inc. is in Referral already.')],
    ),
    partners(
      'a name that several accounts have',
      [partner({ partner: 'ajax' })],
      [leaves('unclear', severalAjax)],
    ),
    partners(
      'a name of nothing but signs',
      [partner({ partner: '...' })],
      [leaves('unclear', 'The partner has no name. Fill in the column partner.')],
    ),
    partners(
      'an unknown program',
      [partner({ program: 'Reseller' })],
      [leaves('unclear', noReseller)],
    ),
    partners(
      'two programs of one name',
      [partner({ program: ' TWICE' })],
      [leaves('unclear', '2 partner programs are named " TWICE". Rename all but one.')],
    ),
    partners(
      'the same twice: the second is said',
      [partner(), partner({ line: 3, partner: 'BOLT Ltd.' })],
      [
        makes({ accountId: null, programId: 'P1' }, newBolt),
        leaves('unclear', 'Line 2 says the same. Take one of the two out.', 3),
      ],
    ),
    partners(
      'two names of one account',
      [
        partner({ partner: 'ajax.de', program: 'Alliance' }),
        partner({ line: 3, partner: '001C', program: 'Alliance' }),
      ],
      [
        makes(
          { accountId: '001C', programId: 'P4' },
          'The account AJAX GmbH (001C) gets a partnership in Alliance.',
        ),
        leaves('unclear', 'Line 2 says the same. Take one of the two out.', 3),
      ],
    ),
    partners(
      'two partners, and one of them in two programs',
      [
        partner(),
        partner({ line: 3, partner: 'Hooli' }),
        partner({ line: 4, program: 'Alliance' }),
      ],
      [
        makes({ accountId: null, programId: 'P1' }, newBolt),
        makes(
          { accountId: null, programId: 'P1' },
          'No account has this name: a partner account Hooli is made, with a partnership in Referral.',
          3,
        ),
        makes(
          { accountId: null, programId: 'P4' },
          'No account has this name: a partner account Bolt is made, with a partnership in Alliance.',
          4,
        ),
      ],
    ),
    ...customerRows,
  ],
};
