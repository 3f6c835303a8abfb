import { prmStageTable } from './tables/prm-stage.ts';
import { provesTable } from './tables/rule-table.ts';

describe('the stage of the PRM for an opportunity stage', () => provesTable(prmStageTable));
