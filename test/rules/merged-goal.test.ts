import { mergedGoalTable } from './tables/merged-goal.ts';
import { provesTable } from './tables/rule-table.ts';

describe('what becomes of the goals of a merged partner', () => provesTable(mergedGoalTable));
