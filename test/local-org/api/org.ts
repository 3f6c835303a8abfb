import { Connection } from 'jsforce';
import {
  startLocalOrg,
  type LocalOrg,
  type LocalOrgOptions,
} from '../../../src/local-org/start.ts';
import { projectSchema } from '../soql/fixture.ts';

export interface OrgUnderTest {
  org: LocalOrg;
  connection: Connection;
  /** A request with the administrator's token; the parsed answer with its status. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: unknown; headers: Headers }>;
}

/** A local org whose schema holds Project__c as if it had been deployed, and an unmodified jsforce connection to it. */
export async function startProjectOrg(options: LocalOrgOptions = {}): Promise<OrgUnderTest> {
  const org = await startLocalOrg(options);
  org.engine.applySchema(projectSchema());
  const connection = new Connection({
    instanceUrl: org.instanceUrl,
    accessToken: org.accessToken,
    version: '68.0',
    callOptions: { client: 'tests' },
  });
  return {
    org,
    connection,
    call: async (method, path, body, headers = {}) => {
      const response = await fetch(`${org.instanceUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${org.accessToken}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      return {
        status: response.status,
        body: isJson ? JSON.parse(text) : text,
        headers: response.headers,
      };
    },
  };
}

export const DATA = '/services/data/v68.0';
