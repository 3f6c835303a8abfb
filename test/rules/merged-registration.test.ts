import { mergedRegistrationTable } from './tables/merged-registration.ts';
import { provesTable } from './tables/rule-table.ts';

describe('what becomes of the registrations of a merged partner', () =>
  provesTable(mergedRegistrationTable));
