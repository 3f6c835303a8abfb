import { ApiError } from './api-error.ts';

const REFERENCE = /@\{([A-Za-z]\w*)([^}]*)\}/g;

/** What a reference points at in an earlier answer: `.id`, `.records[0].Id`, `[1].id`. */
function follow(answer: unknown, path: string): unknown {
  let value = answer;
  for (const [, name, index] of path.matchAll(/\.([A-Za-z]\w*)|\[(\d+)\]/g)) {
    if (typeof value !== 'object' || value === null) return undefined;
    const wanted = name ?? index ?? '';
    const exact = Object.entries(value).find(([key]) => key === wanted);
    const anyCase = Object.entries(value).find(
      ([key]) => key.toLowerCase() === wanted.toLowerCase(),
    );
    value = (exact ?? anyCase)?.[1];
  }
  return value;
}

function resolveOne(answers: ReadonlyMap<string, unknown>, name: string, path: string): unknown {
  const value = follow(answers.get(name), path);
  if (value !== undefined && value !== null && typeof value !== 'object') return value;
  throw new ApiError(
    400,
    'PROCESSING_HALTED',
    `Invalid reference specified. No value for ${name}${path} found in ${name}`,
  );
}

/** A URL with the references of earlier answers filled in. */
export function resolveUrl(answers: ReadonlyMap<string, unknown>, url: string): string {
  return url.replace(REFERENCE, (_, name: string, path: string) =>
    encodeURIComponent(String(resolveOne(answers, name, path))),
  );
}

/**
 * A body with the references of earlier answers filled in, at any depth; a text that is nothing but one reference keeps
 * the value's type. Throws 400 PROCESSING_HALTED where the referred request failed or gave no such value.
 */
export function resolveBody(answers: ReadonlyMap<string, unknown>, body: unknown): unknown {
  if (typeof body === 'string') {
    const whole = /^@\{([A-Za-z]\w*)([^}]*)\}$/.exec(body);
    if (whole !== null) return resolveOne(answers, whole[1] ?? '', whole[2] ?? '');
    return body.replace(REFERENCE, (_, name: string, path: string) =>
      String(resolveOne(answers, name, path)),
    );
  }
  if (Array.isArray(body)) return body.map((item) => resolveBody(answers, item));
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, resolveBody(answers, value)]),
  );
}
