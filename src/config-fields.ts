import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { sweepNames, type SweepTimes } from './queue/contract.ts';

const loopbackHost = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Credentials travel to these addresses, so plain http is for this machine only. */
export function safeUrl(what: string) {
  return z
    .string()
    .refine((text) => {
      const url = URL.parse(text);
      return (
        url?.protocol === 'https:' || (url?.protocol === 'http:' && loopbackHost.test(url.hostname))
      );
    }, `must be ${what}: an address that begins with https:// (http:// only for this machine)`)
    .transform((text) => text.replace(/\/+$/, ''));
}

/** Where jobs are kept. */
export function connectionUrl(...protocols: string[]) {
  const wanted = protocols.map((protocol) => `${protocol}//`).join(' or ');
  return z.string().refine((text) => {
    const url = URL.parse(text);
    return url !== null && protocols.includes(url.protocol);
  }, `must be an address that begins with ${wanted}`);
}

/** A number as the environment writes it. */
export function wholeNumber(from: number, to: number) {
  const message = `must be a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine((value) => value >= from && value <= to, message);
}

function isPrivateKey(pem: string): boolean {
  try {
    createPrivateKey(pem);
    return true;
  } catch {
    return false;
  }
}

/** A PEM private key; an environment that cannot hold line ends writes them as a backslash and an n. */
export const privateKey = z
  .string()
  .transform((text) => text.replaceAll('\\n', '\n'))
  .refine(isPrivateKey, 'must be a private key in PEM form; line ends may be written as \\n');

/** As pino knows them. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

function commaList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Several secrets are active while one is replaced by the next. */
export const secretList = z
  .string("is missing: the vendor's webhook settings show or take it")
  .transform(commaList)
  .refine((secrets) => secrets.length > 0, 'must name at least one secret')
  .refine(
    (secrets) => secrets.every((secret) => !/\s/.test(secret)),
    'holds a secret with white space inside: separate secrets by commas',
  );

/** A vendor's tenants; one alone is called main. */
export const accountList = z
  .string()
  .default('main')
  .transform(commaList)
  .refine(
    (accounts) => accounts.length > 0 && accounts.every((account) => /^[a-z0-9-]+$/.test(account)),
    'must be a comma list of names made of a-z, 0-9 and -',
  )
  .refine((accounts) => new Set(accounts).size === accounts.length, 'names the same tenant twice');

/** How often sweeps come round where not as usual: "changes=60,goals=7200". */
export const sweepTimes = z
  .string()
  .transform((text) => commaList(text).map((item) => item.split('=').map((part) => part.trim())))
  .refine(
    (pairs) =>
      pairs.every(
        ([name = '', seconds = '', ...rest]) =>
          sweepNames.some((known) => known === name) &&
          /^[1-9]\d{0,5}$/.test(seconds) &&
          rest.length === 0,
      ),
    `must be a comma list such as changes=60,goals=7200: whole seconds for any of ${sweepNames.join(', ')}`,
  )
  .transform((pairs): SweepTimes =>
    Object.fromEntries(pairs.map(([name = '', seconds]) => [name, Number(seconds) * 1000])),
  );
