import { reviewPeriodTable } from './tables/review-period.ts';
import { provesTable } from './tables/rule-table.ts';

describe('which quarter a business review is about', () => provesTable(reviewPeriodTable));
