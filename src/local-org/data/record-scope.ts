import { locationParts } from '../schema/fields.ts';
import type { FieldSchema, FieldType } from '../schema/types.ts';
import { customPermissionsOf } from './custom-permissions.ts';
import { evaluateFormula } from './formula.ts';
import { FormulaError } from './formula-parser.ts';
import type { FormulaScope, FormulaValue, Moment } from './formula-values.ts';
import type { StoredRecord, StoredValue } from './record-store.ts';
import { notImplemented } from './row-error.ts';
import { unqualified } from './schema-index.ts';
import { objectIndex, type Session } from './session.ts';

/**
 * Where a formula runs: rules and formula fields see ids with 15 characters and percents as fractions (100 % is 1),
 * flows see them as stored. https://help.salesforce.com/s/articleView?id=platform.tips_for_using_number_formula_fields.htm
 */
export type FormulaPlace = 'rule' | 'flow';

/** The record a formula looks at: now, and as it was before this save (null when it is new). */
export interface RecordState {
  object: string;
  record: StoredRecord;
  before: StoredRecord | null;
}

const deepest = 12;

function moment(kind: Moment['kind'], text: string): Moment {
  const ms = Date.parse(kind === 'time' ? `1970-01-01T${text}` : text);
  return { kind, ms };
}

function fromText(type: FieldType, text: string, place: FormulaPlace): FormulaValue {
  switch (type) {
    case 'Date':
      return moment('date', text);
    case 'DateTime':
      return moment('datetime', text);
    case 'Time':
      return moment('time', text);
    case 'Id':
    case 'Lookup':
    case 'MasterDetail':
      return place === 'rule' ? text.slice(0, 15) : text;
    default:
      return text;
  }
}

/** A roll-up of percents is a percent again. */
function isPercent(session: Session, field: FieldSchema): boolean {
  if (field.type === 'Percent') return true;
  const { summary } = field;
  if (summary === null || summary.summarizedField === null) return false;
  const child = session.index.objects.get(summary.childObject)?.object;
  const source = child?.fields.get(unqualified(summary.summarizedField));
  return source !== undefined && isPercent(session, source);
}

function fieldValue(
  session: Session,
  field: FieldSchema,
  stored: StoredValue,
  place: FormulaPlace,
): FormulaValue {
  if (field.type === 'Checkbox') return stored === 1;
  if (stored === null) return null;
  if (typeof stored === 'string') return fromText(field.type, stored, place);
  return place === 'rule' && isPercent(session, field) ? stored / 100 : stored;
}

/** A geolocation as ISBLANK and ISCHANGED see it, the only functions that take one: text that is the same for the same place. */
function placeOf(record: StoredRecord, field: FieldSchema): FormulaValue {
  const parts = locationParts(field).map(({ name }) => record[name] ?? null);
  return parts.every((part) => part === null) ? null : parts.join(' ');
}

/** Reads dotted paths from records; every step to a parent reads that parent. */
class RecordReader {
  readonly #session: Session;
  readonly #place: FormulaPlace;
  readonly #depth: number;

  constructor(session: Session, place: FormulaPlace, depth: number) {
    this.#session = session;
    this.#place = place;
    this.#depth = depth;
  }

  read(object: string, record: StoredRecord, path: string): FormulaValue {
    const { fieldsByLowerName, relationsByLowerName } = objectIndex(this.#session, object);
    const dot = path.indexOf('.');
    if (dot < 0) {
      const field = fieldsByLowerName.get(path.toLowerCase());
      if (field === undefined)
        throw new FormulaError(`Field ${path} does not exist. Check spelling.`);
      if (field.type === 'Formula') return this.#formulaField(object, record, field);
      if (field.type === 'Location') return placeOf(record, field);
      return fieldValue(this.#session, field, record[field.name] ?? null, this.#place);
    }
    const relation = relationsByLowerName.get(
      path.slice(0, dot).toLowerCase().replace(/:\w+$/, ''),
    );
    if (relation === undefined) {
      throw new FormulaError(`Field ${path.slice(0, dot)} does not exist. Check spelling.`);
    }
    const id = record[relation.name];
    if (typeof id !== 'string') return null;
    const target = this.#session.index.objectsByPrefix.get(id.slice(0, 3)) ?? '';
    const parent = this.#session.store.get(target, id);
    return parent === undefined ? null : this.read(target, parent, path.slice(dot + 1));
  }

  #formulaField(object: string, record: StoredRecord, field: FieldSchema): FormulaValue {
    if (this.#depth >= deepest) {
      throw new FormulaError(`The formula of ${object}.${field.name} refers to itself.`);
    }
    const state = { object, record, before: null };
    const scope = recordScope(this.#session, state, this.#place, this.#depth + 1);
    return evaluateFormula(field.formula ?? '', scope);
  }
}

/** `$User.…`, `$Permission.…` and so on: what a formula may know beside the fields of its record. */
function globalValue(
  session: Session,
  reader: RecordReader,
  object: string,
  record: StoredRecord,
  path: string,
): FormulaValue {
  const [name = '', ...rest] = path.split('.');
  const remainder = rest.join('.');
  const user = session.store.get('User', session.context.userId) ?? { Id: session.context.userId };
  switch (name.toLowerCase()) {
    case '$permission':
      return customPermissionsOf(session, session.context.userId).has(remainder);
    case '$user':
      return reader.read('User', user, remainder);
    case '$profile':
      return reader.read('User', user, `Profile.${remainder}`);
    case '$userrole':
      return reader.read('User', user, `UserRole.${remainder}`);
    case '$recordtype':
      return reader.read(object, record, `RecordType.${remainder}`);
    case '$organization': {
      const [organization = {}] = session.store.findBy('Organization', 'IsDeleted', 0);
      return reader.read('Organization', organization, remainder);
    }
    default:
      throw notImplemented(`${name} in formulas`);
  }
}

/** How a formula sees a record that is being saved or read. */
export function recordScope(
  session: Session,
  state: RecordState,
  place: FormulaPlace = 'rule',
  depth = 0,
): FormulaScope {
  const reader = new RecordReader(session, place, depth);
  const read = (record: StoredRecord, path: string): FormulaValue => {
    if (path.startsWith('$')) return globalValue(session, reader, state.object, record, path);
    return reader.read(state.object, record, path);
  };
  return {
    now: session.now,
    isNew: state.before === null,
    value: (path) => read(state.record, path),
    prior: (path) => read(state.before ?? state.record, path),
  };
}
