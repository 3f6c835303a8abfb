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
const clock = { now: new Date() };

beforeAll(async () => {
  org = await startLocalOrg({ now: () => clock.now });
  org.engine.applySchema(streamingSchema());
});
afterAll(() => org.close());

type Message = Record<string, unknown>;

async function send(message: Message, token = org.accessToken, version = '64.0'): Promise<Message> {
  const response = await fetch(`${org.instanceUrl}/cometd/${version}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `OAuth ${token}` },
    body: JSON.stringify([{ id: '7', ...message }]),
  });
  const replies = z.array(z.record(z.string(), z.unknown())).parse(await response.json());
  return replies[0] ?? {};
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
      const row = { operation: 'create', object: 'Account', fields: { Name: 'x' } } as const;
      org.engine.save([row], { allOrNone: true, context: { userId: '', changeOrigin: '' } });
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
