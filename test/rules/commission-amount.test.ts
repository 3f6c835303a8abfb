import { commissionAmountTable } from './tables/commission-amount.ts';
import { provesTable } from './tables/rule-table.ts';

describe('what a payment earns, and what is taken back', () => provesTable(commissionAmountTable));
