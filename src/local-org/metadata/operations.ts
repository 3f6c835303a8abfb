import { makeId } from '../data/ids.ts';
import { deployResult, type DeployJobs, type DeployRequest } from './deploy-jobs.ts';
import { MetadataFault, type MetadataHost } from './host.ts';
import { describeMetadata, fileProperties, listMetadata } from './listing.ts';
import { retrieve, type Retrieved } from './retrieve.ts';
import type { SoapCall, SoapValue } from './soap.ts';
import { childOf, childrenOf, flagAt, textAt, textsAt, type XmlElement } from './xml.ts';
import { writeZip } from './zip.ts';

interface RetrieveJob extends Retrieved {
  id: string;
  singlePackage: boolean;
}

/** The state behind the SOAP operations of one org. */
export interface MetadataState {
  host: MetadataHost;
  jobs: DeployJobs;
  retrieves: Map<string, RetrieveJob>;
}

interface Caller {
  userId: string;
}

function deployRequest(call: SoapCall, caller: Caller): DeployRequest {
  if (call.zipFile === null) {
    throw new MetadataFault('INVALID_FIELD', 'deploy needs a ZipFile: a base64-encoded package');
  }
  const options = childOf(call.operation, 'DeployOptions');
  return {
    zip: Buffer.from(call.zipFile, 'base64'),
    options: {
      checkOnly: options !== undefined && flagAt(options, 'checkOnly'),
      rollbackOnError: options === undefined || textAt(options, 'rollbackOnError') !== 'false',
      ignoreWarnings: options !== undefined && flagAt(options, 'ignoreWarnings'),
    },
    runTests: options === undefined ? [] : textsAt(options, 'runTests'),
    userId: caller.userId,
  };
}

function idOf(operation: XmlElement, ...names: string[]): string {
  const id = names.map((name) => textAt(operation, name)).find((text) => text !== null);
  if (id == null) throw new MetadataFault('INVALID_ID_FIELD', `${operation.name} needs an id`);
  return id;
}

function startRetrieve(state: MetadataState, operation: XmlElement, version: string): SoapValue {
  const request = childOf(operation, 'request') ?? childOf(operation, 'retrieveRequest');
  const manifest = request && childOf(request, 'unpackaged');
  if (request === undefined || manifest === undefined) {
    throw new MetadataFault(
      'NOT_IMPLEMENTED_LOCALLY',
      'the local org retrieves unpackaged components only: name them in `unpackaged`',
    );
  }
  const id = makeId('09S', state.retrieves.size + 1);
  const retrieved = retrieve(
    state.host.schema(),
    manifest,
    textAt(request, 'apiVersion') ?? version,
  );
  state.retrieves.set(id, { id, singlePackage: flagAt(request, 'singlePackage'), ...retrieved });
  return { done: false, id, state: 'Queued' };
}

function retrieveResult(state: MetadataState, operation: XmlElement, caller: Caller): SoapValue {
  const id = idOf(operation, 'asyncProcessId', 'id');
  const job = state.retrieves.get(id);
  if (job === undefined) {
    throw new MetadataFault('INVALID_CROSS_REFERENCE_KEY', `no retrieve request with id ${id}`);
  }
  const root = job.singlePackage ? '' : 'unpackaged/';
  const files = new Map([...job.files].map(([path, bytes]) => [`${root}${path}`, bytes]));
  const properties = job.found.map((item) => {
    const known = fileProperties(item.type, item.fullName, state.jobs, caller.userId);
    return { ...known, fileName: `${root}${known.fileName}` };
  });
  return {
    done: true,
    fileProperties: properties,
    id,
    messages: job.problems.map((problem) => ({ fileName: `${root}package.xml`, problem })),
    status: 'Succeeded',
    success: true,
    zipFile: Buffer.from(writeZip(files)).toString('base64'),
  };
}

function listed(state: MetadataState, operation: XmlElement, caller: Caller): SoapValue {
  return childrenOf(operation, 'queries').flatMap((query): SoapValue[] => {
    const type = textAt(query, 'type') ?? '';
    const wanted = { type, folder: textAt(query, 'folder') };
    const list = listMetadata(state.host.schema(), wanted, state.jobs, caller.userId);
    if (list === null) {
      throw new MetadataFault(
        'INVALID_TYPE',
        `Unknown metadata type '${type}' specified in the list query`,
      );
    }
    return list.map((properties): SoapValue => ({ ...properties }));
  });
}

/** Runs one SOAP operation and gives its `result`. Throws `MetadataFault`. */
export function runOperation(
  state: MetadataState,
  call: SoapCall,
  caller: Caller,
  version: string,
): SoapValue {
  const { operation } = call;
  switch (operation.name) {
    case 'deploy':
      return { done: false, id: state.jobs.start(deployRequest(call, caller)).id, state: 'Queued' };
    case 'checkDeployStatus': {
      const job = state.jobs.find(idOf(operation, 'asyncProcessId', 'id'));
      return deployResult(job, flagAt(operation, 'includeDetails'));
    }
    case 'cancelDeploy':
      return { done: true, id: state.jobs.find(idOf(operation, 'String', 'id')).id };
    case 'deployRecentValidation':
      return state.jobs.startValidated(idOf(operation, 'validationId'), caller.userId).id;
    case 'retrieve':
      return startRetrieve(state, operation, version);
    case 'checkRetrieveStatus':
      return retrieveResult(state, operation, caller);
    case 'listMetadata':
      return listed(state, operation, caller);
    case 'describeMetadata':
      return describeMetadata();
    default:
      throw new MetadataFault(
        'NOT_IMPLEMENTED_LOCALLY',
        `the local org does not know the Metadata API operation ${operation.name}: deploy and retrieve files instead`,
      );
  }
}
