import { companyDomain, companyName } from '../../../src/rules/company-match.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

interface Facts {
  by: 'domain' | 'name';
  text: string | null;
}
interface Outcome {
  /** What is compared; null and empty match nothing. */
  compared: string | null;
}

/** All of them; each is tested. */
export const mailProviders =
  'aol.com, gmail.com, gmx.com, gmx.de, gmx.net, googlemail.com, hotmail.com, icloud.com, live.com, mail.com, mail.ru, me.com, msn.com, outlook.com, proton.me, protonmail.com, qq.com, web.de, yahoo.com, yandex.com, yandex.ru';
export const legalForms =
  'ab, ag, as, bv, co, company, corp, corporation, gmbh, inc, incorporated, kg, kk, limited, llc, llp, ltd, nv, oy, plc, pty, sa, sarl, se, spa, srl';

const domain = (name: string, text: string | null, compared: string | null): RuleRow<Facts, Outcome> => ({ name, facts: { by: 'domain', text }, outcome: { compared } }); // prettier-ignore
const company = (name: string, text: string | null, compared: string): RuleRow<Facts, Outcome> => ({ name, facts: { by: 'name', text }, outcome: { compared } }); // prettier-ignore

export const companyMatchTable: RuleTable<Facts, Outcome> = {
  rule: 'company-match',
  title: 'When two companies are the same',
  about: `
Companies are compared by their domains, or by their names, wherever two may mean the same: registrations of two partners, lines of a file, accounts of the org.

The **domain** comes from a website, an e-mail address or a bare domain, in lower case, without protocol, "www.", port and path. Mail from a public provider says nothing about a company: ${mailProviders}.

The **name** is compared in lower case, without accents and punctuation, without "and", and without legal forms at its end (${legalForms}). A name that is nothing but a legal form stays. Nothing equals a domain or a name that is empty.`,
  decide: ({ by, text }) => ({
    compared: by === 'domain' ? companyDomain(text) : companyName(text),
  }),
  columns: {
    'Compared by': ({ facts }) => facts.by,
    Given: ({ facts }) => (facts.text ? `\`${facts.text.replace('\n', ' ↵ ')}\`` : 'nothing'),
    As: ({ outcome }) => (outcome.compared ? `\`${outcome.compared}\`` : 'equals nothing'),
  },
  rows: [
    domain('a website', 'https://www.Acme.com/about?x=1', 'acme.com'),
    domain('a domain with a dot at its end', 'ACME.com.', 'acme.com'),
    domain('an e-mail address', 'jane.doe@sales.acme.co.uk', 'sales.acme.co.uk'),
    domain('a website with a port', 'http://acme.com:8080', 'acme.com'),
    domain('spaces around it', '  acme.com  ', 'acme.com'),
    domain('mail from a public provider', 'jane@gmail.com', null),
    domain('an e-mail address with two signs', '"j@d"@acme.com', 'acme.com'),
    domain('an at sign in the path', 'acme.com/x@y', 'acme.com'),
    domain('a question mark right after it', 'acme.com?x=1', 'acme.com'),
    domain('"www." within it', 'shop.www.acme.com', 'shop.www.acme.com'),
    domain('two lines', 'acme.com/about\nus', null),
    domain('a space within it', 'acme corp.com', null),
    domain('more words', 'acme.com now', null),
    domain('one word', 'Acme', null),
    domain('no name before the dot', '.com', null),
    domain('an empty text', '', null),
    domain('no text', null, null),
    company('a legal form after a comma', 'Acme, Inc.', 'acme'),
    company('capitals and spaces', 'ACME  Inc', 'acme'),
    company('a legal form with dots', 'Acme S.A.', 'acme'),
    company('two legal forms', 'Acme Co. Ltd.', 'acme'),
    company('accents', 'Société Générale SA', 'societe generale'),
    company('an ampersand', 'Twice & Sons', 'twice sons'),
    company('"and"', 'Twice and Sons', 'twice sons'),
    company('an apostrophe', 'Levi’s', 'levis'),
    company('nothing but a legal form', 'Company', 'company'),
    company('another script', '株式会社日立', '株式会社日立'),
    company('nothing but signs', '!?', ''),
    company('no name', null, ''),
  ],
};
