import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Values under these names never reach the log, whatever they look like; case, '-' and '_' do not count. */
const secretNames = new Set([
  'authorization',
  'cookie',
  'setcookie',
  'password',
  'pass',
  'secret',
  'secrets',
  'webhooksecrets',
  'token',
  'accesstoken',
  'refreshtoken',
  'privatekey',
  'clientsecret',
  'consoletoken',
  'apikey',
  'signature',
  'stripesignature',
  'assertion',
  'body',
  'email',
  'phone',
]);

const removed = '[removed]';

/**
 * What looks like a secret or personal data wherever it stands: in a message, an error's text, a URL. They are used on whole lines
 * of JSON too, so none may match a quote or the backslash before it.
 */
const secretPatterns: readonly (readonly [RegExp, string])[] = [
  // PEM, whole or cut short
  [
    /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[^"\\]|\\[^"])*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?=\\?"|$))/g,
    removed,
  ],
  [/\b(sk|rk|pk)_(live|test)_[A-Za-z0-9]+/g, `$1_$2_${removed}`], // Stripe keys
  [/\bwhsec_[A-Za-z0-9+/=_-]+/g, `whsec_${removed}`], // Stripe webhook secrets
  [/\b(Bearer|Basic)\s+[A-Za-z0-9+/=._~!-]{6,}/gi, `$1 ${removed}`],
  [/\b00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]+/g, removed], // Salesforce session ids: org id, '!', secret
  [/\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?/g, removed], // JSON Web Tokens
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@"\\]*@/gi, `$1${removed}@`], // user and password in a URL
  [/(\/webhooks\/[^/\s]+\/)[^\s"'?\\]+/g, `$1${removed}`], // the unguessable part of a webhook path
  [/[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g, removed], // e-mail addresses
];

/** Takes secrets and personal data out of any text that leaves the process for a log, a page or the queue. */
export function redactText(text: string): string {
  return secretPatterns.reduce((clean, [pattern, by]) => clean.replace(pattern, by), text);
}

function isSecretName(name: string): boolean {
  return secretNames.has(name.toLowerCase().replaceAll(/[-_]/g, ''));
}

/** A plain value without what stands under a secret name; deep structures are cut rather than walked for ever. */
function redactValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '[deeper]';
  if (value instanceof Error) return redactFields(stdSerializers.errWithCause(value), depth);
  if (value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth - 1));
  return redactFields(value, depth);
}

function redactFields(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      isSecretName(name) ? removed : redactValue(value, depth - 1),
    ]),
  );
}

/**
 * The service's log: one JSON line per event, without secrets and personal data. `destination` is for tests; otherwise standard
 * output.
 */
export function createLogger(options: { level: string; destination?: DestinationStream }): Logger {
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => redactFields(fields, 6),
      },
      hooks: { streamWrite: redactText },
    },
    options.destination ?? pino.destination(1),
  );
  redactChildren(logger);
  return logger;
}

/** pino does not pass what a child logger is bound to through the formatters of its parent. */
function redactChildren(logger: Logger): void {
  const child: unknown = Reflect.get(logger, 'child');
  if (typeof child !== 'function') return;
  Reflect.set(logger, 'child', function (this: Logger, bindings: object, ...rest: unknown[]) {
    return Reflect.apply(child, this, [redactFields(bindings, 6), ...rest]) as unknown;
  });
}
