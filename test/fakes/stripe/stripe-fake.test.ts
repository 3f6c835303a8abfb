import { startStripeFake, type StripeFake } from './stripe-fake.ts';

interface Answer {
  status: number;
  body: Record<string, unknown> & { data: { id: string }[] };
}

describe('the fake of Stripe', () => {
  let fake: StripeFake;
  beforeAll(async () => {
    fake = await startStripeFake();
    const customer = fake.addCustomer().object.id;
    for (let i = 0; i < 25; i += 1) fake.addCharge({ customer, amount: 100 + i });
  });
  afterAll(() => fake.stop());

  async function ask(path: string, key = fake.apiKey): Promise<Answer> {
    const response = await fetch(`${fake.url}${path}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    return { status: response.status, body: Object(await response.json()) };
  }

  test('pages newest first, ten by default, from a cursor', async () => {
    const first = (await ask('/v1/charges')).body;
    expect(first.data).toHaveLength(10);
    expect(first).toMatchObject({
      has_more: true,
      data: [{ id: 'ch_000025' }, {}, {}, {}, {}, {}, {}, {}, {}, {}],
    });
    const last = (await ask('/v1/charges?limit=20&starting_after=ch_000005')).body;
    expect(last).toMatchObject({ has_more: false });
    expect(last.data.map(({ id }) => id)).toEqual([
      'ch_000004',
      'ch_000003',
      'ch_000002',
      'ch_000001',
    ]);
  });

  test.each([
    ['/v1/charges?limit=0', 400],
    ['/v1/charges?limit=101', 400],
    ['/v1/charges?starting_after=ch_none', 400],
    ['/v1/charges/ch_none', 404],
    ['/v1/moons', 404],
    ['/v1/charges/ch_000001?expand[]=nonsense', 400],
    ['/v1/charges/ch_000001?expand[]=refunds', 200],
  ])('answers %s with %d', async (path, status) => {
    expect((await ask(path)).status).toBe(status);
  });

  test('knows one key', async () => {
    expect((await ask('/v1/charges', 'sk_test_other')).status).toBe(401);
  });

  test('has refunds in a charge only when asked for, or in the older shape', async () => {
    const plain = await ask('/v1/charges/ch_000001');
    expect(plain.body).not.toHaveProperty('refunds');
    expect(plain.body).not.toHaveProperty('invoice');
    fake.setShape('legacy');
    expect((await ask('/v1/charges/ch_000001')).body).toMatchObject({
      invoice: null,
      refunds: { data: [] },
    });
    expect((await ask('/v1/invoice_payments')).status).toBe(404);
    fake.setShape('basil');
  });

  test('is the same to the byte when the same story is told again', async () => {
    const tell = async (): Promise<string> => {
      const fake = await startStripeFake();
      const customer = fake.addCustomer({ name: 'Globex' });
      const paid = fake.payInvoice({ customer: customer.object.id, net: 1000, tax: 190 });
      const refund = fake.refund({ charge: paid.charge?.id ?? '' });
      await fake.stop();
      return JSON.stringify([customer.events, paid.events, refund.events]);
    };
    expect(await tell()).toBe(await tell());
  });
});
