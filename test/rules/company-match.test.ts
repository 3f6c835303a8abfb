import { companyDomain, companyName } from '../../src/rules/company-match.ts';

test.each([
  ['https://www.Acme.com/about?x=1', 'acme.com'],
  ['ACME.com.', 'acme.com'],
  ['jane.doe@sales.acme.co.uk', 'sales.acme.co.uk'],
  ['http://acme.com:8080', 'acme.com'],
  ['  acme.com  ', 'acme.com'],
  ['jane@gmail.com', null],
  ['Acme', null],
  ['.com', null],
  ['', null],
  [null, null],
])('the domain in %p is %p', (text, domain) => {
  expect(companyDomain(text)).toBe(domain);
});

test.each([
  ['Acme, Inc.', 'acme'],
  ['ACME  Inc', 'acme'],
  ['Acme S.A.', 'acme'],
  ['Acme Co. Ltd.', 'acme'],
  ['Société Générale SA', 'societe generale'],
  ['Twice & Sons', 'twice sons'],
  ['Twice and Sons', 'twice sons'],
  ['Company', 'company'],
  ['株式会社日立', '株式会社日立'],
  ['!?', ''],
  [null, ''],
])('the company name %p is compared as %p', (text, name) => {
  expect(companyName(text)).toBe(name);
});
