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
  private service: string | null = null;

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

  /** Changes a record as the sync service, which rules for people let pass. */
  async updateAsService(object: string, id: string, values: Values): Promise<void> {
    this.service ??= this.org.addUser({
      username: 'service@rules.local.org',
      profile: 'Standard User',
      permissionSets: ['SyncService'],
    }).accessToken;
    await this.call('PATCH', `sobjects/${object}/${id}`, values, this.service);
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

  /** All records that the query finds. */
  async all(soql: string): Promise<Record<string, unknown>[]> {
    return rowsSchema.parse(await this.call('GET', `query?q=${encodeURIComponent(soql)}`)).records;
  }

  /** Converts a lead, into an account if one is given, by SOAP: REST has no such call. */
  async convert(
    lead: string,
    account?: string,
  ): Promise<{ accountId: string; opportunityId: string }> {
    const into = account === undefined ? '' : `<u:accountId>${account}</u:accountId>`;
    const response = await fetch(`${this.org.instanceUrl}/services/Soap/u/66.0`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml', soapaction: '""' },
      body:
        '<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:u="urn:partner.soap.sforce.com">' +
        `<e:Header><u:SessionHeader><u:sessionId>${this.org.accessToken}</u:sessionId></u:SessionHeader></e:Header>` +
        `<e:Body><u:convertLead><u:leadConverts>${into}<u:convertedStatus>Closed - Converted</u:convertedStatus>` +
        `<u:doNotCreateOpportunity>false</u:doNotCreateOpportunity><u:leadId>${lead}</u:leadId>` +
        '<u:overwriteLeadSource>false</u:overwriteLeadSource><u:sendNotificationEmail>false</u:sendNotificationEmail>' +
        '</u:leadConverts></u:convertLead></e:Body></e:Envelope>',
    });
    const answer = await response.text();
    const accountId = /<accountId>(\w+)</.exec(answer)?.[1];
    const opportunityId = /<opportunityId>(\w+)</.exec(answer)?.[1];
    if (accountId === undefined || opportunityId === undefined) throw new Error(answer);
    return { accountId, opportunityId };
  }

  async close(): Promise<void> {
    await this.org.close();
  }

  private async call(
    method: string,
    path: string,
    body?: Values,
    accessToken = this.org.accessToken,
  ): Promise<unknown> {
    const response = await fetch(`${this.org.instanceUrl}/services/data/v66.0/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${accessToken}`,
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
