import { opportunityStageTable } from './tables/opportunity-stage.ts';
import { provesTable } from './tables/rule-table.ts';

describe('the opportunity stage for a stage of the PRM', () => provesTable(opportunityStageTable));
