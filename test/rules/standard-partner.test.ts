import { provesTable } from './tables/rule-table.ts';
import { standardPartnerTable } from './tables/standard-partner.ts';

describe('what Salesforce’s own partner records say', () => provesTable(standardPartnerTable));
