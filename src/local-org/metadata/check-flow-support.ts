import { readFlow } from '../data/flow/definition.ts';
import { parseFlow } from './parse-flow.ts';
import { errorAt, type Problem } from './problems.ts';
import { childOf, textAt, type XmlElement } from './xml.ts';

/** A real org takes such a flow, so this is a warning: a deploy that ignores warnings goes on. */
function warning(at: XmlElement, text: string): Problem {
  return { ...errorAt(at, `NOT_IMPLEMENTED_LOCALLY: ${text}`), severity: 'Warning' };
}

const knownGlobals = new Set([
  '$Record', '$Record__Prior', '$Flow', '$GlobalConstant', '$User', '$Profile', '$UserRole', '$Permission',
  '$RecordType', '$Organization',
]); // prettier-ignore

const referring = new Set([
  'elementReference',
  'leftValueReference',
  'expression',
  'filterFormula',
]);

/** Globals below an element that the local org cannot read, each once. */
function strangeGlobals(element: XmlElement): string[] {
  const isMerged = element.text.includes('{!$');
  const own =
    referring.has(element.name) || isMerged ? (element.text.match(/\$[A-Za-z_]+/g) ?? []) : [];
  const all = [...own, ...element.children.flatMap(strangeGlobals)];
  return [...new Set(all)].filter((name) => !knownGlobals.has(name));
}

function globalProblems(flow: XmlElement): Problem[] {
  return flow.children.flatMap((child) =>
    strangeGlobals(child).map((name) =>
      warning(child, `${textAt(child, 'name') ?? child.name} reads ${name}, which is refused here`),
    ),
  );
}

/** Why nothing here starts the flow; null where a record, another flow or a person does. */
function neverStarted(flow: XmlElement): string | null {
  const start = childOf(flow, 'start');
  const trigger = (start === undefined ? null : textAt(start, 'triggerType')) ?? 'None';
  const processType = textAt(flow, 'processType') ?? '';
  if (['Workflow', 'InvocableProcess', 'CustomEvent'].includes(processType)) return processType;
  return trigger === 'None' ? null : trigger;
}

/**
 * What the local org does not do of an active flow: start it, or run some element of it (then the saves that start it are
 * refused). Screen flows are for people and pass.
 */
export function notRunProblems(flow: XmlElement, fullName: string): Problem[] {
  if (textAt(flow, 'status') !== 'Active') return [];
  const parsed = parseFlow(fullName, flow);
  if (parsed === null) {
    const why = neverStarted(flow);
    return why === null ? [] : [warning(flow, `nothing starts the flow ${fullName} here (${why})`)];
  }
  const read = readFlow(parsed.definition);
  if ('problem' in read) {
    const text = `saves that start the flow ${fullName} will be refused here (${read.problem})`;
    return [warning(flow, text)];
  }
  return globalProblems(flow);
}
