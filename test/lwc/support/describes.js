/** An answer of getObjectInfo: the object and its fields, which the user may write unless the rights say otherwise. */
export function objectInfo(apiName, fields, rights = {}) {
  const { createable = true, updateable = true } = rights;
  return {
    apiName,
    createable,
    updateable,
    defaultRecordTypeId: '012000000000000AAA',
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, label]) => [
        name,
        { apiName: name, label, inlineHelpText: `${label}: help`, createable, updateable },
      ]),
    ),
  };
}

/** Rows as GraphQL gives them. */
export function edges(nodes, hasNextPage = false) {
  return { edges: nodes.map((node) => ({ node })), pageInfo: { hasNextPage } };
}

/** A field as GraphQL gives it. */
export function field(value, displayValue = value) {
  return { value, displayValue };
}

/** An answer of GraphQL by object. */
export function answer(query) {
  return { uiapi: { query } };
}
