import { rememberedTypes } from '../../../src/local-org/metadata/remembered.ts';
import { retrieve } from '../../../src/local-org/metadata/retrieve.ts';
import { componentPath } from '../../../src/local-org/metadata/type-registry.ts';
import { parseXml } from '../../../src/local-org/metadata/xml.ts';
import { closeServers, deployFiles, harbour, metadataServer, text } from './support.ts';

/** What deploys of well-known public projects need; each case names where Salesforce says so. */
const boats = harbour();
const ns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const manifest = (...types: [string, string][]): Uint8Array =>
  text(
    `<Package ${ns}>${types.map(([name, member]) => `<types><members>${member}</members><name>${name}</name></types>`).join('')}<version>66.0</version></Package>`,
  );
const destroy = (type: string, member: string): Uint8Array =>
  text(`<Package ${ns}><types><members>${member}</members><name>${type}</name></types></Package>`);
const field = `<CustomObject ${ns}><fields><fullName>Sail__c</fullName><label>Sail</label><length>20</length><type>Text</type></fields></CustomObject>`;
const sail = new Map([
  ['objects/Boat__c.object', text(field)],
  ['package.xml', manifest(['CustomField', 'Boat__c.Sail__c'])],
]);
const withSail = deployFiles(boats, sail).schema ?? boats;
const permissionSet = (inner: string): Map<string, Uint8Array> =>
  new Map([
    [
      'permissionsets/Clerk.permissionset',
      text(`<PermissionSet ${ns}><label>Clerk</label>${inner}</PermissionSet>`),
    ],
  ]);
const readable = (object: string): string =>
  `<objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>${object}</object><viewAllRecords>false</viewAllRecords></objectPermissions>`;

const deleting = 'api_meta meta_deploy_deleting_files';
test.each([
  { page: deleting, file: 'destructiveChanges.xml', hasSail: true },
  { page: deleting, file: 'destructiveChangesPre.xml', hasSail: true },
  { page: deleting, file: 'destructiveChangesPost.xml', hasSail: false },
])(
  'a field that one package deletes and brings: with $file it is there afterwards: $hasSail ($page)',
  ({ file, hasSail }) => {
    const files = new Map([...sail, [file, destroy('CustomField', 'Boat__c.Sail__c')]]);
    const outcome = deployFiles(withSail, files);
    expect(outcome.status).toBe('Succeeded');
    expect(outcome.schema?.objects.get('Boat__c')?.fields.has('Sail__c')).toBe(hasSail);
  },
);

test('a package may delete before and after the rest', () => {
  const files = new Map([
    ['package.xml', text(`<Package ${ns}><version>66.0</version></Package>`)],
    ['destructiveChangesPre.xml', destroy('CustomField', 'Boat__c.Sail__c')],
    ['destructiveChangesPost.xml', destroy('CustomTab', 'Boat__c')],
  ]);
  const outcome = deployFiles(withSail, files);
  expect(outcome.messages.map(({ fullName, fileName, deleted }) => [fullName, fileName, deleted])).toEqual([
    ['Boat__c.Sail__c', 'destructiveChangesPre.xml', true],
    ['Boat__c', 'destructiveChangesPost.xml', true],
  ]);
}); // prettier-ignore

interface Refused {
  name: string;
  page: string;
  files: Map<string, Uint8Array>;
  problem: string | null;
}

const cases: Refused[] = [
  { name: 'a wildcard among deletions', page: deleting, files: new Map([['package.xml', text(`<Package ${ns}/>`)], ['destructiveChanges.xml', destroy('CustomField', '*')]]), problem: 'Wildcards are not supported in a destructiveChanges file' },
  { name: 'a right on a standard object that is not modelled', page: 'object_reference sforce_api_objects_order', files: permissionSet(readable('Order')), problem: null },
  { name: 'a right on a misspelt standard object', page: 'api_meta meta_permissionset', files: permissionSet(readable('Oder')), problem: 'In field: field - no CustomObject named Oder found' },
  { name: 'a right on a standard field of such an object', page: 'api_meta meta_permissionset', files: permissionSet('<fieldPermissions><editable>false</editable><field>Order.ShipDate</field><readable>true</readable></fieldPermissions>'), problem: null },
  { name: 'a right on a custom field of such an object', page: 'api_meta meta_permissionset', files: permissionSet('<fieldPermissions><editable>false</editable><field>Order.Port__c</field><readable>true</readable></fieldPermissions>'), problem: 'In field: field - no CustomObject named Order found' },
  { name: 'a custom field on such an object', page: 'api_meta customfield', files: new Map([['objects/Order.object', text(field)], ['package.xml', manifest(['CustomField', 'Order.Sail__c'])]]), problem: 'NOT_IMPLEMENTED_LOCALLY: the local org has no standard object Order; deploy Order.Sail__c to a real org' },
  { name: 'a field of a type that the local org has not', page: 'api_meta customfield', files: new Map([['objects/Boat__c.object', text(field.replace('<type>Text', '<maskChar>asterisk</maskChar><maskType>all</maskType><type>EncryptedText'))], ['package.xml', manifest(['CustomField', 'Boat__c.Sail__c'])]]), problem: 'NOT_IMPLEMENTED_LOCALLY: the local org has no fields of type EncryptedText; deploy Boat__c.Sail__c to a real org' },
  { name: 'a trusted site', page: 'api_meta meta_csptrustedsite', files: new Map([['cspTrustedSites/Map.cspTrustedSite', text(`<CspTrustedSite ${ns}><context>All</context><endpointUrl>https://example.com</endpointUrl><isActive>true</isActive></CspTrustedSite>`)]]), problem: null },
  { name: 'a trusted site with an unknown element', page: 'api_meta meta_csptrustedsite', files: new Map([['cspTrustedSites/Map.cspTrustedSite', text(`<CspTrustedSite ${ns}><harbour>All</harbour><endpointUrl>https://example.com</endpointUrl><isActive>true</isActive></CspTrustedSite>`)]]), problem: 'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}harbour invalid at this location in type CspTrustedSite' },
  { name: 'a platform event', page: 'platform_events platform_events_define_ui', files: new Map([['objects/Tide__e.object', text(`<CustomObject ${ns}><deploymentStatus>Deployed</deploymentStatus><eventType>HighVolume</eventType><label>Tide</label><pluralLabel>Tides</pluralLabel><publishBehavior>PublishAfterCommit</publishBehavior></CustomObject>`)]]), problem: null },
]; // prettier-ignore

test.each(cases)('$name: $problem ($page)', ({ files, problem }) => {
  const outcome = deployFiles(boats, files);
  const errors = outcome.messages.filter((row) => row.problem?.severity === 'Error');
  expect(errors.map((row) => row.problem?.text)).toEqual(problem === null ? [] : [problem]);
  expect(outcome.status).toBe(problem === null ? 'Succeeded' : 'Failed');
  expect(outcome.schema === null).toBe(problem !== null);
});

test.each([
  ['uiBundles/app/app.uibundle-meta.xml', 'UIBundle', 'app', 'main'],
  ['uiBundles/app/src/pages/Home.tsx', 'UIBundle', 'app', 'part'],
  ['digitalExperiences/site/shop/shop.digitalExperience-meta.xml', 'DigitalExperienceBundle', 'site/shop', 'main'],
  ['digitalExperiences/site/shop/sfdc_cms__view/home/content.json', 'DigitalExperience', 'site/shop.sfdc_cms__view/home', 'part'],
  ['lwc/boatCard/boatCard.js', 'LightningComponentBundle', 'boatCard', 'part'],
  ['classes/Greeter.cls-meta.xml', 'ApexClass', 'Greeter', 'main'],
])('%s is %s %s (%s)', (path, type, fullName, role) => {
  expect(componentPath(path)).toEqual({ type, fullName, role });
}); // prettier-ignore

test('bundles of either kind come back in a retrieve, file by file', () => {
  const bundle = `<DigitalExperienceBundle ${ns}><label>shop</label></DigitalExperienceBundle>`;
  const files = new Map([
    ['uiBundles/app/app.uibundle-meta.xml', text(`<UIBundle ${ns}><masterLabel>app</masterLabel></UIBundle>`)],
    ['uiBundles/app/dist/index.html', text('<html></html>')],
    ['digitalExperiences/site/shop/shop.digitalExperience-meta.xml', text(bundle)],
    ['digitalExperiences/site/shop/sfdc_cms__view/home/content.json', text('{}')],
  ]);
  const outcome = deployFiles(boats, files);
  expect(outcome.messages.filter((row) => !row.success)).toEqual([]);
  const asked = ['UIBundle/app', 'DigitalExperienceBundle/site/shop', 'DigitalExperience/site/shop.sfdc_cms__view/home'];
  const types = asked.map((key) => {
    const slash = key.indexOf('/');
    return `<types><members>${key.slice(slash + 1)}</members><name>${key.slice(0, slash)}</name></types>`;
  });
  const request = parseXml(`<unpackaged>${types.join('')}</unpackaged>`);
  const { files: back, problems } = retrieve(outcome.schema ?? boats, request, '66.0');
  expect(problems).toEqual([]);
  expect([...back.keys()].sort()).toEqual([...files.keys(), 'package.xml'].sort());
}); // prettier-ignore

const screenFlow = `<Flow ${ns}><label>Hello</label><processType>Flow</processType><start><locationX>0</locationX><locationY>0</locationY></start><status>Active</status></Flow>`;
const unmodelled = new Map([
  ['staticresources/logo.resource', text('pixels')],
  ['staticresources/logo.resource-meta.xml', text(`<StaticResource ${ns}><cacheControl>Public</cacheControl><contentType>text/plain</contentType></StaticResource>`)],
  ['classes/Greeter.cls', text('public class Greeter {}')],
  ['classes/Greeter.cls-meta.xml', text(`<ApexClass ${ns}><apiVersion>66.0</apiVersion><status>Active</status></ApexClass>`)],
  ['flows/Hello.flow', text(screenFlow)],
  ['tabs/Boat__c.tab', text(`<CustomTab ${ns}><customObject>true</customObject><motif>Custom38: Gears</motif></CustomTab>`)],
]); // prettier-ignore

test('what is only remembered deploys and is named as such, what is checked or modelled is not', () => {
  const outcome = deployFiles(boats, unmodelled);
  expect(outcome.status).toBe('Succeeded');
  const notes = outcome.messages.map(({ type, problem }) => [type, problem?.severity ?? null]);
  expect(Object.fromEntries(notes)).toEqual({
    StaticResource: 'Info',
    ApexClass: 'Info',
    Flow: 'Info',
    CustomTab: null,
  });
  expect(rememberedTypes(outcome.schema ?? boats)).toMatchObject({
    StaticResource: ['logo'],
    ApexClass: ['Greeter'],
    Flow: ['Hello'],
  });
});

test('GET /local-org/remembered lists it for whoever has a session', async () => {
  const { url } = await metadataServer(deployFiles(boats, unmodelled).schema ?? boats);
  const look = (token: string) =>
    fetch(`${url}/local-org/remembered`, { headers: { authorization: `Bearer ${token}` } });
  expect((await look('wrong')).status).toBe(401);
  expect(await (await look('00D000000000001!good')).json()).toMatchObject({ Flow: ['Hello'] });
  await closeServers();
});
