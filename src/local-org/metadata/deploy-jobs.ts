import { makeId } from '../data/ids.ts';
import { componentKey } from './apply.ts';
import {
  deployPackage,
  type DeployMessage,
  type DeployOptions,
  type DeployOutcome,
} from './deploy.ts';
import { MetadataFault, type MetadataHost } from './host.ts';
import { PackageError, readZip } from './zip.ts';

/** A deploy as it is asked for, by SOAP or REST. */
export interface DeployRequest {
  zip: Uint8Array;
  options: DeployOptions;
  /** Apex tests to run. The local org runs no Apex and says so. */
  runTests: readonly string[];
  userId: string;
}

export interface DeployJob {
  id: string;
  request: DeployRequest;
  outcome: DeployOutcome;
  at: Date;
}

/** The result of a deploy in the shape that SOAP and REST share. */
export type DeployResult = ReturnType<typeof deployResult>;

function rejected(fileName: string, text: string): DeployOutcome {
  const row: DeployMessage = {
    type: '',
    fullName: fileName,
    fileName,
    success: false,
    created: false,
    changed: false,
    deleted: false,
    problem: { severity: 'Error', text, line: 0, column: 0 },
  };
  return { status: 'Failed', messages: [row], schema: null };
}

function run(host: MetadataHost, request: DeployRequest): DeployOutcome {
  if (request.runTests.length > 0) {
    const text = `NOT_IMPLEMENTED_LOCALLY: the local org runs no Apex, so not ${request.runTests.join(', ')}; deploy without tests, or run them in a scratch org`;
    return rejected('package.xml', text);
  }
  try {
    return deployPackage(host.schema(), readZip(request.zip), request.options);
  } catch (error) {
    if (!(error instanceof PackageError)) throw error;
    return rejected('package.xml', error.message);
  }
}

/** Deploys and remembers the outcome. The work is done before the answer, so the first poll finds it finished. */
export class DeployJobs {
  readonly #host: MetadataHost;
  readonly #jobs = new Map<string, DeployJob>();
  readonly #changedAt = new Map<string, Date>();

  constructor(host: MetadataHost) {
    this.#host = host;
  }

  start(request: DeployRequest): DeployJob {
    const outcome = run(this.#host, request);
    const id = makeId('0Af', this.#jobs.size + 1);
    const job = { id, request, outcome, at: this.#host.now() };
    this.#jobs.set(id, job);
    if (outcome.schema !== null) {
      this.#host.applySchema(outcome.schema);
      for (const message of outcome.messages.filter((row) => row.changed)) {
        this.#changedAt.set(componentKey(message), job.at);
      }
    }
    return job;
  }

  /** Deploys again, for real, what was validated before. Throws a fault for any other id. */
  startValidated(validationId: string, userId: string): DeployJob {
    const validated = this.find(validationId);
    const { request, outcome } = validated;
    if (!request.options.checkOnly || outcome.status !== 'Succeeded') {
      throw new MetadataFault(
        'INVALID_ID_FIELD',
        `${validationId} is not a successful validation that can be deployed`,
        400,
      );
    }
    return this.start({ ...request, userId, options: { ...request.options, checkOnly: false } });
  }

  /** The job with this 15- or 18-character id. Throws a fault where there is none. */
  find(id: string): DeployJob {
    const job = [...this.#jobs.values()].find(
      (candidate) => candidate.id.startsWith(id) && id.length >= 15,
    );
    if (job === undefined) {
      throw new MetadataFault(
        'INVALID_CROSS_REFERENCE_KEY',
        `no deploy request with id ${id}`,
        404,
      );
    }
    return job;
  }

  /** When a component was last deployed; null for what came with the org. */
  changedAt(key: string): Date | null {
    return this.#changedAt.get(key) ?? null;
  }
}

/** A made-up but stable id for a component, as deploy results and file properties carry one. */
export function componentId(key: string): string {
  let hash = 7;
  for (const character of key) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_000_007;
  return makeId(key.startsWith('CustomField/') ? '00N' : '01I', hash);
}

function messageData(row: DeployMessage, createdDate: string) {
  return {
    changed: row.changed,
    columnNumber: row.problem?.column,
    componentType: row.type,
    created: row.created,
    createdDate,
    deleted: row.deleted,
    fileName: row.fileName,
    fullName: row.fullName,
    id: row.success ? componentId(componentKey(row)) : undefined,
    lineNumber: row.problem?.line,
    problem: row.problem?.text,
    problemType: row.problem?.severity,
    success: row.success,
    warning: row.problem?.severity === 'Warning' ? true : undefined,
  };
}

const noTests = {
  numFailures: 0,
  numTestsRun: 0,
  totalTime: 0,
  codeCoverage: [],
  codeCoverageWarnings: [],
  failures: [],
  flowCoverage: [],
  flowCoverageWarnings: [],
  successes: [],
};

/** What `checkDeployStatus` and the REST resource tell of a job. */
export function deployResult(job: DeployJob, includeDetails: boolean) {
  const at = job.at.toISOString();
  const { status, messages } = job.outcome;
  const failures = messages.filter((row) => !row.success);
  const components = new Set(messages.map(componentKey));
  const bad = new Set(failures.map(componentKey));
  const rows = messages.map((row) => messageData(row, at));
  const details = {
    componentFailures: rows.filter((row) => !row.success),
    componentSuccesses: rows.filter((row) => row.success),
    runTestResult: noTests,
  };
  return {
    ...job.request.options,
    completedDate: at,
    createdBy: job.request.userId,
    createdByName: 'Local User',
    createdDate: at,
    details: includeDetails ? details : undefined,
    done: true,
    id: job.id,
    lastModifiedDate: at,
    numberComponentErrors: bad.size,
    numberComponentsDeployed: components.size - bad.size,
    numberComponentsTotal: components.size,
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
    runTestsEnabled: false,
    startDate: at,
    status,
    success: status !== 'Failed',
  };
}
