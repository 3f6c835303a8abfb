import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cloneSchema } from '../../../src/local-org/schema/clone.ts';
import { deployFiles, filesIn, fixtures, harbour } from './support.ts';

const broken = join(fixtures, 'broken');
const org = harbour();
const before = cloneSchema(org);

const atPlace = 'invalid at this location in type CustomField';
const noField = (field: string, name: string) =>
  `In field: ${field} - no CustomField named ${name} found`;

/** Directory under test/fixtures/metadata/broken, the component at fault, line, Salesforce's text (or how it starts). */
const cases: readonly [string, string, number, string][] = [
  ['unknown-element', 'CustomField Boat__c.Deck__c', 6, `Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}lenght ${atPlace}`],
  ['bad-enum', 'CustomField Boat__c.Deck__c', 6, "Error parsing file: 'Texst' is not a valid value for the enum 'FieldType'"],
  ['bad-boolean', 'CustomField Boat__c.Deck__c', 7, "Error parsing file: 'yes' is not a valid value for the type xsd:boolean"],
  ['element-doubled', 'CustomField Boat__c.Deck__c', 7, 'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}length is duplicated at this location in type CustomField'],
  ['not-xml', 'CustomTab Boat__c', 2, "Error parsing file: Expected closing tag 'motif'"],
  ['doctype', 'CustomTab Boat__c', 2, 'Error parsing file: DOCTYPE is not allowed'],
  ['field-twice', 'CustomField Boat__c.Deck__c', 9, 'duplicate value found: [Deck__c] is defined multiple times'],
  ['label-missing', 'CustomField Boat__c.Deck__c', 3, 'Must specify a non-empty label for the CustomField'],
  ['length-missing', 'CustomField Boat__c.Deck__c', 3, "Must specify 'length' for a CustomField of type Text"],
  ['text-area-length', 'CustomField Boat__c.Deck__c', 6, "Can not specify 'length' for a CustomField of type TextArea"],
  ['name-with-space', 'CustomField Boat__c.Deck Plan__c', 4, 'The Field Name field can only contain underscores and alphanumeric characters.'],
  ['standard-field-unknown', 'CustomField Boat__c.Keel', 3, "Could not resolve standard field's name."],
  ['object-unknown', 'CustomField Pier__c.Deck__c', 3, "Entity of type 'CustomObject' named 'Pier__c' cannot be found"],
  ['object-without-label', 'CustomObject Pier__c', 0, 'Must specify a non-empty label for the CustomObject'],
  ['controlled-by-nobody', 'CustomObject Pier__c', 10, 'Cannot set sharingModel to ControlledByParent on a CustomObject without a MasterDetail relationship field'],
  ['detail-read-write', 'CustomObject Pier__c', 10, 'Cannot set sharingModel to ReadWrite on a CustomObject with a MasterDetail relationship field'],
  ['master-detail-required', 'CustomField Mooring__c.Boat2__c', 6, 'Master-Detail Relationship Fields Cannot be Optional or Required'],
  ['master-detail-delete-constraint', 'CustomField Mooring__c.Boat2__c', 5, "Can not specify 'deleteConstraint' for a CustomField of type MasterDetail"],
  ['master-detail-filter', 'CustomField Mooring__c.Boat2__c', 6, 'Lookup filters are only supported on Lookup Relationship Fields'],
  ['master-detail-to-lead', 'CustomField Mooring__c.Lead__c', 6, 'Lead cannot be the master of a Master-Detail relationship'],
  ['three-masters', 'CustomField Mooring__c.Master2__c', 11, 'You can only have 2 Master-Detail relationships'],
  ['lookup-target-unknown', 'CustomField Boat__c.Pier__c', 7, "referenceTo value of 'Pier__c' does not resolve to a valid sObject type"],
  ['required-lookup-set-null', 'CustomField Boat__c.Owner2__c', 5, "Can not specify 'deleteConstraint' SetNull for a required"],
  ['relationship-name-clash', 'CustomField Boat__c.Mate__c', 8, 'There is already a Child Relationship named Boats on Contact.'],
  ['value-set-unknown', 'CustomField Boat__c.Rig__c', 7, 'In field: valueSetName - no GlobalValueSet named RigType found'],
  ['value-set-both', 'CustomField Boat__c.Rig__c', 7, 'Value set must reference a value set name or define a value set, but not both'],
  ['value-twice', 'CustomField Boat__c.Rig__c', 7, 'duplicate value found: [Sloop] is defined multiple times'],
  ['formula-field-unknown', 'CustomField Boat__c.Ratio__c', 5, 'Field Beam__c does not exist. Check spelling.'],
  ['formula-syntax', 'CustomField Boat__c.Ratio__c', 5, "Syntax error. Missing ')'"],
  ['roll-up-precision', 'CustomField Boat__c.Count__c', 6, "Can not specify 'precision' for a CustomField of type Summary"],
  ['roll-up-key-unknown', 'CustomField Boat__c.Count__c', 6, noField('summaryForeignKey', 'Mooring__c.Vessel__c')],
  ['roll-up-key-format', 'CustomField Boat__c.Count__c', 6, 'Must specify the name in the CustomObject.CustomField format (e.g. Account.MyNewCustomField)'],
  ['roll-up-field-unknown', 'CustomField Boat__c.Sum__c', 6, noField('summarizedField', 'Mooring__c.Price__c')],
  ['too-many-roll-ups', 'CustomField Boat__c.Count24__c', 171, 'You have reached the maximum of 25 roll-up summary fields'],
  ['type-change', 'CustomField Boat__c.Length__c', 7, 'Cannot change type due to existing data'],
  ['type-to-lookup', 'CustomField Boat__c.Length__c', 8, 'Cannot update a field to a Lookup from something else'],
  ['rule-name', 'ValidationRule Boat__c.Has_Mast__c', 4, 'The validation name can only contain alphanumeric characters, must begin with a letter, cannot end with an underscore'],
  ['rule-field-unknown', 'ValidationRule Boat__c.HasMast', 6, 'Field Mast__c does not exist. Check spelling.'],
  ['rule-related-field-unknown', 'ValidationRule Boat__c.HasMast', 6, 'Field Beard__c does not exist. Check spelling.'],
  ['rule-display-field-unknown', 'ValidationRule Boat__c.HasMast', 7, noField('errorDisplayField', 'Boat__c.Mast__c')],
  ['rule-without-message', 'ValidationRule Boat__c.HasMast', 3, 'Required field is missing: errorMessage'],
  ['record-type-value-unknown', 'RecordType Boat__c.Motor', 7, 'Picklist value: Sunk in picklist: Status__c not found'],
  ['record-type-without-process', 'RecordType Lead.Motor', 3, 'Required field is missing: businessProcess'],
  ['mine-on-detail', 'ListView Mooring__c.Mine', 6, 'Invalid scope:Mine, not allowed'],
  ['list-view-column-unknown', 'ListView Boat__c.All', 6, 'Could not resolve list view column: Mast__c'],
  ['compact-layout-field-unknown', 'CompactLayout Boat__c.Small', 5, noField('fields', 'Boat__c.Mast__c')],
  ['permission-required-field', 'PermissionSet Crew', 6, 'You cannot deploy to a required field: Boat__c.HullNumber__c'],
  ['permission-master-detail', 'PermissionSet Crew', 6, 'You cannot deploy to a required field: Mooring__c.Boat__c'],
  ['permission-field-unknown', 'PermissionSet Crew', 6, noField('field', 'Boat__c.Mast__c')],
  ['permission-object-unknown', 'PermissionSet Crew', 10, 'In field: field - no CustomObject named Pier__c found'],
  ['permission-edit-without-read', 'PermissionSet Crew', 4, 'Permission Edit Boat__c depends on permission(s): Read Boat__c'],
  ['permission-detail-without-master', 'PermissionSet Crew', 4, 'Permission Read Mooring__c depends on permission(s): Read Boat__c'],
  ['permission-user-unknown', 'PermissionSet Crew', 6, 'Unknown user permission: FlyBoats'],
  ['permission-record-type-unknown', 'PermissionSet Crew', 5, 'In field: recordType - no RecordType named Account.Yard found'],
  ['permission-field-twice', 'PermissionSet Crew', 9, 'Field:field, value:Boat__c.Class__c appears more than once'],
  ['permission-set-without-label', 'PermissionSet Crew', 2, 'Required field is missing: label'],
  ['layout-field-unknown', 'Layout Boat__c-Small Layout', 12, noField('field', 'Boat__c.Mast__c')],
  ['layout-field-twice', 'Layout Boat__c-Small Layout', 14, 'Field:field, value:Name appears more than once'],
  ['layout-required-missing', 'Layout Boat__c-Small Layout', 2, 'Layout must contain an item for required layout field: HullNumber__c'],
  ['layout-related-list-unknown', 'Layout Boat__c-Small Layout', 14, 'Cannot find related list:Mooring__c.Vessel__c'],
  ['tab-object-unknown', 'CustomTab Pier__c', 0, 'In field: fullName - no CustomObject named Pier__c found'],
  ['page-field-unknown', 'FlexiPage Small', 6, "We couldn't retrieve or load the information on the field: Record.Mast__c."],
  ['report-field-unknown', 'Report Fleet/Masts', 4, noField('field', 'Boat__c.Mast__c')],
  ['report-type-unknown', 'Report Fleet/Broken', 19, 'invalid report type'],
  ['report-object-unknown', 'Report Fleet/Broken', 19, 'invalid report type'],
  ['report-column-not-in-type', 'Report Fleet/Broken', 4, noField('field', 'Boat__c$Length__c')],
  ['report-filter-unknown', 'Report Fleet/Broken', 8, noField('column', 'Boat__c$Mast__c')],
  ['report-grouping-unknown', 'Report Fleet/Broken', 15, noField('field', 'Boat__c$Mast__c')],
  ['report-grouping-in-table', 'Report Fleet/Broken', 13, 'A Tabular report has 0 to 0 row groupings and 0 to 0 column groupings'],
  ['report-matrix-without-columns', 'Report Fleet/Broken', 13, 'A Matrix report has 1 to 2 row groupings and 1 to 2 column groupings'],
  ['report-chart-summary-unknown', 'Report Fleet/Broken', 5, 'The report does not summarize Boat__c.Moorings__r$Fee__c'],
  ['report-type-object-unknown', 'ReportType Broken', 3, 'In field: baseObject - no CustomObject named Pier__c found'],
  ['report-type-relationship-unknown', 'ReportType Broken', 8, "Invalid relationship name 'Mooring__r'"],
  ['report-type-table-unknown', 'ReportType Broken', 15, 'The table Moorings__r is not joined in this report type'],
  ['report-type-field-unknown', 'ReportType Broken', 14, noField('field', 'Mooring__c.Mast__c')],
  ['report-type-path-unknown', 'ReportType Broken', 14, noField('field', 'Account.Mast__c')],
  ['report-type-inner-after-outer', 'ReportType Broken', 7, 'An inner join cannot follow an outer join'],
  ['report-type-base-changed', 'ReportType BoatMoorings', 3, 'Cannot change base object'],
  ['dashboard-report-unknown', 'Dashboard Harbour/Broken', 14, 'In field: report - no Report named Fleet/Nobody found'],
  ['dashboard-grouping-unknown', 'Dashboard Harbour/Broken', 13, 'The report is not grouped by Boat__c$Name'],
  ['dashboard-summary-unknown', 'Dashboard Harbour/Broken', 10, 'The report does not summarize Boat__c$Name'],
  ['flow-connector-dangling', 'Flow Fee', 27, 'The flow element Nowhere, which a connector leads to,'],
  ['flow-field-unknown', 'Flow Fee', 9, 'The field "Mast__c" for the object "Mooring__c" doesn\'t exist.'],
  ['flow-formula-field-unknown', 'Flow Fee', 19, 'The formula expression is invalid: Field Price__c does not exist. Check spelling.'],
  ['flow-object-unknown', 'Flow Fee', 29, 'In field: object - no CustomObject named Pier__c found'],
  ['formula-function-misplaced', 'CustomField Boat__c.Grew__c', 5, 'Function ISCHANGED may not be used in this type of formula'],
  ['rule-permission-unknown', 'ValidationRule Boat__c.HasMast', 6, 'Field $Permission.Nobody does not exist. Check spelling.'],
  ['rule-function-not-evaluated', 'ValidationRule Boat__c.HasMast', 6, 'NOT_IMPLEMENTED_LOCALLY: the local org does not evaluate VLOOKUP()'],
  ['rule-too-far', 'ValidationRule Boat__c.HasMast', 6, 'goes over 11 relationships; a formula may go over 10.'],
  ['rule-too-many-relations', 'ValidationRule Boat__c.HasMast', 6, 'You have reached the maximum number of 15 object references on Boat'],
  ['metadata-type-unknown', 'CustomMetadata Rate.Low', 0, 'In field: fullName - no CustomObject named Rate__mdt found'],
  ['conversion-field-unknown', 'LeadConvertSettings LeadConvert', 7, noField('inputField', 'Lead.Boat__c')],
]; // prettier-ignore

test.each(cases)('%s: %s fails at line %i with "%s"', (directory, component, line, problem) => {
  const files = filesIn(join(broken, directory));
  const outcome = deployFiles(org, files);
  expect(outcome.status).toBe('Failed');
  expect(outcome.schema).toBeNull();
  const failures = outcome.messages.filter((message) => !message.success);
  expect(failures.map((row) => [`${row.type} ${row.fullName}`, row.problem?.line])).toEqual([
    [component, line],
  ]);
  expect(failures[0]?.problem?.text).toContain(problem);
  expect([...files.keys()]).toContain(failures[0]?.fileName);
});

test('no broken deploy has touched the org that it was tried on', () => {
  expect(org).toEqual(before);
});

test('every broken fixture is in the table', () => {
  expect(cases.map(([directory]) => directory).sort()).toEqual(readdirSync(broken).sort());
});
