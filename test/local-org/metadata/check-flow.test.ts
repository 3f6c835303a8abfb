import { join } from 'node:path';
import { deployProblems, jobSchema } from '../support/flow-org.ts';
import { deployFiles, filesIn, fixtures } from './support.ts';

const notHere = 'NOT_IMPLEMENTED_LOCALLY: ';

test.each<[string, string, string[]]>([
  [
    'takes a screen flow, which people start, and says that it only keeps it',
    'Asks',
    ['Remembered, not modelled: the local org gives this Flow back, but it has no effect here'],
  ],
  ['takes a draft, whatever is in it', 'Order_Draft', []],
  [
    'warns of an element that saves would be refused for',
    'Waits',
    [
      `${notHere}saves that start the flow Waits will be refused here (Unrecognized key: "waits" (Later))`,
    ],
  ],
  [
    'warns of an operator that the local org does not know',
    'Asks_Visited',
    [
      expect.stringMatching(
        /^NOT_IMPLEMENTED_LOCALLY: .*decisions.rules.conditions.operator.*\(Ask, Yes\)\)$/,
      ),
    ],
  ],
  [
    'warns of a flow that nothing starts',
    'Starts_By_Clock',
    [`${notHere}nothing starts the flow Starts_By_Clock here (Scheduled)`],
  ],
  [
    'warns of a global that the local org cannot read',
    'Reads_Label',
    [`${notHere}Set reads $Label, which is refused here`],
  ],
  [
    'refuses names that are not there, in formulas and in texts',
    'Names_Nothing',
    [
      'The formula expression is invalid: Field Lost does not exist. Check spelling.',
      "The flow resource Missing doesn't exist",
    ],
  ],
  [
    'refuses writes of other records before the save',
    'Creates_Before',
    ["The Make element can't be used in a flow that runs before the record is saved."],
  ],
  [
    'refuses a subflow that is not there',
    'Calls_Nobody',
    ['In field: flowName - no Flow named Nobody found'],
  ],
])('the deploy %s', (_what, name, problems) => {
  expect(deployProblems(`flows/${name}.flow`)).toEqual(problems);
});

/** https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_flowdefinition.htm */
test('a draft leaves the active version running; a flow definition without an active version ends it', () => {
  const name = 'Update_Trigger_Before';
  const deploy = (org: ReturnType<typeof jobSchema>, folder: string) => {
    const { schema } = deployFiles(org, filesIn(join(fixtures, 'flow-versions', folder)));
    if (schema === null) throw new Error(`${folder} was refused.`);
    return schema;
  };
  const drafted = deploy(jobSchema(`flows/${name}.flow`), 'draft');
  expect(JSON.stringify(drafted.flows.get(name))).toContain('marked');
  expect(drafted.flows.get(name)?.active).toBe(true);
  expect(deploy(drafted, 'off').flows.get(name)?.active).toBe(false);
});
