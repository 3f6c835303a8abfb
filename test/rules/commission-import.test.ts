import { plainReference } from '../../src/rules/commission-import.ts';
import { commissionImportTable } from './tables/commission-import.ts';
import { provesTable } from './tables/rule-table.ts';

describe('which open commissions of the old system are brought in', () => {
  provesTable(commissionImportTable);

  test('capitals and spaces around it make no other reference', () => {
    expect(plainReference(' INV-7 ')).toBe('inv-7');
  });
});
