import type { PicklistValue } from './types.ts';

/** What a stage of the sales process means; a deal that enters the stage takes these values over. */
export interface OpportunityStage {
  probability: number;
  isClosed: boolean;
  isWon: boolean;
  forecastCategory: 'Omitted' | 'Pipeline' | 'BestCase' | 'Forecast' | 'Closed';
}

const stage = (
  probability: number,
  forecastCategory: OpportunityStage['forecastCategory'],
  end: 'open' | 'won' | 'lost' = 'open',
): OpportunityStage => ({
  probability,
  forecastCategory,
  isClosed: end !== 'open',
  isWon: end === 'won',
});

/** The sales stages of a new Developer Edition org, with the probability, forecast category and end that each sets. */
export const opportunityStages: ReadonlyMap<string, OpportunityStage> = new Map([
  ['Prospecting', stage(10, 'Pipeline')],
  ['Qualification', stage(10, 'Pipeline')],
  ['Needs Analysis', stage(20, 'Pipeline')],
  ['Value Proposition', stage(50, 'Pipeline')],
  ['Id. Decision Makers', stage(60, 'Pipeline')],
  ['Perception Analysis', stage(70, 'Pipeline')],
  ['Proposal/Price Quote', stage(75, 'Pipeline')],
  ['Negotiation/Review', stage(90, 'Pipeline')],
  ['Closed Won', stage(100, 'Closed', 'won')],
  ['Closed Lost', stage(0, 'Omitted', 'lost')],
]);

/** The values of a new org, by the name that a StandardValueSet is deployed under; `*` marks the default, `+` a status of converted leads. */
const values: Record<string, string> = {
  AccountType:
    'Prospect|Customer - Direct|Customer - Channel|Channel Partner / Reseller|Installation Partner|Technology Partner|Other',
  Industry:
    'Agriculture|Apparel|Banking|Biotechnology|Chemicals|Communications|Construction|Consulting|Education|Electronics|Energy|Engineering|Entertainment|Environmental|Finance|Food & Beverage|Government|Healthcare|Hospitality|Insurance|Machinery|Manufacturing|Media|Not For Profit|Recreation|Retail|Shipping|Technology|Telecommunications|Transportation|Utilities|Other',
  AccountRating: 'Hot|Warm|Cold',
  LeadRating: 'Hot|Warm|Cold',
  AccountOwnership: 'Public|Private|Subsidiary|Other',
  LeadSource: 'Web|Phone Inquiry|Partner Referral|Purchased List|Other',
  LeadStatus:
    '*Open - Not Contacted|Working - Contacted|+Closed - Converted|Closed - Not Converted',
  Salutation: 'Mr.|Ms.|Mrs.|Dr.|Prof.|Mx.',
  OpportunityType:
    'Existing Customer - Upgrade|Existing Customer - Replacement|Existing Customer - Downgrade|New Customer',
  OpportunityStage: [...opportunityStages.keys()].join('|'),
  ForecastCategoryName: 'Omitted|Pipeline|Best Case|Commit|Closed',
  ForecastCategory: 'Omitted|Pipeline|BestCase|Forecast|Closed',
  CampaignType:
    'Conference|Webinar|Trade Show|Public Relations|Partners|Referral Program|Advertisement|Banner Ads|Direct Mail|Email|Telemarketing|Other',
  CampaignStatus: '*Planned|In Progress|Completed|Aborted',
  TaskStatus: '*Not Started|In Progress|Completed|Waiting on someone else|Deferred',
  TaskPriority: 'High|*Normal|Low',
  TaskSubject: 'Call|Send Letter|Send Quote|Other',
  EventSubject: 'Call|Email|Meeting|Send Letter/Quote|Other',
  EventShowAs: '*Busy|OutOfOffice|Free',
  Product2Family: '*None',
  GeocodeAccuracy:
    'Address|NearAddress|Block|Street|ExtendedZip|Zip|Neighborhood|City|County|State|Unknown',
  FileShareType: 'V|C|I',
  FileVisibility: '*AllUsers|InternalUsers|SharedUsers',
  UserType:
    'Standard|PowerPartner|CSPLitePortal|CustomerSuccess|PowerCustomerSuccess|CsnOnly|Guest',
  TimeZoneSidKey:
    '*GMT|UTC|Europe/London|Europe/Berlin|Europe/Paris|America/New_York|America/Chicago|America/Denver|America/Los_Angeles|Asia/Kolkata|Asia/Singapore|Asia/Tokyo|Australia/Sydney',
  LocaleSidKey: '*en_US|en_GB|de_DE|fr_FR|es_ES|it_IT|nl_NL|pt_BR|ja_JP|zh_CN',
  LanguageLocaleKey: '*en_US|de|fr|es|it|nl_NL|pt_BR|ja|zh_CN',
  EmailEncodingKey: '*UTF-8|ISO-8859-1|Shift_JIS|EUC-KR|GB2312|Big5',
  OrganizationType:
    'Team Edition|Professional Edition|Enterprise Edition|Developer Edition|Personal Edition|Unlimited Edition|Contact Manager Edition|Base Edition',
  PermissionSetType: 'Regular|Profile|Session|Group|Standard',
  GroupType: 'Regular|Role|Queue|RoleAndSubordinates|Organization',
};

/** The standard value sets of a new org; a deploy of a StandardValueSet replaces the values on the fields that use it. */
export const standardValueSets: ReadonlyMap<string, PicklistValue[]> = new Map(
  Object.entries(values).map(([name, list]) => [
    name,
    list.split('|').map((text) => {
      const value = text.replace(/^[*+]/, '');
      const given = { value, label: value, isDefault: text.startsWith('*'), isActive: true };
      return text.startsWith('+') ? { ...given, isConverted: true } : given;
    }),
  ]),
);
