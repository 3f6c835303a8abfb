import { deployProblems, jobOrg, rowsOf } from '../support/flow-org.ts';
import { adminId, type TestOrg } from '../support/test-org.ts';

const restHeader =
  'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_duplicaterules.htm';
const duplicateResult =
  'https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_objects_duplicateresult.htm';
const matchingRule =
  'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_matchingrule.htm';
const duplicateRule =
  'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_duplicaterule.htm';
const help = 'https://help.salesforce.com/s/articleView?id=sales.duplicate_rules_overview.htm';

const matching = 'matchingRules/Contact.matchingRule';
const blockEmail = 'duplicateRules/Contact.Block_Same_Email.duplicateRule';
const alertPerson = 'duplicateRules/Contact.Alert_Same_Person.duplicateRule';
const leadRule = 'duplicateRules/Lead.Known_Contact.duplicateRule';

const row = (object: string, fields: Record<string, unknown>) =>
  ({ operation: 'create', object, fields }) as const;
const contact = (org: TestOrg, fields: Record<string, unknown>): string =>
  org.create('Contact', { LastName: 'Ray', ...fields });

/** Saves rows as a caller does who has seen the alert. */
function knowingly(org: TestOrg, ...rows: Parameters<TestOrg['save']>): boolean[] {
  const context = { userId: adminId, changeOrigin: '', allowDuplicates: true };
  return org.engine.save(rows, { allOrNone: false, context }).map(({ success }) => success);
}

interface Case {
  page: string;
  rules: readonly string[];
  act: (org: TestOrg) => unknown;
  gives: unknown;
}

const cases: Readonly<Record<string, Case>> = {
  'A rule that blocks refuses, whoever asks, with its text and what it found': {
    page: duplicateResult,
    rules: [blockEmail],
    act: (org) => {
      const id = contact(org, { Email: 'a@example.com' });
      const again = { LastName: 'Fox', Email: 'A@example.com' };
      const [error] = org.refuse('Contact', again);
      const found = error?.duplicateResult?.matchResults[0]?.matchRecords[0]?.record.Id === id;
      return [error, found, knowingly(org, row('Contact', again)), rowsOf(org, 'Contact').length];
    },
    gives: [
      {
        statusCode: 'DUPLICATES_DETECTED',
        message: 'This address is taken.',
        fields: [],
        duplicateResult: {
          allowSave: false,
          duplicateRule: 'Block_Same_Email',
          duplicateRuleEntityType: 'Contact',
          errorMessage: 'This address is taken.',
          matchResults: [
            {
              entityType: 'Contact',
              errors: [],
              matchEngine: 'ExactMatchEngine',
              matchRecords: [
                {
                  additionalInformation: [],
                  fieldDiffs: [],
                  matchConfidence: 100,
                  record: { attributes: { type: 'Contact' }, Id: expect.any(String) },
                },
              ],
              rule: 'Same_Email',
              size: 1,
              success: true,
            },
          ],
        },
      },
      true,
      [false],
      1,
    ],
  },
  'A rule that alerts refuses until allowSave is true': {
    page: restHeader,
    rules: [alertPerson],
    act: (org) => {
      contact(org, { FirstName: 'Ann' });
      const again = { LastName: 'Ray', FirstName: 'Ann' };
      const [error] = org.refuse('Contact', again);
      return [
        error?.message,
        error?.duplicateResult?.allowSave,
        knowingly(org, row('Contact', again)),
      ];
    },
    gives: ['Use one of these records?', true, [true]],
  },
  'Blank fields match only where the matching rule says so; its logic combines its items': {
    page: matchingRule,
    rules: [alertPerson],
    act: (org) => {
      contact(org, { Phone: '1' });
      const tries = [
        { LastName: 'Ray' },
        { LastName: 'Ray', FirstName: 'Bo', Phone: '1' },
        { LastName: 'Ray', FirstName: 'Bo' },
        { LastName: 'Roy', Phone: '1' },
      ];
      return tries.map((fields) => org.save(row('Contact', fields))[0]?.success);
    },
    gives: [false, false, true, true],
  },
  'A rule runs only for records that meet its conditions, and a report never refuses': {
    page: duplicateRule,
    rules: [alertPerson],
    act: (org) => {
      contact(org, { FirstName: 'Ann' });
      const robot = contact(org, { FirstName: 'Ann', Title: 'Robot' });
      return org.update('Contact', robot, { Title: 'Person', FirstName: 'Anne' }).success;
    },
    gives: true,
  },
  'An edit runs a rule only where it changes what the rule compares; a record is no duplicate of itself':
    {
      page: help,
      rules: [blockEmail],
      act: (org) => {
        contact(org, { Email: 'a@example.com' });
        const other = contact(org, { Email: 'b@example.com' });
        const edit = (fields: object): unknown =>
          org.update('Contact', other, { ...fields }).success;
        return [
          edit({ Title: 'x' }),
          edit({ Email: 'a@example.com' }),
          edit({ Email: 'B@example.com' }),
        ];
      },
      gives: [true, false, true],
    },
  'Records of one save are not compared with each other': {
    page: help,
    rules: [blockEmail],
    act: (org) => {
      const twins = [1, 2].map(() => row('Contact', { LastName: 'Ray', Email: 'a@example.com' }));
      return [...org.save(...twins), ...org.save(...twins)].map(({ success }) => success);
    },
    gives: [true, true, false, false],
  },
  'A rule may look through another object, with its fields mapped': {
    page: duplicateRule,
    rules: [leadRule],
    act: (org) => {
      contact(org, { Email: 'a@example.com' });
      const [error] = org.refuse('Lead', { LastName: 'R', Company: 'C', Website: 'a@example.com' });
      return [
        error?.duplicateResult?.duplicateRuleEntityType,
        error?.duplicateResult?.matchResults[0]?.entityType,
      ];
    },
    gives: ['Lead', 'Contact'],
  },
};

test.each(Object.entries(cases))('%s', (_what, { rules, act, gives }) => {
  expect(act(jobOrg(matching, ...rules))).toEqual(gives);
});

test.each([
  [
    'matchingRules/Account.matchingRule',
    'NOT_IMPLEMENTED_LOCALLY: the local org does not compare by the fuzzy method CompanyName, only by Exact',
  ],
  [
    'duplicateRules/Account.Standard.duplicateRule',
    'NOT_IMPLEMENTED_LOCALLY: the local org does not run the fuzzy standard rule Standard_Account_Match_Rule_v1_0',
  ],
  [
    'duplicateRules/Account.Nothing.duplicateRule',
    'In field: matchingRule - no MatchingRule named Account.Not_There found',
  ],
])('the deploy refuses %s', (path, problem) => {
  expect(deployProblems(path)).toEqual([problem]);
});
