import type { StandardTable } from './table-parser.ts';

const address = (prefix: string): string => `
${prefix}Street TextArea:255
${prefix}City Text:40
${prefix}State Text:80
${prefix}PostalCode Text:20
${prefix}Country Text:80
${prefix}Latitude Number:18,15
${prefix}Longitude Number:18,15
${prefix}GeocodeAccuracy Picklist {GeocodeAccuracy} restricted`;

const account: StandardTable = {
  name: 'Account',
  keyPrefix: '001',
  owned: true,
  fields: `
MasterRecordId Lookup readonly ->Account/MasterRecord
Name Text:255 required "Account Name"
Type Picklist {AccountType} "Account Type"
ParentId Lookup ->Account/Parent/ChildAccounts "Parent Account ID"
${address('Billing')}
${address('Shipping')}
Phone Phone "Account Phone"
Fax Phone "Account Fax"
AccountNumber Text:40
Website Url
PhotoUrl Url readonly
Sic Text:20 "SIC Code"
Industry Picklist {Industry}
AnnualRevenue Currency:18,0
NumberOfEmployees Number:8,0 "Employees"
Ownership Picklist {AccountOwnership}
TickerSymbol Text:20
Description LongTextArea:32000 "Account Description"
Rating Picklist {AccountRating} "Account Rating"
Site Text:80 "Account Site"
LastActivityDate Date readonly
Jigsaw Text:20 "Data.com Key"
JigsawCompanyId Text:20 readonly
AccountSource Picklist {LeadSource}
SicDesc Text:80 "SIC Description"`,
};

const contact: StandardTable = {
  name: 'Contact',
  keyPrefix: '003',
  owned: true,
  sharingModel: 'ControlledByParent',
  fields: `
MasterRecordId Lookup readonly ->Contact/MasterRecord
AccountId Lookup ->Account/Account/Contacts
LastName Text:80 required
FirstName Text:40
Salutation Picklist {Salutation}
Name Text:121 readonly "Full Name"
${address('Other')}
${address('Mailing')}
Phone Phone "Business Phone"
Fax Phone "Business Fax"
MobilePhone Phone
HomePhone Phone
OtherPhone Phone
AssistantPhone Phone "Asst. Phone"
ReportsToId Lookup ->Contact/ReportsTo/ReportsTo
Email Email
Title Text:128
Department Text:80
AssistantName Text:40
LeadSource Picklist {LeadSource}
Birthdate Date
Description LongTextArea:32000 "Contact Description"
HasOptedOutOfEmail Checkbox "Email Opt Out"
HasOptedOutOfFax Checkbox "Fax Opt Out"
DoNotCall Checkbox
LastActivityDate Date readonly
LastCURequestDate DateTime readonly "Last Stay-in-Touch Request Date"
LastCUUpdateDate DateTime readonly "Last Stay-in-Touch Save Date"
EmailBouncedReason Text:255
EmailBouncedDate DateTime
IsEmailBounced Checkbox readonly
PhotoUrl Url readonly
Jigsaw Text:20 "Data.com Key"
JigsawContactId Text:20 readonly`,
};

const lead: StandardTable = {
  name: 'Lead',
  keyPrefix: '00Q',
  owned: true,
  sharingModel: 'ReadWriteTransfer',
  fields: `
MasterRecordId Lookup readonly ->Lead/MasterRecord
LastName Text:80 required
FirstName Text:40
Salutation Picklist {Salutation}
Name Text:121 readonly "Full Name"
Title Text:128
Company Text:255 required
${address('')}
Phone Phone
MobilePhone Phone
Fax Phone
Email Email
Website Url
PhotoUrl Url readonly
Description LongTextArea:32000
LeadSource Picklist {LeadSource}
Status Picklist {LeadStatus} required
Industry Picklist {Industry}
Rating Picklist {LeadRating}
AnnualRevenue Currency:18,0
NumberOfEmployees Number:8,0 "Employees"
HasOptedOutOfEmail Checkbox "Email Opt Out"
HasOptedOutOfFax Checkbox "Fax Opt Out"
DoNotCall Checkbox
IsConverted Checkbox createonly "Converted"
ConvertedDate Date readonly
ConvertedAccountId Lookup readonly ->Account/ConvertedAccount
ConvertedContactId Lookup readonly ->Contact/ConvertedContact
ConvertedOpportunityId Lookup readonly ->Opportunity/ConvertedOpportunity
IsUnreadByOwner Checkbox
LastActivityDate Date readonly
Jigsaw Text:20 "Data.com Key"
JigsawContactId Text:20 readonly
EmailBouncedReason Text:255
EmailBouncedDate DateTime`,
};

const opportunity: StandardTable = {
  name: 'Opportunity',
  keyPrefix: '006',
  pluralLabel: 'Opportunities',
  owned: true,
  fields: `
AccountId Lookup ->Account/Account/Opportunities
Name Text:120 required
Description LongTextArea:32000
StageName Picklist {OpportunityStage} required "Stage"
Amount Currency:18,2
Probability Percent:3,0 "Probability (%)"
ExpectedRevenue Currency:18,2 readonly "Expected Amount"
TotalOpportunityQuantity Number:18,2 "Quantity"
CloseDate Date required
Type Picklist {OpportunityType} "Opportunity Type"
NextStep Text:255
LeadSource Picklist {LeadSource}
IsClosed Checkbox readonly "Closed"
IsWon Checkbox readonly "Won"
ForecastCategory Picklist {ForecastCategory} readonly restricted
ForecastCategoryName Picklist {ForecastCategoryName} restricted "Forecast Category"
CampaignId Lookup ->Campaign/Campaign/Opportunities
ContactId Lookup createonly ->Contact/Contact
HasOpportunityLineItem Checkbox readonly "Has Line Item"
LastActivityDate Date readonly
LastStageChangeDate DateTime readonly
FiscalQuarter Number:9,0 readonly
FiscalYear Number:9,0 readonly
Fiscal Text:6 readonly "Fiscal Period"
HasOpenActivity Checkbox readonly
HasOverdueTask Checkbox readonly`,
};

const campaign: StandardTable = {
  name: 'Campaign',
  keyPrefix: '701',
  owned: true,
  fields: `
Name Text:80 required "Campaign Name"
ParentId Lookup ->Campaign/Parent/ChildCampaigns "Parent Campaign ID"
Type Picklist {CampaignType}
Status Picklist {CampaignStatus}
StartDate Date
EndDate Date
ExpectedRevenue Currency:18,0
BudgetedCost Currency:18,0
ActualCost Currency:18,0
ExpectedResponse Percent:10,2 "Expected Response (%)"
NumberSent Number:18,0 "Num Sent"
IsActive Checkbox "Active"
Description LongTextArea:32000
NumberOfLeads Number:9,0 readonly
NumberOfConvertedLeads Number:9,0 readonly
NumberOfContacts Number:9,0 readonly
NumberOfResponses Number:9,0 readonly
NumberOfOpportunities Number:9,0 readonly
NumberOfWonOpportunities Number:9,0 readonly
AmountAllOpportunities Currency:18,0 readonly
AmountWonOpportunities Currency:18,0 readonly
LastActivityDate Date readonly`,
};

const product2: StandardTable = {
  name: 'Product2',
  keyPrefix: '01t',
  label: 'Product',
  pluralLabel: 'Products',
  owned: false,
  fields: `
Name Text:255 required "Product Name"
ProductCode Text:255
Description LongTextArea:4000 "Product Description"
IsActive Checkbox "Active"
Family Picklist {Product2Family} "Product Family"
DisplayUrl Url:1000
ExternalId Text:255
QuantityUnitOfMeasure Picklist
IsArchived Checkbox readonly
StockKeepingUnit Text:180 "Product SKU"`,
};

const task: StandardTable = {
  name: 'Task',
  keyPrefix: '00T',
  owned: true,
  nameField: 'Subject',
  fields: `
WhoId Lookup ->Contact,Lead/Who/Tasks "Name ID"
WhatId Lookup ->Account,Campaign,Opportunity,Product2/What/Tasks "Related To ID"
Subject Text:255
ActivityDate Date "Due Date Only"
Status Picklist {TaskStatus} required
Priority Picklist {TaskPriority} required
IsHighPriority Checkbox readonly "High Priority"
Description LongTextArea:32000
AccountId Lookup readonly ->Account/Account
IsClosed Checkbox readonly "Closed"
IsArchived Checkbox readonly "Archived"
CallDurationInSeconds Number:8,0 "Call Duration"
CallDisposition Text:255 "Call Result"
CallObject Text:255 "Call Object Identifier"
ReminderDateTime DateTime
IsReminderSet Checkbox "Reminder Set"
TaskSubtype Text:40 createonly`,
};

const event: StandardTable = {
  name: 'Event',
  keyPrefix: '00U',
  owned: true,
  nameField: 'Subject',
  fields: `
WhoId Lookup ->Contact,Lead/Who/Events "Name ID"
WhatId Lookup ->Account,Campaign,Opportunity,Product2/What/Events "Related To ID"
Subject Text:255
Location Text:255
IsAllDayEvent Checkbox "All-Day Event"
ActivityDateTime DateTime "Due Date Time"
ActivityDate Date "Due Date Only"
DurationInMinutes Number:8,0 "Duration"
StartDateTime DateTime
EndDateTime DateTime
Description LongTextArea:32000
AccountId Lookup readonly ->Account/Account
IsPrivate Checkbox "Private"
ShowAs Picklist {EventShowAs} restricted "Show Time As"
IsArchived Checkbox readonly "Archived"
ReminderDateTime DateTime
IsReminderSet Checkbox "Reminder Set"
EventSubtype Text:40 createonly`,
};

/**
 * Partners of accounts and opportunities. They are made, read and deleted, never updated:
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_partner.htm
 */
const partner: StandardTable = {
  name: 'Partner',
  keyPrefix: '00I',
  owned: false,
  nameField: 'Id',
  fields: `
OpportunityId Lookup createonly ->Opportunity/Opportunity/Partners
AccountFromId Lookup createonly ->Account/AccountFrom/PartnersFrom
AccountToId Lookup required createonly ->Account/AccountTo/PartnersTo
Role Picklist createonly
IsPrimary Checkbox createonly "Primary"
ReversePartnerId Lookup readonly ->Partner/ReversePartner`,
};

/** The objects of the sales process; names and types after jsforce's standard-schema typings (a plain org's describe). */
export const salesTables: readonly StandardTable[] = [
  account,
  contact,
  lead,
  opportunity,
  campaign,
  product2,
  task,
  event,
  partner,
];
