import { explainedAmount } from '../../src/rules/explain.ts';
import { commissionCorrectionTable } from './tables/commission-correction.ts';
import { provesTable } from './tables/rule-table.ts';

describe('what is corrected when credit, terms or rates change later', () => {
  provesTable(commissionCorrectionTable);

  test('what is stored with a correction gives its amount again', () => {
    for (const { facts } of commissionCorrectionTable.rows)
      for (const { inputs, amountMinor } of commissionCorrectionTable.decide(facts).lines)
        expect(explainedAmount(JSON.stringify(inputs))).toBe(amountMinor);
  });
});
