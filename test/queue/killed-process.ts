import type { QueueSettings } from '../../src/queue/backend.ts';
import { invoice, openBench } from './support.ts';

/** Takes a job, never finishes it, leaves others waiting, and says so: to be killed by the test that started it. */
const settings = JSON.parse(process.argv[2] ?? '') as QueueSettings;
const bench = await openBench(settings);
bench.work({
  document: async ({ ref }) => {
    if (ref.id !== 'in_active') return;
    await bench.producer.refresh(invoice('in_active'));
    await bench.backend
      .queue('documents')
      .add('documents', { ref: invoice('in_waiting') }, { delay: 500 });
    await bench.backend.queue('deliveries').add(
      'deliveries',
      {
        vendor: 'stripe',
        account: 'main',
        receivedAt: new Date().toISOString(),
        body: '{"kept":true}',
      },
      { delay: 500 },
    );
    process.stdout.write('active\n');
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  },
});
await bench.producer.refresh(invoice('in_active'));

setTimeout(() => process.exit(1), 60_000); // should nobody come to kill it
