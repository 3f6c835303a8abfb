import { closeOrg, openOrg } from './rules/records.ts';
import { conversionFlowCases } from './flows/conversion-cases.ts';
import { creditFlowCases } from './flows/credit-cases.ts';
import { partnerFlowCases } from './flows/partner-cases.ts';
import { registrationFlowCases } from './flows/registration-cases.ts';

/** Every flow of force-app, run by the local org on what people save. */
beforeAll(openOrg, 120_000);
afterAll(closeOrg);

registrationFlowCases();
creditFlowCases();
conversionFlowCases();
partnerFlowCases();
