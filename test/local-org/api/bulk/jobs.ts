import { parse } from 'csv-parse/sync';
import { DATA, type OrgUnderTest } from '../org.ts';

export type Body = Record<string, unknown>;

export interface Loaded {
  id: string;
  info: Body;
  succeeded: Body[];
  failed: Body[];
  unprocessed: Body[];
}

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function bodyOf(answer: { body: unknown }): Body {
  if (!isBody(answer.body)) throw new Error(`No object: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const delimiters: Record<string, string> = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
};

/** Waits for the end of a job; its last state. */
export async function ended(under: OrgUnderTest, path: string): Promise<Body> {
  for (;;) {
    const info = bodyOf(await under.call('GET', `${DATA}${path}`));
    if (['JobComplete', 'Failed', 'Aborted'].includes(String(info['state']))) return info;
    await pause(5);
  }
}

/** One ingest job from its creation to its three result files, over HTTP. */
export async function load(under: OrgUnderTest, job: Body, csv: string | Buffer): Promise<Loaded> {
  const created = bodyOf(await under.call('POST', `${DATA}/jobs/ingest`, job));
  const id = String(created['id']);
  const response = await fetch(`${under.org.instanceUrl}/${String(created['contentUrl'])}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${under.org.accessToken}`, 'content-type': 'text/csv' },
    body: typeof csv === 'string' ? csv : new Uint8Array(csv),
  });
  if (response.status !== 201) throw new Error(await response.text());
  await under.call('PATCH', `${DATA}/jobs/ingest/${id}`, { state: 'UploadComplete' });
  const info = await ended(under, `/jobs/ingest/${id}`);
  const file = async (name: string): Promise<Body[]> => {
    const { body } = await under.call('GET', `${DATA}/jobs/ingest/${id}/${name}`);
    return parse(String(body), {
      columns: true,
      delimiter: delimiters[String(created['columnDelimiter'])] ?? ',',
      relax_column_count: true,
    });
  };
  return {
    id,
    info,
    succeeded: await file('successfulResults'),
    failed: await file('failedResults'),
    unprocessed: await file('unprocessedrecords'),
  };
}
