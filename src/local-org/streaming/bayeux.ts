import { randomBytes } from 'node:crypto';
import type { OrgSchema } from '../schema/types.ts';
import type { OrgSession } from '../session.ts';
import { channelContent } from './channels.ts';
import type { EventFeed, PublishedEvent } from './event-feed.ts';

/** A Bayeux message, as far as the org reads it. */
export interface BayeuxMessage {
  channel: string;
  id?: string | number | undefined;
  clientId?: string | undefined;
  subscription?: string | undefined;
  connectionType?: string | undefined;
  ext?: { replay?: unknown } | undefined;
}

export type BayeuxReply = Readonly<Record<string, unknown>>;

/** How long a connect waits for events, and how long a client may stay away between connects. */
const connectMs = 110_000;
const awayMs = 40_000;

interface Client {
  id: string;
  subscriptions: Set<string>;
  queue: BayeuxReply[];
  /** Ends the wait of the connect that is open; null while none is. */
  wake: (() => void) | null;
  isFirstConnect: boolean;
  seenAt: number;
}

export interface BayeuxHost {
  feed: EventFeed;
  schema(): OrgSchema;
  /** Who is behind an Authorization header; null for nobody. */
  session(authorization: string | undefined): OrgSession | null;
  now(): Date;
}

/** One HTTP request: its header, and what tells that nobody waits for the answer any more. */
export interface Caller {
  authorization: string | undefined;
  gone: AbortSignal;
}

/** https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/cdc_message_structure.htm */
const ofPubSubOnly: ReadonlySet<string> = new Set(['nulledFields', 'diffFields']);

/** The event as CometD clients get it. */
function message(channel: string, { replayId, event }: PublishedEvent): BayeuxReply {
  const header = Object.fromEntries(
    Object.entries(event.header).filter(([name]) => !ofPubSubOnly.has(name)),
  );
  const data = {
    schema: `local-${event.header.entityName}`,
    payload: { ...event.fields, ChangeEventHeader: header },
    event: { replayId },
  };
  return { channel, data };
}

/** The part of a reply that says what it answers. */
function replyTo({ channel, id, clientId, subscription }: BayeuxMessage): BayeuxReply {
  return {
    channel,
    ...(id === undefined ? {} : { id }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(subscription === undefined ? {} : { subscription }),
  };
}

function refusal(request: BayeuxMessage, error: string, more: BayeuxReply = {}): BayeuxReply {
  return { ...replyTo(request), ...more, error, successful: false };
}

/**
 * The Streaming API's side of the Bayeux protocol over long polling.
 * https://developer.salesforce.com/docs/atlas.en-us.api_streaming.meta/api_streaming/streaming_error_codes.htm,
 * https://docs.cometd.org/current7/reference/#_bayeux
 */
export class Bayeux {
  readonly #host: BayeuxHost;
  readonly #clients = new Map<string, Client>();
  readonly #unsubscribe: () => void;

  constructor(host: BayeuxHost) {
    this.#host = host;
    this.#unsubscribe = host.feed.subscribe((published) => this.#deliver(published));
  }

  /** Ends every open connect and hears no more events. */
  close(): void {
    this.#unsubscribe();
    for (const client of this.#clients.values()) client.wake?.();
    this.#clients.clear();
  }

  /** Answers the messages of one request, in order; a connect waits until there is something to tell. */
  async answer(messages: readonly BayeuxMessage[], caller: Caller): Promise<BayeuxReply[]> {
    const replies: BayeuxReply[] = [];
    for (const request of messages) replies.push(...(await this.#reply(request, caller)));
    return replies;
  }

  async #reply(request: BayeuxMessage, caller: Caller): Promise<BayeuxReply[]> {
    if (this.#host.session(caller.authorization) === null) {
      return [this.#unauthorized(request, caller.authorization)];
    }
    if (request.channel === '/meta/handshake') return [this.#handshake(request)];
    const client = this.#clientOf(request);
    if (client === undefined) {
      const advice = { reconnect: 'handshake', interval: 0 };
      return [refusal(request, '403::Unknown client', { advice })];
    }
    client.seenAt = this.#host.now().getTime();
    switch (request.channel) {
      case '/meta/connect':
        return this.#connect(request, client, caller);
      case '/meta/subscribe':
        return [this.#subscribe(request, client)];
      case '/meta/unsubscribe':
        client.subscriptions.delete(request.subscription ?? '');
        return [{ ...replyTo(request), successful: true }];
      case '/meta/disconnect':
        client.wake?.();
        this.#clients.delete(client.id);
        return [{ ...replyTo(request), successful: true }];
      default:
        return [refusal(request, '403:denied_by_security_policy:create_denied')];
    }
  }

  #unauthorized(request: BayeuxMessage, authorization: string | undefined): BayeuxReply {
    const reason =
      authorization === undefined
        ? '401::Request requires authentication'
        : '401::Authentication invalid';
    const advice = { reconnect: 'none', interval: 0 };
    if (request.channel !== '/meta/handshake') return refusal(request, reason, { advice });
    const ext = { sfdc: { failureReason: reason }, replay: true };
    return refusal(request, '403::Handshake denied', { ext, advice });
  }

  #handshake(request: BayeuxMessage): BayeuxReply {
    const id = randomBytes(15).toString('base64url');
    const seenAt = this.#host.now().getTime();
    this.#clients.set(id, {
      id,
      subscriptions: new Set(),
      queue: [],
      wake: null,
      isFirstConnect: true,
      seenAt,
    });
    return {
      ...replyTo(request),
      clientId: id,
      ext: { replay: true, 'payload.format': true },
      version: '1.0',
      minimumVersion: '1.0',
      supportedConnectionTypes: ['long-polling'],
      successful: true,
    };
  }

  /** The client of a message; one that stayed away too long has been forgotten. */
  #clientOf({ clientId = '' }: BayeuxMessage): Client | undefined {
    this.#forgetAway();
    return this.#clients.get(clientId);
  }

  #forgetAway(): void {
    const oldest = this.#host.now().getTime() - awayMs;
    for (const { id, wake, seenAt } of this.#clients.values()) {
      if (wake === null && seenAt < oldest) this.#clients.delete(id);
    }
  }

  async #connect(request: BayeuxMessage, client: Client, caller: Caller): Promise<BayeuxReply[]> {
    const { connectionType } = request;
    if (connectionType !== 'long-polling') {
      return [refusal(request, `400::Invalid connection type {${connectionType ?? ''}}`)];
    }
    client.wake?.();
    if (client.queue.length === 0 && !client.isFirstConnect) await this.#wait(client, caller.gone);
    client.isFirstConnect = false;
    client.seenAt = this.#host.now().getTime();
    if (this.#host.session(caller.authorization) === null) {
      return [this.#unauthorized(request, caller.authorization)];
    }
    // Nobody reads this answer: what is queued stays for the next connect.
    const events = caller.gone.aborted ? [] : client.queue.splice(0);
    const advice = { reconnect: 'retry', interval: 0, timeout: connectMs };
    return [...events, { ...replyTo(request), advice, successful: true }];
  }

  #wait(client: Client, gone: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        gone.removeEventListener('abort', end);
        if (client.wake === end) client.wake = null;
        resolve();
      };
      const timer = setTimeout(end, connectMs);
      gone.addEventListener('abort', end);
      client.wake = end;
    });
  }

  #subscribe(request: BayeuxMessage, client: Client): BayeuxReply {
    const channel = request.subscription ?? '';
    const problem = this.#channelProblem(channel);
    if (problem !== null) return refusal(request, problem);
    const replay = this.#replayFrom(request, channel);
    if ('problem' in replay) return refusal(request, replay.problem);
    client.subscriptions.add(channel);
    if (replay.from !== null) {
      for (const published of this.#host.feed.after(replay.from)) {
        if (this.#carries(channel, published)) client.queue.push(message(channel, published));
      }
      if (client.queue.length > 0) client.wake?.();
    }
    return { ...replyTo(request), successful: true };
  }

  #channelProblem(channel: string): string | null {
    if (channel === '') return '400::Channel name not specified';
    if (!channel.startsWith('/')) return "400::Channel subscriptions must start with a leading '/'";
    if (/^\/(topic|event|u|systemTopic)\//.test(channel)) {
      return `400::NOT_IMPLEMENTED_LOCALLY: the local org publishes change events only, not {${channel}}`;
    }
    const content = channelContent(this.#host.schema(), channel);
    if (!('problem' in content)) return null;
    return content.problem === 'unknown'
      ? `400::The channel you requested to subscribe to doesn't exist {${channel}}`
      : `400::NOT_IMPLEMENTED_LOCALLY: the local org does no filters or enriched fields, as on {${channel}}`;
  }

  /** Where to replay from: null for new events only. */
  #replayFrom(
    { ext }: BayeuxMessage,
    channel: string,
  ): { from: number | null } | { problem: string } {
    const given = ext?.replay;
    if (typeof given !== 'object' || given === null) return { from: null };
    const entries = new Map<string, unknown>(Object.entries(given));
    const replayId = entries.get(channel);
    if (!entries.has(channel)) {
      const map = [...entries].map(([name, id]) => `${name}=${String(id)}`).join(', ');
      return {
        problem: `400::The replayId for channel {${channel}} wasn't found using the provided replay ID map {{${map}}}. Ensure that the channel name you provided in the replay map is valid and matches the channel name used for subscribing.`,
      };
    }
    if (replayId === -1 || replayId === null) return { from: null };
    if (replayId === -2) return { from: 0 };
    if (typeof replayId === 'number' && this.#host.feed.has(replayId)) return { from: replayId };
    return {
      problem: `400::The replayId {${JSON.stringify(replayId)}} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.`,
    };
  }

  #carries(channel: string, { event }: PublishedEvent): boolean {
    const content = channelContent(this.#host.schema(), channel);
    return 'objects' in content && content.objects.has(event.header.entityName);
  }

  #deliver(published: PublishedEvent): void {
    this.#forgetAway();
    for (const client of this.#clients.values()) {
      for (const channel of client.subscriptions) {
        if (this.#carries(channel, published)) client.queue.push(message(channel, published));
      }
      if (client.queue.length > 0) client.wake?.();
    }
  }
}
