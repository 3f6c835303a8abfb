import { z } from 'zod';
import { ok, parseBody, type ApiHandler } from './api-call.ts';
import { ApiError } from './api-error.ts';
import {
  isFailure,
  ROLLED_BACK,
  runTogether,
  subrequest,
  type Dispatch,
  type Subrequest,
  type SubResponse,
} from './composite-routes.ts';

/** api_rest resources_composite_graph_limits. */
const MOST_GRAPHS = 75;
const MOST_NODES = 500;
const MOST_DIFFERENT_NODES = 15;
const MOST_DEPTH = 15;
const MOST_FAILURES = 14;

/** api_rest resources_composite_graph_introduction: unique, starts alphanumeric, below 40 characters, no period. */
const graphId = z.string().regex(/^[A-Za-z0-9][^.]{0,38}$/);

const graphBody = z.object({
  graphs: z.array(z.object({ graphId, compositeRequest: z.array(subrequest).min(1) })),
});
type Graph = z.output<typeof graphBody>['graphs'][number];

function refused(message: string): ApiError {
  return new ApiError(400, 'INVALID_INPUT', message);
}

const sobjectUrl =
  /^\/services\/data\/v(\d+\.0)\/sobjects\/(\w+)(\/[^/?]+)?(\/[^/?]+)?\/?(?:\?.*)?$/;

/** Version, method and object of a node; 400 for a URL or method that a graph does not take. */
function nodeKind({ url, method }: Subrequest): string {
  const match = sobjectUrl.exec(url);
  const [, version = '', object = '', id, value] = match ?? [];
  const methods =
    id === undefined
      ? ['POST']
      : ['GET', 'PATCH', 'DELETE', ...(value === undefined ? [] : ['POST'])];
  if (match === null || !methods.includes(method))
    throw refused(`A composite graph takes sObject records only, not ${method} ${url}.`);
  return `${version} ${method} ${object.toLowerCase()}`;
}

function referencesOf(node: Subrequest): string[] {
  const text = `${node.url} ${JSON.stringify(node.body ?? '')}`;
  return [...text.matchAll(/@\{([A-Za-z]\w*)/g)].map(([, name = '']) => name);
}

/** How many nodes the longest chain of references has. */
function depthOf(graph: Graph): number {
  const depths = new Map<string, number>();
  for (const node of graph.compositeRequest) {
    const above = referencesOf(node).map((name) => depths.get(name) ?? 0);
    depths.set(node.referenceId, 1 + Math.max(0, ...above));
  }
  return Math.max(...depths.values());
}

function checkGraph(graph: Graph): void {
  const { graphId: id, compositeRequest: nodes } = graph;
  if (new Set(nodes.map(({ referenceId }) => referenceId)).size < nodes.length)
    throw refused(`Each node of the graph ${id} needs a referenceId of its own.`);
  if (depthOf(graph) > MOST_DEPTH)
    throw refused(`The graph ${id} is deeper than the limit of ${MOST_DEPTH}.`);
}

function checkGraphs(graphs: readonly Graph[]): void {
  if (graphs.length > MOST_GRAPHS)
    throw refused(
      `The request has ${graphs.length} graphs, more than the limit of ${MOST_GRAPHS}.`,
    );
  if (new Set(graphs.map((graph) => graph.graphId)).size < graphs.length)
    throw refused('Each graph needs a graphId of its own.');
  const nodes = graphs.flatMap((graph) => graph.compositeRequest);
  if (nodes.length > MOST_NODES)
    throw refused(`The request has ${nodes.length} nodes, more than the limit of ${MOST_NODES}.`);
  const kinds = new Set(nodes.map(nodeKind));
  if (kinds.size > MOST_DIFFERENT_NODES)
    throw refused(
      `The request has ${kinds.size} different nodes, more than the limit of ${MOST_DIFFERENT_NODES}.`,
    );
  for (const graph of graphs) checkGraph(graph);
}

function halted(graph: Graph): SubResponse[] {
  return graph.compositeRequest.map(({ referenceId }) => ({
    body: ROLLED_BACK,
    httpHeaders: {},
    httpStatusCode: 400,
    referenceId,
  }));
}

/** POST /composite/graph — graphs of records, each all or none; after 14 failed graphs the rest is not tried. */
export function graphHandler(dispatch: Dispatch): ApiHandler {
  return (context, call) => {
    const { graphs } = parseBody(graphBody, call.body);
    checkGraphs(graphs);
    let failures = 0;
    const answers = graphs.map((graph) => {
      const compositeResponse =
        failures > MOST_FAILURES
          ? halted(graph)
          : runTogether(context, call, graph.compositeRequest, dispatch);
      const isSuccessful = !compositeResponse.some(isFailure);
      if (!isSuccessful) failures++;
      return { graphId: graph.graphId, graphResponse: { compositeResponse }, isSuccessful };
    });
    return ok({ graphs: answers });
  };
}
