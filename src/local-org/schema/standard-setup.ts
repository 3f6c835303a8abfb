import type { StandardTable } from './table-parser.ts';

const user: StandardTable = {
  name: 'User',
  keyPrefix: '005',
  label: 'User',
  owned: false,
  sharingModel: 'Read',
  fields: `
Username Text:80 required unique
LastName Text:80 required
FirstName Text:40
Name Text:121 readonly "Full Name"
CompanyName Text:80
Division Text:80
Department Text:80
Title Text:80
Street TextArea:255
City Text:40
State Text:80
PostalCode Text:20
Country Text:80
Email Email:128 required
Phone Phone
Fax Phone
MobilePhone Phone
Alias Text:8 required
CommunityNickname Text:40 unique "Nickname"
IsActive Checkbox "Active"
TimeZoneSidKey Picklist {TimeZoneSidKey} required restricted "Time Zone"
UserRoleId Lookup ->UserRole/UserRole "Role ID"
LocaleSidKey Picklist {LocaleSidKey} required restricted "Locale"
ReceivesInfoEmails Checkbox "Info Emails"
ReceivesAdminInfoEmails Checkbox "Admin Info Emails"
EmailEncodingKey Picklist {EmailEncodingKey} required restricted "Email Encoding"
ProfileId Lookup required ->Profile/Profile/Users
UserType Picklist {UserType} readonly restricted
LanguageLocaleKey Picklist {LanguageLocaleKey} required restricted "Language"
EmployeeNumber Text:20
ManagerId Lookup ->User/Manager/ManagedUsers
LastLoginDate DateTime readonly "Last Login"
LastPasswordChangeDate DateTime readonly
FederationIdentifier Text:512 unique "SAML Federation ID"
AboutMe TextArea:1000
ForecastEnabled Checkbox "Allow Forecasting"
UserPermissionsMarketingUser Checkbox "Marketing User"
UserPermissionsInteractionUser Checkbox "Flow User"`,
};

const userRole: StandardTable = {
  name: 'UserRole',
  keyPrefix: '00E',
  label: 'Role',
  owned: false,
  fields: `
Name Text:80 required
ParentRoleId Lookup ->UserRole/ParentRole "Parent Role ID"
DeveloperName Text:80`,
};

const group: StandardTable = {
  name: 'Group',
  keyPrefix: '00G',
  owned: false,
  fields: `
Name Text:40 required
DeveloperName Text:80
Type Picklist {GroupType} required createonly restricted
Email Email:255
DoesSendEmailToMembers Checkbox "Send Email to Members"
DoesIncludeBosses Checkbox "Include Bosses"`,
};

const profile: StandardTable = {
  name: 'Profile',
  keyPrefix: '00e',
  owned: false,
  writable: false,
  fields: `
Name Text:255 required
UserType Picklist {UserType} readonly restricted
Description Text:255
PermissionsApiEnabled Checkbox readonly "API Enabled"
PermissionsModifyAllData Checkbox readonly "Modify All Data"
PermissionsViewAllData Checkbox readonly "View All Data"
PermissionsCustomizeApplication Checkbox readonly "Customize Application"
PermissionsConvertLeads Checkbox readonly "Convert Leads"`,
};

const organization: StandardTable = {
  name: 'Organization',
  keyPrefix: '00D',
  owned: false,
  writable: false,
  fields: `
Name Text:80 required
Division Text:80
Street TextArea:255
City Text:40
State Text:80
PostalCode Text:20
Country Text:80
Phone Phone
Fax Phone
PrimaryContact Text:80
DefaultLocaleSidKey Picklist {LocaleSidKey} required restricted "Locale"
TimeZoneSidKey Picklist {TimeZoneSidKey} required restricted "Time Zone"
LanguageLocaleKey Picklist {LanguageLocaleKey} required restricted "Language"
FiscalYearStartMonth Number:9,0
UsesStartDateAsFiscalYearName Checkbox "Fiscal Year Name by Start"
DefaultAccountAccess Text:40 readonly
DefaultContactAccess Text:40 readonly
DefaultOpportunityAccess Text:40 readonly
DefaultLeadAccess Text:40 readonly
TrialExpirationDate DateTime readonly
OrganizationType Picklist {OrganizationType} readonly restricted "Edition"
NamespacePrefix Text:15 readonly
InstanceName Text:5 readonly
IsSandbox Checkbox readonly
IsReadOnly Checkbox readonly`,
};

const recordType: StandardTable = {
  name: 'RecordType',
  keyPrefix: '012',
  owned: false,
  writable: false,
  fields: `
Name Text:80 required
DeveloperName Text:80 required "Record Type Name"
NamespacePrefix Text:15
Description Text:255
SobjectType Text:40 required "SObject Type Name"
IsActive Checkbox "Active"`,
};

const permissionSet: StandardTable = {
  name: 'PermissionSet',
  keyPrefix: '0PS',
  owned: false,
  fields: `
Name Text:80 required "Permission Set Name"
Label Text:80 required "Permission Set Label"
Description Text:255
ProfileId Lookup readonly ->Profile/Profile
IsOwnedByProfile Checkbox readonly
IsCustom Checkbox readonly "Custom"
NamespacePrefix Text:15 readonly
Type Picklist {PermissionSetType} readonly restricted
PermissionsApiEnabled Checkbox "API Enabled"
PermissionsModifyAllData Checkbox "Modify All Data"
PermissionsViewAllData Checkbox "View All Data"
PermissionsConvertLeads Checkbox "Convert Leads"`,
};

const permissionSetGroup: StandardTable = {
  name: 'PermissionSetGroup',
  keyPrefix: '0PG',
  owned: false,
  writable: false,
  nameField: 'DeveloperName',
  fields: `
DeveloperName Text:80 required "Permission Set Group Name"
MasterLabel Text:80 required "Permission Set Group Label"
Description Text:255
Status Text:40 readonly`,
};

const permissionSetAssignment: StandardTable = {
  name: 'PermissionSetAssignment',
  keyPrefix: '0Pa',
  owned: false,
  nameField: 'Id',
  fields: `
PermissionSetId Lookup createonly ->PermissionSet/PermissionSet/Assignments
PermissionSetGroupId Lookup createonly ->PermissionSetGroup/PermissionSetGroup/Assignments
AssigneeId Lookup required createonly ->User/Assignee/PermissionSetAssignments
ExpirationDate DateTime
IsActive Checkbox readonly`,
};

const leadStatus: StandardTable = {
  name: 'LeadStatus',
  keyPrefix: '01J',
  label: 'Lead Status Value',
  owned: false,
  writable: false,
  nameField: 'MasterLabel',
  fields: `
MasterLabel Text:255 readonly
ApiName Text:255 readonly
SortOrder Number:9,0 readonly
IsDefault Checkbox readonly
IsConverted Checkbox readonly`,
};

/** People, their rights and the org itself; names and types after jsforce's standard-schema typings. */
export const setupTables: readonly StandardTable[] = [
  user,
  userRole,
  group,
  profile,
  organization,
  recordType,
  leadStatus,
  permissionSet,
  permissionSetGroup,
  permissionSetAssignment,
];
