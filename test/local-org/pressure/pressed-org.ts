import { startLocalOrg, type LocalOrg } from '../../../src/local-org/start.ts';
import { customObject, master, schemaWith } from '../support/test-schema.ts';

export interface Answer {
  status: number;
  code: string | undefined;
  body: unknown;
}

export interface PressedOrg {
  org: LocalOrg;
  /** Two masters, whose details are what the tests write. */
  masters: [string, string];
  call: (method: string, path: string, body?: unknown, token?: string) => Promise<Answer>;
  /** A query, with the administrator's token unless told otherwise. */
  read: (token?: string) => Promise<Answer>;
  details: (...masters: string[]) => Promise<Answer>;
  control: (method: string, path: string, body?: unknown) => Promise<Answer>;
}

async function send(
  url: string,
  method: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = text === '' ? null : JSON.parse(text);
  return { status: response.status, code: parsed?.[0]?.errorCode, body: parsed };
}

/** A local org with a master-detail pair and two masters, and calls over HTTP. */
export async function startPressedOrg(): Promise<PressedOrg> {
  const org = await startLocalOrg();
  org.engine.applySchema(
    schemaWith([
      customObject('Master__c', 'a01', []),
      customObject('Detail__c', 'a02', [master('Master__c', 'Master__c')]),
    ]),
  );
  const call: PressedOrg['call'] = (method, path, body, token = org.accessToken) =>
    send(`${org.instanceUrl}/services/data/v68.0${path}`, method, body, {
      authorization: `Bearer ${token}`,
      'sforce-call-options': 'client=pressure-test',
    });
  const create = async (): Promise<string> => {
    const { body } = await call('POST', '/sobjects/Master__c', { Name: 'm' });
    return String(Reflect.get(Object(body), 'id'));
  };
  return {
    org,
    masters: [await create(), await create()],
    call,
    read: (token) =>
      call('GET', `/query?q=${encodeURIComponent('SELECT Id FROM Master__c')}`, undefined, token),
    details: (...masters) =>
      call('POST', '/composite/sobjects', {
        records: masters.map((id) => ({ attributes: { type: 'Detail__c' }, Master__c: id })),
      }),
    control: (method, path, body) => send(`${org.instanceUrl}/local-org${path}`, method, body),
  };
}
