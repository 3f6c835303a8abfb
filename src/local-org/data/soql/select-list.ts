import type {
  FieldFunctionExpression,
  FieldType,
  FieldTypeOf,
  Query,
  Subquery,
} from '@jetstreamapp/soql-parser-js';
import { ApiError, notImplemented } from '../../api/api-error.ts';
import type { ChildPlan, RecordShape, ShapeEntry } from './plan.ts';
import { fieldOperand, functionOperand } from './functions.ts';
import { invalidField, malformed, queryError, unsupportedType } from './query-errors.ts';
import { type ResolvedField, type Scope, type Source } from './scope.ts';

/** Compiles a child sub-query; given from outside because a sub-query is a whole query again. */
export type CompileChild = (subquery: Subquery) => { name: string; plan: ChildPlan };

/** The SELECT list of one record query: collects SQL columns and the shape of the JSON record. */
export class SelectList {
  readonly columns: string[] = [];
  readonly shape: RecordShape;
  private readonly scope: Scope;
  private readonly selected = new Set<string>();

  constructor(scope: Scope) {
    this.scope = scope;
    this.shape = this.shapeOf(scope.root);
  }

  /** Name of the SQL column that holds `sql`, added when it is not selected yet. */
  column(sql: string): string {
    const known = this.columns.indexOf(sql);
    return `c${known >= 0 ? known : this.columns.push(sql) - 1}`;
  }

  /** The list as SQL: `t0."Id" AS c0, …`. */
  sql(): string {
    return this.columns.map((sql, index) => `${sql} AS c${index}`).join(', ');
  }

  /** Adds one item of the SELECT list. */
  add(field: FieldType, query: Query | Subquery, compileChild: CompileChild): void {
    if (field.type !== 'FieldFunctionExpression' && 'alias' in field && field.alias)
      throw malformed(
        this.scope.frame.text,
        field.alias,
        'only aggregate expressions use field aliasing',
      );
    switch (field.type) {
      case 'Field':
        this.addField(field.field);
        break;
      case 'FieldRelationship':
        this.addField(field.rawValue ?? [...field.relationships, field.field].join('.'));
        break;
      case 'FieldSubquery': {
        const { name, plan } = compileChild(field.subquery);
        this.shape.entries.push({ kind: 'children', key: name, plan });
        break;
      }
      case 'FieldFunctionExpression':
        this.addFunction(field, query);
        break;
      case 'FieldTypeof':
        this.addTypeof(field);
        break;
    }
  }

  private addField(path: string): void {
    const resolved = this.scope.resolve(path);
    const key = [...resolved.source.path, resolved.field.name].join('.');
    if (this.selected.has(key))
      throw invalidField(this.scope.frame.text, path, `duplicate field selected: ${path}`);
    this.selected.add(key);
    this.addResolved(resolved);
  }

  private addResolved(resolved: ResolvedField): void {
    this.shapeFor(resolved.source).entries.push(this.valueEntry(resolved));
  }

  private valueEntry({ field, kind: valueKind, sql }: ResolvedField): ShapeEntry {
    const { name: key, type } = field;
    if (type === 'Formula') return { kind: 'formula', key, valueKind };
    return { kind: 'value', key, column: this.column(sql), valueKind };
  }

  private addFunction(expression: FieldFunctionExpression, query: Query | Subquery): void {
    const name = expression.functionName.toUpperCase();
    const [parameter] = expression.parameters;
    if (name === 'FIELDS' && typeof parameter === 'string') {
      this.addAllFields(parameter.toUpperCase(), query);
      return;
    }
    const operand =
      name === 'TOLABEL' && typeof parameter === 'string'
        ? fieldOperand(this.scope, parameter)
        : functionOperand(this.scope, expression);
    const { resolved } = operand;
    if (resolved === null || (name !== 'TOLABEL' && !operand.isFormatted))
      throw notImplemented(`The SOQL function ${expression.functionName} in a SELECT list`);
    const { field, source } = resolved;
    const key = expression.alias ?? field.name;
    const column = this.column(operand.sql);
    const { entries } = this.shapeFor(source);
    if (entries.some((entry) => entry.key === key))
      throw invalidField(this.scope.frame.text, name, `duplicate field selected: ${field.name}`);
    if (operand.isFormatted)
      entries.push({ kind: 'formatted', key, column, valueKind: operand.kind, field });
    else entries.push({ kind: 'label', key, column, field });
  }

  /**
   * TYPEOF What WHEN Account THEN Phone ELSE Name END. Fields of further parents are not covered in it.
   * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_typeof.htm
   */
  private addTypeof(expression: FieldTypeOf): void {
    const { text } = this.scope.frame;
    const source = this.scope.parent([expression.field], expression.field);
    const key = source.path[0] ?? expression.field;
    if (source.targets.length === 0)
      throw malformed(text, expression.field, `${key} is not a polymorphic relationship field`);
    if (this.shape.entries.some((entry) => entry.key === key))
      throw malformed(
        text,
        expression.field,
        `TYPEOF operand '${key}' and top-level SELECT list element may not reference the same relationship field.`,
      );
    const branches: RecordShape[] = [];
    let otherwise: RecordShape | null = null;
    for (const condition of expression.conditions) {
      const wanted = condition.objectType?.toLowerCase();
      const target = source.targets.find(({ object }) => object.name.toLowerCase() === wanted);
      if (condition.type === 'ELSE') otherwise = this.typeofShape(source, condition.fieldList);
      else if (target === undefined)
        throw queryError('INVALID_TYPE', text, wanted ?? '', unsupportedType(wanted ?? ''));
      else branches.push(this.typeofShape(target, condition.fieldList));
    }
    const column = this.column(source.column('Id'));
    this.shape.entries.push({ kind: 'typeof', key, column, branches, otherwise });
  }

  private typeofShape(source: Source, names: readonly string[]): RecordShape {
    const shape = this.shapeOf(source);
    for (const name of names) {
      if (name.includes('.')) throw notImplemented(`The path ${name} in SOQL TYPEOF`);
      shape.entries.push(this.valueEntry(this.scope.fieldOf(source, name, name)));
    }
    return shape;
  }

  private addAllFields(group: string, query: Query | Subquery): void {
    if (!['ALL', 'STANDARD', 'CUSTOM'].includes(group))
      throw malformed(this.scope.frame.text, group, `unexpected token: '${group}'`);
    const bounded = query.limit !== undefined && query.limit <= 200;
    if (group !== 'STANDARD' && !bounded)
      throw new ApiError(
        400,
        'MALFORMED_QUERY',
        'The SOQL FIELDS function must have a LIMIT of at most 200',
      );
    for (const field of this.scope.root.object.fields.values()) {
      const wanted = group === 'ALL' || (group === 'CUSTOM') === field.custom;
      if (wanted) this.addField(field.name);
    }
  }

  private shapeOf(source: Source): RecordShape {
    const idColumn = this.column(source.column('Id'));
    return { object: source.object, idColumn, entries: [] };
  }

  /** The shape of a parent, hung under its own parent where it is first needed. */
  private shapeFor(source: Source): RecordShape {
    let shape = this.shape;
    for (let depth = 1; depth <= source.path.length; depth++) {
      const key = source.path[depth - 1] ?? '';
      const known = shape.entries.find((entry) => entry.kind === 'parent' && entry.key === key);
      if (known?.kind === 'parent') shape = known.shape;
      else {
        const parent = this.shapeOf(this.scope.sourceAt(source.path.slice(0, depth)));
        shape.entries.push({ kind: 'parent', key, shape: parent });
        shape = parent;
      }
    }
    return shape;
  }
}
