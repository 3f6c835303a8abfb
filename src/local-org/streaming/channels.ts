import { childOf, parseXml, textAt } from '../metadata/xml.ts';
import type { OrgSchema } from '../schema/types.ts';

/** One object that a deployed PlatformEventChannelMember selects for Change Data Capture. */
interface ChannelMember {
  /** "ChangeEvents", or a custom channel: "Partners__chn". */
  channel: string;
  object: string;
  /** Filters and enriched fields are not done here. */
  isPlain: boolean;
}

const read = new WeakMap<OrgSchema, readonly ChannelMember[]>();

function parseMember(source: string): ChannelMember {
  const element = parseXml(source);
  const entity = textAt(element, 'selectedEntity') ?? '';
  return {
    channel: textAt(element, 'eventChannel') ?? '',
    object: entity.replace(/__ChangeEvent$/, '__c').replace(/ChangeEvent$/, ''),
    isPlain: ['filterExpression', 'enrichedFields'].every((name) => !childOf(element, name)),
  };
}

function members(schema: OrgSchema): readonly ChannelMember[] {
  const known = read.get(schema);
  if (known !== undefined) return known;
  const found = [...schema.otherComponents]
    .filter(([key, source]) => key.startsWith('PlatformEventChannelMember/') && source !== '')
    .map(([, source]) => parseMember(source))
    .filter(({ object }) => schema.objects.has(object));
  read.set(schema, found);
  return found;
}

/** The objects whose changes are published on some channel. */
export function selectedObjects(schema: OrgSchema): ReadonlySet<string> {
  return new Set(members(schema).map(({ object }) => object));
}

/** "Account" → "AccountChangeEvent", "Thing__c" → "Thing__ChangeEvent". */
export function changeEventName(object: string): string {
  return object.endsWith('__c') ? object.replace(/__c$/, '__ChangeEvent') : `${object}ChangeEvent`;
}

/** What a subscriber gets on a channel, or why there is nothing to subscribe to. */
export type ChannelContent = { objects: ReadonlySet<string> } | { problem: 'unknown' | 'filtered' };

/**
 * The objects behind a channel: `/data/ChangeEvents`, `/data/<Object>ChangeEvent` or `/data/<Custom>__chn`, in exactly this
 * letter case. https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/cdc_subscribe_channels.htm
 */
export function channelContent(schema: OrgSchema, channel: string): ChannelContent {
  const name = /^\/data\/(\w+)$/.exec(channel)?.[1] ?? '';
  const own = members(schema).filter(
    (member) => member.channel === name || changeEventName(member.object) === name,
  );
  if (own.length === 0) return { problem: 'unknown' };
  if (own.some(({ isPlain }) => !isPlain)) return { problem: 'filtered' };
  return { objects: new Set(own.map(({ object }) => object)) };
}
