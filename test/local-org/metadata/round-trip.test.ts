import { deployPackage } from '../../../src/local-org/metadata/deploy.ts';
import { retrieve } from '../../../src/local-org/metadata/retrieve.ts';
import { parseXml, serializeXml } from '../../../src/local-org/metadata/xml.ts';
import { createSchema } from '../../../src/local-org/schema/standard-objects.ts';
import type { OrgSchema } from '../../../src/local-org/schema/types.ts';
import { startDeployedOrg } from '../../support/deployed-org.ts';
import { deployForReal } from './support.ts';

/** Every component of an org by its type and name, with what it holds; layout of the text does not count. */
function components(schema: OrgSchema): Map<string, string> {
  const entries = [...schema.otherComponents].map(([key, content]): [string, string] => [
    key,
    content.startsWith('<?xml') ? serializeXml(parseXml(content)) : content,
  ]);
  return new Map(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function typesOf(schema: OrgSchema): string[] {
  return [...new Set([...schema.otherComponents.keys()].map((key) => key.split('/')[0] ?? ''))];
}

test('all of force-app, retrieved and deployed to an empty org, makes the same org', async () => {
  const org = await startDeployedOrg();
  const deployed = org.engine.schema();
  await org.close();
  const names = [...deployed.otherComponents.keys()].filter((key) => !key.includes('#'));
  const types = typesOf(deployed).map((type) => {
    const members = names
      .filter((key) => key.startsWith(`${type}/`))
      .map((key) => `<members>${key.slice(type.length + 1)}</members>`);
    return `<types>${members.join('')}<name>${type}</name></types>`;
  });
  const asked = parseXml(`<unpackaged>${types.join('')}</unpackaged>`);
  const { files, problems, found } = retrieve(deployed, asked, '68.0');
  expect(problems).toEqual([]);
  expect(found.length).toBeGreaterThan(250);

  const again = deployPackage(createSchema(), files, deployForReal);
  expect(again.messages.filter((row) => !row.success)).toEqual([]);
  const schema = again.schema ?? createSchema();
  expect(components(schema)).toEqual(components(deployed));
  expect([...schema.objects.keys()].sort()).toEqual([...deployed.objects.keys()].sort());
  for (const [name, object] of deployed.objects)
    expect([name, [...(schema.objects.get(name)?.fields.keys() ?? [])].sort()]).toEqual([
      name,
      [...object.fields.keys()].sort(),
    ]);
}, 120_000);
