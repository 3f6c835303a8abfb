import { deployProblems, flowOrg, rowsOf, type Case } from '../../support/flow-org.ts';
import { adminId, type TestOrg } from '../../support/test-org.ts';

const help = (id: string): string =>
  `https://help.salesforce.com/s/articleView?id=platform.${id}.htm`;
const metadataApi =
  'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_visual_workflow.htm';

const job = (org: TestOrg, fields: object = {}): string =>
  org.create('Job__c', { Name: 'Roof', ...fields });
const texts = (org: TestOrg): unknown[] => rowsOf(org, 'Entry__c').map((row) => row.Text__c);
const note = (org: TestOrg, id: string): unknown => org.read('Job__c', id).Note__c;
const failed = (what: string, details: string): object => ({
  statusCode: 'CANNOT_EXECUTE_FLOW_TRIGGER',
  message: `We can't save this record because the “${what}” process failed. Give your Salesforce admin these details. ${details}`,
  fields: [],
});
const lookedUp = ' You can look up ExceptionCode values in the SOAP API Developer Guide.';
const negative = `FIELD_CUSTOM_VALIDATION_EXCEPTION: A cost is not negative..${lookedUp}`;

const cases: Readonly<Record<string, Case>> = {
  'Create Records makes a related record, and its output is the new id': {
    page: help('flow_ref_elements_data_create'),
    flows: ['Create_First_Step'],
    act: (org) => {
      const id = job(org);
      const [step] = rowsOf(org, 'Step__c');
      return [
        org.read('Job__c', id).Spent__c,
        texts(org)[0] === `Made ${String(step?.Id)} for Roof`,
      ];
    },
    gives: [10, true],
  },
  'Create Records takes a record variable or a collection; the variable then knows its id': {
    page: help('flow_ref_elements_data_create'),
    flows: ['Create_By_Variable'],
    act: (org) => {
      const id = job(org);
      return rowsOf(org, 'Entry__c').map((row) => [row.Text__c, row.Number__c, row.Job__c === id]);
    },
    gives: [
      ['one', 1, false],
      ['two', 1, false],
      ['two', 2, true],
    ],
  },
  'Get Records, Loop and Update Records change related records; IsChanged starts the flow': {
    page: metadataApi,
    flows: ['Close_Steps'],
    act: (org) => {
      const id = job(org);
      for (const [Name, Cost__c, State__c] of [
        ['a', 1, 'Open'],
        ['b', 2, 'Closed'],
        ['c', 4, 'Open'],
      ]) {
        org.create('Step__c', { Job__c: id, Name, Cost__c, State__c });
      }
      org.update('Job__c', id, { Note__c: 'nothing of it' });
      const before = rowsOf(org, 'Step__c').map((row) => row.State__c);
      org.update('Job__c', id, { Status__c: 'Done' });
      const after = rowsOf(org, 'Step__c').map((row) => [row.State__c, row.Note__c]);
      return [before, after, org.read('Job__c', id).StepCount__c];
    },
    gives: [
      ['Open', 'Closed', 'Open'],
      [
        ['Closed', 'A/Roof'],
        ['Closed', null],
        ['Closed', 'C/Roof'],
      ],
      5,
    ],
  },
  'Get Records finds the first by its filter logic and sort order': {
    page: help('flow_ref_elements_data_retrieve'),
    flows: ['Copy_Last_Entry'],
    act: (org) => {
      for (const [Text__c, Number__c] of [
        ['seen 1', 1],
        ['Seen 3', 3],
        ['other', 9],
        ['seen 2', 2],
      ]) {
        org.create('Entry__c', { Text__c, Number__c });
      }
      return note(org, job(org));
    },
    gives: 'Seen 3',
  },
  'Get Records that finds nothing is null': {
    page: help('flow_ref_elements_data_retrieve'),
    flows: ['Copy_Last_Entry'],
    act: (org) => note(org, job(org)),
    gives: 'none',
  },
  'A field of a record that was not found fails the save': {
    page: 'https://github.com/SFDO-Community/declarative-lookup-rollup-summaries/issues/489',
    flows: ['Read_Missing_Entry'],
    act: (org) => org.refuse('Job__c', { Name: 'Roof' }),
    gives: [
      failed(
        'Read Missing Entry',
        "The flow failed to access the value for Get_Entry.Text__c because it hasn't been set or assigned.",
      ),
    ],
  },
  'Update Records of $Record before the save sets the field': {
    page: help('flow_considerations_trigger_record'),
    flows: ['Update_Trigger_Before'],
    act: (org) => note(org, job(org)),
    gives: 'marked',
  },
  'Update Records and Delete Records work on all records that pass their filters': {
    page: help('flow_ref_elements_data_update'),
    flows: ['Clear_Entries'],
    act: (org) => {
      const id = job(org);
      org.create('Entry__c', { Job__c: id, Number__c: 4, Text__c: 'low' });
      org.create('Entry__c', { Job__c: id, Number__c: 5, Text__c: 'high' });
      org.create('Entry__c', { Number__c: 1, Text__c: 'other' });
      org.update('Job__c', id, {});
      return texts(org);
    },
    gives: ['old', 'other'],
  },
  'A write that fails goes down the fault path, which knows the message; the save goes on': {
    page: help('flow_build_logic_fault'),
    flows: ['Fault_With_Path'],
    act: (org) => [org.read('Job__c', job(org)).IsDeleted, texts(org)],
    gives: [0, [`This error occurred when the flow tried to create records: ${negative}`]],
  },
  'A write that fails without a fault path fails the save': {
    page: help('flow_build_logic_fault'),
    flows: ['Fault_Without_Path'],
    act: (org) => [org.refuse('Job__c', { Name: 'Roof' }), rowsOf(org, 'Job__c').length],
    gives: [
      [
        failed(
          'Fault Without Path',
          `This error occurred when the flow tried to create records: ${negative}`,
        ),
      ],
      0,
    ],
  },
  'Custom Error before the save refuses on a field, unless the custom permission lets pass': {
    page: help('flow_ref_elements_custom_error'),
    flows: ['Refuse_Before'],
    act: (org) => {
      const refused = org.refuse('Job__c', { Name: 'Roof', Urgent__c: true });
      const [set] = rowsOf(org, 'PermissionSet').filter((row) => row.Name === 'Skipper');
      org.create('PermissionSetAssignment', { AssigneeId: adminId, PermissionSetId: set?.Id });
      return [refused, note(org, job(org, { Urgent__c: true }))];
    },
    gives: [
      [
        {
          statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
          message: 'Roof may not be urgent.',
          fields: ['Urgent__c'],
        },
      ],
      null,
    ],
  },
  'Custom Error after the save rolls back the change and what the flow wrote': {
    page: help('flow_ref_elements_custom_error'),
    flows: ['Refuse_After'],
    act: (org) => {
      const id = job(org);
      const { errors } = org.update('Job__c', id, { Urgent__c: true });
      return [errors, org.read('Job__c', id).Urgent__c, texts(org)];
    },
    gives: [
      [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Not urgent.', fields: [] }],
      0,
      [],
    ],
  },
  'Custom Error before a deletion keeps the record; other records may be written there': {
    page: help('flow_ref_elements_custom_error'),
    flows: ['Refuse_Delete'],
    act: (org) => {
      const [busy, idle] = [job(org, { Status__c: 'Active' }), job(org, { Name: 'Shed' })];
      const { errors } = org.remove('Job__c', busy);
      return [errors.map((error) => error.message), org.remove('Job__c', idle).success, texts(org)];
    },
    gives: [['Active jobs stay.'], true, ['deleted Shed']],
  },
  'Details that go with their master start no flows of their own': {
    page: 'https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_triggers_ignoring_operations.htm',
    flows: ['Refuse_Step_Delete'],
    act: (org) => {
      const id = job(org);
      const step = org.create('Step__c', { Job__c: id });
      const alone = org.remove('Step__c', step).success;
      return [alone, org.remove('Job__c', id).success, org.read('Step__c', step).IsDeleted];
    },
    gives: [false, true, 1],
  },
  'Flows run by their order up to 1,000, then those without one, then the rest; drafts never': {
    page: help('flow_task_trigger_run_order'),
    flows: ['Order_A_Last', 'Order_B_Third', 'Order_A_Second', 'Order_Z_First', 'Order_Draft'],
    act: (org) => note(org, job(org, { Note__c: '.' })),
    gives: '.tddt',
  },
  'A flow for records that are updated to meet the conditions does not run again while they do': {
    page: metadataApi,
    flows: ['Once_Done'],
    act: (org) => {
      const id = job(org, { Status__c: 'Done', StepCount__c: 0 });
      const count = (fields: object): unknown => {
        org.update('Job__c', id, { ...fields });
        return org.read('Job__c', id).StepCount__c;
      };
      return [count({ Note__c: 'x' }), count({ Status__c: 'New' }), count({ Status__c: 'Done' })];
    },
    gives: [1, 1, 2],
  },
  '$Record__Prior is the record before the change': {
    page: help('flow_ref_resources_global_variables'),
    flows: ['Prior_Value'],
    act: (org) => {
      const id = job(org);
      org.update('Job__c', id, { Name: 'Floor' });
      return note(org, id);
    },
    gives: 'Roof became Floor',
  },
  'A subflow takes input variables and gives output variables': {
    page: help('flow_ref_elements_subflow'),
    flows: ['Double_It', 'Call_Subflow'],
    act: (org) => {
      job(org, { Budget__c: 1.5 });
      return rowsOf(org, 'Entry__c').map((row) => [row.Number__c, row.Text__c]);
    },
    gives: [[42, '1.5 doubled']],
  },
  'Collections take the operators of the Assignment element': {
    page: help('flow_ref_operators_assignment'),
    flows: ['Collection_Operators'],
    act: (org) => {
      const row = org.read('Job__c', job(org, { Note__c: '.' }));
      return [row.Note__c, row.StepCount__c];
    },
    gives: ['.eb', -8],
  },
};

test.each(Object.entries(cases))('%s', (_what, { flows, act, gives }) => {
  expect(act(flowOrg(...flows))).toEqual(gives);
});

describe('the deploy', () => {
  test.each([
    ['takes a screen flow, which nothing here starts', 'Asks', []],
    [
      'warns of an active flow that saves would be refused for',
      'Waits',
      [
        'NOT_IMPLEMENTED_LOCALLY: saves that start the flow Waits will be refused here (Unrecognized key: "waits" (Later))',
      ],
    ],
    [
      'refuses writes of other records before the save',
      'Creates_Before',
      ["The Make element can't be used in a flow that runs before the record is saved."],
    ],
    [
      'refuses a subflow that is not there',
      'Calls_Nobody',
      ['In field: flowName - no Flow named Nobody found'],
    ],
  ])('%s', (_what, name, problems) => {
    expect(deployProblems(`flows/${name}.flow`)).toEqual(problems);
  });
});
