/** Domains that belong to no company: mail from there says nothing about who the prospect is. */
const publicMailDomains: ReadonlySet<string> = new Set([
  'aol.com',
  'gmail.com',
  'gmx.com',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hotmail.com',
  'icloud.com',
  'live.com',
  'mail.com',
  'mail.ru',
  'me.com',
  'msn.com',
  'outlook.com',
  'proton.me',
  'protonmail.com',
  'qq.com',
  'web.de',
  'yahoo.com',
  'yandex.com',
  'yandex.ru',
]);

/** Legal forms at the end of a company's name, without punctuation: the same company is written with and without them. */
const legalForms: ReadonlySet<string> = new Set([
  'ab',
  'ag',
  'as',
  'bv',
  'co',
  'company',
  'corp',
  'corporation',
  'gmbh',
  'inc',
  'incorporated',
  'kg',
  'kk',
  'limited',
  'llc',
  'llp',
  'ltd',
  'nv',
  'oy',
  'plc',
  'pty',
  'sa',
  'sarl',
  'se',
  'spa',
  'srl',
]);

/**
 * The domain of a company from a website, an e-mail address or a bare domain: lower case, without protocol, "www." and path.
 * Null for a public mail provider and for what is no domain.
 */
export function companyDomain(text: string | null): string | null {
  if (text === null) return null;
  const host = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/?#].*$/, '')
    .replace(/^.*@/, '')
    .replace(/:.*$/, '')
    .replace(/^www\./, '')
    .replace(/\.$/, '');
  const isDomain = /^[^\s.]+(\.[^\s.]+)+$/.test(host);
  return isDomain && !publicMailDomains.has(host) ? host : null;
}

/** A company's name as it is compared: lower case, without accents, punctuation and legal form. Empty when nothing is left. */
export function companyName(text: string | null): string {
  const words = (text ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[.'’]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && word !== 'and');
  while (words.length > 1 && legalForms.has(words.at(-1) ?? '')) words.pop();
  return words.join(' ');
}
