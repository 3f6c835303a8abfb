import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import Fastify, { type FastifyInstance } from 'fastify';
import { zipSync } from 'fflate';
import { deployPackage, type DeployOutcome } from '../../../src/local-org/metadata/deploy.ts';
import { registerMetadataRoutes } from '../../../src/local-org/metadata/routes.ts';
import { parseXml, type XmlElement } from '../../../src/local-org/metadata/xml.ts';
import { componentPath } from '../../../src/local-org/metadata/type-registry.ts';
import { objectParts } from '../../../src/local-org/metadata/components.ts';
import { createSchema } from '../../../src/local-org/schema/standard-objects.ts';
import type { OrgSchema } from '../../../src/local-org/schema/types.ts';

export const fixtures = fileURLToPath(new URL('../../fixtures/metadata', import.meta.url));
export const deployForReal = { checkOnly: false, rollbackOnError: true, ignoreWarnings: false };

/** All files below a directory, by their path inside it. */
export function filesIn(directory: string): Map<string, Uint8Array> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true });
  return new Map(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(directory, path), new Uint8Array(readFileSync(path))]),
  );
}

export const text = (content: string): Uint8Array => new TextEncoder().encode(content);

function namesIn(path: string, bytes: Uint8Array): [string, string][] {
  const place = componentPath(path);
  if (place === null) return [];
  if (place.type !== 'CustomObject') return [[place.type, place.fullName]];
  const root = parseXml(new TextDecoder().decode(bytes));
  const own: [string, string][] = root.children.some((child) => !objectParts.has(child.name))
    ? [['CustomObject', place.fullName]]
    : [];
  const name = (element: XmlElement): string =>
    element.children.find((child) => child.name === 'fullName')?.text ?? '';
  const parts = root.children.flatMap((child): [string, string][] => {
    const type = objectParts.get(child.name);
    return type === undefined ? [] : [[type, `${place.fullName}.${name(child)}`]];
  });
  return [...own, ...parts];
}

/** The files with a package.xml that names what they hold. */
export function withManifest(files: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  const groups = [...files]
    .flatMap(([path, bytes]) => namesIn(path, bytes))
    .map(([type, name]) => `<types><members>${name}</members><name>${type}</name></types>`);
  const manifest = `<Package xmlns="http://soap.sforce.com/2006/04/metadata">${groups.join('')}<version>66.0</version></Package>`;
  return new Map([...files, ['package.xml', text(manifest)]]);
}

/** Deploys files onto an org, with a manifest made for them where they bring none. */
export function deployFiles(
  org: OrgSchema,
  files: ReadonlyMap<string, Uint8Array>,
  options: Partial<typeof deployForReal> = {},
): DeployOutcome {
  const parcel = files.has('package.xml') ? files : withManifest(files);
  return deployPackage(org, parcel, { ...deployForReal, ...options });
}

/** An org with the fixture package in it: boats and their moorings. */
export function harbour(): OrgSchema {
  const outcome = deployFiles(createSchema(), filesIn(join(fixtures, 'good')));
  if (outcome.schema === null)
    throw new Error(
      JSON.stringify(
        outcome.messages.filter((row) => !row.success),
        null,
        1,
      ),
    );
  return outcome.schema;
}

const running: FastifyInstance[] = [];

/** A listening server with nothing but the metadata routes, over one schema. Closed by `closeServers`. */
export async function metadataServer(
  start: OrgSchema,
): Promise<{ url: string; schema: () => OrgSchema }> {
  let current = start;
  const app = Fastify();
  running.push(app);
  registerMetadataRoutes(app, {
    schema: () => current,
    applySchema: (next) => {
      current = next;
    },
    session: (token) =>
      token === '00D000000000001!good' ? { userId: '005000000000001AAA' } : null,
    orgId: '00D000000000001EAA',
    now: () => new Date('2026-11-22T10:00:00.000Z'),
  });
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), schema: () => current };
}

export async function closeServers(): Promise<void> {
  await Promise.all(running.splice(0).map((app) => app.close()));
}

/** Posts one SOAP operation as sf does and gives the answer's text and status. */
export async function callSoap(
  url: string,
  operation: string,
  { session = '00D000000000001!good', version = '66.0' } = {},
): Promise<{ status: number; body: string }> {
  const payload =
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">' +
    `<soapenv:Header xmlns="http://soap.sforce.com/2006/04/metadata"><SessionHeader><sessionId>${session}</sessionId></SessionHeader></soapenv:Header>` +
    `<soapenv:Body xmlns="http://soap.sforce.com/2006/04/metadata">${operation}</soapenv:Body></soapenv:Envelope>`;
  const response = await fetch(`${url}/services/Soap/m/${version}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml', soapaction: '""' },
    body: payload,
  });
  return { status: response.status, body: await response.text() };
}

export function zipOf(files: ReadonlyMap<string, Uint8Array>): string {
  return Buffer.from(zipSync(Object.fromEntries(files))).toString('base64');
}
