import type { Check, CheckContext } from './check-context.ts';
import { notFound } from './check-context.ts';
import { checkDuplicateRule, checkMatchingRule } from './check-duplicates.ts';
import { checkField } from './check-field.ts';
import { checkFlow } from './check-flow.ts';
import {
  checkFieldList,
  checkListView,
  checkObject,
  checkRecordType,
  checkValidationRule,
} from './check-object.ts';
import {
  checkApplication,
  checkChannelMember,
  checkCustomMetadata,
  checkFlexiPage,
  checkLayout,
  checkLeadConversion,
  checkPath,
  checkQuickAction,
  checkTab,
} from './check-page.ts';
import { checkPermissionSet } from './check-permission-set.ts';
import { checkDashboard, checkReport } from './check-report.ts';
import { checkReportType } from './check-report-type.ts';
import type { Component } from './components.ts';
import { checkElement, eachOnce } from './element-check.ts';
import { duplicateValues } from './field-rules.ts';
import { errorAt, type Problem } from './problems.ts';
import { childrenOf } from './xml.ts';

const checkGlobalValueSet: Check = (element) => duplicateValues(childrenOf(element, 'customValue'));
const checkStandardValueSet: Check = (element) =>
  duplicateValues(childrenOf(element, 'standardValue'));

/** A report lies in a folder that the org has or the package brings; `unfiled$public` is always there. */
const checkFolder: Check = (_element, component, context) => {
  const folder = component.fullName.split('/').slice(0, -1).join('/');
  const type = `${component.type}Folder`;
  const isKnown =
    folder === 'unfiled$public' || context.after.otherComponents.has(`${type}/${folder}`);
  return isKnown ? [] : [errorAt(undefined, `Cannot find folder:${folder}`)];
};

/** Muting takes rights away again, which the local org cannot do: better refused than granted by mistake. */
const checkGroup: Check = (element, _component, context) => [
  ...childrenOf(element, 'permissionSets')
    .filter((member) => !context.after.permissionSets.has(member.text))
    .map((member) => notFound(member, 'permissionSets', 'PermissionSet', member.text)),
  ...childrenOf(element, 'mutingPermissionSets').map((member) =>
    errorAt(member, 'NOT_IMPLEMENTED_LOCALLY: the local org does not mute permission sets'),
  ),
];

/** What is checked beyond the elements, by type. A type that is not listed has no cross-checks here. */
const checksByType = new Map<string, readonly Check[]>([
  ['CustomObject', [checkObject]],
  ['CustomField', [checkField]],
  ['ValidationRule', [checkValidationRule]],
  ['RecordType', [checkRecordType]],
  ['ListView', [checkListView]],
  ['CompactLayout', [checkFieldList]],
  ['FieldSet', [checkFieldList]],
  ['GlobalValueSet', [checkGlobalValueSet]],
  ['StandardValueSet', [checkStandardValueSet]],
  ['PermissionSet', [checkPermissionSet]],
  ['PermissionSetGroup', [checkGroup]],
  ['Profile', [checkPermissionSet]],
  ['Flow', [checkFlow]],
  ['MatchingRule', [checkMatchingRule]],
  ['DuplicateRule', [checkDuplicateRule]],
  ['Layout', [checkLayout]],
  ['FlexiPage', [checkFlexiPage]],
  ['CustomTab', [checkTab]],
  ['CustomApplication', [checkApplication]],
  ['QuickAction', [checkQuickAction]],
  ['PathAssistant', [checkPath]],
  ['LeadConvertSettings', [checkLeadConversion]],
  ['Report', [checkFolder, checkReport]],
  ['Dashboard', [checkFolder, checkDashboard]],
  ['ReportType', [checkReportType]],
  ['CustomMetadata', [checkCustomMetadata]],
  ['PlatformEventChannelMember', [checkChannelMember]],
]);

/** The types whose references are checked. */
export const checkedTypes: ReadonlySet<string> = new Set(checksByType.keys());

/** Types whose elements are checked while the file is split, so not again here. */
function structureProblems(component: Component): Problem[] {
  const element = component.element;
  if (element === null || component.problems.length > 0) return [];
  const type = component.type === 'Settings' ? element.name : component.type;
  return checkElement(element, type);
}

/** Everything that is wrong with a component: its file, its elements and, where those are right, its references. */
export function checkComponent(component: Component, context: CheckContext): Problem[] {
  const structure = structureProblems(component);
  const problems = eachOnce([...component.problems, ...structure]);
  const element = component.element;
  if (problems.length > 0 || element === null) return problems;
  const checks = checksByType.get(component.type) ?? [];
  return checks.flatMap((check) => check(element, component, context));
}
