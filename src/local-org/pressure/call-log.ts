/** One call of the data API, as it ended. */
export interface LoggedCall {
  at: string;
  method: string;
  /** Below the version, with the query: `/sobjects/Account/001…`, `/query?q=…`. */
  path: string;
  /** The object that the path, the records or the query name; null where none does. */
  object: string | null;
  /** Records sent, or found where none were sent. */
  rows: number;
  /** 0: the connection was dropped. */
  status: number;
  ms: number;
  userId: string | null;
  /** What `Sforce-Call-Options: client=` says. */
  client: string | null;
}

const MOST_KEPT = 20_000;

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function listIn(body: unknown): readonly unknown[] | null {
  const list: unknown = property(body, 'records') ?? property(body, 'compositeRequest') ?? body;
  return Array.isArray(list) ? (list as unknown[]) : null; // isArray says any[]
}

/** The object that a call is about: from the path, the SOQL, or the first record. */
export function objectOf(path: string, query: URLSearchParams, body: unknown): string | null {
  const fromPath = /^(?:\/composite)?\/(?:sobjects|tree)\/([^/?]+)/.exec(path)?.[1];
  if (fromPath !== undefined) return fromPath;
  const fromQuery = /(?<!\w)FROM\s+(\w+)(?!.*(?<!\w)FROM\s)/is.exec(query.get('q') ?? '')?.[1];
  if (fromQuery !== undefined) return fromQuery;
  const type = property(property(listIn(body)?.[0], 'attributes'), 'type');
  return typeof type === 'string' ? type : null;
}

/** Records in the request, in `ids` of a collection's delete, or else in the answer. */
export function rowsOf(query: URLSearchParams, sent: unknown, answer: unknown): number {
  const list = listIn(sent);
  if (list !== null) return list.length;
  const ids = query.get('ids');
  if (ids !== null) return ids.split(',').length;
  if (sent !== undefined) return 1;
  return listIn(answer)?.length ?? 0;
}

/** The last calls, oldest first, for tests that count them. */
export class CallLog {
  private readonly kept: LoggedCall[] = [];

  add(call: LoggedCall): void {
    this.kept.push(call);
    if (this.kept.length > MOST_KEPT) this.kept.splice(0, MOST_KEPT / 2);
  }

  all(): readonly LoggedCall[] {
    return this.kept;
  }

  forget(): void {
    this.kept.length = 0;
  }
}
