import type { OrgUnderTest } from '../api/org.ts';

const guide = 'https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/';
/** Pages that document what the cases check. */
export const pages = {
  faults: `${guide}sforce_api_calls_concepts_core_data_objects.htm`,
  login: 'https://help.salesforce.com/s/articleView?id=005132110',
  versions: `${guide}api_eol_soap.htm`,
  query: `${guide}sforce_api_calls_query.htm`,
  queryMore: `${guide}sforce_api_calls_querymore.htm`,
  queryAll: `${guide}sforce_api_calls_queryall.htm`,
  retrieve: `${guide}sforce_api_calls_retrieve.htm`,
  create: `${guide}sforce_api_calls_create.htm`,
  update: `${guide}sforce_api_calls_update.htm`,
  upsert: `${guide}sforce_api_calls_upsert.htm`,
  delete: `${guide}sforce_api_calls_delete.htm`,
  allOrNone: `${guide}sforce_api_header_allornoneheader.htm`,
  describe: `${guide}sforce_api_calls_describesobject.htm`,
  describeGlobal: `${guide}sforce_api_calls_describeglobal.htm`,
  getUpdated: `${guide}sforce_api_calls_getupdated.htm`,
  getDeleted: `${guide}sforce_api_calls_getdeleted.htm`,
  convertLead: `${guide}sforce_api_calls_convertlead.htm`,
  limits: `${guide}implementation_considerations.htm`,
  session: `${guide}sforce_api_header_sessionheader.htm`,
} as const;

/** What came back from a SOAP call. */
export interface Sent {
  status: number;
  body: string;
}

/** A SOAP message with an operation, more headers, and a session. */
export function envelope(operation: string, headers: string, session: string): string {
  return (
    '<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:u="urn:partner.soap.sforce.com">' +
    `<e:Header><u:SessionHeader><u:sessionId>${session}</u:sessionId></u:SessionHeader>${headers}</e:Header>` +
    `<e:Body>${operation}</e:Body></e:Envelope>`
  );
}

export const query = (text: string): string =>
  `<u:query><u:queryString>${text}</u:queryString></u:query>`;
export const project = (name: string, more = ''): string =>
  `<u:sObjects><type>Project__c</type><Name>${name}</Name>${more}</u:sObjects>`;

/** HTTP status, fault code and type of fault. */
export const faultOf = ({
  status,
  body,
}: Sent): [number, string | undefined, string | undefined] => [
  status,
  /<faultcode>(.*?)<\/faultcode>/.exec(body)?.[1],
  /xsi:type="sf:(\w+Fault)"/.exec(body)?.[1],
];

export const day = (offset: number): string =>
  new Date(Date.now() + offset * 86_400_000).toISOString();

/** Plain HTTP calls to the org that is under test at the time. */
export function soapClient(under: () => OrgUnderTest) {
  const post = async (body: string, version = '68.0'): Promise<Sent> => {
    const response = await fetch(`${under().org.instanceUrl}/services/Soap/u/${version}`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml', soapaction: '""' },
      body,
    });
    return { status: response.status, body: await response.text() };
  };
  return {
    post,
    call: (operation: string, headers = '', version?: string): Promise<Sent> =>
      post(envelope(operation, headers, under().org.accessToken), version),
    newAccount: async (name = 'Acme'): Promise<string> => {
      const { id } = await under().connection.sobject('Account').create({ Name: name });
      return id ?? '';
    },
  };
}
