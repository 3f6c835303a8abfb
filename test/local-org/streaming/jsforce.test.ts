import { Connection } from 'jsforce';
import { StreamingExtension } from 'jsforce/lib/api/streaming.js';
import { z } from 'zod';
import { startLocalOrg, type LocalOrg } from '../../../src/local-org/start.ts';
import { streamingSchema } from './fixture.ts';

let org: LocalOrg;
let connection: Connection;

beforeAll(async () => {
  org = await startLocalOrg();
  org.engine.applySchema(streamingSchema());
  connection = new Connection({
    instanceUrl: org.instanceUrl,
    accessToken: org.accessToken,
    version: '64.0',
    callOptions: { client: 'Partnerverse' },
  });
});
afterAll(() => org.close());
beforeEach(() => org.reset());

const eventShape = z.object({
  schema: z.string(),
  payload: z.looseObject({
    ChangeEventHeader: z.looseObject({
      entityName: z.string(),
      recordIds: z.array(z.string()),
      changeType: z.string(),
      changeOrigin: z.string(),
    }),
  }),
  event: z.object({ replayId: z.number() }),
});
type Received = z.output<typeof eventShape>;

/** jsforce's streaming client on one channel, with the events it has got. */
async function subscribed(
  channel: string,
  replayId = -1,
): Promise<{ next: () => Promise<Received>; end: () => Promise<void> }> {
  const replay = new StreamingExtension.Replay(channel, replayId);
  const client = connection.streaming.createClient([replay]);
  const received: Received[] = [];
  const waiting: ((event: Received) => void)[] = [];
  const subscription = client.subscribe(channel, (data: unknown) => {
    const event = eventShape.parse(data);
    const first = waiting.shift();
    if (first === undefined) received.push(event);
    else first(event);
  });
  await subscription;
  return {
    next: () => {
      const event = received.shift();
      if (event !== undefined) return Promise.resolve(event);
      return new Promise((resolve) => waiting.push(resolve));
    },
    end: async () => {
      // jsforce's types of faye leave this method out.
      await (client as unknown as { disconnect(): PromiseLike<void> }).disconnect();
    },
  };
}

const newAccount = async (name: string): Promise<string> => {
  const { id } = await connection.sobject('Account').create({ Name: name });
  return id ?? '';
};

describe('the unmodified jsforce streaming client', () => {
  test('gets new changes with their origin, one after the other', async () => {
    const { next, end } = await subscribed('/data/ChangeEvents');
    const id = await newAccount('Acme');
    const first = await next();
    expect(first.payload).toMatchObject({
      Name: 'Acme',
      ChangeEventHeader: {
        entityName: 'Account',
        recordIds: [id],
        changeType: 'CREATE',
        changeOrigin: 'com/salesforce/api/rest/64.0;client=Partnerverse',
      },
    });
    expect(first.payload.ChangeEventHeader).not.toHaveProperty('nulledFields');
    await connection.sobject('Program__c').create({ Key__c: 'k' });
    const second = await next();
    expect(second.payload.ChangeEventHeader.entityName).toBe('Program__c');
    expect(second.event.replayId).toBeGreaterThan(first.event.replayId);
    await end();
  });

  test('replays everything with -2, and what followed an event with its id', async () => {
    const ids = [await newAccount('1'), await newAccount('2')];
    const all = await subscribed('/data/ChangeEvents', -2);
    const [first, second] = [await all.next(), await all.next()];
    expect([first, second].map(({ payload }) => payload.ChangeEventHeader.recordIds[0])).toEqual(
      ids,
    );
    await all.end();
    const rest = await subscribed('/data/ChangeEvents', first.event.replayId);
    expect(await rest.next()).toEqual(second);
    await rest.end();
  });

  test('gets nothing of the past with -1', async () => {
    await newAccount('old');
    const { next, end } = await subscribed('/data/AccountChangeEvent', -1);
    await newAccount('new');
    expect((await next()).payload).toMatchObject({ Name: 'new' });
    await end();
  });

  test('gets only its object on a channel of one object, and of a custom channel only its members', async () => {
    const program = await subscribed('/data/Program__ChangeEvent');
    const custom = await subscribed('/data/Partners__chn');
    await newAccount('not theirs');
    await connection.sobject('Holder__c').create({ Name: 'H' });
    await connection.sobject('Program__c').create({ Name: 'P' });
    expect((await program.next()).payload).toMatchObject({ Name: 'P' });
    expect((await custom.next()).payload).toMatchObject({ Name: 'H' });
    await program.end();
    await custom.end();
  });

  test('sees gaps and overflows when the org is told to send them', async () => {
    const { next, end } = await subscribed('/data/AccountChangeEvent');
    org.changeFeed.gap('Account', 'GAP_UPDATE', ['001000000000001AAA']);
    org.changeFeed.overflow('Account');
    const types = [await next(), await next()].map(
      ({ payload }) => payload.ChangeEventHeader.changeType,
    );
    expect(types).toEqual(['GAP_UPDATE', 'GAP_OVERFLOW']);
    await end();
  });

  test('a conversion over SOAP carries the SOAP origin', async () => {
    const lead = await connection.sobject('Lead').create({ LastName: 'L', Company: 'C' });
    const { next, end } = await subscribed('/data/LeadChangeEvent');
    await connection.soap.convertLead({
      leadId: lead.id ?? '',
      convertedStatus: 'Closed - Converted',
      doNotCreateOpportunity: true,
      overwriteLeadSource: false,
      sendNotificationEmail: false,
    });
    const { payload } = await next();
    expect(payload.ChangeEventHeader.changeOrigin).toBe(
      'com/salesforce/api/soap/64.0;client=Partnerverse',
    );
    expect(payload).toMatchObject({ IsConverted: true });
    await end();
  });

  test('hears of a Composite request once it has succeeded as a whole', async () => {
    const { next, end } = await subscribed('/data/AccountChangeEvent');
    const url = '/services/data/v64.0/sobjects/Account';
    const create = (referenceId: string, body: object) => ({ method: 'POST', url, referenceId, body }); // prettier-ignore
    await connection.requestPost('/composite', {
      allOrNone: true,
      compositeRequest: [create('a', { Name: 'undone' }), create('b', {})],
    });
    await connection.requestPost('/composite', {
      allOrNone: true,
      compositeRequest: [create('a', { Name: 'kept' })],
    });
    expect((await next()).payload).toMatchObject({ Name: 'kept' });
    await end();
  });
});
