import { childrenOf, textOf, type XmlNode } from '../../scripts/generate/metadata-file.ts';
import { files } from './force-app.ts';

const flows = files.filter((file) => file.kind === 'flow');
const kinds = [
  'assignments',
  'customErrors',
  'decisions',
  'loops',
  'recordCreates',
  'recordLookups',
  'recordUpdates',
  'recordDeletes',
  'subflows',
];
const database = ['recordCreates', 'recordLookups', 'recordUpdates', 'recordDeletes'];

interface Element {
  name: string;
  kind: string;
  node: XmlNode;
}

const elements = (xml: XmlNode): Element[] =>
  kinds.flatMap((kind) =>
    childrenOf(xml, kind).map((node) => ({ name: textOf(node, 'name') ?? '', kind, node })),
  );

/** Names that connectors below `node` lead to; `without` leaves some kinds of connectors out. */
function targets(node: XmlNode, without: readonly string[] = []): string[] {
  return Object.keys(node)
    .filter((tag) => !without.includes(tag))
    .flatMap((tag) =>
      childrenOf(node, tag).flatMap((child) => [
        ...(textOf(child, 'targetReference') === undefined
          ? []
          : [textOf(child, 'targetReference') ?? '']),
        ...targets(child, without),
      ]),
    );
}

/** All elements that can be reached from `names`. */
function reached(all: readonly Element[], names: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const open = [...names];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const element = all.find((one) => one.name === next);
    if (element) open.push(...targets(element.node));
  }
  return seen;
}

describe.each(flows.map((flow) => [flow.name, flow] as const))('flow %s', (_name, { xml }) => {
  const all = elements(xml);
  const start = childrenOf(xml, 'start')[0] ?? {};

  test('is active, of the API version of the project, and started by records', () => {
    expect([textOf(xml, 'status'), textOf(xml, 'apiVersion')]).toEqual(['Active', '66.0']);
    expect(textOf(xml, 'interviewLabel')).toContain('{!$Flow.CurrentDateTime}');
    expect(textOf(start, 'triggerType')).toMatch(/^Record(Before|After)(Save|Delete)$/);
  });

  test('says of every element and resource why it is there', () => {
    const silent = [
      ...all.map(({ node }) => node),
      ...childrenOf(xml, 'formulas'),
      ...childrenOf(xml, 'variables'),
    ].filter((node) => !/^[A-Z].*\.$/s.test(textOf(node, 'description') ?? ''));
    expect(silent.map((node) => textOf(node, 'name'))).toEqual([]);
  });

  test('has no element that nothing leads to', () => {
    const found = reached(all, targets(start));
    expect(all.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([]);
  });

  test('leads only to elements that are there', () => {
    const led = [...targets(start), ...all.flatMap(({ node }) => targets(node))];
    expect(led.filter((name) => !all.some((one) => one.name === name))).toEqual([]);
  });

  test('touches the database only outside of loops', () => {
    const inside = all
      .filter(({ kind }) => kind === 'loops')
      .flatMap(({ name, node }) => {
        const body = reached(
          all.filter((one) => one.name !== name),
          targets(node, ['noMoreValuesConnector']),
        );
        return all.filter((one) => body.has(one.name) && database.includes(one.kind));
      });
    expect(inside.map(({ name }) => name)).toEqual([]);
  });

  test('leaves an issue when a read or a write fails', () => {
    const bare = all.filter(
      ({ name, kind, node }) =>
        database.includes(kind) &&
        name !== 'LeaveIssue' &&
        textOf(childrenOf(node, 'faultConnector')[0] ?? {}, 'targetReference') !== 'LeaveIssue',
    );
    expect(bare.map(({ name }) => name)).toEqual([]);
  });
});
