import { recordTriggerTable } from './tables/record-trigger.ts';
import { provesTable } from './tables/rule-table.ts';

describe('what a lead or a deal earns', () => provesTable(recordTriggerTable));
