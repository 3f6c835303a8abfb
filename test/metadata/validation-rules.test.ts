import { model } from './force-app.ts';
import { attributionCases } from './rules/attribution-cases.ts';
import { commissionRuleCases } from './rules/commission-rule-cases.ts';
import { fundCases } from './rules/fund-cases.ts';
import { goalCases } from './rules/goal-cases.ts';
import { ledgerCases } from './rules/ledger-cases.ts';
import { broken, closeOrg, openOrg } from './rules/records.ts';
import { mergeCases } from './rules/merge-cases.ts';
import { registrationCases } from './rules/registration-cases.ts';
import { sharedFieldCases } from './rules/shared-field-cases.ts';
import { statementCases } from './rules/statement-cases.ts';
import { exchangeRateCases, simulationCases, termsCases } from './rules/terms-cases.ts';
import { staleVersionCases } from './rules/stale-version-cases.ts';

/** Every rule of force-app, deployed by sf to a local org, is broken on purpose through the API and its message read. */
beforeAll(openOrg, 120_000);
afterAll(closeOrg);

staleVersionCases();
attributionCases();
sharedFieldCases();
commissionRuleCases();
statementCases();
ledgerCases();
termsCases();
mergeCases();
describe('exchange rates', exchangeRateCases);
describe('simulations', simulationCases);
registrationCases();
goalCases();
fundCases();

test('every rule of force-app has been broken on purpose', () => {
  const all = model.objects.flatMap((object) =>
    object.rules.map((file) => `${object.name}.${file.name}`),
  );
  expect(all.filter((name) => !broken.has(name))).toEqual([]);
});
