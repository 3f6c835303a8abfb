import { flowOrg, rowsOf, type Case } from '../support/flow-org.ts';
import type { TestOrg } from '../support/test-org.ts';

const help = (id: string): string =>
  `https://help.salesforce.com/s/articleView?id=platform.${id}.htm`;
const metadataApi =
  'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_visual_workflow.htm';
const orderOfExecution =
  'https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_triggers_order_of_execution.htm';

const job = (org: TestOrg, fields: object = {}): string =>
  org.create('Job__c', { Name: 'Roof', ...fields });
const note = (org: TestOrg, id: string): unknown => org.read('Job__c', id).Note__c;
const failed = (what: string, details: string): object => ({
  statusCode: 'CANNOT_EXECUTE_FLOW_TRIGGER',
  message: `We can't save this record because the “${what}” process failed. Give your Salesforce admin these details. ${details}`,
  fields: [],
});

const cases: Readonly<Record<string, Case>> = {
  'A flow that updates its own record is started again by that': {
    page: orderOfExecution,
    flows: ['Update_Itself_Once'],
    act: (org) => note(org, job(org)),
    gives: 'once',
  },
  'Saves that start saves end at the sixteenth': {
    page: 'https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/apex_gov_limits.htm',
    flows: ['Update_Itself'],
    act: (org) => org.refuse('Job__c', { Name: 'Roof' }),
    gives: [failed('Update Itself', 'Maximum trigger depth exceeded')],
  },
  'A transaction has 100 queries': {
    page: help('flow_considerations_limit_transaction'),
    flows: ['Query_In_Loop'],
    act: (org) => [
      org.read('Job__c', job(org, { Budget__c: 100 })).IsDeleted,
      org.refuse('Job__c', { Name: 'Roof', Budget__c: 101 }),
    ],
    gives: [0, [failed('Query In Loop', 'Too many SOQL queries: 101')]],
  },
  'A transaction has 150 statements': {
    page: help('flow_considerations_limit_transaction'),
    flows: ['Create_In_Loop'],
    act: (org) => [
      org.read('Job__c', job(org, { Budget__c: 150 })).IsDeleted,
      org.refuse('Job__c', { Name: 'Roof', Budget__c: 151 }),
    ],
    gives: [0, [failed('Create In Loop', 'Too many DML statements: 151')]],
  },
  'The rows of a lot share queries and statements, and a limit fails them all': {
    page: 'https://help.salesforce.com/s/articleView?id=platform.flow_concepts_bulkification.htm',
    flows: ['Create_In_Loop'],
    act: (org) => {
      const rows = (...budgets: number[]) =>
        org.save(
          ...budgets.map((Budget__c) => ({
            operation: 'create' as const,
            object: 'Job__c',
            fields: { Name: 'Roof', Budget__c },
          })),
        );
      return [
        rows(100, 100, 100).map((row) => row.success),
        rows(1, 151).map((row) => row.errors[0]?.statusCode),
        rowsOf(org, 'Job__c').length,
      ];
    },
    gives: [[true, true, true], ['CANNOT_EXECUTE_FLOW_TRIGGER', 'CANNOT_EXECUTE_FLOW_TRIGGER'], 3],
  },
  'Flows of API 56.0 and before may run 2,000 elements': {
    page: metadataApi,
    flows: ['Endless_Old'],
    act: (org) => org.refuse('Job__c', { Name: 'Roof' }),
    gives: [failed('Endless Old', 'Number of iterations exceeded')],
  },
  'Flows after the save see all rows of their lot': {
    page: orderOfExecution,
    flows: ['Count_Steps'],
    act: (org) => {
      const Job__c = job(org);
      org.save(
        ...['a', 'b', 'c'].map((Name) => ({
          operation: 'create' as const,
          object: 'Step__c',
          fields: { Job__c, Name },
        })),
      );
      return rowsOf(org, 'Entry__c').map((row) => [row.Text__c, row.Number__c]);
    },
    gives: [
      ['a', 3],
      ['b', 3],
      ['c', 3],
    ],
  },
  'Roll-ups come after the flows of the detail; the master then goes through its own save and flows':
    {
      page: orderOfExecution,
      flows: ['See_Roll_Up', 'Job_Was_Updated'],
      act: (org) => {
        org.create('Step__c', { Job__c: job(org), Cost__c: 7 });
        return rowsOf(org, 'Entry__c').map((row) => [row.Text__c, row.Number__c]);
      },
      gives: [
        ['roll-up', 0],
        ['was 0', 7],
      ],
    },
  'Of a lot only the rows fail whose flow after the save fails; all or none fails them all': {
    page: 'https://developer.salesforce.com/docs/atlas.en-us.apexcode.meta/apexcode/langCon_apex_dml_bulk_exceptions.htm',
    flows: ['Refuse_Costly_Step', 'Count_Steps'],
    act: (org) => {
      const Job__c = job(org);
      const rows = [100, 101, 5].map((Cost__c) => ({
        operation: 'create' as const,
        object: 'Step__c',
        fields: { Job__c, Cost__c },
      }));
      const apart = org.save(...rows).map((row) => row.errors.map((error) => error.message));
      const counted = rowsOf(org, 'Entry__c').map((row) => row.Number__c);
      const together = org.saveAll(...rows).map((row) => row.errors[0]?.statusCode);
      return [
        apart,
        org.read('Job__c', Job__c).Spent__c,
        counted,
        together,
        rowsOf(org, 'Step__c').length,
      ];
    },
    gives: [
      [[], ['Too costly.'], []],
      105,
      [2, 2],
      [
        'ALL_OR_NONE_OPERATION_ROLLED_BACK',
        'FIELD_CUSTOM_VALIDATION_EXCEPTION',
        'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      ],
      2,
    ],
  },
};

test.each(Object.entries(cases))('%s', (_what, { flows, act, gives }) => {
  expect(act(flowOrg(...flows))).toEqual(gives);
});
