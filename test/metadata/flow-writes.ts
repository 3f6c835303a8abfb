import { childrenOf, textOf, type XmlNode } from '../../scripts/generate/metadata-file.ts';
import { files } from './force-app.ts';

const flows = files.filter((file) => file.kind === 'flow');

/** "Lead.Status" for every field that a flow of force-app writes, on its own record or on another one. */
export const writtenByFlows: ReadonlySet<string> = new Set(
  flows.flatMap(({ xml }) => {
    const own = textOf(childrenOf(xml, 'start')[0] ?? {}, 'object') ?? '';
    return [
      ...assigned(xml, '$Record', own),
      ...recordVariables(xml).flatMap(([name, object]) => assigned(xml, name, object)),
      ...['recordUpdates', 'recordCreates']
        .flatMap((kind) => childrenOf(xml, kind))
        .flatMap((node) =>
          childrenOf(node, 'inputAssignments').map(
            (item) => `${textOf(node, 'object') ?? own}.${textOf(item, 'field') ?? ''}`,
          ),
        ),
    ];
  }),
);

function recordVariables(xml: XmlNode): [string, string][] {
  return childrenOf(xml, 'variables').flatMap((node) => {
    const object = textOf(node, 'objectType');
    return object === undefined ? [] : [[textOf(node, 'name') ?? '', object]];
  });
}

function assigned(xml: XmlNode, variable: string, object: string): string[] {
  return childrenOf(xml, 'assignments')
    .flatMap((node) => childrenOf(node, 'assignmentItems'))
    .map((item) => textOf(item, 'assignToReference') ?? '')
    .filter((target) => target.startsWith(`${variable}.`))
    .map((target) => `${object}.${target.slice(variable.length + 1)}`);
}
