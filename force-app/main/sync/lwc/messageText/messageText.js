import locale from '@salesforce/i18n/locale';

/** Puts values in the place of {0}, {1} … of a label, as the translation orders them. */
export function fill(label, ...values) {
  return label.replace(/\{(\d+)\}/g, (place, index) => String(values[Number(index)] ?? place));
}

/** Basis points as a percentage in the user's own notation: 6000 is "60%". */
export function percentText(basisPoints) {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(
    basisPoints / 10000,
  );
}

function fieldMessages(output) {
  return Object.values(output?.fieldErrors ?? {})
    .flat()
    .map((one) => one.message);
}

function messagesOf(error) {
  if (typeof error === 'string') return [error];
  const output = error?.body?.output;
  const details = [...(output?.errors ?? []).map((one) => one.message), ...fieldMessages(output)];
  if (details.length > 0) return details;
  if (Array.isArray(error?.body)) return error.body.map((one) => one.message);
  return [error?.body?.message ?? error?.message];
}

/**
 * What the platform says in an error of the UI API (a refused save names its rules in `output`), of GraphQL (a list)
 * or of the browser. The words of a validation rule come first: they say what to do. Each sentence once.
 */
export function errorText(error, otherwise) {
  const messages = [error].flat().flatMap(messagesOf).filter(Boolean);
  return messages.length > 0 ? [...new Set(messages)].join(' ') : otherwise;
}
