import {
  decideAttributions,
  type AttributionClaim,
  type AttributionDecision,
  type AttributionOutcome,
  type HeldAttribution,
} from '../../../src/rules/attribution.ts';
import type { RuleRow, RuleTable } from './rule-table.ts';

export interface AttributionFacts {
  fresh: readonly AttributionClaim[];
  held: readonly HeldAttribution[];
}
type Change = Omit<AttributionDecision, 'claim'> &
  Pick<AttributionClaim, 'key' | 'partnershipName' | 'startDate'>;
interface Outcome {
  changes: readonly Change[];
  conflict: AttributionOutcome['conflict'];
}
type Row = RuleRow<AttributionFacts, Outcome>;

export const januaryDay = (n: number): Date => new Date(Date.UTC(2026, 0, n));

/** By the PRM, on the first of January, for all of the split. */
export function claim(name: string, changes: Partial<AttributionClaim> = {}): AttributionClaim {
  return {
    key: `account:${name}:sourced`,
    partnershipId: name,
    partnershipName: name,
    role: 'Sourced',
    origin: 'PRM Customer',
    reasonCode: 'PRM_CUSTOMER',
    reason: `${name} brought it.`,
    wantedSplit: 10_000,
    touchedAt: januaryDay(1),
    startDate: '2026-01-01',
    ...changes,
  };
}
function held(name: string, changes: Partial<HeldAttribution> = {}): HeldAttribution {
  return { ...claim(name), status: 'Active', split: 10_000, ...changes };
}
const billing = { origin: 'Billing Partner Key', reasonCode: 'PARTNER_KEY_ON_CUSTOMER' } as const;
const lead = { origin: 'PRM Lead', reasonCode: 'PRM_LEAD' } as const;
const deal = { origin: 'PRM Deal', reasonCode: 'PRM_DEAL' } as const;
const byHand = { origin: 'Manual', reasonCode: 'ADDED_BY_HAND' } as const;
const asked = (wantedSplit: number, day = 1): Partial<AttributionClaim> => ({
  wantedSplit,
  touchedAt: januaryDay(day),
});

function credited(name: string, changes: Partial<Change> = {}): Change {
  return {
    key: `account:${name}:sourced`,
    partnershipName: name,
    startDate: '2026-01-01',
    status: 'Active',
    split: 10_000,
    reasonCode: 'PRM_CUSTOMER',
    reason: `${name} brought it.`,
    ...changes,
  };
}
const byKey = { reasonCode: 'PARTNER_KEY_ON_CUSTOMER' } as const;
const behind = (name: string, holder: string): Change =>
  credited(name, {
    status: 'Rejected',
    split: 0,
    reasonCode: 'SUPERSEDED',
    reason: `${name} brought it. Not credited: ${holder} comes first by precedence.`,
  });
const told = (others: string, winner: string, origin: string): string =>
  `${others} and ${winner} claim the same customer; ${winner} is credited (${origin}).`;

function row(
  name: string,
  fresh: readonly AttributionClaim[],
  rows: readonly HeldAttribution[],
  changes: readonly Change[],
  conflict: string | null = null,
): Row {
  return { name, facts: { fresh, held: rows }, outcome: { changes, conflict } };
}

const percent = (basisPoints: number): string => `${basisPoints / 100} %`;
const details = ({ role, origin, touchedAt, startDate }: AttributionClaim): string =>
  `${role === 'Sourced' ? '' : `${role}, `}${origin}, ${touchedAt.toISOString().slice(0, 10)}${startDate === '2026-01-01' ? '' : `, credit from ${startDate}`}`;

export const attributionTable: RuleTable<AttributionFacts, Outcome> = {
  rule: 'attribution',
  title: 'Who is credited for a customer',
  about: `
Every claim to a customer is kept as an attribution: one for each partnership and role. Those who are credited share the payable split, 100 % at most. Claims are looked at in this order:

1. **Manual**: a person said so in Salesforce. What a person set, proposed or ended stays as it is.
2. **Billing Partner Key**: the billing customer, its checkout or its subscription carries the partner's key.
3. **PRM Customer**: the PRM names the partner of the customer.
4. **PRM Deal**: the PRM names the partner of a deal with the customer.
5. **PRM Lead**: the PRM names the partner of a lead of the customer.

Of two of a kind the older one is first; at the same moment, the lower key (here: the alphabet). Each gets the split that it asks for while that much is free. One that asks for more is rejected with the reason, and a Sync Issue tells a person
that partners claim the same customer. What became known first does not matter. Two claims of one partnership in one role are one attribution: by the better source, from the earlier day on.`,
  decide: ({ fresh, held: rows }) => {
    const { decisions, conflict } = decideAttributions(fresh, rows);
    return {
      changes: decisions.map(({ claim: { key, partnershipName, startDate }, ...rest }) => ({
        key,
        partnershipName,
        startDate,
        ...rest,
      })),
      conflict,
    };
  },
  columns: {
    'New claims': ({ facts }) =>
      facts.fresh
        .map((one) => `${one.partnershipName}: ${percent(one.wantedSplit)}, ${details(one)}`)
        .join('; '),
    'In the org': ({ facts }) =>
      facts.held
        .map(
          (one) =>
            `${one.partnershipName}: ${one.status} with ${percent(one.split)}, ${details(one)}`,
        ) // prettier-ignore
        .join('; ') || 'nothing',
    'Attributions become': ({ outcome }) =>
      outcome.changes
        ?.map(
          (one) =>
            `${one.partnershipName}: ${one.status} with ${percent(one.split)}${one.startDate === '2026-01-01' ? '' : ` from ${one.startDate}`}`,
        ) // prettier-ignore
        .join('; ') || 'no change',
    Why: ({ outcome }) => outcome.changes?.map(({ reason }) => reason).join(' ') ?? '',
    'A person is told': ({ outcome }) => outcome.conflict ?? '',
  },
  rows: [
    row('the only claim gets it all', [claim('Acme')], [], [credited('Acme')]),
    row('known already', [claim('Acme')], [held('Acme')], []),
    row(
      'a partner key on the billing customer comes before the PRM',
      [claim('Acme'), claim('Ajax', billing)],
      [],
      [behind('Acme', 'Ajax (billing partner key)'), credited('Ajax', byKey)],
      'Acme and Ajax claim the same customer; Ajax is credited (billing partner key).',
    ),
    row(
      'also when the PRM was first',
      [claim('Ajax', billing)],
      [held('Acme')],
      [behind('Acme', 'Ajax (billing partner key)'), credited('Ajax', byKey)],
      told('Acme', 'Ajax', 'billing partner key'),
    ),
    row(
      'also when the billing side was first',
      [claim('Acme')],
      [held('Ajax', billing)],
      [behind('Acme', 'Ajax (billing partner key)')],
      told('Acme', 'Ajax', 'billing partner key'),
    ),
    row(
      'the PRM’s customer comes before its deal',
      [claim('Acme', deal), claim('Ajax')],
      [],
      [behind('Acme', 'Ajax (prm customer)'), credited('Ajax')],
      told('Acme', 'Ajax', 'prm customer'),
    ),
    row(
      'the PRM’s deal comes before its lead',
      [claim('Acme', lead), claim('Ajax', deal)],
      [],
      [behind('Acme', 'Ajax (prm deal)'), credited('Ajax', { reasonCode: 'PRM_DEAL' })],
      told('Acme', 'Ajax', 'prm deal'),
    ),
    row(
      'the older claim wins among equals',
      [claim('Acme', asked(10_000, 2)), claim('Ajax')],
      [],
      [behind('Acme', 'Ajax (prm customer)'), credited('Ajax')],
      told('Acme', 'Ajax', 'prm customer'),
    ),
    ...[
      [claim('Ajax'), claim('Acme')],
      [claim('Acme'), claim('Ajax')],
    ].map((fresh, at) =>
      row(
        `at the same moment the lower key wins${at === 0 ? '' : ', also when it came first'}`,
        fresh,
        [],
        [behind('Ajax', 'Acme (prm customer)'), credited('Acme')],
        told('Ajax', 'Acme', 'prm customer'),
      ),
    ),
    row(
      'several who go without stand in the order of their keys',
      [claim('Apex'), claim('Zeta'), claim('Ajax'), claim('Acme')],
      [],
      [...['Ajax', 'Apex', 'Zeta'].map((name) => behind(name, 'Acme (prm customer)')), credited('Acme')], // prettier-ignore
      told('Ajax, Apex, Zeta', 'Acme', 'prm customer'),
    ),
    row(
      'two halves fit beside each other',
      [claim('Acme', asked(5_000)), claim('Ajax', asked(5_000, 2))],
      [],
      [credited('Acme', { split: 5_000 }), credited('Ajax', { split: 5_000 })],
    ),
    row(
      'a hundredth of a percent more than a half does not fit beside a half',
      [claim('Acme', asked(5_000)), claim('Ajax', asked(5_001, 2))],
      [],
      [behind('Ajax', 'Acme (prm customer)'), credited('Acme', { split: 5_000 })],
      told('Ajax', 'Acme', 'prm customer'),
    ),
    row(
      'two roles of one partnership are two claims',
      [
        claim('Acme', asked(5_000)),
        claim('Acme', { key: 'account:Acme:resold', role: 'Resold', wantedSplit: 5_000 }),
      ],
      [],
      [
        credited('Acme', { key: 'account:Acme:resold', split: 5_000 }),
        credited('Acme', { split: 5_000 }),
      ],
    ),
    row(
      'what a person set stays',
      [claim('Acme', billing)],
      [held('Ajax', byHand)],
      [behind('Acme', 'Ajax (manual)')],
      told('Acme', 'Ajax', 'manual'),
    ),
    row(
      'a part that a person set leaves the rest',
      [claim('Acme', asked(6_000)), claim('Apex', asked(5_000, 2))],
      [held('Ajax', { ...byHand, split: 4_000 })],
      [behind('Apex', 'Ajax (manual)'), credited('Acme', { split: 6_000 })],
      told('Apex', 'Ajax', 'manual'),
    ),
    row(
      'what a person set is not decided again by a claim to the same',
      [claim('Acme', billing)],
      [held('Acme', { ...byHand, split: 3_000 })],
      [],
    ),
    row(
      'what a person proposed is left to the person, and holds nothing back',
      [claim('Acme'), claim('Ajax')],
      [held('Acme', { status: 'Proposed', split: 0 })],
      [credited('Ajax')],
    ),
    row(
      'what a person ended is not raised from the dead',
      [claim('Acme')],
      [held('Acme', { status: 'Ended' })],
      [],
    ),
    row(
      'a rejected claim is credited once its rival has ended',
      [claim('Acme')],
      [held('Acme', { status: 'Rejected', split: 0 }), held('Ajax', { status: 'Ended' })],
      [credited('Acme')],
    ),
    row(
      'a better source of the same claim takes the row over',
      [claim('Acme', billing)],
      [held('Acme')],
      [credited('Acme', byKey)],
    ),
    row('a worse source of the same claim changes nothing', [claim('Acme', lead)], [held('Acme')], []), // prettier-ignore
    row(
      'an earlier start is kept',
      [claim('Acme', { startDate: '2025-12-01' })],
      [held('Acme')],
      [credited('Acme', { startDate: '2025-12-01' })],
    ),
    row('a later start changes nothing', [claim('Acme', { startDate: '2026-02-01' })], [held('Acme')], []), // prettier-ignore
    row(
      'two claims to one thing: the words of the first, and the earlier start',
      [
        claim('Acme', { ...asked(10_000, 2), reason: 'Second.', key: 'k2', startDate: '2025-12-01' }), // prettier-ignore
        claim('Acme', { reason: 'First.', key: 'k1' }),
      ],
      [],
      [credited('Acme', { key: 'k1', reason: 'First.', startDate: '2025-12-01' })],
    ),
    row('another split of a row is put right', [claim('Acme')], [held('Acme', { split: 5_000 })], [credited('Acme')]), // prettier-ignore
    row(
      'who asks for more than there is goes without, though nobody is credited',
      [claim('Acme', asked(10_001)), claim('Ajax', asked(10_001))],
      [],
      [behind('Acme', 'another partnership'), behind('Ajax', 'another partnership')],
    ),
  ],
};
