import type { QueueSettings } from '../../src/queue/backend.ts';
import { lifeTests } from './conformance-life.ts';
import { singleFlightTests } from './conformance-single-flight.ts';
import { verdictTests } from './conformance-verdicts.ts';
import { openBench, removeAll, type Bench, type Place } from './support.ts';

/** What every place to keep jobs must do. `find` names one that is empty and outlives a killed process. */
export function describeQueue(name: string, find: () => Promise<QueueSettings>): void {
  describe(`the queue on ${name}`, () => {
    let settings: QueueSettings;
    let bench: Bench;

    beforeAll(async () => {
      settings = await find();
      bench = await openBench(settings);
    });
    afterEach(async () => {
      await bench.rest();
      await removeAll(bench);
    });
    afterAll(() => bench.close());

    const place: Place = {
      get settings() {
        return settings;
      },
      get bench() {
        return bench;
      },
      close: () => bench.close(),
      async reopen() {
        bench = await openBench(settings);
      },
    };
    singleFlightTests(place);
    verdictTests(place);
    lifeTests(place);
  });
}
