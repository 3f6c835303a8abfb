import { ok, type ApiHandler } from './api-call.ts';

const OLDEST_VERSION = 31;
const NEWEST_VERSION = 68;

/** The seasons of the releases: version 66 is Spring '26, 67 Summer '26, 68 Winter '27. */
function releaseName(version: number): string {
  const year = 26 + Math.floor((version - 66) / 3);
  switch (version % 3) {
    case 0:
      return `Spring '${year}`;
    case 1:
      return `Summer '${year}`;
    default:
      return `Winter '${year + 1}`;
  }
}

/** The API versions, oldest first: the sf CLI takes the last. */
export function apiVersions(): { label: string; url: string; version: string }[] {
  const count = NEWEST_VERSION - OLDEST_VERSION + 1;
  return Array.from({ length: count }, (_, index) => {
    const version = OLDEST_VERSION + index;
    const text = `${version}.0`;
    return { label: releaseName(version), url: `/services/data/v${text}`, version: text };
  });
}

/** True for "68.0" and the like, as far as this org goes back. */
export function isApiVersion(version: string): boolean {
  const number = Number(version);
  return /^\d\d\.0$/.test(version) && number >= OLDEST_VERSION && number <= NEWEST_VERSION;
}

/** GET /services/data/vX — the resources; the sf CLI reads a 200 here as "Connected". */
export const resourcesHandler: ApiHandler = (context, call) => {
  const base = `/services/data/v${call.apiVersion}`;
  return ok({
    composite: `${base}/composite`,
    jobs: `${base}/jobs`,
    limits: `${base}/limits`,
    metadata: `${base}/metadata`,
    query: `${base}/query`,
    queryAll: `${base}/queryAll`,
    sobjects: `${base}/sobjects`,
    identity: `/id/${context.orgId}/${call.userId}`,
  });
};

/** GET /limits — the day's API budget, and storage that never runs short. */
export const limitsHandler: ApiHandler = (context) => {
  const { used, max } = context.usage();
  return ok({
    DailyApiRequests: { Max: max, Remaining: Math.max(0, max - used) },
    DataStorageMB: { Max: 1024, Remaining: 1024 },
    FileStorageMB: { Max: 1024, Remaining: 1024 },
  });
};
