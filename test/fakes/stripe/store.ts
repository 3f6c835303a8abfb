/** One kind of object in the order of creation, with an index for every field that its lists are filtered by. */
export class Store<T extends { id: string }> {
  private readonly byId = new Map<string, T>();
  private readonly byField = new Map<string, T[]>();
  private readonly fields: readonly (keyof T & string)[];

  constructor(fields: readonly (keyof T & string)[]) {
    this.fields = fields;
  }

  add(object: T): T {
    this.byId.set(object.id, object);
    for (const field of ['', ...this.fields] as const) {
      const key = field === '' ? '' : `${field}=${String(object[field])}`;
      const list = this.byField.get(key);
      if (list) list.push(object);
      else this.byField.set(key, [object]);
    }
    return object;
  }

  get(id: string): T | undefined {
    return this.byId.get(id);
  }

  /** For builders, where an unknown id is a mistake in the test. */
  need(id: string): T {
    const object = this.byId.get(id);
    if (!object) throw new Error(`The Stripe fake knows no ${id}.`);
    return object;
  }

  /** Oldest first; the whole store without a field. */
  list(field?: keyof T & string, value?: string): readonly T[] {
    return this.byField.get(field ? `${field}=${String(value)}` : '') ?? [];
  }

  isIndexed(field: string): field is keyof T & string {
    return this.fields.some((known) => known === field);
  }
}
