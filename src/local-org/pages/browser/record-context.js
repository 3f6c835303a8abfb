import { getRecord } from './lightning/uiRecordApi.js';
import { fieldsOfRule } from './visibility.js';

/** Every rule's fields, wherever in the tree. */
function ruleFields(items) {
  return items.flatMap((item) => [
    ...fieldsOfRule(item.visibility),
    ...Object.values(item.inside).flatMap(ruleFields),
  ]);
}

/** Fields of the object, the names behind its lookups, and what the page's rules look at. */
function wantedFields({ object, tree }) {
  const own = object.fields.map(({ name }) => name);
  const names = object.fields
    .filter(
      ({ relationshipName, referenceName }) => relationshipName !== null && referenceName !== null,
    )
    .map(({ relationshipName, referenceName }) => `${relationshipName}.${referenceName}`);
  const rules = tree.regions.flatMap(({ items }) => ruleFields(items));
  return [...new Set([...own, ...names, ...rules])].map((path) => `${object.apiName}.${path}`);
}

function valueAt(record, path) {
  let found = { value: record };
  for (const name of path.split('.')) found = found?.value?.fields?.[name];
  return found?.value;
}

/**
 * The record of the page, for everything on it: read once, read again when anybody reports it as changed. Parts ask for `onRecord`
 * and are called at once when it is there, and after each change.
 */
export class RecordContext {
  record = null;
  #listeners = [];
  #errorListeners = [];
  #adapter;

  constructor(content) {
    this.content = content;
    this.recordId = content.recordId;
    this.object = content.object;
    this.#adapter = new getRecord((given) => this.take(given));
    this.#adapter.connect();
    this.#adapter.update({ recordId: content.recordId, optionalFields: wantedFields(content) });
  }

  take({ data, error }) {
    if (error !== undefined) for (const listener of this.#errorListeners) listener(error);
    if (data === undefined) return;
    this.record = data;
    for (const listener of this.#listeners) listener(this);
  }

  onRecord(listener) {
    this.#listeners.push(listener);
    if (this.record !== null) listener(this);
  }

  onError(listener) {
    this.#errorListeners.push(listener);
  }

  refresh() {
    return this.#adapter.refresh();
  }

  value(path) {
    return valueAt(this.record, path);
  }

  field(name) {
    return this.object.fields.find((field) => field.name === name);
  }

  /** What a lookup's target is called; undefined for other fields. */
  nameOf(field) {
    if (field.relationshipName === null) return undefined;
    return this.value(`${field.relationshipName}.${field.referenceName}`);
  }

  values() {
    return Object.fromEntries(this.object.fields.map(({ name }) => [name, this.value(name)]));
  }

  names() {
    return Object.fromEntries(this.object.fields.map((field) => [field.name, this.nameOf(field)]));
  }
}
