import { leadWordTable } from './tables/lead-word.ts';
import { provesTable } from './tables/rule-table.ts';

describe('how a lead stands, for the PRM', () => provesTable(leadWordTable));
