import { z } from 'zod';

/** XML gives one element as itself and several as a list: always a list here. */
function listOf<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value): unknown => {
    if (value === undefined || value === '') return [];
    // Array.isArray makes any[] of unknown; the items are checked by the array below.
    return Array.isArray(value) ? (value as unknown[]) : [value];
  }, z.array(item));
}

/** Element text, whatever the XML reader made of it ("true" or true, "5" or 5). */
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const value = z
  .object({
    stringValue: text.optional(),
    numberValue: text.optional(),
    booleanValue: text.optional(),
    dateValue: text.optional(),
    dateTimeValue: text.optional(),
    elementReference: text.optional(),
  })
  .strict();
const connector = z.object({ targetReference: text, isGoTo: text.optional() }).optional();
const position = { label: text.optional(), locationX: text.optional(), locationY: text.optional(), description: text.optional() }; // prettier-ignore

const condition = z.object({
  leftValueReference: text,
  operator: text,
  rightValue: value.optional(),
});

const rule = z.object({
  name: text,
  conditionLogic: text.default('and'),
  conditions: listOf(condition),
  connector,
});

const assignment = z.object({
  ...position,
  name: text,
  assignmentItems: listOf(
    z.object({ assignToReference: text, operator: text, value: value.optional() }),
  ),
  connector,
});

const decision = z.object({
  ...position,
  name: text,
  defaultConnector: connector,
  rules: listOf(rule),
});

const customError = z.object({
  ...position,
  name: text,
  connector,
  customErrorMessages: listOf(
    z.object({
      errorMessage: text,
      fieldSelection: text.optional(),
      isFieldError: text.optional(),
    }),
  ),
});

const start = z
  .object({
    locationX: text.optional(),
    locationY: text.optional(),
    connector,
    object: text,
    triggerType: text,
    recordTriggerType: text,
    filterLogic: text.optional(),
    filterFormula: text.optional(),
    filters: listOf(z.object({ field: text, operator: text, value: value.optional() })),
    doesRequireRecordChangedToMeetCriteria: text.optional(),
  })
  .strict();

/** What a flow file may hold here. `.strict()`: an element that is not in the list is refused, not skipped. */
const flow = z
  .object({
    apiVersion: text.optional(),
    areMetricsLoggedToDataCloud: text.optional(),
    customProperties: z.unknown().optional(),
    description: text.optional(),
    environments: z.unknown().optional(),
    interviewLabel: text.optional(),
    label: text.optional(),
    processMetadataValues: z.unknown().optional(),
    processType: text.optional(),
    runInMode: text.optional(),
    status: text.optional(),
    triggerOrder: text.optional(),
    '@_xmlns': text.optional(),
    start,
    assignments: listOf(assignment),
    decisions: listOf(decision),
    customErrors: listOf(customError),
    formulas: listOf(
      z.object({
        name: text,
        expression: text,
        dataType: text,
        scale: text.optional(),
        description: text.optional(),
      }),
    ),
    constants: listOf(
      z.object({
        name: text,
        dataType: text,
        value: value.optional(),
        description: text.optional(),
      }),
    ),
    variables: listOf(
      z.object({
        name: text,
        dataType: text,
        value: value.optional(),
        isCollection: text.optional(),
        isInput: text.optional(),
        isOutput: text.optional(),
        scale: text.optional(),
        description: text.optional(),
      }),
    ),
  })
  .strict();

export type FlowDefinition = z.infer<typeof flow>;
export type FlowValue = z.infer<typeof value>;
export type FlowCondition = z.infer<typeof condition>;

export type ReadFlow = { definition: FlowDefinition } | { problem: string };

/** A flow's parsed XML (with or without its root element) in the shape the interpreter runs, or what it cannot do. */
export function readFlow(definition: unknown): ReadFlow {
  const root =
    typeof definition === 'object' && definition !== null && 'Flow' in definition
      ? definition.Flow
      : definition;
  const parsed = flow.safeParse(root);
  if (parsed.success) return { definition: parsed.data };
  const problem = parsed.error.issues
    .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    .join('; ');
  return { problem };
}
