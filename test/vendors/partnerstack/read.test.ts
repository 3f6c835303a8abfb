import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { eventRules, ruleFor } from '../../../src/vendors/partnerstack/event-types.ts';
import { read } from '../../../src/vendors/partnerstack/read.ts';
import * as deliveries from '../../fixtures/partnerstack/deliveries.ts';

const live = { account: 'main', mode: null } as const;

function documentsOf(body: unknown): string[] {
  const reading = read(live, body);
  return reading.kind === 'documents'
    ? reading.documents.map(({ type, id }) => `${type} ${id}`)
    : [`${reading.kind} ${reading.code}`];
}

describe('which documents a PartnerStack delivery is about', () => {
  const partnership = { key: 'part_1', partner_key: 'ada', group: { key: 'grup_1' } };
  test.each<[string, unknown, string[]]>([
    ['a wrapped customer', deliveries.customerCreated, ['customer cus_0000000000000a']],
    ['a flat customer', deliveries.customerUpdatedVersion1, ['customer crust_a1b2c3d4']],
    [
      'a flat partnership without a key',
      deliveries.partnershipCreatedVersion1,
      ['partnership ada-lovelace'],
    ],
    [
      'a partnership with its group',
      { event: 'partnership.updated', data: partnership },
      ['partnership part_1', 'program grup_1'],
    ],
    [
      'a partnership whose group is a text',
      { event: 'partnership.updated', data: { ...partnership, group: 'grup_1' } },
      ['partnership part_1'],
    ],
    [
      'a partnership whose tags changed',
      { event: 'partnership.tags_updated', data: { key: 'part_1' } },
      ['partnership part_1'],
    ],
    [
      'an underscored group change of version 1',
      { event: 'partnership_group_updated', key: 'part_1' },
      ['partnership part_1'],
    ],
    ['a deleted deal', { event: 'deal.deleted', data: { key: 'deal_1' } }, ['deal deal_1']],
    ['an archived lead', { event: 'lead.archived', data: { key: 'lead_1' } }, ['lead lead_1']],
    ['a group', { event: 'group.updated', data: { key: 'grup_1' } }, ['program grup_1']],
    ['a program', { event: 'program_updated', data: { key: 'grup_1' } }, ['program grup_1']],
    ['another case of letters', { event: ' Deal.Created ', data: { key: ' d ' } }, ['deal d']],
    ['an empty object in data', { event: 'deal.created', data: {} }, ['skip NOTHING_TO_ACT_ON']],
    ['a key of 180 characters', flatDeal('k'.repeat(180)), [`deal ${'k'.repeat(180)}`]],
    ['a key of 181 characters', flatDeal('k'.repeat(181)), ['skip NOTHING_TO_ACT_ON']],
    ['a number as key', flatDeal(7), ['skip NOTHING_TO_ACT_ON']],
    ['a ping', deliveries.ping, ['skip NOTHING_TO_ACT_ON']],
    ['an object without event', deliveries.agreementWithoutEvent, ['skip NOTHING_TO_ACT_ON']],
    ['an empty event', { event: ' ', data: { key: 'd' } }, ['skip NOTHING_TO_ACT_ON']],
    ['an event that is no text', { event: 1, data: { key: 'd' } }, ['skip NOTHING_TO_ACT_ON']],
    ['a list', [deliveries.customerCreated], ['skip NOTHING_TO_ACT_ON']],
    ['nothing', null, ['skip NOTHING_TO_ACT_ON']],
    ['an application', deliveries.applicationCreatedVersion1, ['skip EVENT_TYPE_IGNORED']],
    ['a reward', { event: 'reward.created', data: { key: 'r' } }, ['skip EVENT_TYPE_IGNORED']],
    ['a partner team', { event: 'partner_team_updated', key: 's' }, ['skip EVENT_TYPE_IGNORED']],
    ['an object nobody knows', { event: 'mdf.created', data: {} }, ['skip EVENT_TYPE_UNKNOWN']],
    ['an object without action', { event: 'deal', data: {} }, ['skip EVENT_TYPE_UNKNOWN']],
    ['an empty action', { event: 'deal.', data: { key: 'd' } }, ['skip EVENT_TYPE_UNKNOWN']],
    ['an action without object', { event: '.deal', data: {} }, ['skip EVENT_TYPE_UNKNOWN']],
  ])('%s', (_name, body, expected) => {
    expect(documentsOf(body)).toEqual(expected);
  });

  function flatDeal(key: unknown): unknown {
    return { event: 'deal_created', key };
  }

  test('the notice carries the event as PartnerStack writes it and the time of the change', () => {
    expect(read(live, deliveries.customerUpdatedVersion1).notice).toEqual({
      eventType: 'customer_updated',
      eventId: null,
      occurredAt: new Date(1790000400345),
    });
    expect(read(live, deliveries.ping).notice.occurredAt).toBeNull();
  });

  test('documents belong to the account that was configured', () => {
    const reading = read({ account: 'emea', mode: null }, deliveries.customerCreated);
    expect(reading).toMatchObject({ documents: [{ vendor: 'partnerstack', account: 'emea' }] });
  });
});

describe('test objects at an account', () => {
  const wrapped = (test: unknown): unknown => ({ event: 'deal.created', data: { key: 'd' }, test });
  const flat = { event: 'deal_created', key: 'd', test: 'true' };
  test.each<['live' | 'test' | null, unknown, string]>([
    ['live', wrapped(true), 'TEST_MODE'],
    [null, wrapped(true), 'TEST_MODE'],
    [null, wrapped('true'), 'TEST_MODE'],
    [null, flat, 'TEST_MODE'],
    [null, { event: 'deal.created', data: { key: 'd', test: true }, test: false }, 'TEST_MODE'],
    ['live', wrapped('false'), 'documents'],
    [null, wrapped(undefined), 'documents'],
    ['test', wrapped(true), 'documents'],
    ['test', wrapped(false), 'documents'],
  ])('in mode %s, %j is %s', (mode, body, expected) => {
    const reading = read({ account: 'main', mode }, body);
    expect(reading.kind === 'skip' ? reading.code : reading.kind).toBe(expected);
  });
});

describe('the table of events', () => {
  test('says in the README what the code does with each', () => {
    const readme = readFileSync('src/vendors/partnerstack/README.md', 'utf8');
    for (const { pattern, use } of eventRules) {
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${pattern}\` `)) ?? '';
      const [, , verb = '', why = ''] = row.split('|').map((cell) => cell.trim());
      expect(verb.split(',')[0]).toBe(use.kind === 'document' ? use.type : 'ignored');
      if (use.kind !== 'document') expect(why).toBe(use.reason);
    }
  });

  test('finds the same rule for both spellings of any action', () => {
    const action = fc.stringMatching(/^[a-z]{1,12}$/);
    const objects = eventRules.filter((rule) => rule.pattern.endsWith('.*'));
    fc.assert(
      fc.property(fc.constantFrom(...objects), action, (rule, word) => {
        const object = rule.pattern.slice(0, -2);
        expect(ruleFor(`${object}.${word}`)).toBe(rule.use);
        expect(ruleFor(`${object}_${word}`)).toBe(rule.use);
      }),
    );
  });
});
