import { z } from 'zod';
import { readParts } from '../multipart.ts';
import { deployResult, type DeployJob, type DeployRequest } from './deploy-jobs.ts';
import { MetadataFault } from './host.ts';

const optionsSchema = z.object({
  deployOptions: z
    .object({
      checkOnly: z.boolean().default(false),
      rollbackOnError: z.boolean().default(true),
      ignoreWarnings: z.boolean().default(false),
      runTests: z.array(z.string()).nullish(),
    })
    .prefault({}),
});

/** Reads `POST /metadata/deployRequest`: the zip in `file`, the options in `entity_content` (recorded from sf 2.150). */
export function readDeployRequest(
  body: Buffer,
  contentType: string,
  userId: string,
): DeployRequest {
  const parts = readParts(body, contentType);
  if (parts === null)
    throw new MetadataFault('BAD_REQUEST', 'the multipart body names no boundary', 400);
  const zip = parts.find((part) => part.name === 'file');
  const content = parts.find((part) => part.name === 'entity_content' || part.name === 'json');
  if (zip === undefined || content === undefined) {
    throw new MetadataFault(
      'BAD_REQUEST',
      'a deploy request needs the parts file and entity_content',
      400,
    );
  }
  let parsed;
  try {
    parsed = optionsSchema.parse(JSON.parse(content.bytes.toString('utf8')));
  } catch {
    throw new MetadataFault(
      'JSON_PARSER_ERROR',
      'entity_content must be JSON with deployOptions',
      400,
    );
  }
  const { runTests, ...options } = parsed.deployOptions;
  return { zip: zip.bytes, options, runTests: runTests ?? [], userId };
}

/** The body that the REST resource answers with, right after the start and on every look. */
export function restResult(job: DeployJob, includeDetails: boolean) {
  const result = deployResult(job, includeDetails);
  return {
    id: job.id,
    url: null,
    validatedDeployRequestId: null,
    deployOptions: { ...job.request.options, singlePackage: true, testLevel: null },
    deployResult: result,
  };
}
