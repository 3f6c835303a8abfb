import { z } from 'zod';
import { startLocalOrg, type LocalOrg } from '../../src/local-org/start.ts';
import { sf } from './sf.ts';

const createdSchema = z.object({ id: z.string() });
const refusedSchema = z.array(
  z.object({ errorCode: z.string(), message: z.string(), fields: z.array(z.string()).optional() }),
);
const rowsSchema = z.object({ records: z.array(z.record(z.string(), z.unknown())) });

export type Values = Readonly<Record<string, unknown>>;

/** A refused write: what a rep would read, and on which fields. */
export class Refused extends Error {
  readonly code: string;
  readonly fields: readonly string[];

  constructor(error: z.infer<typeof refusedSchema>[number]) {
    super(error.message);
    this.code = error.errorCode;
    this.fields = error.fields ?? [];
  }
}

/** A local org that holds force-app, deployed by the real CLI, and the few REST calls that the tests make. */
export class DeployedOrg {
  private readonly org: LocalOrg;

  private constructor(org: LocalOrg) {
    this.org = org;
  }

  static async start(): Promise<DeployedOrg> {
    const org = await startLocalOrg();
    try {
      await sf(
        [
          'project',
          'deploy',
          'start',
          '--source-dir',
          'force-app',
          '--target-org',
          org.accessToken,
        ],
        { SF_ORG_INSTANCE_URL: org.instanceUrl },
      );
      return new DeployedOrg(org);
    } catch (error) {
      await org.close();
      throw error;
    }
  }

  /** Makes a record and gives its id. Throws `Refused` when the org says no. */
  async create(object: string, values: Values): Promise<string> {
    const answer = await this.call('POST', `sobjects/${object}`, values);
    return createdSchema.parse(answer).id;
  }

  /** Changes a record. Throws `Refused` when the org says no. */
  async update(object: string, id: string, values: Values): Promise<void> {
    await this.call('PATCH', `sobjects/${object}/${id}`, values);
  }

  /** Writes a record by its external key. Throws `Refused` when the org says no. */
  async upsert(object: string, key: string, values: Values): Promise<void> {
    await this.call(
      'PATCH',
      `sobjects/${object}/ExternalKey__c/${encodeURIComponent(key)}`,
      values,
    );
  }

  async remove(object: string, id: string): Promise<void> {
    await this.call('DELETE', `sobjects/${object}/${id}`);
  }

  /** The only record that the query finds. */
  async one(soql: string): Promise<Record<string, unknown>> {
    const { records } = rowsSchema.parse(
      await this.call('GET', `query?q=${encodeURIComponent(soql)}`),
    );
    const [first] = records;
    if (!first || records.length > 1) throw new Error(`${soql} found ${records.length} records.`);
    return first;
  }

  async close(): Promise<void> {
    await this.org.close();
  }

  private async call(method: string, path: string, body?: Values): Promise<unknown> {
    const response = await fetch(`${this.org.instanceUrl}/services/data/v66.0/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.org.accessToken}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    const answer: unknown = text === '' ? null : JSON.parse(text);
    if (response.ok) return answer;
    const [error] = refusedSchema.parse(answer);
    throw error ? new Refused(error) : new Error(`${method} ${path}: ${response.status}`);
  }
}

/** What the org says to a write that it must refuse: "message" and the fields it is shown on. */
export async function refusal(write: Promise<unknown>): Promise<Refused> {
  try {
    await write;
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error('The org accepted a write that it must refuse.');
}
