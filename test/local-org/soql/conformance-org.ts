import { makeField } from '../../../src/local-org/schema/fields.ts';
import { DATA, startProjectOrg, type OrgUnderTest } from '../api/org.ts';

/** Salesforce's documentation, by the last part of a page's address. */
export const soqlPage = (name: string): string =>
  `https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/${name}.htm`;

export interface ConformanceOrg extends OrgUnderTest {
  ids: Record<string, string>;
}

type Row = Record<string, string | number | boolean | null>;

const accounts: [key: string, row: Row][] = [
  ['acme', { Name: 'Acme', Industry: 'Energy', AnnualRevenue: 24000, BillingCity: 'Berlin', Rating: 'Hot' }],
  ['aerzte', { Name: 'ÄRZTE', Industry: 'Banking', AnnualRevenue: 500.5, Rating: 'Cold' }],
  ['zulu', { Name: 'zulu', Industry: 'Energy', Rating: 'Warm' }],
]; // prettier-ignore

const leads: [source: string | null, rating: string | null, count: number][] = [
  ['Web', 'Hot', 1],
  ['Web', 'Warm', 1],
  ['Web', null, 2],
  ['Purchased List', 'Hot', 1],
];

const projects: Row[] = [
  { Name: 'One', Status__c: 'closed', Budget__c: 10, Due__c: '2026-11-22', Start__c: '09:30:00.000Z', Key__c: 'k:1' },
  { Name: 'Two', Status__c: 'open', Budget__c: 20, Due__c: '2026-11-01', Start__c: '17:00:00.000Z', Key__c: 'k:2' },
  { Name: 'Three', Budget__c: 30, Due__c: '2025-01-31', Key__c: 'k:3' },
]; // prettier-ignore

/** An org with accounts, contacts, leads, a task of each kind and projects, filled over the API. */
export async function startConformanceOrg(): Promise<ConformanceOrg> {
  const under = await startProjectOrg({ now: () => new Date('2026-11-22T10:00:00Z') });
  const { org, connection } = under;
  const schema = org.engine.schema();
  const project = schema.objects.get('Project__c');
  project?.fields.set('Start__c', makeField('Start__c', 'Time', { custom: true }));
  const city = {
    custom: true,
    formula: 'Account__r.BillingCity',
    formulaReturnType: 'Text' as const,
  };
  project?.fields.set('City__c', makeField('City__c', 'Formula', city));
  org.engine.applySchema(schema);
  const ids: Record<string, string> = {};
  const create = async (object: string, row: Row): Promise<string> => {
    const { body } = await under.call('POST', `${DATA}/sobjects/${object}`, row);
    const { id } = body as { id?: string };
    if (id === undefined) throw new Error(`${object}: ${JSON.stringify(body)}`);
    return id;
  };
  for (const [key, row] of accounts) ids[key] = await create('Account', row);
  const acme = ids['acme'] ?? '';
  ids['kim'] = await create('Contact', {
    LastName: 'Kim',
    FirstName: 'Ann',
    AccountId: acme,
    Phone: '1',
  });
  ids['lee'] = await create('Contact', { LastName: 'Lee', Email: 'lee@example.com' });
  for (const [LeadSource, Rating, count] of leads)
    for (let index = 0; index < count; index++)
      ids['lead'] = await create('Lead', {
        LastName: `L${index}`,
        Company: 'C',
        LeadSource,
        Rating,
      });
  ids['task'] = await create('Task', { Subject: 'Call', WhoId: ids['kim'] ?? '', WhatId: acme });
  await create('Task', { Subject: 'Mail', WhoId: ids['lead'] ?? '' });
  for (const [index, row] of projects.entries())
    ids[`p${index + 1}`] = await create('Project__c', {
      ...row,
      Account__c: index < 2 ? acme : null,
    });
  await connection.sobject('Account').destroy(await create('Account', { Name: 'Gone' }));
  return { ...under, ids };
}
