import {
  Kind,
  OperationTypeNode, valueFromASTUntyped,
  type ASTNode, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type SelectionSetNode,
} from 'graphql'; // prettier-ignore

type Values = Record<string, unknown>;

/** A field of a selection with its arguments' values; fragments are laid out flat. */
export interface Selected {
  name: string;
  /** The key in the answer: the alias, where there is one. */
  key: string;
  args: Values;
  fields: Selected[];
  /** `... on User` around it; null for no condition. */
  onType: string | null;
  node: FieldNode;
}

/** What goes wrong inside of a GraphQL request, with Salesforce's kind of error. */
export class GraphqlError extends Error {
  readonly errorType:
    'InvalidSyntax' | 'ValidationError' | 'DataFetchingException' | 'OperationNotSupported';
  readonly node: ASTNode | null;

  constructor(errorType: GraphqlError['errorType'], message: string, node: ASTNode | null = null) {
    super(message);
    this.name = 'GraphqlError';
    this.errorType = errorType;
    this.node = node;
  }
}

/** A field that a type does not have, in the words of the library that Salesforce uses. */
export function undefinedField(field: Selected, type: string, path: string): GraphqlError {
  return new GraphqlError(
    'ValidationError',
    `Validation error of type FieldUndefined: Field '${field.name}' in type '${type}' is undefined @ '${path}/${field.name}'`,
    field.node,
  );
}

/** Something valid that is not covered here; said loudly. */
export function notCovered(what: string, field: Selected): GraphqlError {
  return new GraphqlError(
    'OperationNotSupported',
    `NOT_IMPLEMENTED_LOCALLY: ${what} is not implemented by the local org.`,
    field.node,
  );
}

interface Reader {
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Values;
}

function isSkipped(reader: Reader, node: { directives?: FieldNode['directives'] }): boolean {
  return (node.directives ?? []).some((directive) => {
    const [argument] = directive.arguments ?? [];
    const value =
      argument === undefined ? undefined : valueFromASTUntyped(argument.value, reader.variables);
    return (
      (directive.name.value === 'skip' && value === true) ||
      (directive.name.value === 'include' && value === false)
    );
  });
}

function fieldsOf(
  reader: Reader,
  set: SelectionSetNode | undefined,
  onType: string | null,
): Selected[] {
  return (set?.selections ?? []).flatMap((node): Selected[] => {
    if (isSkipped(reader, node)) return [];
    if (node.kind === Kind.FIELD) {
      const args = (node.arguments ?? []).map(
        (argument) =>
          [argument.name.value, valueFromASTUntyped(argument.value, reader.variables)] as const,
      );
      return [
        {
          name: node.name.value,
          key: node.alias?.value ?? node.name.value,
          args: Object.fromEntries(args.filter(([, value]) => value !== undefined)),
          fields: fieldsOf(reader, node.selectionSet, null),
          onType,
          node,
        },
      ];
    }
    if (node.kind === Kind.INLINE_FRAGMENT)
      return fieldsOf(reader, node.selectionSet, node.typeCondition?.name.value ?? onType);
    const fragment = reader.fragments.get(node.name.value);
    if (fragment === undefined)
      throw new GraphqlError(
        'ValidationError',
        `Validation error of type UndefinedFragment: Undefined fragment ${node.name.value}`,
        node,
      );
    return fieldsOf(reader, fragment.selectionSet, fragment.typeCondition.name.value);
  });
}

/** The one operation to run with its selected fields; variables take their defaults. Throws GraphqlError. */
export function selectedOperation(
  document: DocumentNode,
  given: Values,
  operationName: string | null,
): { kind: 'query' | 'mutation'; fields: Selected[] } {
  const operations = document.definitions.flatMap((one) =>
    one.kind === Kind.OPERATION_DEFINITION ? [one] : [],
  );
  const operation =
    operationName === null
      ? operations[0]
      : operations.find((one) => one.name?.value === operationName);
  if (operation === undefined || (operationName === null && operations.length > 1))
    throw new GraphqlError(
      'ValidationError',
      'Must provide operation name if query contains multiple operations.',
    );
  if (operation.operation === OperationTypeNode.SUBSCRIPTION)
    throw new GraphqlError('OperationNotSupported', 'Subscriptions are not supported.', operation);
  const variables: Values = {};
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const value =
      given[name] ?? (definition.defaultValue && valueFromASTUntyped(definition.defaultValue));
    if (value === undefined && definition.type.kind === Kind.NON_NULL_TYPE)
      throw new GraphqlError(
        'ValidationError',
        `Variable '${name}' has an invalid value: Variable '${name}' has coerced Null value for NonNull type`,
        definition,
      );
    if (value !== undefined) variables[name] = value;
  }
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const reader = { fragments, variables };
  return { kind: operation.operation, fields: fieldsOf(reader, operation.selectionSet, null) };
}
