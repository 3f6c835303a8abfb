import { write } from './org-client.js';
import { wireAdapter } from './wire-adapter.js';

/** Template tag for a query; what is put in must be another query's text. */
export function gql(parts, ...values) {
  return parts.reduce((text, part, index) => text + String(values[index - 1] ?? '') + part);
}

async function load({ query, variables, operationName }) {
  const { data, errors } = await write('POST', '/graphql', { query, variables, operationName });
  const problems = errors?.length > 0 ? errors : undefined;
  return { data: data ?? undefined, errors: problems };
}

/** A request that fails as a whole still gives `errors`, as a list. */
async function loadOrErrors(config) {
  try {
    return await load(config);
  } catch (error) {
    return { errors: [{ message: error.body?.message ?? String(error) }] };
  }
}

const definition = {
  isReady: ({ query }) => Boolean(query),
  load: loadOrErrors,
  errorName: 'errors',
  isRefreshable: true,
};

export const graphqlAdapter = wireAdapter(definition);
