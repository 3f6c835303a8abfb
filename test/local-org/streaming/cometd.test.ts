import { Connection, StreamingExtension } from 'jsforce';
import { z } from 'zod';
import { startLocalOrg, type LocalOrg } from '../../../src/local-org/start.ts';
import { streamingSchema } from './fixture.ts';

const streaming =
  'https://developer.salesforce.com/docs/atlas.en-us.api_streaming.meta/api_streaming/';
const pages = {
  errors: `${streaming}streaming_error_codes.htm`,
  handling: `${streaming}streaming_handling_errors.htm`,
  timeouts: `${streaming}using_streaming_api_timeouts.htm`,
  durability: `${streaming}using_streaming_api_durability.htm`,
  channels:
    'https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/cdc_subscribe_channels.htm',
} as const;

let org: LocalOrg;
let connection: Connection;
const clock = { now: new Date() };

beforeAll(async () => {
  org = await startLocalOrg({ now: () => clock.now });
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
      subscription.cancel();
      await client.disconnect();
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

type Message = Record<string, unknown>;

async function send(message: Message, token = org.accessToken, version = '64.0'): Promise<Message> {
  const response = await fetch(`${org.instanceUrl}/cometd/${version}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `OAuth ${token}` },
    body: JSON.stringify([{ id: '7', ...message }]),
  });
  const replies = z.array(z.record(z.string(), z.unknown())).parse(await response.json());
  return replies.at(-1) ?? {};
}

async function handshaken(): Promise<string> {
  const { clientId } = await send({ channel: '/meta/handshake', version: '1.0' });
  return String(clientId);
}

const subscribe = async (subscription: string | undefined, ext?: object): Promise<Message> =>
  send({ channel: '/meta/subscribe', clientId: await handshaken(), subscription, ext });

interface Case {
  page: string;
  what: string;
  send: () => Promise<Message>;
  expected: Message;
}

const unknownChannel = (channel: string): Message => ({
  successful: false,
  channel: '/meta/subscribe',
  subscription: channel,
  error: `400::The channel you requested to subscribe to doesn't exist {${channel}}`,
});

const cases: Case[] = [
  {
    page: pages.durability,
    what: 'a handshake offers replay over long polling',
    send: () => send({ channel: '/meta/handshake', version: '1.0' }),
    expected: {
      id: '7',
      successful: true,
      ext: { replay: true },
      supportedConnectionTypes: ['long-polling'],
    },
  },
  {
    page: pages.handling,
    what: 'a handshake without a valid session is denied',
    send: () => send({ channel: '/meta/handshake' }, 'nonsense'),
    expected: {
      successful: false,
      error: '403::Handshake denied',
      ext: { sfdc: { failureReason: '401::Authentication invalid' } },
      advice: { reconnect: 'none' },
    },
  },
  {
    page: pages.handling,
    what: 'a connect whose session has ended is told to give up',
    send: async () => send({ channel: '/meta/connect', clientId: await handshaken(), connectionType: 'long-polling' }, 'nonsense'), // prettier-ignore
    expected: { error: '401::Authentication invalid', advice: { reconnect: 'none', interval: 0 } },
  },
  {
    page: pages.handling,
    what: 'an unknown client is told to shake hands again',
    send: () => send({ channel: '/meta/connect', clientId: 'nope', connectionType: 'long-polling' }), // prettier-ignore
    expected: { error: '403::Unknown client', advice: { reconnect: 'handshake', interval: 0 } },
  },
  {
    page: pages.timeouts,
    what: 'a client that stays away for more than 40 seconds is forgotten',
    send: async () => {
      const clientId = await handshaken();
      clock.now = new Date(clock.now.getTime() + 41_000);
      return send({ channel: '/meta/connect', clientId, connectionType: 'long-polling' });
    },
    expected: { error: '403::Unknown client' },
  },
  {
    page: pages.timeouts,
    what: 'a connect is advised to wait for 110 seconds',
    send: async () => send({ channel: '/meta/connect', clientId: await handshaken(), connectionType: 'long-polling' }), // prettier-ignore
    expected: { successful: true, advice: { reconnect: 'retry', interval: 0, timeout: 110_000 } },
  },
  {
    page: pages.errors,
    what: 'another connection type is refused',
    send: async () => send({ channel: '/meta/connect', clientId: await handshaken(), connectionType: 'websocket' }), // prettier-ignore
    expected: { error: '400::Invalid connection type {websocket}', successful: false },
  },
  {
    page: pages.errors,
    what: 'a version older than 37.0 is refused',
    send: () => send({ channel: '/meta/handshake' }, org.accessToken, '36.0'),
    expected: {
      successful: false,
      error: expect.stringContaining("Only API versions '37.0' and later are supported"),
    },
  },
  {
    page: pages.channels,
    what: 'an object that is not selected has no channel',
    send: () => subscribe('/data/Unseen__ChangeEvent'),
    expected: unknownChannel('/data/Unseen__ChangeEvent'),
  },
  {
    page: pages.channels,
    what: 'channel names have a letter case',
    send: () => subscribe('/data/changeevents'),
    expected: unknownChannel('/data/changeevents'),
  },
  {
    page: pages.errors,
    what: 'a subscription without a channel is refused',
    send: () => subscribe(undefined),
    expected: { error: '400::Channel name not specified', successful: false },
  },
  {
    page: pages.errors,
    what: 'a channel without a leading slash is refused',
    send: () => subscribe('data/ChangeEvents'),
    expected: { error: "400::Channel subscriptions must start with a leading '/'" },
  },
  {
    page: pages.errors,
    what: 'platform events are not done here, and said so',
    send: () => subscribe('/event/Order__e'),
    expected: { error: expect.stringContaining('NOT_IMPLEMENTED_LOCALLY') },
  },
  {
    page: pages.durability,
    what: 'a replay id that is not retained is refused',
    send: () => subscribe('/data/ChangeEvents', { replay: { '/data/ChangeEvents': 999_999 } }),
    expected: {
      successful: false,
      error:
        '400::The replayId {999999} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.',
    },
  },
  {
    page: pages.errors,
    what: 'a replay map that does not name the channel is refused',
    send: () => subscribe('/data/ChangeEvents', { replay: { '/data/Other': -1 } }),
    expected: {
      successful: false,
      error: expect.stringContaining(
        "400::The replayId for channel {/data/ChangeEvents} wasn't found using the provided replay ID map {{/data/Other=-1}}",
      ),
    },
  },
  {
    page: pages.errors,
    what: 'clients cannot publish',
    send: async () => send({ channel: '/data/ChangeEvents', clientId: await handshaken(), data: {} }), // prettier-ignore
    expected: { error: '403:denied_by_security_policy:create_denied', successful: false },
  },
  {
    page: pages.errors,
    what: 'an unsubscribed client hears no more',
    send: async () => {
      const clientId = await handshaken();
      const subscription = '/data/ChangeEvents';
      await send({ channel: '/meta/subscribe', clientId, subscription });
      await send({ channel: '/meta/unsubscribe', clientId, subscription });
      await newAccount('unheard');
      return send({ channel: '/meta/connect', clientId, connectionType: 'long-polling' });
    },
    expected: { channel: '/meta/connect', successful: true },
  },
];

test.each(cases)('$what ($page)', async ({ send: run, expected }) => {
  expect(await run()).toMatchObject(expected);
});

test('a body that holds no messages is refused', async () => {
  const response = await fetch(`${org.instanceUrl}/cometd/64.0`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"no": "channel"}',
  });
  expect(response.status).toBe(400);
});
