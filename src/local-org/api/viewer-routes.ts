import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { DataEngine } from '../data/engine.ts';
import { jsonValue } from '../data/soql/run-query.ts';
import { childRelationships, findObject, valueKind } from '../data/soql/schema-names.ts';
import { quoted } from '../data/tables.ts';
import { hasToolchain } from '../pages/browser-bundle.ts';
import { browserSession } from '../pages/page-session.ts';
import type { FieldSchema, ObjectSchema } from '../schema/types.ts';
import type { LoginHost } from './oauth-routes.ts';
import { fieldsToRead, isPlumbing, numberText } from './viewer-fields.ts';
import { html, page, type Markup } from './viewer-html.ts';

type Row = Readonly<Record<string, unknown>>;

const MOST_ROWS = 200;
const MOST_LIST_COLUMNS = 8;
const MOST_CHILD_ROWS = 50;
/** Reads rows past the SOQL compiler: the viewer shows what is stored, with computed fields filled in. */
class Viewer {
  private readonly engine: DataEngine;

  constructor(engine: DataEngine) {
    this.engine = engine;
  }

  object(name: string): ObjectSchema | undefined {
    return findObject(this.engine.schema(), name);
  }

  count(object: ObjectSchema): number {
    const sql = `SELECT COUNT(*) AS n FROM ${quoted(object.name)} WHERE "IsDeleted" IS NOT 1`;
    return Number(this.engine.db.prepare(sql).get()?.['n'] ?? 0);
  }

  rows(object: ObjectSchema, most: number, by?: { field: string; value: string }): Row[] {
    const where = by === undefined ? '' : `AND ${quoted(by.field)} = ?`;
    const sql = `SELECT * FROM ${quoted(object.name)} WHERE "IsDeleted" IS NOT 1 ${where} ORDER BY "Id" DESC LIMIT ${most}`;
    const rows = this.engine.db.prepare(sql).all(...(by === undefined ? [] : [by.value]));
    return rows.map((row) => this.withFormulas(object, row));
  }

  row(object: ObjectSchema, id: string): Row | undefined {
    return this.rows(object, 1, { field: 'Id', value: id })[0];
  }

  private withFormulas(object: ObjectSchema, row: Row): Row {
    const formulas = [...object.fields.values()].filter(({ type }) => type === 'Formula');
    if (formulas.length === 0) return row;
    const names = formulas.map(({ name }) => name);
    return { ...row, ...this.engine.formulaValues(object.name, row, names) };
  }

  /** What a record is called: its name, else its id. */
  title(object: ObjectSchema, row: Row): string {
    const name = row[object.nameField];
    return typeof name === 'string' && name !== '' ? name : String(row['Id']);
  }

  /** A link to the record that an id stands for; the bare id when it leads nowhere. */
  link(field: FieldSchema, id: string): Markup {
    for (const target of field.referenceTo) {
      const object = this.object(target);
      const row = object === undefined ? undefined : this.row(object, id);
      if (object !== undefined && row !== undefined)
        return html`<a href="/records/${object.name}/${id}">${this.title(object, row)}</a>`;
    }
    return html`${id}`;
  }

  cell(object: ObjectSchema, field: FieldSchema, row: Row): Markup {
    const kind = valueKind(this.engine.schema(), field);
    const value = jsonValue(row[field.name], kind);
    if (field.name === 'Id' || field.name === object.nameField)
      return html`<td><a href="/records/${object.name}/${row['Id']}">${value}</a></td>`;
    if (kind === 'id' && typeof value === 'string')
      return html`<td>${this.link(field, value)}</td>`;
    if (kind === 'number')
      return html`<td class="number">${numberText(this.engine.schema(), field, value)}</td>`;
    if (kind === 'boolean') return html`<td>${value === true ? 'yes' : 'no'}</td>`;
    return html`<td class="long">${value}</td>`;
  }

  /** Fields that hold anything in these rows, as many as fit; `without` is what all of them have in common. */
  private columns(
    object: ObjectSchema,
    rows: readonly Row[],
    without?: FieldSchema,
  ): FieldSchema[] {
    return fieldsToRead(this.engine.schema(), object)
      .filter(
        (field) => field !== without && rows.some((row) => (row[field.name] ?? null) !== null),
      )
      .slice(0, MOST_LIST_COLUMNS);
  }

  table(object: ObjectSchema, rows: readonly Row[], without?: FieldSchema): Markup {
    if (rows.length === 0) return html`<p class="muted">No records.</p>`;
    const columns = this.columns(object, rows, without);
    return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            ${columns.map((field) =>
              valueKind(this.engine.schema(), field) === 'number'
                ? html`<th class="number">${field.label}</th>`
                : html`<th>${field.label}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${columns.map((field) => this.cell(object, field, row))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  home(): string {
    const objects = [...this.engine.schema().objects.values()].map((object) => ({
      object,
      count: this.count(object),
    }));
    objects.sort(
      (left, right) =>
        Number(right.object.custom) - Number(left.object.custom) ||
        left.object.label.localeCompare(right.object.label),
    );
    const rows = objects.map(
      ({ object, count }) =>
        html`<tr>
          <td><a href="/records/${object.name}">${object.pluralLabel}</a></td>
          <td class="muted">${object.name}</td>
          <td class="number">${count}</td>
        </tr>`,
    );
    return page(
      'Objects',
      html`<table>
        <thead>
          <tr>
            <th>Object</th>
            <th>API name</th>
            <th>Records</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>`,
    );
  }

  list(object: ObjectSchema): string {
    const total = this.count(object);
    const rows = this.rows(object, MOST_ROWS);
    const note =
      total > rows.length ? html`<p class="muted">The newest ${rows.length} of ${total}.</p>` : '';
    return page(object.pluralLabel, html`${note}${this.table(object, rows)}`);
  }

  record(object: ObjectSchema, row: Row): string {
    const fields = fieldsToRead(this.engine.schema(), object);
    const line = (field: FieldSchema): Markup =>
      html`<tr>
        <th title="${field.name}">${field.label}</th>
        ${this.cell(object, field, row)}
      </tr>`;
    const own = fields.filter((field) => !isPlumbing(field) && (row[field.name] ?? null) !== null);
    const plumbing = fields.filter(isPlumbing);
    const lists = childRelationships(this.engine.schema(), object).map((relationship) => {
      const by = { field: relationship.field.name, value: String(row['Id']) };
      const rows = this.rows(relationship.object, MOST_CHILD_ROWS, by);
      if (rows.length === 0) return '';
      return html`<h2>
          ${relationship.object.pluralLabel}
          <span class="muted">by ${relationship.field.label}</span>
        </h2>
        ${this.table(relationship.object, rows, relationship.field)}`;
    });
    return page(
      `${object.label} ${this.title(object, row)}`,
      html`<table class="detail">
          <tbody>
            ${own.map(line)}
          </tbody>
        </table>
        ${lists}
        <h2>Keys and system fields</h2>
        <table class="detail">
          <tbody>
            ${plumbing.map(line)}
          </tbody>
        </table>`,
    );
  }
}

type ViewerHost = Pick<LoginHost, 'engine' | 'sessions' | 'instanceUrl'>;

const parameters = z.object({ object: z.string(), id: z.string().optional() });

/** Pages for a person to look at the records: no scripts, everything escaped, nothing that writes. */
export function registerViewerRoutes(app: FastifyInstance, host: ViewerHost): void {
  const viewer = new Viewer(host.engine);
  /** Who is logged in sees Lightning where it can be built; the viewer needs neither login nor toolchain. */
  const seesLightning = (request: FastifyRequest): boolean =>
    hasToolchain() && browserSession(request, host.instanceUrl(), host.sessions) !== null;
  const send = (reply: FastifyReply, text: string | undefined): FastifyReply =>
    reply
      .code(text === undefined ? 404 : 200)
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .type('text/html; charset=utf-8')
      .send(text ?? page('Not found', html`<p>There is no such object or record in this org.</p>`));
  app.get('/', async (request, reply) =>
    seesLightning(request) ? reply.redirect('/lightning') : send(reply, viewer.home()),
  );
  app.get('/records/:object', async (request, reply) => {
    const { object: name } = parameters.parse(request.params);
    if (seesLightning(request)) return reply.redirect(`/lightning/o/${name}/list`);
    const object = viewer.object(name);
    return send(reply, object === undefined ? undefined : viewer.list(object));
  });
  app.get('/records/:object/:id', async (request, reply) => {
    const { object: name, id = '' } = parameters.parse(request.params);
    if (seesLightning(request)) return reply.redirect(`/lightning/r/${name}/${id}/view`);
    const object = viewer.object(name);
    const row = object === undefined ? undefined : viewer.row(object, id);
    const found = object !== undefined && row !== undefined;
    return send(reply, found ? viewer.record(object, row) : undefined);
  });
}
