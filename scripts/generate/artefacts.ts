import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { dataModel } from './data-model.ts';
import { packageManifest } from './manifest.ts';
import { readMetadata } from './metadata-file.ts';
import { orgModel } from './org-model.ts';
import { typescriptSchema } from './typescript-schema.ts';

const projectSchema = z.object({ sourceApiVersion: z.string() });

/** Path and right content of every file that is made from force-app in the project at `root`. */
export function artefacts(root: string): Map<string, string> {
  const model = orgModel(readMetadata(root));
  const project = projectSchema.parse(
    JSON.parse(readFileSync(join(root, 'sfdx-project.json'), 'utf8')),
  );
  return new Map([
    ['src/salesforce/schema.generated.ts', typescriptSchema(model)],
    ['metadata/data-model.md', dataModel(model)],
    ['metadata/package.xml', packageManifest(model.files, project.sourceApiVersion)],
  ]);
}

/** Those of the generated files that are missing or differ from what force-app says now. */
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
