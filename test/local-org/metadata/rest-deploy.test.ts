import { join } from 'node:path';
import { z } from 'zod';
import { createSchema } from '../../../src/local-org/schema/standard-objects.ts';
import { closeServers, filesIn, fixtures, metadataServer, zipOf } from './support.ts';

const good = filesIn(join(fixtures, 'good'));

afterEach(closeServers);

describe('REST deploy', () => {
  const boundary = '--------------------------1234';
  const multipart = (zip: Uint8Array, entity: string): Buffer =>
    Buffer.concat([
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="package.xml"\r\nContent-Type: application/zip\r\n\r\n`,
      ),
      zip,
      Buffer.from(
        `\r\n--${boundary}\r\nContent-Disposition: form-data; name="entity_content"\r\nContent-Type: application/json\r\n\r\n${entity}\r\n--${boundary}--\r\n`,
      ),
    ]);
  const resource = '/services/data/v66.0/metadata/deployRequest';
  const post = (url: string, body: Buffer, token = '00D000000000001!good') =>
    fetch(`${url}${resource}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': `multipart/form-data; boundary=${boundary}`,
      },
      body: new Uint8Array(body),
    });
  const zip = Buffer.from(zipOf(good), 'base64');

  test('takes a zip and its options, and tells the outcome on the next look', async () => {
    const { url, schema } = await metadataServer(createSchema());
    const started = await post(
      url,
      multipart(zip, '{"deployOptions":{"checkOnly":false,"testLevel":"NoTestRun"}}'),
    );
    expect(started.status).toBe(201);
    const { id } = z.object({ id: z.string() }).parse(await started.json());
    const looked = await fetch(`${url}${resource}/${id}?includeDetails=true`, {
      headers: { authorization: 'Bearer 00D000000000001!good' },
    });
    expect(await looked.json()).toMatchObject({
      deployResult: { done: true, status: 'Succeeded', numberComponentErrors: 0 },
    });
    expect(schema().objects.has('Boat__c')).toBe(true);
  });

  test.each([
    ['a bad session', '{"deployOptions":{}}', '00D000000000001!bad', 401, 'INVALID_SESSION_ID'],
    ['options that are no JSON', 'checkOnly', undefined, 400, 'JSON_PARSER_ERROR'],
    [
      'options of a wrong type',
      '{"deployOptions":{"checkOnly":"yes"}}',
      undefined,
      400,
      'JSON_PARSER_ERROR',
    ],
  ])('%s is refused', async (_name, entity, token, http, errorCode) => {
    const { url } = await metadataServer(createSchema());
    const answer = await post(url, multipart(zip, entity), token);
    expect([answer.status, await answer.json()]).toEqual([
      http,
      [expect.objectContaining({ errorCode })],
    ]);
  });
});
