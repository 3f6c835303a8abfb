import { commissionAmountTable } from '../../test/rules/tables/commission-amount.ts';
import { creditModelTable } from '../../test/rules/tables/credit-model.ts';
import { dealCreditTable } from '../../test/rules/tables/deal-credit.ts';
import { exchangeRateTable } from '../../test/rules/tables/exchange-rate.ts';
import { fieldMergeTable } from '../../test/rules/tables/field-merge.ts';
import { givenFieldTable } from '../../test/rules/tables/given-field.ts';
import { ownedFieldTable } from '../../test/rules/tables/owned-field.ts';
import { leadWordTable } from '../../test/rules/tables/lead-word.ts';
import { goalRenewalTable } from '../../test/rules/tables/goal-renewal.ts';
import { owedOnTable } from '../../test/rules/tables/owed-on.ts';
import { paymentTriggerTable } from '../../test/rules/tables/payment-trigger.ts';
import { recordTriggerTable } from '../../test/rules/tables/record-trigger.ts';
import { leadPassTable } from '../../test/rules/tables/lead-pass.ts';
import { partnerMergeTable } from '../../test/rules/tables/partner-merge.ts';
import { mergedGoalTable } from '../../test/rules/tables/merged-goal.ts';
import { mergedRegistrationTable } from '../../test/rules/tables/merged-registration.ts';
import { registrationConflictTable } from '../../test/rules/tables/registration-conflict.ts';
import { registrationExpiryTable } from '../../test/rules/tables/registration-expiry.ts';
import { renewalTable } from '../../test/rules/tables/renewal.ts';
import { rewardComparisonTable } from '../../test/rules/tables/reward-comparison.ts';
import { nameTagTable } from '../../test/rules/tables/name-tag.ts';
import { pageOf } from '../../test/rules/tables/rule-table.ts';
import { voidLinesTable } from '../../test/rules/tables/void-lines.ts';
import { simulationTable } from '../../test/rules/tables/simulation.ts';
import { sourcingTable } from '../../test/rules/tables/sourcing.ts';

/** The documentation of every rule that has a truth table: path and content. */
export function rulePages(): [string, string][] {
  return [
    [`metadata/rules/${sourcingTable.rule}.md`, pageOf(sourcingTable)],
    [`metadata/rules/${creditModelTable.rule}.md`, pageOf(creditModelTable)],
    [`metadata/rules/${dealCreditTable.rule}.md`, pageOf(dealCreditTable)],
    [`metadata/rules/${exchangeRateTable.rule}.md`, pageOf(exchangeRateTable)],
    [`metadata/rules/${fieldMergeTable.rule}.md`, pageOf(fieldMergeTable)],
    [`metadata/rules/${givenFieldTable.rule}.md`, pageOf(givenFieldTable)],
    [`metadata/rules/${ownedFieldTable.rule}.md`, pageOf(ownedFieldTable)],
    [`metadata/rules/${leadWordTable.rule}.md`, pageOf(leadWordTable)],
    [`metadata/rules/${goalRenewalTable.rule}.md`, pageOf(goalRenewalTable)],
    [`metadata/rules/${paymentTriggerTable.rule}.md`, pageOf(paymentTriggerTable)],
    [`metadata/rules/${commissionAmountTable.rule}.md`, pageOf(commissionAmountTable)],
    [`metadata/rules/${recordTriggerTable.rule}.md`, pageOf(recordTriggerTable)],
    [`metadata/rules/${partnerMergeTable.rule}.md`, pageOf(partnerMergeTable)],
    [`metadata/rules/${mergedGoalTable.rule}.md`, pageOf(mergedGoalTable)],
    [`metadata/rules/${mergedRegistrationTable.rule}.md`, pageOf(mergedRegistrationTable)],
    [`metadata/rules/${registrationConflictTable.rule}.md`, pageOf(registrationConflictTable)],
    [`metadata/rules/${registrationExpiryTable.rule}.md`, pageOf(registrationExpiryTable)],
    [`metadata/rules/${leadPassTable.rule}.md`, pageOf(leadPassTable)],
    [`metadata/rules/${renewalTable.rule}.md`, pageOf(renewalTable)],
    [`metadata/rules/${owedOnTable.rule}.md`, pageOf(owedOnTable)],
    [`metadata/rules/${rewardComparisonTable.rule}.md`, pageOf(rewardComparisonTable)],
    [`metadata/rules/${voidLinesTable.rule}.md`, pageOf(voidLinesTable)],
    [`metadata/rules/${simulationTable.rule}.md`, pageOf(simulationTable)],
    [`metadata/rules/${nameTagTable.rule}.md`, pageOf(nameTagTable)],
  ];
}
