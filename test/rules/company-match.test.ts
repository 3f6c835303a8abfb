import { companyDomain, companyName } from '../../src/rules/company-match.ts';
import { companyMatchTable, legalForms, mailProviders } from './tables/company-match.ts';
import { provesTable } from './tables/rule-table.ts';

describe('when two companies are the same', () => provesTable(companyMatchTable));

test.each(mailProviders.split(', '))('mail from %s says nothing about a company', (domain) => {
  expect(companyDomain(`jane@${domain}`)).toBeNull();
  expect(companyDomain(`jane@not-${domain}`)).toBe(`not-${domain}`);
});

test.each(legalForms.split(', '))('Acme %s is the company Acme', (form) => {
  expect(companyName(`Acme ${form}`)).toBe('acme');
  expect(companyName(`${form} Acme`)).toBe(`${form} acme`);
});
