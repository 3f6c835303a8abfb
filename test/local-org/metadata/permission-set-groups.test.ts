import { deployFiles, harbour, text } from './support.ts';

const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

const group = (inside: string): Map<string, Uint8Array> =>
  new Map([
    [
      'permissionsetgroups/Crew.permissionsetgroup',
      text(
        `<?xml version="1.0" encoding="UTF-8"?>\n<PermissionSetGroup ${namespace}>\n<label>Crew</label>\n${inside}\n</PermissionSetGroup>`,
      ),
    ],
  ]);

const member = '<permissionSets>HarbourMaster</permissionSets>';

test('a group assigns its permission sets together, and keeps its id when it is deployed again', () => {
  const first = deployFiles(harbour(), group(member));
  expect(first.status).toBe('Succeeded');
  const crew = first.schema?.permissionSetGroups.get('Crew');
  expect(crew).toMatchObject({ label: 'Crew', permissionSets: ['HarbourMaster'] });
  if (first.schema == null) throw new Error('The deploy gave no schema.');
  const again = deployFiles(first.schema, group(member));
  expect(again.schema?.permissionSetGroups.get('Crew')?.id).toBe(crew?.id);
});

test.each([
  ['a permission set that is not there', '<permissionSets>Nobody</permissionSets>', 'Nobody'],
  [
    'a muting permission set, which the local org would not honour',
    `<mutingPermissionSets>Muted</mutingPermissionSets>${member}`,
    'NOT_IMPLEMENTED_LOCALLY',
  ],
])('a group with %s is refused', (_name, inside, problem) => {
  const outcome = deployFiles(harbour(), group(inside));
  expect(outcome.status).toBe('Failed');
  expect(JSON.stringify(outcome.messages)).toContain(problem);
});
