import { commissionTiersTable } from './tables/commission-tiers.ts';
import { provesTable } from './tables/rule-table.ts';

describe('which tier a payment is paid at', () => provesTable(commissionTiersTable));
