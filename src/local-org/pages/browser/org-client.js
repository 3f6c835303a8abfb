/**
 * Requests to the org that served this page, as the logged-in user. Errors have the shape that Lightning Data Service gives to
 * components: https://developer.salesforce.com/docs/platform/lwc/guide/data-error.html
 */
const VERSION = 'v66.0';
const BASE = `/lightning/services/data/${VERSION}`;

function fetchError(status, body) {
  const first = Array.isArray(body) ? body[0] : body;
  const problem = {
    statusCode: status,
    errorCode: first?.errorCode ?? 'UNKNOWN_EXCEPTION',
    message: first?.message ?? 'The org gave no reason.',
    ...(Array.isArray(body) ? {} : body),
    output: first?.output ?? first?.enhancedErrorType ?? outputOf(first),
  };
  return { errorType: 'fetchResponse', ok: false, status, statusText: '', body: problem };
}

function outputOf(first) {
  const errors = [{ message: first?.message, errorCode: first?.errorCode }];
  return { errors, fieldErrors: {} };
}

async function send(path, init) {
  const answer = await fetch(BASE + path, init);
  const text = await answer.text();
  const body = text === '' ? undefined : JSON.parse(text);
  if (!answer.ok) throw fetchError(answer.status, body);
  return body;
}

const reading = new Map();

/** A GET; the same one asked twice at the same time is sent once. */
export function read(path) {
  const running = reading.get(path) ?? send(path).finally(() => reading.delete(path));
  reading.set(path, running);
  return running;
}

/** A request with a JSON body. */
export function write(method, path, body) {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  return send(path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** The rows of a SOQL query; all of the first answer. */
export async function query(soql) {
  return (await read(`/query?q=${encodeURIComponent(soql)}`)).records;
}

/** The sentences of an error for a person. */
export function messagesOf(error) {
  const output = error?.body?.output;
  const fields = Object.values(output?.fieldErrors ?? {}).flat();
  const all = [...(output?.errors ?? []), ...fields].map((one) => one.message).filter(Boolean);
  if (all.length > 0) return all;
  return [error?.body?.message ?? error?.message ?? String(error)];
}
