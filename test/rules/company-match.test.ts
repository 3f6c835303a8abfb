import { companyDomain, companyName } from '../../src/rules/company-match.ts';

test.each([
  ['https://www.Acme.com/about?x=1', 'acme.com'],
  ['ACME.com.', 'acme.com'],
  ['jane.doe@sales.acme.co.uk', 'sales.acme.co.uk'],
  ['http://acme.com:8080', 'acme.com'],
  ['  acme.com  ', 'acme.com'],
  ['jane@gmail.com', null],
  ['"j@d"@acme.com', 'acme.com'],
  ['acme.com/x@y', 'acme.com'],
  ['shop.www.acme.com', 'shop.www.acme.com'],
  ['acme.com/about\nus', null],
  ['acme corp.com', null],
  ['acme.com now', null],
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

test.each(
  `aol.com gmail.com gmx.com gmx.de gmx.net googlemail.com hotmail.com icloud.com live.com mail.com mail.ru me.com
  msn.com outlook.com proton.me protonmail.com qq.com web.de yahoo.com yandex.com yandex.ru`.split(
    /\s+/,
  ),
)('mail from %s says nothing about a company', (domain) => {
  expect(companyDomain(`jane@${domain}`)).toBeNull();
  expect(companyDomain(`jane@not-${domain}`)).toBe(`not-${domain}`);
});

test.each(
  `ab ag as bv co company corp corporation gmbh inc incorporated kg kk limited llc llp ltd nv oy plc pty sa sarl se spa
  srl`.split(/\s+/),
)('Acme %s is the company Acme', (form) => {
  expect(companyName(`Acme ${form}`)).toBe('acme');
  expect(companyName(`${form} Acme`)).toBe(`${form} acme`);
});
