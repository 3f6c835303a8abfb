import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { artefacts, staleArtefacts } from '../../scripts/generate/artefacts.ts';
import { projectRoot } from './force-app.ts';
import { sf } from './sf.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partnerverse-metadata-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('nothing that is made from force-app is stale', () => {
  expect(staleArtefacts(projectRoot)).toEqual([]);
});

test('sf converts force-app without a word and finds what package.xml says', async () => {
  const answer = await sf([
    ...['project', 'convert', 'source'],
    ...['--source-dir', 'force-app', '--output-dir', folder],
  ]);
  expect(answer).toMatchObject({ status: 0, warnings: [] });
  expect(readFileSync(join(projectRoot, 'metadata', 'package.xml'), 'utf8')).toBe(
    readFileSync(join(folder, 'package.xml'), 'utf8'),
  );
}, 60_000);

describe('a project with other metadata', () => {
  const status = 'force-app/main/program/objects/PartnerProgram__c/fields/Status__c.field-meta.xml';

  beforeEach(() => {
    cpSync(join(projectRoot, 'sfdx-project.json'), join(folder, 'sfdx-project.json'));
    cpSync(join(projectRoot, 'force-app/main/program'), join(folder, 'force-app/main/program'), {
      recursive: true,
    });
    for (const [path, content] of artefacts(folder)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  });

  test('is not stale until its metadata changes, and then in every file that shows the change', () => {
    expect(staleArtefacts(folder)).toEqual([]);
    const xml = readFileSync(join(folder, status), 'utf8');
    writeFileSync(join(folder, status), xml.replaceAll('Archived', 'Put Away'));
    expect(staleArtefacts(folder)).toEqual([
      'src/salesforce/schema.generated.ts',
      'metadata/data-model.md',
    ]);
    rmSync(join(folder, status));
    expect(staleArtefacts(folder)).toContain('metadata/package.xml');
  });

  test('gets types that know its picklist values and its required fields', () => {
    const schema = artefacts(folder).get('src/salesforce/schema.generated.ts') ?? '';
    expect(schema).toContain(
      "export const partnerProgramStatusValues = [\n  'Active',\n  'Archived',\n] as const;",
    );
    expect(schema).toContain('    Status__c: PartnerProgramStatus | null;\n');
    expect(schema).toContain('    EffectiveFrom__c: string;\n');
    expect(schema).toContain('    RatePercent__c: number | null;\n');
    expect(schema).toContain('    SalesMotions__c: string | null;\n');
  });

  test('gets a dictionary and a diagram of its relations', () => {
    const text = artefacts(folder).get('metadata/data-model.md') ?? '';
    expect(text).toContain('  PartnerProgram__c ||--o{ CommissionRule__c : "Program__c"\n');
    expect(text).toContain('| `Status__c` | Status | Picklist: Active / Archived |');
    expect(text).toContain('| `TermsNeverChange` |');
  });

  test('is refused with the path of a file that is no metadata', () => {
    writeFileSync(join(folder, 'force-app/main/program/Lonely-meta.xml'), '<A><b>c</b></A>');
    expect(() => artefacts(folder)).toThrow(
      'force-app/main/program/Lonely-meta.xml is not named <component>.<type>-meta.xml: rename it.',
    );
  });

  test('is refused with the path of a file whose type the manifest does not know', () => {
    writeFileSync(join(folder, 'force-app/main/program/Odd.widget-meta.xml'), '<A><b>c</b></A>');
    expect(() => artefacts(folder)).toThrow('Odd.widget-meta.xml: teach scripts/generate');
  });
});
