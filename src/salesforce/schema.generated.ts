/**
 * What force-app defines, as types: a misspelt field or picklist value does not compile. Made by scripts/generate.ts; do
 * not edit, run `npm run generate`. Custom fields only: standard fields are Salesforce's own.
 */

export const attributionOriginValues = [
  'Billing Partner Key',
  'PRM Customer',
  'PRM Lead',
  'PRM Deal',
  'Manual',
] as const;
export type AttributionOrigin = (typeof attributionOriginValues)[number];

export const attributionReasonValues = [
  'PARTNER_KEY_ON_CUSTOMER',
  'PARTNER_KEY_ON_CHECKOUT',
  'PARTNER_KEY_ON_SUBSCRIPTION',
  'PRM_CUSTOMER',
  'PRM_LEAD',
  'PRM_DEAL',
  'ADDED_BY_HAND',
  'CHANGED_BY_HAND',
  'SUPERSEDED',
  'CARRIED_FROM_LEAD',
  'CARRIED_FROM_CUSTOMER',
  'DEAL_REGISTERED',
  'OPPORTUNITY_WON',
] as const;
export type AttributionReason = (typeof attributionReasonValues)[number];

export const attributionStatusValues = [
  'Proposed',
  'Active',
  'Ended',
  'Rejected',
] as const;
export type AttributionStatus = (typeof attributionStatusValues)[number];

export const partnerRoleValues = [
  'Sourced',
  'Influenced',
  'Co-Sold',
  'Resold',
  'Delivered',
] as const;
export type PartnerRole = (typeof partnerRoleValues)[number];

export const customerOwnershipValues = [
  'We Own',
  'Registered, We Own',
  'Partner Owns',
  'Both Serve',
  'White Label',
] as const;
export type CustomerOwnership = (typeof customerOwnershipValues)[number];

export const partnerTypeValues = [
  'Affiliate',
  'Influencer',
  'Customer Advocate',
  'Association',
  'Agency',
  'Referral',
  'Reseller',
  'Technology',
  'Service',
] as const;
export type PartnerType = (typeof partnerTypeValues)[number];

export const renewalPolicyValues = [
  'Partner Renews',
  'We Renew',
  'Either',
] as const;
export type RenewalPolicy = (typeof renewalPolicyValues)[number];

export const salesMotionValues = [
  'Link Share',
  'Lead Submission',
  'Lead Pass',
  'Deal Registration',
  'Co-Selling',
] as const;
export type SalesMotion = (typeof salesMotionValues)[number];

export const vendorValues = [
  'stripe',
  'partnerstack',
] as const;
export type Vendor = (typeof vendorValues)[number];

export const accountServiceModelValues = [
  'We Serve',
  'Partner Serves',
  'Either',
] as const;
export type AccountServiceModel = (typeof accountServiceModelValues)[number];

export const accountAttributionRenewalOwnerValues = [
  'Us',
  'Partner',
  'Either',
] as const;
export type AccountAttributionRenewalOwner = (typeof accountAttributionRenewalOwnerValues)[number];

export const businessReviewStatusValues = [
  'Draft',
  'Ready',
  'Shared',
  'Archived',
] as const;
export type BusinessReviewStatus = (typeof businessReviewStatusValues)[number];

export const commissionRuleCapPeriodValues = [
  'Month',
  'Quarter',
  'Year',
] as const;
export type CommissionRuleCapPeriod = (typeof commissionRuleCapPeriodValues)[number];

export const commissionRuleStatusValues = [
  'Active',
  'Retired',
  'Draft',
] as const;
export type CommissionRuleStatus = (typeof commissionRuleStatusValues)[number];

export const commissionRuleTierBasisValues = [
  'Period Revenue',
  'Payment Amount',
  'Customer Count',
] as const;
export type CommissionRuleTierBasis = (typeof commissionRuleTierBasisValues)[number];

export const commissionRuleTierModeValues = [
  'None',
  'Marginal',
  'Whole',
] as const;
export type CommissionRuleTierMode = (typeof commissionRuleTierModeValues)[number];

export const commissionRuleTriggerValues = [
  'Every Payment',
  'Lead Accepted',
  'Lead Converted',
  'Opportunity Won',
  'First Payment',
  'Renewal',
  'Milestone',
] as const;
export type CommissionRuleTrigger = (typeof commissionRuleTriggerValues)[number];

export const commissionRuleTypeValues = [
  'Percent',
  'Flat',
] as const;
export type CommissionRuleType = (typeof commissionRuleTypeValues)[number];

export const commissionStatementStatusValues = [
  'Open',
  'Closed',
  'Approved',
  'Paid',
] as const;
export type CommissionStatementStatus = (typeof commissionStatementStatusValues)[number];

export const commissionKindValues = [
  'Accrual',
  'Reversal',
  'Correction',
] as const;
export type CommissionKind = (typeof commissionKindValues)[number];

export const commissionReasonCodeValues = [
  'PERCENT_OF_PAYMENT',
  'FLAT_PER_PAYMENT',
  'REVERSED_IN_PROPORTION',
  'RESTORED_IN_PROPORTION',
  'CAPPED',
  'CORRECTED',
  'TIER_REACHED',
  'BELOW_MINIMUM',
  'LEAD_ACCEPTED',
  'LEAD_CONVERTED',
  'DEAL_WON',
  'NOT_EARNED',
  'IMPORTED',
  'PARTNER_MERGED',
] as const;
export type CommissionReasonCode = (typeof commissionReasonCodeValues)[number];

export const commissionStatusValues = [
  'Accrued',
  'Held',
  'Payable',
  'Paid',
  'Reversed',
  'Approved',
  'Void',
  'Disputed',
] as const;
export type CommissionStatus = (typeof commissionStatusValues)[number];

export const dealRegistrationConflictCodeValues = [
  'REGISTERED_BY_SAME_PARTNER',
  'REGISTERED_BY_ANOTHER_PARTNER',
  'OPEN_OPPORTUNITY',
  'EXISTING_ACCOUNT',
] as const;
export type DealRegistrationConflictCode = (typeof dealRegistrationConflictCodeValues)[number];

export const dealRegistrationConflictStatusValues = [
  'Not Checked',
  'None',
  'Conflict',
  'Overridden',
] as const;
export type DealRegistrationConflictStatus = (typeof dealRegistrationConflictStatusValues)[number];

export const dealRegistrationStatusValues = [
  'Submitted',
  'In Review',
  'Approved',
  'Rejected',
  'Converted',
  'Expired',
  'Withdrawn',
] as const;
export type DealRegistrationStatus = (typeof dealRegistrationStatusValues)[number];

export const exchangeRateStatusValues = [
  'Active',
  'Withdrawn',
] as const;
export type ExchangeRateStatus = (typeof exchangeRateStatusValues)[number];

export const externalIdentityStatusValues = [
  'Matched',
  'Unmatched',
  'Ignored',
] as const;
export type ExternalIdentityStatus = (typeof externalIdentityStatusValues)[number];

export const externalIdentityTypeValues = [
  'customer',
  'subscription',
  'program',
  'partnership',
  'partner-key',
  'team',
  'lead',
  'deal',
] as const;
export type ExternalIdentityType = (typeof externalIdentityTypeValues)[number];

export const fundRequestActivityValues = [
  'Event',
  'Campaign',
  'Content',
  'Training',
  'Other',
] as const;
export type FundRequestActivity = (typeof fundRequestActivityValues)[number];

export const fundRequestStatusValues = [
  'Requested',
  'Approved',
  'Rejected',
  'Spent',
  'Claimed',
  'Reimbursed',
  'Expired',
] as const;
export type FundRequestStatus = (typeof fundRequestStatusValues)[number];

export const leadPassStatusValues = [
  'Offered',
  'Accepted',
  'Declined',
  'Expired',
  'Taken Back',
] as const;
export type LeadPassStatus = (typeof leadPassStatusValues)[number];

export const opportunityPartnerScenarioValues = [
  'Passed To Us',
  'Passed To Partner',
  'Run By Partner',
  'Co-Sold',
] as const;
export type OpportunityPartnerScenario = (typeof opportunityPartnerScenarioValues)[number];

export const partnerGoalMetricValues = [
  'New Leads',
  'New Opportunities',
  'Sourced Pipeline',
  'Won Revenue',
  'Retained Revenue',
  'New Customers',
  'Approved Registrations',
  'Certifications',
  'Commission Earned',
] as const;
export type PartnerGoalMetric = (typeof partnerGoalMetricValues)[number];

export const partnerProgramAttributionModelValues = [
  'First',
  'Last',
  'Linear',
  'Position',
  'Role Weighted',
  'Custom',
] as const;
export type PartnerProgramAttributionModel = (typeof partnerProgramAttributionModelValues)[number];

export const partnerProgramCommissionSourceValues = [
  'Partnerverse',
  'PRM',
] as const;
export type PartnerProgramCommissionSource = (typeof partnerProgramCommissionSourceValues)[number];

export const partnerProgramCustomerAccountsValues = [
  'Always',
  'Only Matched',
  'Never',
] as const;
export type PartnerProgramCustomerAccounts = (typeof partnerProgramCustomerAccountsValues)[number];

export const partnerProgramStatusValues = [
  'Active',
  'Archived',
] as const;
export type PartnerProgramStatus = (typeof partnerProgramStatusValues)[number];

export const partnerProgramTypeValues = [
  'Marketing',
  'Referral',
  'Reseller',
  'Technology',
  'Service',
] as const;
export type PartnerProgramType = (typeof partnerProgramTypeValues)[number];

export const partnershipServiceModelValues = [
  'We Serve',
  'Partner Serves',
  'Either',
] as const;
export type PartnershipServiceModel = (typeof partnershipServiceModelValues)[number];

export const partnershipStatusValues = [
  'Pending',
  'Active',
  'Paused',
  'Ended',
] as const;
export type PartnershipStatus = (typeof partnershipStatusValues)[number];

export const partnershipTierValues = [
  'Registered',
  'Silver',
  'Gold',
  'Platinum',
] as const;
export type PartnershipTier = (typeof partnershipTierValues)[number];

export const revenueEntryCreditStatusValues = [
  'Pending',
  'Credited',
  'Direct',
] as const;
export type RevenueEntryCreditStatus = (typeof revenueEntryCreditStatusValues)[number];

export const revenueEntryKindValues = [
  'Payment',
  'Refund',
  'Refund Failed',
  'Dispute',
  'Dispute Reversal',
  'Credit Note',
  'Correction',
] as const;
export type RevenueEntryKind = (typeof revenueEntryKindValues)[number];

export const simulationStatusValues = [
  'Requested',
  'Done',
  'Failed',
] as const;
export type SimulationStatus = (typeof simulationStatusValues)[number];

export const syncIssueCodeValues = [
  'PARTNER_KEY_UNKNOWN',
  'PARTNERSHIP_UNKNOWN',
  'ATTRIBUTION_CONFLICT',
  'CUSTOMER_NOT_MATCHED',
  'DOCUMENT_WITHOUT_CUSTOMER',
  'NO_RULE_IN_FORCE',
  'CHANGED_ON_BOTH_SIDES',
  'STAGE_NOT_IN_PRM',
  'STAGE_UNKNOWN',
  'LEDGER_CORRECTED',
  'WRITE_REFUSED',
  'DOCUMENT_GONE',
  'PROTECTION_ENDS',
  'RENEWAL_UNCLEAR',
  'LEAD_OFFER_OVER',
  'COMMISSION_UNCLEAR',
  'PARTNER_MERGED',
  'MERGE_IN_A_RING',
  'EXCHANGE_RATE_MISSING',
  'RECORD_DELETED',
  'PRM_OWNED_RESTORED',
  'FLOW_FAILED',
] as const;
export type SyncIssueCode = (typeof syncIssueCodeValues)[number];

export const syncIssueSeverityValues = [
  'Info',
  'Warning',
  'Error',
] as const;
export type SyncIssueSeverity = (typeof syncIssueSeverityValues)[number];

export const syncIssueStatusValues = [
  'Open',
  'Resolved',
] as const;
export type SyncIssueStatus = (typeof syncIssueStatusValues)[number];

export interface OrgObjects {
  Account: {
    AttributionCount__c: number | null;
    ContactSuppressed__c: boolean;
    CustomerOwnership__c: CustomerOwnership | null;
    ExternalKey__c: string | null;
    MatchDomain__c: string | null;
    PartnerInvolvement__c: string | null;
    PartnerType__c: PartnerType | null;
    PayableSplitTotal__c: number | null;
    RetainUntil__c: string | null;
    ServiceModel__c: AccountServiceModel | null;
    SourceVersion__c: number | null;
    SourcingPartnership__c: string | null;
  };
  AccountAttribution__c: {
    Account__c: string;
    CreditPercent__c: number | null;
    EndDate__c: string | null;
    ExternalKey__c: string | null;
    Origin__c: AttributionOrigin | null;
    PairKey__c: string | null;
    Partnership__c: string;
    PayableSplitPercent__c: number | null;
    ReasonCode__c: AttributionReason | null;
    Reason__c: string | null;
    RenewalOwner__c: AccountAttributionRenewalOwner | null;
    Role__c: PartnerRole | null;
    SourceVersion__c: number | null;
    StartDate__c: string | null;
    Status__c: AttributionStatus | null;
    TouchedAt__c: string | null;
  };
  BusinessReview__c: {
    CapturedAt__c: string | null;
    CommissionEarnedAmount__c: number | null;
    CommissionPaidAmount__c: number | null;
    DocumentId__c: string | null;
    DocumentUrl__c: string | null;
    ExternalKey__c: string | null;
    FundsClaimedAmount__c: number | null;
    GoalCount__c: number | null;
    GoalsReached__c: number | null;
    LeadCount__c: number | null;
    LostCount__c: number | null;
    MeetingDate__c: string | null;
    NextSteps__c: string | null;
    OpenRegistrationCount__c: number | null;
    OpportunityCount__c: number | null;
    PairKey__c: string | null;
    Partnership__c: string;
    PeriodEnd__c: string | null;
    PeriodStart__c: string | null;
    PipelineAmount__c: number | null;
    RetainedRevenueAmount__c: number | null;
    RevenueAmount__c: number | null;
    Status__c: BusinessReviewStatus | null;
    Summary__c: string | null;
    WonAmount__c: number | null;
    WonCount__c: number | null;
  };
  CommissionRule__c: {
    CapAmount__c: number | null;
    CapPerCustomerAmount__c: number | null;
    CapPerDealAmount__c: number | null;
    CapPerPartnershipAmount__c: number | null;
    CapPerPeriodAmount__c: number | null;
    CapPeriod__c: CommissionRuleCapPeriod | null;
    Currency__c: string | null;
    DurationMonths__c: number | null;
    EffectiveFrom__c: string;
    EffectiveUntil__c: string | null;
    ExternalKey__c: string | null;
    FlatAmount__c: number | null;
    HoldDays__c: number | null;
    MilestoneAmount__c: number | null;
    MinimumAmount__c: number | null;
    ProductFilter__c: string | null;
    Program__c: string;
    RatePercent__c: number | null;
    Role__c: PartnerRole | null;
    RuleVersion__c: number | null;
    Status__c: CommissionRuleStatus | null;
    TierBasis__c: CommissionRuleTierBasis | null;
    TierCount__c: number | null;
    TierMode__c: CommissionRuleTierMode | null;
    Trigger__c: CommissionRuleTrigger | null;
    Type__c: CommissionRuleType | null;
  };
  CommissionStatement__c: {
    ApprovedAt__c: string | null;
    ApprovedBy__c: string | null;
    BaseTotal__c: number | null;
    ClosedAt__c: string | null;
    ClosedBy__c: string | null;
    Currency__c: string | null;
    ExternalKey__c: string | null;
    LineCount__c: number | null;
    OrgBaseTotal__c: number | null;
    OrgTotal__c: number | null;
    PaidAt__c: string | null;
    Partnership__c: string;
    PaymentReference__c: string | null;
    PeriodEnd__c: string | null;
    PeriodStart__c: string | null;
    Period__c: string | null;
    Status__c: CommissionStatementStatus | null;
    Total__c: number | null;
  };
  CommissionTier__c: {
    CommissionRule__c: string;
    ExternalKey__c: string | null;
    FlatAmount__c: number | null;
    FromValue__c: number | null;
    PairKey__c: string | null;
    RatePercent__c: number | null;
  };
  Commission__c: {
    AccountAttribution__c: string | null;
    Amount__c: number | null;
    BaseAmount__c: number | null;
    CommissionRule__c: string | null;
    CommissionStatement__c: string;
    CountsAsRevenue__c: boolean;
    Currency__c: string | null;
    CustomerKey__c: string | null;
    DisputeReason__c: string | null;
    ExternalKey__c: string | null;
    FxDate__c: string | null;
    FxRate__c: number | null;
    HoldUntil__c: string | null;
    Inputs__c: string | null;
    Kind__c: CommissionKind | null;
    LeadAttribution__c: string | null;
    OccurredAt__c: string | null;
    OpportunityAttribution__c: string | null;
    OrgAmount__c: number | null;
    OrgBaseAmount__c: number | null;
    OriginalLine__c: string | null;
    RatePercent__c: number | null;
    ReasonCode__c: CommissionReasonCode | null;
    Reason__c: string | null;
    RevenueEntry__c: string | null;
    RuleVersion__c: number | null;
    SplitPercent__c: number | null;
    StatusLog__c: string | null;
    Status__c: CommissionStatus | null;
  };
  Contact: {
    ConsentGivenAt__c: string | null;
    ContactSuppressed__c: boolean;
    ExternalKey__c: string | null;
    RetainUntil__c: string | null;
    SourceVersion__c: number | null;
    TimeZone__c: string | null;
  };
  DealRegistration__c: {
    Account__c: string | null;
    Company__c: string | null;
    ConflictCode__c: DealRegistrationConflictCode | null;
    ConflictReason__c: string | null;
    ConflictStatus__c: DealRegistrationConflictStatus | null;
    ConflictingAccount__c: string | null;
    ConflictingOpportunity__c: string | null;
    ConflictingRegistration__c: string | null;
    ConsentGivenAt__c: string | null;
    ContactEmail__c: string | null;
    ContactName__c: string | null;
    ContactPhone__c: string | null;
    ContactTimeZone__c: string | null;
    CustomerOwnership__c: CustomerOwnership | null;
    DaysLeft__c: number | null;
    DecidedAt__c: string | null;
    DecidedBy__c: string | null;
    DecisionReason__c: string | null;
    Description__c: string | null;
    Domain__c: string | null;
    ExpectedAmount__c: number | null;
    ExpectedCloseDate__c: string | null;
    ExpiresOn__c: string | null;
    ExtensionCount__c: number | null;
    ExtensionReason__c: string | null;
    ExternalKey__c: string | null;
    Lead__c: string | null;
    MatchKey__c: string | null;
    Motion__c: SalesMotion | null;
    Opportunity__c: string | null;
    PartnerMessage__c: string | null;
    Partnership__c: string;
    Product__c: string | null;
    ProtectionDays__c: number | null;
    RetainUntil__c: string | null;
    SourceStatus__c: string | null;
    SourceVersion__c: number | null;
    Status__c: DealRegistrationStatus | null;
    SubmittedAt__c: string | null;
  };
  ExchangeRate__c: {
    EffectiveFrom__c: string;
    ExternalKey__c: string | null;
    FromCurrency__c: string | null;
    PairKey__c: string | null;
    Rate__c: number | null;
    Source__c: string | null;
    Status__c: ExchangeRateStatus | null;
    ToCurrency__c: string | null;
  };
  ExternalIdentity__c: {
    Account__c: string | null;
    Contact__c: string | null;
    Customer__c: string | null;
    DisplayName__c: string | null;
    Email__c: string | null;
    EndsOn__c: string | null;
    Exchanged__c: string | null;
    ExternalKey__c: string | null;
    Lead__c: string | null;
    MatchReason__c: string | null;
    Opportunity__c: string | null;
    Partnership__c: string | null;
    Product__c: string | null;
    SourceVersion__c: number | null;
    State__c: string | null;
    Status__c: ExternalIdentityStatus | null;
    SubscriptionType__c: string | null;
    Type__c: ExternalIdentityType | null;
    VendorAccount__c: string | null;
    VendorId__c: string | null;
    Vendor__c: Vendor | null;
  };
  FundRequest__c: {
    ActivityDate__c: string | null;
    Activity__c: FundRequestActivity | null;
    ApprovedAmount__c: number | null;
    ClaimDeadline__c: string | null;
    ClaimedAmount__c: number | null;
    ClaimedAt__c: string | null;
    DecidedAt__c: string | null;
    DecidedBy__c: string | null;
    DecisionReason__c: string | null;
    ExpectedResult__c: string | null;
    ExternalKey__c: string | null;
    Partnership__c: string;
    ProofNote__c: string | null;
    ProofUrl__c: string | null;
    Purpose__c: string | null;
    ReimbursedAt__c: string | null;
    RequestedAmount__c: number | null;
    RequestedAt__c: string | null;
    SourceVersion__c: number | null;
    SpentAmount__c: number | null;
    Status__c: FundRequestStatus | null;
  };
  Lead: {
    AcceptBy__c: string | null;
    ConsentGivenAt__c: string | null;
    ContactSuppressed__c: boolean;
    CustomerOwnership__c: CustomerOwnership | null;
    DuplicateReason__c: string | null;
    ExternalKey__c: string | null;
    PartnerInvolvement__c: string | null;
    PassStatus__c: LeadPassStatus | null;
    PassedAt__c: string | null;
    PassedTo__c: string | null;
    Product__c: string | null;
    RetainUntil__c: string | null;
    SourceStatus__c: string | null;
    SourceVersion__c: number | null;
    SourcingPartnership__c: string | null;
    TimeZone__c: string | null;
  };
  LeadAttribution__c: {
    ExternalKey__c: string | null;
    Lead__c: string;
    Origin__c: AttributionOrigin | null;
    PairKey__c: string | null;
    Partnership__c: string;
    ReasonCode__c: AttributionReason | null;
    Reason__c: string | null;
    Role__c: PartnerRole | null;
    SourceVersion__c: number | null;
    Status__c: AttributionStatus | null;
    TouchedAt__c: string | null;
  };
  Opportunity: {
    CloseReason__c: string | null;
    ContactSuppressed__c: boolean;
    CreditedAmountTotal__c: number | null;
    CustomerOwnership__c: CustomerOwnership | null;
    ExternalKey__c: string | null;
    IsRenewal__c: boolean;
    PartnerCount__c: number | null;
    PartnerInvolvement__c: string | null;
    PartnerScenario__c: OpportunityPartnerScenario | null;
    PayableSplitTotal__c: number | null;
    Product__c: string | null;
    RenewalDecided__c: string | null;
    RenewalOpensOn__c: string | null;
    RenewalOwner__c: RenewalPolicy | null;
    RenewalReason__c: string | null;
    RenewalToldOn__c: string | null;
    RenewedSubscription__c: string | null;
    SourceStage__c: string | null;
    SourceVersion__c: number | null;
    SourcedCreditTotal__c: number | null;
    SourcingPartnership__c: string | null;
    SubscriptionType__c: string | null;
    SyncSaw__c: string | null;
  };
  OpportunityAttribution__c: {
    AttributionTermMonths__c: number | null;
    BillTo__c: string | null;
    CreditAmount__c: number | null;
    CreditPercent__c: number | null;
    ExternalKey__c: string | null;
    ListAmount__c: number | null;
    MarginAmount__c: number | null;
    NetAmount__c: number | null;
    Opportunity__c: string;
    Origin__c: AttributionOrigin | null;
    PairKey__c: string | null;
    Partnership__c: string;
    PayableSplitPercent__c: number | null;
    ReasonCode__c: AttributionReason | null;
    Reason__c: string | null;
    Role__c: PartnerRole | null;
    SourceVersion__c: number | null;
    Status__c: AttributionStatus | null;
    TouchedAt__c: string | null;
  };
  PartnerGoal__c: {
    Attained__c: number | null;
    CountedByHand__c: number | null;
    Description__c: string | null;
    ExpectedByNow__c: number | null;
    ExternalKey__c: string | null;
    GoalOwner__c: string | null;
    GrowthPercent__c: number | null;
    MeasuredAt__c: string | null;
    Metric__c: PartnerGoalMetric | null;
    Missing__c: string | null;
    PairKey__c: string | null;
    Partnership__c: string;
    PeriodEnd__c: string | null;
    PeriodStart__c: string | null;
    PreviousGoal__c: string | null;
    Progress__c: number | null;
    RenewAutomatically__c: boolean;
    Result__c: number | null;
    Standing__c: string | null;
    Target__c: number | null;
    Unit__c: string | null;
  };
  PartnerProgram__c: {
    AttributionModel__c: PartnerProgramAttributionModel | null;
    AttributionTermMonths__c: number | null;
    AttributionWindowDays__c: number | null;
    CertificationRequired__c: boolean;
    CommissionOnRenewal__c: boolean;
    CommissionSource__c: PartnerProgramCommissionSource | null;
    CustomerAccounts__c: PartnerProgramCustomerAccounts | null;
    CustomerOwnership__c: CustomerOwnership | null;
    DealRegistrationExtensions__c: number | null;
    DealRegistrationTermDays__c: number | null;
    DefaultPayableSplitPercent__c: number | null;
    DefaultRole__c: PartnerRole | null;
    ExternalKey__c: string | null;
    HoldDays__c: number | null;
    LeadAcceptDays__c: number | null;
    OffersFunds__c: boolean;
    PartnerTypes__c: string | null;
    RenewalPolicy__c: RenewalPolicy | null;
    RenewalWindowDays__c: number | null;
    SalesMotions__c: string | null;
    SimpleMode__c: boolean;
    SourceVersion__c: number | null;
    Status__c: PartnerProgramStatus | null;
    Type__c: PartnerProgramType | null;
  };
  Partnership__c: {
    AgreementDate__c: string | null;
    CertifiedUntil__c: string | null;
    CommissionTotal__c: number | null;
    CreditedPipeline__c: number | null;
    CreditedRevenue__c: number | null;
    CustomerCount__c: number | null;
    CustomerOwnership__c: CustomerOwnership | null;
    DiscountPercent__c: number | null;
    EndDate__c: string | null;
    ExternalKey__c: string | null;
    FundsApprovedTotal__c: number | null;
    FundsClaimedTotal__c: number | null;
    GoalCount__c: number | null;
    LastReviewedUntil__c: number | null;
    LeadCount__c: number | null;
    MergedInto__c: string | null;
    OpportunityCount__c: number | null;
    PairKey__c: string | null;
    PartnerContact__c: string | null;
    Partner__c: string;
    Program__c: string;
    ServiceModel__c: PartnershipServiceModel | null;
    SourceVersion__c: number | null;
    StartDate__c: string | null;
    StatementCount__c: number | null;
    Status__c: PartnershipStatus | null;
    Tier__c: PartnershipTier | null;
  };
  RevenueEntry__c: {
    Account__c: string | null;
    Amount__c: number | null;
    CreditReason__c: string | null;
    CreditStatus__c: RevenueEntryCreditStatus | null;
    CustomerIdentity__c: string;
    CustomerKey__c: string | null;
    DocumentKey__c: string | null;
    DocumentNumber__c: string | null;
    ExternalKey__c: string | null;
    GrossAmount__c: number | null;
    Kind__c: RevenueEntryKind | null;
    OccurredAt__c: string | null;
    Product__c: string | null;
    Reason__c: string | null;
    SourceAmount__c: number | null;
    SourceCurrency__c: string | null;
    Vendor__c: Vendor | null;
  };
  SimulationLine__c: {
    Currency__c: string | null;
    Difference__c: number | null;
    ExternalKey__c: string | null;
    NowAmount__c: number | null;
    OrgDifference__c: number | null;
    OrgNowAmount__c: number | null;
    OrgThenAmount__c: number | null;
    PartnershipName__c: string | null;
    Partnership__c: string | null;
    Simulation__c: string;
    ThenAmount__c: number | null;
  };
  Simulation__c: {
    ComputedAt__c: string | null;
    ExternalKey__c: string | null;
    FromDate__c: string;
    LineCount__c: number | null;
    Message__c: string | null;
    OrgDifferenceTotal__c: number | null;
    OrgNowTotal__c: number | null;
    OrgThenTotal__c: number | null;
    Program__c: string;
    Status__c: SimulationStatus | null;
    UntilDate__c: string;
  };
  SyncIssue__c: {
    Code__c: SyncIssueCode | null;
    DocumentKey__c: string | null;
    ExternalKey__c: string | null;
    FirstSeenAt__c: string | null;
    LastSeenAt__c: string | null;
    Message__c: string | null;
    RecordId__c: string | null;
    ResolvedAt__c: string | null;
    Severity__c: SyncIssueSeverity | null;
    Status__c: SyncIssueStatus | null;
    Subject__c: string | null;
    VendorAccount__c: string | null;
    Vendor__c: Vendor | null;
    WhatToDo__c: string | null;
  };
}

export type OrgObject = keyof OrgObjects;
export type OrgField<Name extends OrgObject> = Extract<keyof OrgObjects[Name], string>;

export const orgFields = {
  Account: [
    'AttributionCount__c',
    'ContactSuppressed__c',
    'CustomerOwnership__c',
    'ExternalKey__c',
    'MatchDomain__c',
    'PartnerInvolvement__c',
    'PartnerType__c',
    'PayableSplitTotal__c',
    'RetainUntil__c',
    'ServiceModel__c',
    'SourceVersion__c',
    'SourcingPartnership__c',
  ],
  AccountAttribution__c: [
    'Account__c',
    'CreditPercent__c',
    'EndDate__c',
    'ExternalKey__c',
    'Origin__c',
    'PairKey__c',
    'Partnership__c',
    'PayableSplitPercent__c',
    'ReasonCode__c',
    'Reason__c',
    'RenewalOwner__c',
    'Role__c',
    'SourceVersion__c',
    'StartDate__c',
    'Status__c',
    'TouchedAt__c',
  ],
  BusinessReview__c: [
    'CapturedAt__c',
    'CommissionEarnedAmount__c',
    'CommissionPaidAmount__c',
    'DocumentId__c',
    'DocumentUrl__c',
    'ExternalKey__c',
    'FundsClaimedAmount__c',
    'GoalCount__c',
    'GoalsReached__c',
    'LeadCount__c',
    'LostCount__c',
    'MeetingDate__c',
    'NextSteps__c',
    'OpenRegistrationCount__c',
    'OpportunityCount__c',
    'PairKey__c',
    'Partnership__c',
    'PeriodEnd__c',
    'PeriodStart__c',
    'PipelineAmount__c',
    'RetainedRevenueAmount__c',
    'RevenueAmount__c',
    'Status__c',
    'Summary__c',
    'WonAmount__c',
    'WonCount__c',
  ],
  CommissionRule__c: [
    'CapAmount__c',
    'CapPerCustomerAmount__c',
    'CapPerDealAmount__c',
    'CapPerPartnershipAmount__c',
    'CapPerPeriodAmount__c',
    'CapPeriod__c',
    'Currency__c',
    'DurationMonths__c',
    'EffectiveFrom__c',
    'EffectiveUntil__c',
    'ExternalKey__c',
    'FlatAmount__c',
    'HoldDays__c',
    'MilestoneAmount__c',
    'MinimumAmount__c',
    'ProductFilter__c',
    'Program__c',
    'RatePercent__c',
    'Role__c',
    'RuleVersion__c',
    'Status__c',
    'TierBasis__c',
    'TierCount__c',
    'TierMode__c',
    'Trigger__c',
    'Type__c',
  ],
  CommissionStatement__c: [
    'ApprovedAt__c',
    'ApprovedBy__c',
    'BaseTotal__c',
    'ClosedAt__c',
    'ClosedBy__c',
    'Currency__c',
    'ExternalKey__c',
    'LineCount__c',
    'OrgBaseTotal__c',
    'OrgTotal__c',
    'PaidAt__c',
    'Partnership__c',
    'PaymentReference__c',
    'PeriodEnd__c',
    'PeriodStart__c',
    'Period__c',
    'Status__c',
    'Total__c',
  ],
  CommissionTier__c: [
    'CommissionRule__c',
    'ExternalKey__c',
    'FlatAmount__c',
    'FromValue__c',
    'PairKey__c',
    'RatePercent__c',
  ],
  Commission__c: [
    'AccountAttribution__c',
    'Amount__c',
    'BaseAmount__c',
    'CommissionRule__c',
    'CommissionStatement__c',
    'CountsAsRevenue__c',
    'Currency__c',
    'CustomerKey__c',
    'DisputeReason__c',
    'ExternalKey__c',
    'FxDate__c',
    'FxRate__c',
    'HoldUntil__c',
    'Inputs__c',
    'Kind__c',
    'LeadAttribution__c',
    'OccurredAt__c',
    'OpportunityAttribution__c',
    'OrgAmount__c',
    'OrgBaseAmount__c',
    'OriginalLine__c',
    'RatePercent__c',
    'ReasonCode__c',
    'Reason__c',
    'RevenueEntry__c',
    'RuleVersion__c',
    'SplitPercent__c',
    'StatusLog__c',
    'Status__c',
  ],
  Contact: [
    'ConsentGivenAt__c',
    'ContactSuppressed__c',
    'ExternalKey__c',
    'RetainUntil__c',
    'SourceVersion__c',
    'TimeZone__c',
  ],
  DealRegistration__c: [
    'Account__c',
    'Company__c',
    'ConflictCode__c',
    'ConflictReason__c',
    'ConflictStatus__c',
    'ConflictingAccount__c',
    'ConflictingOpportunity__c',
    'ConflictingRegistration__c',
    'ConsentGivenAt__c',
    'ContactEmail__c',
    'ContactName__c',
    'ContactPhone__c',
    'ContactTimeZone__c',
    'CustomerOwnership__c',
    'DaysLeft__c',
    'DecidedAt__c',
    'DecidedBy__c',
    'DecisionReason__c',
    'Description__c',
    'Domain__c',
    'ExpectedAmount__c',
    'ExpectedCloseDate__c',
    'ExpiresOn__c',
    'ExtensionCount__c',
    'ExtensionReason__c',
    'ExternalKey__c',
    'Lead__c',
    'MatchKey__c',
    'Motion__c',
    'Opportunity__c',
    'PartnerMessage__c',
    'Partnership__c',
    'Product__c',
    'ProtectionDays__c',
    'RetainUntil__c',
    'SourceStatus__c',
    'SourceVersion__c',
    'Status__c',
    'SubmittedAt__c',
  ],
  ExchangeRate__c: [
    'EffectiveFrom__c',
    'ExternalKey__c',
    'FromCurrency__c',
    'PairKey__c',
    'Rate__c',
    'Source__c',
    'Status__c',
    'ToCurrency__c',
  ],
  ExternalIdentity__c: [
    'Account__c',
    'Contact__c',
    'Customer__c',
    'DisplayName__c',
    'Email__c',
    'EndsOn__c',
    'Exchanged__c',
    'ExternalKey__c',
    'Lead__c',
    'MatchReason__c',
    'Opportunity__c',
    'Partnership__c',
    'Product__c',
    'SourceVersion__c',
    'State__c',
    'Status__c',
    'SubscriptionType__c',
    'Type__c',
    'VendorAccount__c',
    'VendorId__c',
    'Vendor__c',
  ],
  FundRequest__c: [
    'ActivityDate__c',
    'Activity__c',
    'ApprovedAmount__c',
    'ClaimDeadline__c',
    'ClaimedAmount__c',
    'ClaimedAt__c',
    'DecidedAt__c',
    'DecidedBy__c',
    'DecisionReason__c',
    'ExpectedResult__c',
    'ExternalKey__c',
    'Partnership__c',
    'ProofNote__c',
    'ProofUrl__c',
    'Purpose__c',
    'ReimbursedAt__c',
    'RequestedAmount__c',
    'RequestedAt__c',
    'SourceVersion__c',
    'SpentAmount__c',
    'Status__c',
  ],
  Lead: [
    'AcceptBy__c',
    'ConsentGivenAt__c',
    'ContactSuppressed__c',
    'CustomerOwnership__c',
    'DuplicateReason__c',
    'ExternalKey__c',
    'PartnerInvolvement__c',
    'PassStatus__c',
    'PassedAt__c',
    'PassedTo__c',
    'Product__c',
    'RetainUntil__c',
    'SourceStatus__c',
    'SourceVersion__c',
    'SourcingPartnership__c',
    'TimeZone__c',
  ],
  LeadAttribution__c: [
    'ExternalKey__c',
    'Lead__c',
    'Origin__c',
    'PairKey__c',
    'Partnership__c',
    'ReasonCode__c',
    'Reason__c',
    'Role__c',
    'SourceVersion__c',
    'Status__c',
    'TouchedAt__c',
  ],
  Opportunity: [
    'CloseReason__c',
    'ContactSuppressed__c',
    'CreditedAmountTotal__c',
    'CustomerOwnership__c',
    'ExternalKey__c',
    'IsRenewal__c',
    'PartnerCount__c',
    'PartnerInvolvement__c',
    'PartnerScenario__c',
    'PayableSplitTotal__c',
    'Product__c',
    'RenewalDecided__c',
    'RenewalOpensOn__c',
    'RenewalOwner__c',
    'RenewalReason__c',
    'RenewalToldOn__c',
    'RenewedSubscription__c',
    'SourceStage__c',
    'SourceVersion__c',
    'SourcedCreditTotal__c',
    'SourcingPartnership__c',
    'SubscriptionType__c',
    'SyncSaw__c',
  ],
  OpportunityAttribution__c: [
    'AttributionTermMonths__c',
    'BillTo__c',
    'CreditAmount__c',
    'CreditPercent__c',
    'ExternalKey__c',
    'ListAmount__c',
    'MarginAmount__c',
    'NetAmount__c',
    'Opportunity__c',
    'Origin__c',
    'PairKey__c',
    'Partnership__c',
    'PayableSplitPercent__c',
    'ReasonCode__c',
    'Reason__c',
    'Role__c',
    'SourceVersion__c',
    'Status__c',
    'TouchedAt__c',
  ],
  PartnerGoal__c: [
    'Attained__c',
    'CountedByHand__c',
    'Description__c',
    'ExpectedByNow__c',
    'ExternalKey__c',
    'GoalOwner__c',
    'GrowthPercent__c',
    'MeasuredAt__c',
    'Metric__c',
    'Missing__c',
    'PairKey__c',
    'Partnership__c',
    'PeriodEnd__c',
    'PeriodStart__c',
    'PreviousGoal__c',
    'Progress__c',
    'RenewAutomatically__c',
    'Result__c',
    'Standing__c',
    'Target__c',
    'Unit__c',
  ],
  PartnerProgram__c: [
    'AttributionModel__c',
    'AttributionTermMonths__c',
    'AttributionWindowDays__c',
    'CertificationRequired__c',
    'CommissionOnRenewal__c',
    'CommissionSource__c',
    'CustomerAccounts__c',
    'CustomerOwnership__c',
    'DealRegistrationExtensions__c',
    'DealRegistrationTermDays__c',
    'DefaultPayableSplitPercent__c',
    'DefaultRole__c',
    'ExternalKey__c',
    'HoldDays__c',
    'LeadAcceptDays__c',
    'OffersFunds__c',
    'PartnerTypes__c',
    'RenewalPolicy__c',
    'RenewalWindowDays__c',
    'SalesMotions__c',
    'SimpleMode__c',
    'SourceVersion__c',
    'Status__c',
    'Type__c',
  ],
  Partnership__c: [
    'AgreementDate__c',
    'CertifiedUntil__c',
    'CommissionTotal__c',
    'CreditedPipeline__c',
    'CreditedRevenue__c',
    'CustomerCount__c',
    'CustomerOwnership__c',
    'DiscountPercent__c',
    'EndDate__c',
    'ExternalKey__c',
    'FundsApprovedTotal__c',
    'FundsClaimedTotal__c',
    'GoalCount__c',
    'LastReviewedUntil__c',
    'LeadCount__c',
    'MergedInto__c',
    'OpportunityCount__c',
    'PairKey__c',
    'PartnerContact__c',
    'Partner__c',
    'Program__c',
    'ServiceModel__c',
    'SourceVersion__c',
    'StartDate__c',
    'StatementCount__c',
    'Status__c',
    'Tier__c',
  ],
  RevenueEntry__c: [
    'Account__c',
    'Amount__c',
    'CreditReason__c',
    'CreditStatus__c',
    'CustomerIdentity__c',
    'CustomerKey__c',
    'DocumentKey__c',
    'DocumentNumber__c',
    'ExternalKey__c',
    'GrossAmount__c',
    'Kind__c',
    'OccurredAt__c',
    'Product__c',
    'Reason__c',
    'SourceAmount__c',
    'SourceCurrency__c',
    'Vendor__c',
  ],
  SimulationLine__c: [
    'Currency__c',
    'Difference__c',
    'ExternalKey__c',
    'NowAmount__c',
    'OrgDifference__c',
    'OrgNowAmount__c',
    'OrgThenAmount__c',
    'PartnershipName__c',
    'Partnership__c',
    'Simulation__c',
    'ThenAmount__c',
  ],
  Simulation__c: [
    'ComputedAt__c',
    'ExternalKey__c',
    'FromDate__c',
    'LineCount__c',
    'Message__c',
    'OrgDifferenceTotal__c',
    'OrgNowTotal__c',
    'OrgThenTotal__c',
    'Program__c',
    'Status__c',
    'UntilDate__c',
  ],
  SyncIssue__c: [
    'Code__c',
    'DocumentKey__c',
    'ExternalKey__c',
    'FirstSeenAt__c',
    'LastSeenAt__c',
    'Message__c',
    'RecordId__c',
    'ResolvedAt__c',
    'Severity__c',
    'Status__c',
    'Subject__c',
    'VendorAccount__c',
    'Vendor__c',
    'WhatToDo__c',
  ],
} as const satisfies {
  [Name in OrgObject]: readonly OrgField<Name>[];
};
