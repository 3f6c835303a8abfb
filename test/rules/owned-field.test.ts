import { ownedFieldTable } from './tables/owned-field.ts';
import { provesTable } from './tables/rule-table.ts';

describe('what the PRM owns, and a person changes in Salesforce', () =>
  provesTable(ownedFieldTable));
