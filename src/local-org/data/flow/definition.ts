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
const flag = text.default('false').transform((value) => value === 'true');

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
const drawn = {
  label: text.optional(),
  locationX: text.optional(),
  locationY: text.optional(),
  description: text.optional(),
  elementSubtype: text.optional(),
  processMetadataValues: z.unknown().optional(),
};
const node = { ...drawn, name: text, connector };

const condition = z.object({
  leftValueReference: text,
  operator: text,
  rightValue: value.optional(),
});
const filter = z.object({ field: text, operator: text, value: value.optional() });
const filtered = { filterLogic: text.optional(), filters: listOf(filter) };
const fieldInput = z.object({ field: text, value: value.optional() });
const faulty = { faultConnector: connector };

const assignment = z
  .object({
    ...node,
    assignmentItems: listOf(
      z.object({ assignToReference: text, operator: text, value: value.optional() }),
    ),
  })
  .strict();

const decision = z
  .object({
    ...drawn,
    name: text,
    defaultConnector: connector,
    defaultConnectorLabel: text.optional(),
    rules: listOf(
      z
        .object({
          name: text,
          label: text.optional(),
          description: text.optional(),
          conditionLogic: text.default('and'),
          conditions: listOf(condition),
          doesRequireRecordChangedToMeetCriteria: flag,
          connector,
        })
        .strict(),
    ),
  })
  .strict();

const customError = z
  .object({
    ...node,
    customErrorMessages: listOf(
      z.object({ errorMessage: text, fieldSelection: text.optional(), isFieldError: flag }),
    ),
  })
  .strict();

const loop = z
  .object({
    ...drawn,
    name: text,
    collectionReference: text,
    iterationOrder: text.default('Asc'),
    assignNextValueToReference: text.optional(),
    nextValueConnector: connector,
    noMoreValuesConnector: connector,
  })
  .strict();

const recordLookup = z
  .object({
    ...node,
    ...faulty,
    ...filtered,
    object: text,
    assignNullValuesIfNoRecordsFound: flag,
    getFirstRecordOnly: flag,
    limit: value.optional(),
    outputAssignments: listOf(z.object({ assignToReference: text, field: text })),
    outputReference: text.optional(),
    queriedFields: listOf(text),
    sortField: text.optional(),
    sortOrder: text.optional(),
    storeOutputAutomatically: flag,
  })
  .strict();

const recordCreate = z
  .object({
    ...node,
    ...faulty,
    object: text.optional(),
    inputAssignments: listOf(fieldInput),
    inputReference: text.optional(),
    assignRecordIdToReference: text.optional(),
    storeOutputAutomatically: flag,
  })
  .strict();

const recordUpdate = z
  .object({
    ...node,
    ...faulty,
    ...filtered,
    object: text.optional(),
    inputAssignments: listOf(fieldInput),
    inputReference: text.optional(),
  })
  .strict();

const recordDelete = z
  .object({
    ...node,
    ...faulty,
    ...filtered,
    object: text.optional(),
    inputReference: text.optional(),
  })
  .strict();

const subflow = z
  .object({
    ...node,
    flowName: text,
    inputAssignments: listOf(z.object({ name: text, value: value.optional() })),
    outputAssignments: listOf(z.object({ assignToReference: text, name: text })),
    storeOutputAutomatically: flag,
  })
  .strict();

const resource = { name: text, description: text.optional(), processMetadataValues: z.unknown().optional() }; // prettier-ignore
const typed = { ...resource, dataType: text, scale: text.optional() };
const formula = z.object({ ...typed, expression: text }).strict();
const constant = z.object({ ...typed, value: value.optional() }).strict();
const variable = z
  .object({
    ...typed,
    value: value.optional(),
    objectType: text.optional(),
    isCollection: flag,
    isInput: flag,
    isOutput: flag,
  })
  .strict();
const textTemplate = z.object({ ...resource, text, isViewedAsPlainText: flag }).strict();

const start = z
  .object({
    ...drawn,
    ...filtered,
    connector,
    object: text.optional(),
    triggerType: text.optional(),
    recordTriggerType: text.optional(),
    filterFormula: text.optional(),
    doesRequireRecordChangedToMeetCriteria: flag,
  })
  .strict();

/** What a flow file may hold here. `.strict()`: an element that is not in the list is refused, not skipped. */
const flow = z
  .object({
    apiVersion: z.coerce.number().default(0),
    areMetricsLoggedToDataCloud: text.optional(),
    customProperties: z.unknown().optional(),
    description: text.optional(),
    environments: z.unknown().optional(),
    interviewLabel: text.optional(),
    isTemplate: text.optional(),
    label: text.optional(),
    processMetadataValues: z.unknown().optional(),
    processType: text.optional(),
    runInMode: text.optional(),
    status: text.optional(),
    timeZoneSidKey: text.optional(),
    triggerOrder: text.optional(),
    '@_xmlns': text.optional(),
    startElementReference: text.optional(),
    start: start.optional(),
    assignments: listOf(assignment),
    decisions: listOf(decision),
    customErrors: listOf(customError),
    loops: listOf(loop),
    recordLookups: listOf(recordLookup),
    recordCreates: listOf(recordCreate),
    recordUpdates: listOf(recordUpdate),
    recordDeletes: listOf(recordDelete),
    subflows: listOf(subflow),
    formulas: listOf(formula),
    constants: listOf(constant),
    variables: listOf(variable),
    textTemplates: listOf(textTemplate),
  })
  .strict();

export type FlowDefinition = z.infer<typeof flow>;
export type FlowValue = z.infer<typeof value>;
export type FlowCondition = z.infer<typeof condition>;
export type FlowFilter = z.infer<typeof filter>;
export type FlowFieldInput = z.infer<typeof fieldInput>;
export type Assignment = z.infer<typeof assignment>;
export type Decision = z.infer<typeof decision>;
export type CustomError = z.infer<typeof customError>;
export type Loop = z.infer<typeof loop>;
export type RecordLookup = z.infer<typeof recordLookup>;
export type RecordCreate = z.infer<typeof recordCreate>;
export type RecordUpdate = z.infer<typeof recordUpdate>;
export type RecordDelete = z.infer<typeof recordDelete>;
export type Subflow = z.infer<typeof subflow>;
export type FlowFormula = z.infer<typeof formula>;

export type ReadFlow = { definition: FlowDefinition } | { problem: string };

function valueAt(holder: unknown, key: PropertyKey): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined;
}

/** The names of the elements in a list or of one element, so that a person finds them in Flow Builder. */
function namesIn(found: unknown): string[] {
  if (Array.isArray(found)) return found.flatMap((item: unknown) => namesIn(item));
  const name = valueAt(found, 'name');
  return typeof name === 'string' ? [name] : [];
}

function described(root: unknown, issue: z.core.$ZodIssue): string {
  let holder = root;
  const names: string[] = [];
  for (const key of issue.path) {
    holder = valueAt(holder, key);
    if (!Array.isArray(holder)) names.push(...namesIn(holder));
  }
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) names.push(...namesIn(valueAt(holder, key)));
  }
  const place = issue.path.filter((step) => typeof step === 'string').join('.');
  const element = names.length === 0 ? '' : ` (${names.join(', ')})`;
  return `${place === '' ? '' : `${place}: `}${issue.message}${element}`;
}

/** A flow's parsed XML (with or without its root element) in the shape the interpreter runs, or what it cannot do. */
export function readFlow(definition: unknown): ReadFlow {
  const root =
    typeof definition === 'object' && definition !== null && 'Flow' in definition
      ? definition.Flow
      : definition;
  const parsed = flow.safeParse(root);
  if (parsed.success) return { definition: parsed.data };
  return { problem: parsed.error.issues.map((issue) => described(root, issue)).join('; ') };
}
