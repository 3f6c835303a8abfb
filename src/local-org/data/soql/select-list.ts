import type {
  FieldFunctionExpression,
  FieldType,
  Query,
  Subquery,
} from '@jetstreamapp/soql-parser-js';
import { ApiError, notImplemented } from '../../api/api-error.ts';
import type { ChildPlan, RecordShape } from './plan.ts';
import { malformed, invalidField } from './query-errors.ts';
import { quoted } from '../tables.ts';
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
        throw notImplemented('SOQL TYPEOF');
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
    const { entries } = this.shapeFor(resolved.source);
    const { name: key, type } = resolved.field;
    if (type === 'Formula') entries.push({ kind: 'formula', key, valueKind: resolved.kind });
    else
      entries.push({
        kind: 'value',
        key,
        column: this.column(resolved.sql),
        valueKind: resolved.kind,
      });
  }

  private addFunction(expression: FieldFunctionExpression, query: Query | Subquery): void {
    const name = expression.functionName.toUpperCase();
    const [parameter] = expression.parameters;
    if (typeof parameter !== 'string')
      throw notImplemented(`The SOQL function call ${expression.rawValue ?? name}`);
    if (name === 'FIELDS') this.addAllFields(parameter.toUpperCase(), query);
    else if (name === 'TOLABEL') {
      const resolved = this.scope.resolve(parameter);
      const entries = this.shapeFor(resolved.source).entries;
      entries.push({
        kind: 'label',
        key: expression.alias ?? resolved.field.name,
        column: this.column(resolved.sql),
        field: resolved.field,
      });
    } else throw notImplemented(`The SOQL function ${expression.functionName} in a SELECT list`);
  }

  private addAllFields(group: string, query: Query | Subquery): void {
    const bounded = query.limit !== undefined && query.limit <= 200;
    if (group !== 'STANDARD' && !bounded)
      throw new ApiError(
        400,
        'MALFORMED_QUERY',
        'The SOQL FIELDS function must have a LIMIT of at most 200',
      );
    for (const field of this.scope.root.object.fields.values()) {
      const wanted = group === 'ALL' || (group === 'CUSTOM') === field.custom;
      if (wanted && !this.selected.has(field.name)) this.addField(field.name);
    }
  }

  private shapeOf(source: Source): RecordShape {
    const idColumn = this.column(`${source.alias}.${quoted('Id')}`);
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
