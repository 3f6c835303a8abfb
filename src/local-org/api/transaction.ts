import type { ApiContext } from './api-call.ts';

/** Runs `work` and takes back every write in it when `failed` says so of its result, or when it throws. */
export function undoIf<Result>(
  context: ApiContext,
  work: () => Result,
  failed: (result: Result) => boolean,
): Result {
  const { db } = context.engine;
  db.exec('SAVEPOINT request');
  let keep = false;
  try {
    const result = work();
    keep = !failed(result);
    return result;
  } finally {
    if (!keep) db.exec('ROLLBACK TO request');
    db.exec('RELEASE request');
  }
}
