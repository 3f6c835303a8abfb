import type { ChangeEvent } from '../../../src/local-org/streaming/change-events.ts';
import { EventFeed } from '../../../src/local-org/streaming/event-feed.ts';
import { testOrg, type TestOrg } from '../support/test-org.ts';
import { streamingSchema } from './fixture.ts';

const guide =
  'https://developer.salesforce.com/docs/atlas.en-us.change_data_capture.meta/change_data_capture/';
export const pages = {
  header: `${guide}cdc_event_fields_header.htm`,
  body: `${guide}cdc_event_fields_body.htm`,
  structure: `${guide}cdc_message_structure.htm`,
  merged: `${guide}cdc_subscribe_merged_events.htm`,
  gap: `${guide}cdc_other_events_gap.htm`,
  overflow: `${guide}cdc_other_events_overflow.htm`,
  lead: `${guide}cdc_standard_objects_lead_conversion.htm`,
  select: `${guide}cdc_select_objects.htm`,
  retention: `${guide}cdc_subscribe_durability.htm`,
} as const;

/** An engine whose changes are told. */
export interface Feeding extends TestOrg {
  feed: EventFeed;
  /** The events since the last call. */
  events: () => ChangeEvent[];
}

export function feedingOrg(): Feeding {
  const under = testOrg(streamingSchema());
  const feed = new EventFeed(under.engine, () => under.clock.now);
  let seen = 0;
  const events = (): ChangeEvent[] => {
    const fresh = feed.after(seen);
    seen = fresh.at(-1)?.replayId ?? seen;
    return fresh.map(({ event }) => event);
  };
  return { ...under, feed, events };
}

/** Lets time pass, so that stamps differ. */
export const later = (under: TestOrg, seconds = 1): void => {
  under.clock.now = new Date(under.clock.now.getTime() + seconds * 1000);
};

/** One behaviour, the page that documents it, and its check. */
export interface Case {
  page: string;
  what: string;
  check: (under: Feeding) => void;
}
