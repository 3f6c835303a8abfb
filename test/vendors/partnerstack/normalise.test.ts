import fc from 'fast-check';
import { PoisonError } from '../../../src/errors.ts';
import { prmCustomerSchema, prmDealSchema, prmLeadSchema } from '../../../src/events/partner.ts';
import type { PrmCustomer, PrmDeal, PrmLead } from '../../../src/events/partner.ts';
import { answerTo } from '../../../src/vendors/partnerstack/answers.ts';
import {
  closeDateOf,
  toCustomer,
  toDeal,
  toLead,
  toPartnership,
  toProgram,
} from '../../../src/vendors/partnerstack/normalise.ts';
import {
  customerSchema,
  dealSchema,
  groupSchema,
  leadSchema,
  looseText,
  partnershipSchema,
} from '../../../src/vendors/partnerstack/schema.ts';

const askedAt = new Date('2026-11-22T10:00:00.000Z');

const deal = (raw: object): PrmDeal =>
  toDeal('main', { record: dealSchema.parse({ key: 'deal_1', ...raw }), askedAt });
const lead = (raw: object): PrmLead =>
  toLead('main', { record: leadSchema.parse({ key: 'lead_1', ...raw }), askedAt });
const customer = (raw: object): PrmCustomer =>
  toCustomer('main', { record: customerSchema.parse({ key: 'cus_1', ...raw }), askedAt });

describe('a deal as it comes', () => {
  test.each<[object, Partial<PrmDeal>]>([
    [{ account_name: 'Acme' }, { accountName: 'Acme' }],
    [{ account_name: { name: 'Acme', key: 'x' } }, { accountName: 'Acme' }],
    [{ account_name: ' ' }, { accountName: null }],
    [{ account_name: null, meta: { company: 'Acme' } }, { accountName: 'Acme' }],
    [{ stage: 'Won' }, { stage: 'Won' }],
    [{ stage: { api_name: 'closed_won', name: 'Won' } }, { stage: 'Won' }],
    [{ stage: { api_name: 'closed_won' } }, { stage: 'closed_won' }],
    [{ stage: 3 }, { stage: '3' }],
    [{ stage: [] }, { stage: null }],
    [{ amount: 120050 }, { amountMinor: 120050 }],
    [{ amount: '120050' }, { amountMinor: 120050 }],
    [{ amount: 0 }, { amountMinor: 0 }],
    [{ amount: 12.5 }, { amountMinor: null }],
    [{ amount: 'twelve' }, { amountMinor: null }],
    [{ amount: Number.MAX_SAFE_INTEGER + 1 }, { amountMinor: null }],
    [{ source: 'vendor' }, { source: 'vendor' }],
    [{ source: 'partner' }, { source: 'partner' }],
    [{}, { source: 'partner', archived: false, closeDate: null, createdAt: askedAt }],
    [{ archived: true }, { archived: true }],
    [{ archived: 'true' }, { archived: true }],
    [{ archived: 'false' }, { archived: false }],
    [{ archived: null }, { archived: false }],
    [{ updated_at: 1790000000001 }, { version: 1790000000001 }],
    [{ updated_at: '1790000000001' }, { version: 1790000000001 }],
    [
      { updated_at: '2026-09-21T14:13:20.001Z' },
      { version: Date.parse('2026-09-21T14:13:20.001Z') },
    ],
    [{ updated_at: 1790000000000.9 }, { version: 1790000000000 }],
    [{ updated_at: 0 }, { version: askedAt.getTime() }],
    [{ updated_at: 8.64e15 + 1 }, { version: askedAt.getTime() }],
    [{ updated_at: 'yesterday' }, { version: askedAt.getTime() }],
    [{ updated_at: 5, created_at: null }, { createdAt: new Date(5) }],
    [{ partner_key: 'ada' }, { partnership: { id: null, partnerKey: 'ada' } }],
    [
      { partnership: { key: 'part_1', partner_key: 'ada' } },
      { partnership: { id: 'part_1', partnerKey: 'ada' } },
    ],
    [{ partnership: 'part_1' }, { partnership: { id: null, partnerKey: null } }],
  ])('%j becomes %j', (raw, expected) => {
    expect(deal(raw)).toMatchObject(expected);
  });

  test.each<[unknown, string | null]>([
    ['2026-12-24', '2026-12-24'],
    [' 2026-12-24 ', '2026-12-24'],
    ['2026-12-24T23:30:00Z', '2026-12-24'],
    ['2026-12-24 00:00:00', '2026-12-24'],
    [Date.parse('2026-12-24T00:00:00Z'), '2026-12-24'],
    ['2028-02-29', '2028-02-29'],
    ['2026-02-29', null],
    ['2026-13-01', null],
    ['2026-12-245', null],
    ['24.12.2026', null],
    ['', null],
    [Number.NaN, null],
    [{}, null],
  ])('closes, by %j, on %j', (value, expected) => {
    expect(closeDateOf(value)).toBe(expected);
  });
});

describe('who is meant', () => {
  const answered = (name: string, value: unknown): object => ({ fields: [{ name, value }] });
  const nobody = { firstName: null, lastName: null, email: null, phone: null };
  test.each<[object, PrmLead['person']]>([
    [{}, nobody],
    [
      { first_name: 'Ada', last_name: 'L' },
      { ...nobody, firstName: 'Ada', lastName: 'L' },
    ],
    [answered('Last Name', 'L'), { ...nobody, lastName: 'L' }],
    [
      answered('Full name', 'Ada King Lovelace'),
      { ...nobody, firstName: 'Ada King', lastName: 'Lovelace' },
    ],
    [answered('Contact Name', 'Ada'), { ...nobody, lastName: 'Ada' }],
    [
      { ...answered('name', 'No One'), last_name: 'L' },
      { ...nobody, lastName: 'L' },
    ],
    [answered('E-Mail', 'a@b.example'), { ...nobody, email: 'a@b.example' }],
    [answered('Email Address', 'a@b.example'), { ...nobody, email: 'a@b.example' }],
    [answered('phone', 4420), { ...nobody, phone: '4420' }],
  ])('in a lead that says %j is %j', (raw, expected) => {
    expect(lead(raw).person).toEqual(expected);
  });

  test('a lead whose `company` is ours is not from our company', () => {
    expect(lead({ company: { key: 'co_1', name: 'Vendor Inc.' } }).company).toBeNull();
  });

  test.each<[object, string | null]>([
    [{ customer_name: 'A', name: 'B' }, 'A'],
    [{ customer_name: null, name: 'B', meta: { name: 'C' } }, 'B'],
    [{ fields: [{ api_name: 'company_name', value: 'D' }] }, 'D'],
    [{}, null],
  ])('a customer like %j is called %j', (raw, expected) => {
    expect(customer(raw).name).toBe(expected);
  });
});

describe('answers to a form', () => {
  test('come from fields before field_data before meta, by API name before label', () => {
    const all = {
      fields: [
        { name: 'Company', api_name: 'other', value: 'label' },
        { name: 'Anything', api_name: 'company', value: 'api name' },
      ],
      field_data: { Company: 'field_data' },
      meta: { company: 'meta' },
    };
    const questions = ['company_name', 'company'];
    expect(answerTo(all, questions)).toBe('api name');
    expect(answerTo({ ...all, fields: all.fields.slice(0, 1) }, questions)).toBe('label');
    expect(answerTo({ ...all, fields: null }, questions)).toBe('field_data');
    expect(answerTo({ meta: all.meta }, questions)).toBe('meta');
    expect(answerTo({ fields: 'none', field_data: [null, 3], meta: 7 }, questions)).toBeNull();
  });

  test('the first question that was answered wins within one place', () => {
    const fields = [
      { api_name: 'company', value: 'second' },
      { api_name: 'company_name', value: null },
    ];
    expect(answerTo({ fields }, ['company_name', 'company'])).toBe('second');
  });

  test.each<[unknown, string | null]>([
    [' a ', 'a'],
    [0, '0'],
    [Number.NaN, null],
    [true, null],
    [{ label: 'Germany', value: 'DE' }, 'Germany'],
    [{ value: { name: 'deep' } }, null],
    [['a'], null],
    [null, null],
  ])('%j reads as %j', (value, expected) => {
    expect(looseText(value)).toBe(expected);
  });
});

describe('partnerships and programs', () => {
  test('a partnership without a partner key, a team key or a time of joining is still one', () => {
    const raw = { key: 'part_1', team: { name: 'No key' }, joined_at: 'never', archived: 'true' };
    const record = partnershipSchema.parse(raw);
    expect(toPartnership('main', { record, askedAt }, null)).toMatchObject({
      partnerKey: 'part_1',
      team: null,
      joinedAt: null,
      archived: true,
      program: null,
    });
  });

  test.each<[object, string]>([
    [{ name: 'Resellers', slug: 'r' }, 'Resellers'],
    [{ name: '', slug: 'r' }, 'r'],
    [{}, 'grup_1'],
  ])('a group like %j is called "%s", and does what it does not mention not', (raw, name) => {
    const record = groupSchema.parse({ key: 'grup_1', features: null, ...raw });
    expect(toProgram('main', { record, askedAt })).toMatchObject({
      name,
      leadsEnabled: false,
      dealsEnabled: false,
      archived: false,
    });
  });

  test('a key that we cannot store is refused without repeating it', () => {
    const record = partnershipSchema.parse({ key: 'part_1', partner_key: 'x'.repeat(181) });
    const refused = (): unknown => toPartnership('main', { record, askedAt }, null);
    expect(refused).toThrow(PoisonError);
    expect(refused).toThrow('"partnerKey"');
    expect(refused).not.toThrow(/xxx/);
  });
});

test('whatever is in the other fields, an object with a key is understood', () => {
  const fieldNames = Object.keys({
    ...leadSchema.shape,
    ...dealSchema.shape,
    ...customerSchema.shape,
  }).filter((name) => name !== 'key');
  const anything = fc.dictionary(fc.constantFrom(...fieldNames), fc.jsonValue({ maxDepth: 3 }));
  fc.assert(
    fc.property(anything, (raw) => {
      prmLeadSchema.parse(lead(raw));
      prmDealSchema.parse(deal(raw));
      prmCustomerSchema.parse(customer(raw));
    }),
    { numRuns: 300 },
  );
});
