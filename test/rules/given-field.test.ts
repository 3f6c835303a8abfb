import { givenFieldTable } from './tables/given-field.ts';
import { provesTable } from './tables/rule-table.ts';

describe('when the PRM is told what only Salesforce knows', () => provesTable(givenFieldTable));
