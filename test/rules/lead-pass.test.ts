import { leadPassTable } from './tables/lead-pass.ts';
import { provesTable } from './tables/rule-table.ts';

describe('what becomes of a lead that we offer to a partner', () => provesTable(leadPassTable));
