import { importPlanTable } from './tables/import-plan.ts';
import { provesTable } from './tables/rule-table.ts';

describe('what becomes of the lines of an imported file', () => provesTable(importPlanTable));
