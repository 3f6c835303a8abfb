import { retrieve } from '../../../src/local-org/metadata/retrieve.ts';
import { parseXml } from '../../../src/local-org/metadata/xml.ts';
import { deployFiles, harbour, text, withManifest } from './support.ts';

/** What whole public projects showed to be refused although a real org takes it, in small; each case names the page. */
const boats = harbour();
const ns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const relationsPage =
  'https://help.salesforce.com/s/articleView?id=platform.custommetadatatypes_relationships_field_particle.htm';
const flowPage = 'https://help.salesforce.com/s/articleView?id=platform.flow_ref_resources.htm';
const metadataPage = (name: string): string =>
  `https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/${name}.htm`;

const relation = (name: string, target: string, more = ''): string =>
  `<fields><fullName>${name}</fullName><label>${name}</label><referenceTo>${target}</referenceTo><relationshipLabel>${name}</relationshipLabel><relationshipName>${name.replace('__c', '')}</relationshipName><type>MetadataRelationship</type>${more}</fields>`;
const type = (inner: string): [string, Uint8Array] => [
  'objects/Tide__mdt.object',
  text(`<CustomObject ${ns}><label>Tide</label><pluralLabel>Tides</pluralLabel>${inner}</CustomObject>`),
]; // prettier-ignore
const rule = (formula: string): string =>
  `<validationRules><fullName>Named</fullName><active>true</active><errorConditionFormula>${formula}</errorConditionFormula><errorMessage>No.</errorMessage></validationRules>`;
const layout = (object: string, field: string): [string, Uint8Array] => [
  `layouts/${object}-${object} Layout.layout`,
  text(`<Layout ${ns}><layoutSections><customLabel>false</customLabel><detailHeading>false</detailHeading><editHeading>true</editHeading><label>Information</label><layoutColumns><layoutItems><behavior>Edit</behavior><field>${field}</field></layoutItems></layoutColumns><style>OneColumn</style></layoutSections></Layout>`),
]; // prettier-ignore
const screenFlow = (formula: string, reference: string): [string, Uint8Array] => [
  'flows/Ask.flow',
  text(
    `<Flow ${ns}><decisions><name>Which</name><label>Which</label><locationX>0</locationX><locationY>0</locationY><defaultConnectorLabel>Else</defaultConnectorLabel><rules><name>Early</name><conditionLogic>and</conditionLogic><conditions><leftValueReference>Start</leftValueReference><operator>EqualTo</operator><rightValue><elementReference>${reference}</elementReference></rightValue></conditions><label>Early</label></rules></decisions><formulas><name>End</name><dataType>Date</dataType><expression>${formula}</expression></formulas><label>Ask</label><processType>Flow</processType><screens><name>Screen</name><label>Screen</label><locationX>0</locationX><locationY>0</locationY><connector><targetReference>Which</targetReference></connector><fields><name>Start</name><dataType>Date</dataType><fieldText>When?</fieldText><fieldType>InputField</fieldType><isRequired>false</isRequired></fields></screens><start><locationX>0</locationX><locationY>0</locationY><connector><targetReference>Screen</targetReference></connector></start><status>Draft</status></Flow>`,
  ),
];
const site = (inner: string): [string, Uint8Array] => [
  'sites/Quay.site',
  text(`<CustomSite ${ns}><active>true</active><allowHomePage>false</allowHomePage><allowStandardIdeasPages>false</allowStandardIdeasPages><allowStandardLookups>false</allowStandardLookups><allowStandardPortalPages>true</allowStandardPortalPages><allowStandardSearch>false</allowStandardSearch><authorizationRequiredPage>Login</authorizationRequiredPage><bandwidthExceededPage>Busy</bandwidthExceededPage><browserXssProtection>true</browserXssProtection><cachePublicVisualforcePagesInProxyServers>true</cachePublicVisualforcePagesInProxyServers><clickjackProtectionLevel>SameOriginOnly</clickjackProtectionLevel><contentSniffingProtection>true</contentSniffingProtection><enableAuraRequests>true</enableAuraRequests><indexPage>Landing</indexPage><masterLabel>Quay</masterLabel><redirectToCustomDomain>false</redirectToCustomDomain><referrerPolicyOriginWhenCrossOrigin>true</referrerPolicyOriginWhenCrossOrigin>${inner}</CustomSite>`),
]; // prettier-ignore
const setting = (inner: string): [string, Uint8Array] => [
  'objects/Harbour_Setting__c.object',
  text(`<CustomObject ${ns}>${inner}<label>Harbour Setting</label></CustomObject>`),
];

const permissionSet = (inner: string): [string, Uint8Array] => [
  'permissionsets/Crew.permissionset',
  text(`<PermissionSet ${ns}><label>Crew</label>${inner}</PermissionSet>`),
];
const rights = (more: string): string =>
  `<objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead>${more}<object>Boat__c</object></objectPermissions>`;

const noField = (name: string): string => `In field: field - no CustomField named ${name} found`;
const cases: { name: string; page: string; files: [string, Uint8Array][]; problems: string[] }[] = [
  { name: 'a metadata relationship to objects', page: relationsPage, files: [type(relation('Target__c', 'EntityDefinition', '<unique>true</unique>'))], problems: [] },
  { name: 'a metadata relationship to fields', page: relationsPage, files: [type(relation('Target__c', 'FieldDefinition'))], problems: [] },
  { name: 'a metadata relationship to parts of fields', page: relationsPage, files: [type(relation('Target__c', 'EntityParticle'))], problems: [] },
  { name: 'a metadata relationship to nothing', page: relationsPage, files: [type(relation('Target__c', 'Nowhere__mdt'))], problems: ["referenceTo value of 'Nowhere__mdt' does not resolve to a valid sObject type"] },
  { name: 'a lookup to objects', page: relationsPage, files: [type(relation('Target__c', 'EntityDefinition').replace('MetadataRelationship', 'Lookup'))], problems: ["referenceTo value of 'EntityDefinition' does not resolve to a valid sObject type"] },
  { name: 'a rule over a metadata relationship', page: relationsPage, files: [type(relation('Target__c', 'EntityDefinition') + rule('MasterLabel != Target__r.DeveloperName'))], problems: [] },
  { name: 'a rule over it to a custom field, which objects have not', page: relationsPage, files: [type(relation('Target__c', 'EntityDefinition') + rule('MasterLabel != Target__r.Depth__c'))], problems: ['Field Depth__c does not exist. Check spelling.'] },
  { name: 'the protection of a custom metadata record on its layout', page: metadataPage('meta_layouts'), files: [type(''), layout('Tide__mdt', 'IsProtected')], problems: [] },
  { name: 'its namespace on its layout', page: metadataPage('meta_layouts'), files: [type(''), layout('Tide__mdt', 'NamespacePrefix')], problems: [] },
  { name: 'protection on the layout of an object', page: metadataPage('meta_layouts'), files: [layout('Boat__c', 'IsProtected')], problems: [noField('Boat__c.IsProtected'), 'Layout must contain an item for required layout field: HullNumber__c'] },
  { name: 'an input of a screen and an outcome as resources', page: flowPage, files: [screenFlow('{!Start} + 7', 'Early')], problems: [] },
  { name: 'an input that no screen has', page: flowPage, files: [screenFlow('{!Begin} + 7', 'Start')], problems: ['The formula expression is invalid: Field Begin does not exist. Check spelling.'] },
  { name: 'an outcome that no decision has', page: flowPage, files: [screenFlow('{!Start} + 7', 'Late')], problems: ["The flow resource Late doesn't exist"] },
  { name: 'a site of Experience Cloud', page: metadataPage('meta_sites'), files: [site('<allowGuestPaymentsApi>false</allowGuestPaymentsApi><siteType>ChatterNetwork</siteType>')], problems: [] },
  { name: 'a site of no kind', page: metadataPage('meta_sites'), files: [site('<siteType>Quay</siteType>')], problems: ["Error parsing file: 'Quay' is not a valid value for the enum 'SiteType'"] },
  { name: 'rights that do not speak of all records', page: metadataPage('meta_permissionset'), files: [permissionSet(rights(''))], problems: [] },
  { name: 'a right without its four main ones', page: metadataPage('meta_permissionset'), files: [permissionSet(rights('').replace('<allowDelete>false</allowDelete>', ''))], problems: ['Required field is missing: allowDelete'] },
  { name: 'a formula field that is said to be editable', page: metadataPage('meta_permissionset'), files: [permissionSet('<fieldPermissions><editable>true</editable><field>Boat__c.IsLong__c</field><readable>true</readable></fieldPermissions>')], problems: [] },
  { name: 'a standard field that the local org does not model, as a retrieve brings it', page: 'object_reference sforce_api_objects_account', files: [['objects/Account.object', text(`<CustomObject ${ns}><fields><fullName>DunsNumber</fullName></fields></CustomObject>`)]], problems: [] },
  { name: 'a standard field that there is not', page: 'object_reference sforce_api_objects_account', files: [['objects/Account.object', text(`<CustomObject ${ns}><fields><fullName>DansNumber</fullName></fields></CustomObject>`)]], problems: ["Could not resolve standard field's name."] },
  { name: 'the record type in a field set', page: metadataPage('meta_fieldset'), files: [['objects/Boat__c.object', text(`<CustomObject ${ns}><fieldSets><fullName>Crew</fullName><availableFields><field>RecordTypeId</field><isFieldManaged>false</isFieldManaged><isRequired>false</isRequired></availableFields><description>All</description><label>Crew</label></fieldSets></CustomObject>`)]], problems: [] },
  { name: 'a user permission of another org', page: metadataPage('meta_permissionset'), files: [permissionSet('<userPermissions><enabled>true</enabled><name>ManageCMS</name></userPermissions>')], problems: [] },
  { name: 'a class whose status is not said', page: metadataPage('meta_classes'), files: [['classes/Tide.cls', text('public class Tide {}')], ['classes/Tide.cls-meta.xml', text(`<ApexClass ${ns}><apiVersion>29.0</apiVersion></ApexClass>`)]], problems: [] },
  { name: 'a custom setting', page: metadataPage('customobject'), files: [setting('<customSettingsType>Hierarchy</customSettingsType>')], problems: [] },
  { name: 'an object that is no custom setting without its plural', page: metadataPage('customobject'), files: [setting('')], problems: ['Must specify a non-empty pluralLabel for the CustomObject'] },
]; // prettier-ignore

test.each(cases)('$name: $problems ($page)', ({ files, problems }) => {
  const outcome = deployFiles(boats, new Map(files));
  const errors = outcome.messages.filter((row) => row.problem?.severity === 'Error');
  expect(errors.map((row) => row.problem?.text)).toEqual(problems);
  expect(outcome.status).toBe(problems.length === 0 ? 'Succeeded' : 'Failed');
});

const region = (inner: string): string =>
  `<flexiPageRegions>${inner}<name>main</name><type>Region</type></flexiPageRegions>`;
const oldItem =
  '<componentInstances><componentName>force:detailPanel</componentName></componentInstances>';
const newItem =
  '<itemInstances><componentInstance><componentName>force:detailPanel</componentName></componentInstance></itemInstances>';
const page = (inner: string): Map<string, Uint8Array> =>
  withManifest(new Map([['flexipages/Boat.flexipage', text(`<FlexiPage ${ns}>${region(inner)}<masterLabel>Boat</masterLabel><sobjectType>Boat__c</sobjectType><template><name>flexipage:recordHomeTemplateDesktop</name></template><type>RecordPage</type></FlexiPage>`)]])); // prettier-ignore
const inVersion = (files: Map<string, Uint8Array>, version: string): Map<string, Uint8Array> => {
  const manifest = new TextDecoder().decode(files.get('package.xml'));
  return new Map([...files, ['package.xml', text(manifest.replace('66.0', version))]]);
};
const misplaced = 'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}componentInstances invalid at this location in type FlexiPageRegion'; // prettier-ignore

test.each([
  { form: 'componentInstances', item: oldItem, version: '48.0', problem: null },
  { form: 'componentInstances', item: oldItem, version: '49.0', problem: misplaced },
  { form: 'itemInstances', item: newItem, version: '49.0', problem: null },
])('a page with $form in a package of version $version: $problem', ({ item, version, problem }) => {
  const outcome = deployFiles(boats, inVersion(page(item), version));
  const texts = outcome.messages.flatMap((row) => row.problem?.text ?? []);
  expect(texts).toEqual(problem === null ? [] : [problem]);
});

test('a page comes back in the form of today, whatever it was deployed in', () => {
  const { schema } = deployFiles(boats, inVersion(page(oldItem), '48.0'));
  const request = parseXml('<unpackaged><types><members>Boat</members><name>FlexiPage</name></types></unpackaged>'); // prettier-ignore
  const { files } = retrieve(schema ?? boats, request, '66.0');
  const bytes = [...files].find(([path]) => path.endsWith('.flexipage'))?.[1];
  const xml = new TextDecoder().decode(bytes).replace(/>\s+</g, '><');
  expect(xml).toContain(newItem);
  expect(xml).not.toContain('componentInstances');
});

test('what is wrong in several places of a file is one line of the answer, at the first of them', () => {
  const outcome = deployFiles(boats, inVersion(page(`${oldItem}\n${oldItem}`), '66.0'));
  expect(outcome.messages.map((row) => [row.problem?.text, row.problem?.line])).toEqual([
    [misplaced, 1],
  ]);
});

test.each([
  { type: 'SharingRules', file: 'sharingRules/Boat__c.sharingRules', part: 'SharingOwnerRule', whole: `<SharingRules ${ns}><sharingOwnerRules><fullName>Crew</fullName><accessLevel>Read</accessLevel><label>Crew</label><sharedTo><allInternalUsers/></sharedTo><sharedFrom><allInternalUsers/></sharedFrom></sharingOwnerRules></SharingRules>` },
  { type: 'Workflow', file: 'workflows/Boat__c.workflow', part: 'WorkflowTask', whole: `<Workflow ${ns}><tasks><fullName>Crew</fullName><assignedToType>owner</assignedToType><dueDateOffset>1</dueDateOffset><notifyAssignee>false</notifyAssignee><priority>Normal</priority><protected>false</protected><status>Open</status><subject>Paint</subject></tasks></Workflow>` },
  { type: 'EscalationRules', file: 'escalationRules/Boat__c.escalationRules', part: 'EscalationRule', whole: `<EscalationRules ${ns}><escalationRule><fullName>Crew</fullName><active>false</active></escalationRule></EscalationRules>` },
])('the parts of $type deploy by their own names, as sf names them, and come back in their file', ({ type, file, part, whole }) => {
  const named = (members: [string, string][]): string =>
    members.map(([name, member]) => `<types><members>${member}</members><name>${name}</name></types>`).join('');
  const manifest = `<Package ${ns}>${named([[part, 'Boat__c.Crew'], [type, 'Boat__c']])}<version>66.0</version></Package>`;
  const { schema, messages } = deployFiles(boats, new Map([[file, text(whole)], ['package.xml', text(manifest)]]));
  expect(messages.map((row) => [row.success, row.type, row.fullName])).toEqual(
    expect.arrayContaining([[true, part, 'Boat__c.Crew'], [true, type, 'Boat__c']]),
  );
  const { files } = retrieve(schema ?? boats, parseXml(`<unpackaged>${named([[type, 'Boat__c']])}</unpackaged>`), '66.0');
  const back = new TextDecoder().decode(files.get(file)).replace(/>\s+</g, '><').trim();
  expect(back).toBe(`<?xml version="1.0" encoding="UTF-8"?>${whole}`);
}); // prettier-ignore
