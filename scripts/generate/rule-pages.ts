import { attributionTable } from '../../test/rules/tables/attribution.ts';
import { bookedAmountTable } from '../../test/rules/tables/booked-amount.ts';
import { commissionAmountTable } from '../../test/rules/tables/commission-amount.ts';
import { commissionCorrectionTable } from '../../test/rules/tables/commission-correction.ts';
import { commissionImportTable } from '../../test/rules/tables/commission-import.ts';
import { commissionTiersTable } from '../../test/rules/tables/commission-tiers.ts';
import { companyMatchTable } from '../../test/rules/tables/company-match.ts';
import { creditModelTable } from '../../test/rules/tables/credit-model.ts';
import { dealCreditTable } from '../../test/rules/tables/deal-credit.ts';
import { exchangeRateTable } from '../../test/rules/tables/exchange-rate.ts';
import { fieldMergeTable } from '../../test/rules/tables/field-merge.ts';
import { givenFieldTable } from '../../test/rules/tables/given-field.ts';
import { goalRenewalTable } from '../../test/rules/tables/goal-renewal.ts';
import { importPlanTable } from '../../test/rules/tables/import-plan.ts';
import { leadPassTable } from '../../test/rules/tables/lead-pass.ts';
import { ledgerTable } from '../../test/rules/tables/ledger.ts';
import { leadWordTable } from '../../test/rules/tables/lead-word.ts';
import { mergedGoalTable } from '../../test/rules/tables/merged-goal.ts';
import { mergedRegistrationTable } from '../../test/rules/tables/merged-registration.ts';
import { nameTagTable } from '../../test/rules/tables/name-tag.ts';
import { opportunityStageTable } from '../../test/rules/tables/opportunity-stage.ts';
import { owedOnTable } from '../../test/rules/tables/owed-on.ts';
import { ownedFieldTable } from '../../test/rules/tables/owned-field.ts';
import { partnerMergeTable } from '../../test/rules/tables/partner-merge.ts';
import { paymentTriggerTable } from '../../test/rules/tables/payment-trigger.ts';
import { prmStageTable } from '../../test/rules/tables/prm-stage.ts';
import { recordTriggerTable } from '../../test/rules/tables/record-trigger.ts';
import { registrationConflictTable } from '../../test/rules/tables/registration-conflict.ts';
import { registrationExpiryTable } from '../../test/rules/tables/registration-expiry.ts';
import { renewalTable } from '../../test/rules/tables/renewal.ts';
import { reviewPeriodTable } from '../../test/rules/tables/review-period.ts';
import { renewalCreditTable } from '../../test/rules/tables/renewal-credit.ts';
import { rewardComparisonTable } from '../../test/rules/tables/reward-comparison.ts';
import { pageOf, type RuleTable } from '../../test/rules/tables/rule-table.ts';
import { simulationTable } from '../../test/rules/tables/simulation.ts';
import { sourcingTable } from '../../test/rules/tables/sourcing.ts';
import { standardPartnerTable } from '../../test/rules/tables/standard-partner.ts';
import { voidLinesTable } from '../../test/rules/tables/void-lines.ts';

interface RulePage {
  rule: string;
  title: string;
  cases: number;
  text: string;
}

function page<Facts, Outcome>(table: RuleTable<Facts, Outcome>): RulePage {
  const { rule, title, rows } = table;
  return { rule, title, cases: rows.length, text: pageOf(table) };
}

/** The rules that have a truth table, by what people ask about; in the order of the index. */
const chapters: readonly (readonly [heading: string, pages: readonly RulePage[]])[] = [
  [
    'Who is credited',
    [
      page(attributionTable),
      page(sourcingTable),
      page(creditModelTable),
      page(dealCreditTable),
      page(partnerMergeTable),
      page(mergedGoalTable),
      page(mergedRegistrationTable),
    ],
  ],
  [
    'What is paid',
    [
      page(ledgerTable),
      page(paymentTriggerTable),
      page(commissionAmountTable),
      page(commissionTiersTable),
      page(recordTriggerTable),
      page(commissionCorrectionTable),
      page(exchangeRateTable),
      page(bookedAmountTable),
      page(voidLinesTable),
      page(owedOnTable),
      page(rewardComparisonTable),
      page(simulationTable),
    ],
  ],
  [
    'Leads, registered deals and renewals',
    [
      page(leadPassTable),
      page(registrationConflictTable),
      page(registrationExpiryTable),
      page(renewalTable),
      page(renewalCreditTable),
    ],
  ],
  [
    'Salesforce and the PRM in step',
    [
      page(fieldMergeTable),
      page(givenFieldTable),
      page(ownedFieldTable),
      page(leadWordTable),
      page(opportunityStageTable),
      page(prmStageTable),
    ],
  ],
  ['Goals and reviews', [page(goalRenewalTable), page(reviewPeriodTable)]],
  [
    'What is brought in from other places',
    [
      page(nameTagTable),
      page(standardPartnerTable),
      page(importPlanTable),
      page(commissionImportTable),
      page(companyMatchTable),
    ],
  ],
];

function index(): string {
  const parts = chapters.map(
    ([heading, pages]) => `## ${heading}

| The rule decides | Cases | Source |
| ---------------- | ----: | ------ |
${pages.map(({ rule, title, cases }) => `| [${title}](${rule}.md) | ${cases} | [${rule}.ts](../../src/rules/${rule}.ts) |`).join('\n')}
`,
  );
  return `# The rules

Everything that Partnerverse decides is a pure function in [src/rules](../../src/rules). Each rule below has a truth table as its test; files without a page here hold terms and words, or ask the rules in their order. A page says how its rule decides, and shows the table: what is given, and what comes out of it, with the reason.

${parts.join('\n')}
This page and the others are made from the truth tables in [test/rules/tables](../../test/rules/tables). Run \`npm run generate\` after a change.
`;
}

/** The documentation of every rule that has a truth table, and its index: path and content. */
export function rulePages(): [string, string][] {
  return [
    ['metadata/rules/README.md', index()],
    ...chapters
      .flatMap(([, pages]) => pages)
      .map(({ rule, text }): [string, string] => [`metadata/rules/${rule}.md`, text]),
  ];
}
