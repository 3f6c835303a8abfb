import { nameTagTable } from './tables/name-tag.ts';
import { provesTable } from './tables/rule-table.ts';

describe('partners that people wrote into names', () => provesTable(nameTagTable));
