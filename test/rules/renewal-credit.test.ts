import { renewalCreditTable } from './tables/renewal-credit.ts';
import { provesTable } from './tables/rule-table.ts';

describe('how the credit of a customer is carried over', () => provesTable(renewalCreditTable));
