import { getLocation, GraphQLError, parse } from 'graphql';
import { z } from 'zod';
import { findObject } from '../../data/soql/schema-names.ts';
import { ok, parseBody, type ApiHandler } from '../api-call.ts';
import { ApiError } from '../api-error.ts';
import { soqlLiteral } from '../read-records.ts';
import { objectInfo } from '../ui/object-info.ts';
import { aggregateConnection } from './aggregate.ts';
import { connection, type GraphqlCall } from './connection.ts';
import { mutate } from './mutation.ts';
import {
  GraphqlError,
  notCovered,
  selectedOperation,
  undefinedField,
  type Selected,
} from './selection.ts';

const requestBody = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** Each field of a selection, answered by `answer`, under its key. */
function each(
  fields: readonly Selected[],
  answer: (field: Selected) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field.key, answer(field)]));
}

function connections(request: GraphqlCall, parent: Selected): Record<string, unknown> {
  return each(parent.fields, (field) => {
    const object = findObject(request.context.engine.schema(), field.name);
    if (object === undefined)
      throw undefinedField(
        field,
        parent.name === 'query' ? 'RecordQuery' : 'RecordQueryAggregate',
        `uiapi/${parent.name}`,
      );
    if (parent.name === 'aggregate') return aggregateConnection(request, object, field);
    return connection(request, object, field, `uiapi/query/${field.name}`, null);
  });
}

/** Parts of an answer that is known as a whole: `ApiName` is apiName, maps are lists. */
function projected(value: unknown, fields: readonly Selected[], path: string): unknown {
  if (fields.length === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => projected(one, fields, path));
  const known = value as Record<string, unknown>;
  return each(fields, (field) => {
    const name = field.name === 'ApiName' ? 'apiName' : field.name;
    if (!(name in known)) throw undefinedField(field, 'ObjectInfo', path);
    const inner = name === 'fields' ? Object.values(known[name] as object) : known[name];
    return projected(inner, field.fields, `${path}/${field.name}`);
  });
}

function objectInfos(request: GraphqlCall, field: Selected): unknown[] {
  const names = [field.args['apiNames'] ?? []].flat().map(String);
  return names.map((name) => {
    const schema = request.context.engine.schema();
    const object = findObject(schema, name);
    if (object === undefined)
      throw new GraphqlError(
        'DataFetchingException',
        `The requested resource does not exist: ${name}`,
        field.node,
      );
    return projected(
      objectInfo(schema, object, request.call.apiVersion),
      field.fields,
      'uiapi/objectInfos',
    );
  });
}

function currentUser(request: GraphqlCall, field: Selected): unknown {
  const user = request.context.engine.schema().objects.get('User');
  if (user === undefined) throw notCovered('currentUser', field);
  const edges = {
    ...field,
    name: 'edges',
    key: 'edges',
    fields: [{ ...field, name: 'node', key: 'node' }],
  };
  const only = `Id = ${soqlLiteral(request.call.userId)}`;
  const read = connection(
    request,
    user,
    { ...field, args: {}, fields: [edges] },
    'uiapi/currentUser',
    only,
  );
  return (read['edges'] as { node: unknown }[])[0]?.node ?? null;
}

function uiapi(request: GraphqlCall, kind: 'query' | 'mutation', field: Selected): unknown {
  return each(field.fields, (part) => {
    if (kind === 'mutation') return mutate(request, part);
    switch (part.name) {
      case 'query':
      case 'aggregate':
        return connections(request, part);
      case 'objectInfos':
        return objectInfos(request, part);
      case 'currentUser':
        return currentUser(request, part);
      default:
        throw undefinedField(part, 'UIAPI', 'uiapi');
    }
  });
}

function errorView(error: unknown): Record<string, unknown> {
  if (error instanceof GraphQLError)
    return {
      message: `Invalid Syntax : ${error.message}`,
      locations: error.locations ?? [],
      extensions: { ErrorType: 'InvalidSyntax' },
      paths: null,
    };
  if (error instanceof ApiError)
    return {
      message: `${error.errorCode}: ${error.message}`,
      locations: [],
      extensions: { ErrorType: 'DataFetchingException' },
      paths: null,
    };
  if (!(error instanceof GraphqlError)) throw error;
  const { node, errorType, message } = error;
  const location = node?.loc && getLocation(node.loc.source, node.loc.start);
  return {
    message,
    locations: location ? [location] : [],
    extensions: { ErrorType: errorType },
    paths: null,
  };
}

/**
 * POST /graphql — always HTTP 200 for a request that can be read; what went wrong stands in `errors`.
 * https://developer.salesforce.com/docs/platform/graphql/guide/graphql-about.html
 */
export const graphqlHandler: ApiHandler = (context, call) => {
  const body = parseBody(requestBody, call.body);
  const request = { context, call };
  try {
    const operation = selectedOperation(
      parse(body.query),
      body.variables ?? {},
      body.operationName ?? null,
    );
    const data = each(operation.fields, (field) => {
      if (field.name !== 'uiapi')
        throw undefinedField(field, operation.kind === 'query' ? 'Query' : 'Mutation', '');
      return uiapi(request, operation.kind, field);
    });
    return ok({ data, errors: [] });
  } catch (error) {
    return ok({ data: null, errors: [errorView(error)] });
  }
};
