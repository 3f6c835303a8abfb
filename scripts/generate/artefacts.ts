import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { dataModel } from './data-model.ts';
import { withEnvironmentTable } from './environment-table.ts';
import { packageManifest } from './manifest.ts';
import { readMetadata } from './metadata-file.ts';
import { orgModel } from './org-model.ts';
import { rulePages } from './rule-pages.ts';
import { typescriptSchema } from './typescript-schema.ts';

const projectSchema = z.object({ sourceApiVersion: z.string() });

/** Path and right content of every file that is made, or made in part, in the project at `root`. */
export function artefacts(root: string): Map<string, string> {
  const model = orgModel(readMetadata(root));
  const project = projectSchema.parse(
    JSON.parse(readFileSync(join(root, 'sfdx-project.json'), 'utf8')),
  );
  return new Map([
    ['src/salesforce/schema.generated.ts', typescriptSchema(model)],
    ['metadata/data-model.md', dataModel(model)],
    ['metadata/package.xml', packageManifest(model.files, project.sourceApiVersion)],
    ...rulePages(),
    ...readmeOf(root),
  ]);
}

/** README.md is written by hand but for one table; a project without a README needs none. */
function readmeOf(root: string): [string, string][] {
  const path = join(root, 'README.md');
  if (!existsSync(path)) return [];
  return [['README.md', withEnvironmentTable(readFileSync(path, 'utf8'))]];
}

/** Those of the generated files that are missing or differ from what their sources say now. */
export function staleArtefacts(root: string): string[] {
  return [...artefacts(root)]
    .filter(([path, content]) => currentContent(join(root, path)) !== content)
    .map(([path]) => path);
}

function currentContent(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
