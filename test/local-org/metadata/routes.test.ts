import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { createSchema } from '../../../src/local-org/schema/standard-objects.ts';
import {
  childOf,
  childrenOf,
  parseXml,
  textAt,
  type XmlElement,
} from '../../../src/local-org/metadata/xml.ts';
import {
  callSoap,
  closeServers,
  filesIn,
  fixtures,
  harbour,
  metadataServer,
  text,
  zipOf,
} from './support.ts';

const good = filesIn(join(fixtures, 'good'));
const broken = new Map([
  ...filesIn(join(fixtures, 'broken/unknown-element')),
  [
    'package.xml',
    text(
      '<Package><types><members>Boat__c.Deck__c</members><name>CustomField</name></types></Package>',
    ),
  ],
]);
const options = (checkOnly: boolean): string =>
  `<DeployOptions><rollbackOnError>true</rollbackOnError><checkOnly>${checkOnly}</checkOnly><singlePackage>true</singlePackage></DeployOptions>`;
const deploy = (files: ReadonlyMap<string, Uint8Array>, checkOnly = false): string =>
  `<deploy><ZipFile>${zipOf(files)}</ZipFile>${options(checkOnly)}</deploy>`;

afterEach(closeServers);

async function result(url: string, operation: string): Promise<XmlElement[]> {
  const { status, body } = await callSoap(url, operation);
  expect([status, body]).toEqual([200, expect.stringContaining('Response')]);
  const envelope = parseXml(body);
  const response = childOf(envelope, 'soapenv:Body')?.children[0];
  return response === undefined ? [] : childrenOf(response, 'result');
}

async function status(url: string, operation: string): Promise<XmlElement> {
  const [started] = await result(url, operation);
  const id = started === undefined ? '' : (textAt(started, 'id') ?? started.text);
  const [done] = await result(
    url,
    `<checkDeployStatus><asyncProcessId>${id}</asyncProcessId><includeDetails>true</includeDetails></checkDeployStatus>`,
  );
  if (done === undefined) throw new Error('no answer');
  return done;
}

const details = (done: XmlElement, name: string): XmlElement[] => {
  const found = childOf(done, 'details');
  return found === undefined ? [] : childrenOf(found, name);
};

describe('SOAP deploy', () => {
  test('is done on the first poll and the schema is replaced by a new object', async () => {
    const start = createSchema();
    const { url, schema } = await metadataServer(start);
    const done = await status(url, deploy(good));
    expect([textAt(done, 'done'), textAt(done, 'status'), textAt(done, 'success')]).toEqual([
      'true',
      'Succeeded',
      'true',
    ]);
    expect(details(done, 'componentSuccesses').map((row) => textAt(row, 'fullName'))).toContain(
      'Boat__c.FeeTotal__c',
    );
    expect(schema()).not.toBe(start);
    expect(start.objects.has('Boat__c')).toBe(false);
  });

  test('shows file, line, column, type, name and text of what is wrong, and changes nothing', async () => {
    const start = harbour();
    const { url, schema } = await metadataServer(start);
    const done = await status(url, deploy(broken));
    expect(textAt(done, 'status')).toBe('Failed');
    const [failure] = details(done, 'componentFailures').map((row) =>
      Object.fromEntries(row.children.map((child) => [child.name, child.text])),
    );
    expect(failure).toMatchObject({
      fileName: 'objects/Boat__c.object',
      lineNumber: '6',
      columnNumber: '17',
      componentType: 'CustomField',
      fullName: 'Boat__c.Deck__c',
      problemType: 'Error',
    });
    expect(schema()).toBe(start);
  });

  test('validates, then deploys the validation by its id', async () => {
    const { url, schema } = await metadataServer(createSchema());
    const [started] = await result(url, deploy(good, true));
    expect(schema().objects.has('Boat__c')).toBe(false);
    const id = started === undefined ? '' : (textAt(started, 'id') ?? '');
    await status(
      url,
      `<deployRecentValidation><validationId>${id}</validationId></deployRecentValidation>`,
    );
    expect(schema().objects.has('Boat__c')).toBe(true);
  });

  test('refuses to run Apex tests, loudly', async () => {
    const { url } = await metadataServer(createSchema());
    const operation = `<deploy><ZipFile>${zipOf(good)}</ZipFile><DeployOptions><runTests>BoatTest</runTests></DeployOptions></deploy>`;
    const [failure] = details(await status(url, operation), 'componentFailures');
    expect(failure && textAt(failure, 'problem')).toContain(
      'NOT_IMPLEMENTED_LOCALLY: the local org runs no Apex, so not BoatTest',
    );
  });

  test.each([
    ['no zip', Buffer.from('nothing').toString('base64'), 'Invalid zip file'],
    ['an empty zip', zipOf(new Map()), 'No package.xml found'],
  ])('says what is wrong with %s', async (_name, zip, problem) => {
    const { url } = await metadataServer(createSchema());
    const done = await status(url, `<deploy><ZipFile>${zip}</ZipFile></deploy>`);
    const [failure] = details(done, 'componentFailures');
    expect(failure && textAt(failure, 'problem')).toContain(problem);
  });
});

describe('faults', () => {
  test.each([
    ['a bad session', '<describeMetadata/>', { session: 'x' }, 'sf:INVALID_SESSION_ID'],
    [
      'an API version of the future',
      '<describeMetadata/>',
      { version: '99.0' },
      'sf:UNSUPPORTED_API_VERSION',
    ],
    ['an unknown operation', '<readMetadata/>', {}, 'sf:NOT_IMPLEMENTED_LOCALLY'],
    [
      'an unknown deploy',
      '<checkDeployStatus><asyncProcessId>0Af000000000009AAA</asyncProcessId></checkDeployStatus>',
      {},
      'sf:INVALID_CROSS_REFERENCE_KEY',
    ],
    [
      'an unknown type',
      '<listMetadata><queries><type>Sail</type></queries></listMetadata>',
      {},
      'sf:INVALID_TYPE',
    ],
    ['broken XML', '<describeMetadata>', {}, 'sf:UNKNOWN_EXCEPTION'],
  ])('%s is HTTP 500 with a fault code', async (_name, operation, call, code) => {
    const { url } = await metadataServer(createSchema());
    const { status: http, body } = await callSoap(url, operation, call);
    expect([http, body]).toEqual([500, expect.stringContaining(`<faultcode>${code}</faultcode>`)]);
  });
});

describe('what the org tells of itself', () => {
  test('listMetadata gives deployed components, and for objects the standard ones too', async () => {
    const { url } = await metadataServer(harbour());
    const objects = await result(
      url,
      '<listMetadata><queries><type>CustomObject</type></queries></listMetadata>',
    );
    expect(objects.map((row) => textAt(row, 'fullName'))).toEqual(
      expect.arrayContaining(['Account', 'Boat__c', 'Mooring__c']),
    );
    const fields = await result(
      url,
      '<listMetadata><queries><type>CustomField</type></queries></listMetadata>',
    );
    expect(fields.map((row) => textAt(row, 'fullName'))).toContain('Account.Berths__c');
    const reports = await result(
      url,
      '<listMetadata><queries><type>Report</type><folder>Fleet</folder></queries></listMetadata>',
    );
    expect(reports.map((row) => textAt(row, 'fileName'))).toEqual([
      'reports/Fleet/Boats.report',
      'reports/Fleet/Fees.report',
    ]);
  });

  test('describeMetadata knows every type that a package may hold', async () => {
    const { url } = await metadataServer(createSchema());
    const [described] = await result(
      url,
      '<describeMetadata><asOfVersion>66.0</asOfVersion></describeMetadata>',
    );
    const types = described === undefined ? [] : childrenOf(described, 'metadataObjects');
    expect(types.length).toBeGreaterThan(200);
    expect(types.map((type) => textAt(type, 'xmlName'))).toContain('FlexiPage');
  });

  test('retrieve gives back a package that deploys to the same org', async () => {
    const { url, schema } = await metadataServer(harbour());
    const types = [
      'CustomObject',
      'GlobalValueSet',
      'PermissionSet',
      'Flow',
      'Layout',
      'CustomTab',
      'CustomPermission',
      'FlexiPage',
      'LightningComponentBundle',
      'Report',
      'ReportFolder',
      'ReportType',
      'Dashboard',
      'DashboardFolder',
    ];
    const all = types
      .map((type) => `<types><members>*</members><name>${type}</name></types>`)
      .join('');
    const account = '<types><members>Account</members><name>CustomObject</name></types>';
    const [started] = await result(
      url,
      `<retrieve><request><apiVersion>66.0</apiVersion><singlePackage>true</singlePackage><unpackaged>${account}${all}</unpackaged></request></retrieve>`,
    );
    const id = started === undefined ? '' : (textAt(started, 'id') ?? '');
    const [done] = await result(
      url,
      `<checkRetrieveStatus><asyncProcessId>${id}</asyncProcessId></checkRetrieveStatus>`,
    );
    const files = new Map(
      Object.entries(unzipSync(Buffer.from(done ? (textAt(done, 'zipFile') ?? '') : '', 'base64'))),
    );
    expect([...files.keys()].sort()).toEqual([...good.keys()].sort());
    const again = await metadataServer(createSchema());
    expect(textAt(await status(again.url, deploy(files)), 'status')).toBe('Succeeded');
    expect(again.schema()).toEqual(schema());
  });

  test('retrieve says what it could not find', async () => {
    const { url } = await metadataServer(harbour());
    const [started] = await result(
      url,
      '<retrieve><request><unpackaged><types><members>Pier__c</members><name>CustomObject</name></types></unpackaged></request></retrieve>',
    );
    const id = started === undefined ? '' : (textAt(started, 'id') ?? '');
    const [done] = await result(
      url,
      `<checkRetrieveStatus><asyncProcessId>${id}</asyncProcessId></checkRetrieveStatus>`,
    );
    const messages = done === undefined ? [] : childrenOf(done, 'messages');
    expect(messages.map((row) => textAt(row, 'problem'))).toEqual([
      "Entity of type 'CustomObject' named 'Pier__c' cannot be found",
    ]);
  });
});
