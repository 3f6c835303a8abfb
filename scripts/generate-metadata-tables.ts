/**
 * Writes the five tables that the local org's deploy checker reads, from Salesforce's own published packages: the elements
 * of each metadata type (`@salesforce/types`) the directory of metadata types (`@salesforce/source-deploy-retrieve`), the user
 * permissions, the standard objects and the standard fields (jsforce's typings of a plain org).
 * Run it after upgrading @salesforce/cli: `node scripts/generate-metadata-tables.ts`; with `--check` it only names what is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';
import { z } from 'zod';
import { createSchema } from '../src/local-org/schema/standard-objects.ts';

const typings = 'node_modules/@salesforce/types/lib/metadata.d.ts';
const registry =
  'node_modules/@salesforce/source-deploy-retrieve/lib/src/registry/metadataRegistry.json';
const target = 'src/local-org/metadata';

/** The types whose files are checked element by element; what they are made of follows. */
const roots =
  'ApexClass ApexComponent ApexPage ApexTrigger AssignmentRules AuraDefinitionBundle AutoResponseRules BusinessProcess CompactLayout ' +
  'CustomApplication CustomField CustomLabel CustomLabels CustomMetadata CustomNotificationType CustomObject ' +
  'CustomPermission CustomSite CustomTab Dashboard DuplicateRule EmailTemplate FieldSet Folder ' +
  'FlexiPage Flow FlowDefinition GlobalValueSet Group HomePageLayout Index Layout LeadConfigSettings LeadConvertSettings ' +
  'LightningComponentBundle LightningMessageChannel ListView MatchingRules NamedCredential OpportunitySettings Package ' +
  'PathAssistant PathAssistantSettings PermissionSet PermissionSetGroup PlatformEventChannel PlatformEventChannelMember ' +
  'Profile Queue QuickAction RecordType RemoteSiteSetting Report ReportType Role SharingReason SharingRules ' +
  'StandardValueSet StaticResource ValidationRule WebLink Workflow ' +
  'AppMenu ApprovalProcess Audience AuthProvider BrandingSet ConnectedApp ContentAsset CspTrustedSite ' +
  'CustomObjectTranslation CustomPageWebLink Document EscalationRules ExternalCredential ExternalDataSource ' +
  'ExternalServiceRegistration HomePageComponent InstalledPackage Letterhead LightningExperienceTheme ' +
  'MutingPermissionSet NavigationMenu Network PlatformCachePartition Prompt SharingSet TopicsForObjects Translations UserCriteria';

/**
 * What the typings leave out although the Metadata API knows it: elements (api_meta customfield; CustomSite as Salesforce's own
 * site templates write it) and values of enums (sites of Experience Cloud).
 */
const moreElements: Record<string, string> = {
  CustomField: 'displayLocationInDecimal?b',
  CustomSite: 'allowGuestPaymentsApi?b',
};
const moreValues: Record<string, string> = {
  SiteType: 'User|ChatterNetwork|ChatterNetworkPicasso',
};

const source = ts.createSourceFile(typings, readFileSync(typings, 'utf8'), ts.ScriptTarget.Latest);
const declared = new Map<string, ts.TypeNode>();
source.forEachChild((node) => {
  if (ts.isTypeAliasDeclaration(node)) declared.set(node.name.text, node.type);
});
const elements = new Map<string, string>();
const enums = new Map<string, string>();

function enumValues(node: ts.TypeNode): string[] | null {
  const members = ts.isUnionTypeNode(node) ? [...node.types] : [node];
  const values = members.map((member) =>
    ts.isLiteralTypeNode(member) && ts.isStringLiteral(member.literal) ? member.literal.text : null,
  );
  return values.every((value) => value !== null) ? values : null;
}

/** s text, b boolean, n number, d date, a anything, else the name of a type or an enum. */
function valueName(node: ts.TypeNode): string {
  if (node.kind === ts.SyntaxKind.BooleanKeyword) return 'b';
  if (node.kind === ts.SyntaxKind.NumberKeyword) return 'n';
  if (node.kind === ts.SyntaxKind.AnyKeyword) return 'a';
  if (!ts.isTypeReferenceNode(node) || !ts.isIdentifier(node.typeName)) return 's';
  const name = node.typeName.text;
  const alias = declared.get(name);
  if (alias === undefined || alias.kind === ts.SyntaxKind.StringKeyword)
    return name === 'Date' ? 'd' : 's';
  const values = enumValues(alias);
  if (values === null) collect(name);
  else enums.set(name, [...values, ...(moreValues[name]?.split('|') ?? [])].join('|'));
  return name;
}

/**
 * Elements that the published types require and that projects in wide use leave out: a class is active then, and a right is not
 * given. Sources, both on npm: TriggerHandler_Test of sfdc-trigger-framework 1.3.0; the permission set Tenant_Maintenance_Access
 * of Salesforce's sample @salesforce/ui-bundle-template-app-react-sample-b2e 12.7.0, which its set-up script deploys.
 */
const leftOut: ReadonlySet<string> = new Set([
  'ApexClass.status',
  'PermissionSetObjectPermissions.modifyAllRecords',
  'PermissionSetObjectPermissions.viewAllRecords',
]);

function members(node: ts.TypeNode, owner: string): string[] {
  if (ts.isIntersectionTypeNode(node)) return node.types.flatMap((part) => members(part, owner));
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
    const alias = declared.get(node.typeName.text);
    return alias === undefined ? [] : members(alias, owner);
  }
  if (!ts.isTypeLiteralNode(node)) return [];
  return node.members.filter(ts.isPropertySignature).map((property) => {
    const type = property.type ?? ts.factory.createKeywordTypeNode(ts.SyntaxKind.AnyKeyword);
    const isArray = ts.isArrayTypeNode(type);
    const name = property.name.getText(source);
    const isOptional = property.questionToken !== undefined || leftOut.has(`${owner}.${name}`);
    const mark = isArray ? '*' : isOptional ? '?' : '!';
    return `${name}${mark}${valueName(isArray ? type.elementType : type)}`;
  });
}

function collect(name: string): void {
  const type = declared.get(name);
  if (elements.has(name) || type === undefined) return;
  elements.set(name, '');
  const more = moreElements[name] === undefined ? [] : [moreElements[name]];
  elements.set(name, [...members(type, name), ...more].join(' '));
}

const registrySchema = z.object({
  types: z.record(
    z.string(),
    z.object({
      name: z.string(),
      directoryName: z.string(),
      suffix: z.string().optional(),
      inFolder: z.boolean().optional(),
      folderType: z.string().optional(),
      folderContentType: z.string().optional(),
      children: z
        .object({ types: z.record(z.string(), z.object({ name: z.string() })) })
        .optional(),
      strategies: z.object({ adapter: z.string() }).optional(),
    }),
  ),
});

function registryLines(): string[] {
  const { types } = registrySchema.parse(JSON.parse(readFileSync(registry, 'utf8')));
  return Object.values(types)
    .filter((type) => type.folderContentType === undefined)
    .map((type) => {
      const children = Object.values(type.children?.types ?? {}).map((child) => child.name);
      const folder = type.inFolder === true ? (types[type.folderType ?? '']?.name ?? '') : '';
      const shape = type.strategies?.adapter ?? '';
      return [
        type.name,
        type.directoryName,
        type.suffix ?? '',
        folder,
        shape,
        children.join(','),
      ].join('|');
    })
    .sort();
}

function write(file: string, from: string, content: string): void {
  const path = `${target}/${file}`;
  const text = `// Generated by scripts/generate-metadata-tables.ts from ${from}. Do not edit.\n${content}`;
  if (!process.argv.includes('--check')) {
    writeFileSync(path, text);
    console.log(`${path}: ${content.length} characters`);
  } else if (readFileSync(path, 'utf8') !== text) {
    console.error(
      `${path} does not match ${from}. Run "node scripts/generate-metadata-tables.ts".`,
    );
    process.exitCode = 1;
  }
}

const quote = (text: string): string => JSON.stringify(text);
const table = (entries: Map<string, string>): string =>
  [...entries]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, text]) => `  ${name}:\n    ${quote(text)},`)
    .join('\n');

for (const root of roots.split(' ')) {
  if (!declared.has(root)) throw new Error(`@salesforce/types has no type ${root}`);
  collect(root);
}
// The typings call every kind of folder a string; their files are Folders.
for (const kind of ['Dashboard', 'Document', 'Email', 'Report']) {
  elements.set(`${kind}Folder`, elements.get('Folder') ?? '');
}
write(
  'element-table.generated.ts',
  '@salesforce/types',
  `export const elementTable: Record<string, string> = {\n${table(elements)}\n};\n\n` +
    `export const enumTable: Record<string, string> = {\n${table(enums)}\n};\n`,
);
write(
  'type-registry.generated.ts',
  '@salesforce/source-deploy-retrieve',
  `/** name|directory|suffix|folder type|shape|child types */\nexport const registryLines: readonly string[] = [\n${registryLines()
    .map((line) => `  ${quote(line)},`)
    .join('\n')}\n];\n`,
);

/** jsforce's typings of PermissionSet come from an org's describe: one `Permissions…` field per user permission. */
const orgTypings = readFileSync('node_modules/jsforce/lib/types/standard-schema.d.ts', 'utf8');
const rights = /type Fields\$PermissionSet = \{([^}]*)\}/.exec(orgTypings)?.[1] ?? '';
const names = [...rights.matchAll(/^ +Permissions(\w+):/gm)].map((match) => match[1] ?? '');
/** Which permissions there are depends on an org's licences; these stand in the profile of another org: force-dev-tool 2.8.4 on npm. */
const inOtherOrgs =
  'ActivitiesAccess ConsentApiUpdate CreateLtngTempFolder FieldServiceAccess GiveRecognitionBadge ManageCMS ManageDynamicDashboards ' +
  'ManageHubConnections ManagePackageLicenses ManageSubscriptions ModifyDataClassification PrivacyDataAccess SendExternalEmailAvailable ' +
  'SubscribeDashboardRolesGrps SubscribeReportRolesGrps TransactionalEmailSend ViewDataLeakageEvents ViewFlowUsageAndFlowEventData WorkCalibrationUser';
const userPermissions = [...new Set([...names, ...inOtherOrgs.split(' ')])].sort();
write(
  'user-permissions.generated.ts',
  'jsforce',
  `export const userPermissions: readonly string[] =\n  ${quote(userPermissions.join(' '))}.split(' ');\n`,
);

const objectNames = new Set(
  [...orgTypings.matchAll(/^ +(\w+): SObjectDefinition\$\1;/gm)].map((match) => match[1] ?? ''),
);
write(
  'standard-object-names.generated.ts',
  'jsforce',
  `export const standardObjectNames: ReadonlySet<string> = new Set(\n  ${quote([...objectNames].sort().join(' '))}.split(' '),\n);\n`,
);

/** Fields that come with a licence, and two that only metadata has. Source: Object Reference; the Account and Lead of force-dev-tool. */
const withLicence: Record<string, string> = {
  Account:
    'CleanStatus DandbCompanyId DunsNumber NaicsCode NaicsDesc OperatingHoursId Tradestyle YearStarted',
  Contact: 'CleanStatus',
  Lead: 'CampaignId CleanStatus CompanyDunsNumber DandbCompanyId LastTransferDate',
};

/** Standard fields that the local org does not model, of the standard objects that it does: metadata may speak of them. */
const standardFields = [...createSchema().objects].flatMap(
  ([object, { fields }]): [string, string][] => {
    const declaration = new RegExp(`^type Fields\\$${object} = \\{([^}]*)\\}`, 'm').exec(
      orgTypings,
    )?.[1];
    const all = [...(declaration ?? '').matchAll(/^ +(\w+):/gm)].map((match) => match[1] ?? '');
    const others = [...all, ...(withLicence[object]?.split(' ') ?? [])].filter(
      (name) => !fields.has(name),
    );
    return others.length === 0 ? [] : [[object, [...new Set(others)].sort().join(' ')]];
  },
);
write(
  'standard-field-names.generated.ts',
  'jsforce',
  `/** Standard object → its standard fields that the local org does not model. */\nexport const otherStandardFields: Record<string, string> = {\n${table(new Map(standardFields))}\n};\n`,
);
