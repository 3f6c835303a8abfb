import { paymentTriggerTable } from './tables/payment-trigger.ts';
import { provesTable } from './tables/rule-table.ts';

describe('which payments earn', () => provesTable(paymentTriggerTable));
