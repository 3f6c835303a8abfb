import { normaliseId } from '../../data/ids.ts';
import { findObject } from '../../data/soql/schema-names.ts';
import type { ObjectSchema } from '../../schema/types.ts';
import { soqlLiteral } from '../read-records.ts';
import { createRow, deleteRow, saveRows, type Row } from '../save-rows.ts';
import { connection, type GraphqlCall } from './connection.ts';
import { GraphqlError, undefinedField, type Selected } from './selection.ts';

function inputOf(field: Selected): Record<string, unknown> {
  const input = field.args['input'];
  if (typeof input === 'object' && input !== null) return input as Record<string, unknown>;
  throw new GraphqlError(
    'ValidationError',
    `Validation error of type MissingFieldArgument: Missing field argument 'input' @ 'uiapi/${field.name}'`,
    field.node,
  );
}

function rowOf(object: ObjectSchema, operation: string, field: Selected): Row {
  const input = inputOf(field);
  const fields = (input[object.name] ?? {}) as Record<string, unknown>;
  const id = typeof input['Id'] === 'string' ? input['Id'] : '';
  if (operation === 'Create') return createRow(object.name, fields);
  if (operation === 'Delete') return deleteRow(object.name, id);
  return { operation: 'update', object: object.name, id: normaliseId(id) ?? id, fields };
}

function answerOf(
  request: GraphqlCall,
  object: ObjectSchema,
  field: Selected,
  id: string,
): Record<string, unknown> {
  return Object.fromEntries(
    field.fields.map((part) => {
      if (part.name === 'Id') return [part.key, id];
      if (part.name === 'success') return [part.key, true];
      if (part.name !== 'Record')
        throw undefinedField(part, `${field.name}Payload`, `uiapi/${field.name}`);
      const edges = {
        ...part,
        name: 'edges',
        key: 'edges',
        fields: [{ ...part, name: 'node', key: 'node' }],
      };
      const read = connection(
        request,
        object,
        { ...part, args: {}, fields: [edges] },
        `uiapi/${field.name}`,
        `Id = ${soqlLiteral(id)}`,
      );
      const [edge] = read['edges'] as { node: unknown }[];
      return [part.key, edge?.node ?? null];
    }),
  );
}

/**
 * `AccountCreate(input: { Account: { … } })`, `AccountUpdate`, `AccountDelete`: saved at once, one after the other.
 * https://developer.salesforce.com/docs/platform/graphql/guide/mutations.html
 */
export function mutate(request: GraphqlCall, field: Selected): Record<string, unknown> {
  const [, name = '', operation = ''] = /^(\w+?)(Create|Update|Delete)$/.exec(field.name) ?? [];
  const object = findObject(request.context.engine.schema(), name);
  if (object === undefined) throw undefinedField(field, 'UIAPIMutations', 'uiapi');
  const [result] = saveRows(request.context, request.call, [rowOf(object, operation, field)], true);
  if (result?.success !== true || result.id === null)
    throw new GraphqlError(
      'DataFetchingException',
      result?.errors[0]?.message ?? 'The record was not saved.',
      field.node,
    );
  return answerOf(request, object, field, result.id);
}
