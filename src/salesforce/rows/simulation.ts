import { toMajor } from '../../money.ts';
import { addDays } from '../../rules/calendar.ts';
import type { CommissionRule } from '../../rules/commission-terms.ts';
import { converted } from '../../rules/exchange-rate.ts';
import type { Difference, Simulation } from '../../rules/simulation.ts';
import type { RequestedSimulation } from '../facts/simulations.ts';
import type { OrgRow } from '../org.ts';
import { intoOrgCurrency, type OrgMoney } from './org-currency.ts';
import { fit } from './relation.ts';

/** What was computed for a requested simulation. */
export interface SimulationAnswer extends Simulation {
  /** The draft rules. */
  tried: readonly CommissionRule[];
}

/**
 * A computed simulation as rows: a line for each partnership and currency, then the simulation itself, so that it is not done
 * before its lines are there. Of `written` before by a computation that broke off, what is no longer so becomes zero.
 */
export function doneRows(
  asked: RequestedSimulation,
  answer: SimulationAnswer,
  money: OrgMoney,
  { written, now }: { written: readonly string[]; now: Date },
): OrgRow[] {
  const lines = answer.differences.map((difference) => lineRow(asked, difference, money));
  const keys = new Set(lines.map(({ key }) => key));
  const zero = { NowAmount__c: 0, ThenAmount__c: 0, OrgNowAmount__c: 0, OrgThenAmount__c: 0 };
  const stale = written
    .filter((key) => !keys.has(key))
    .map((key) => ({
      object: 'SimulationLine__c',
      key,
      fields: { Simulation__c: asked.id, ...zero },
    }));
  return [
    ...lines,
    ...stale,
    simulationRow(asked.id, 'Done', doneMessage(asked, answer, money), now),
  ];
}

/** A simulation that cannot be computed; `why` says what is wrong and how to mend it. */
export function failedRow({ id }: RequestedSimulation, why: string, now: Date): OrgRow {
  const message = `${why} Then set the status to Requested again.`;
  return simulationRow(id, 'Failed', message, now);
}

function simulationRow(
  id: string,
  status: 'Done' | 'Failed',
  message: string,
  computedAt: Date,
): OrgRow {
  return {
    object: 'Simulation__c',
    keyField: 'Id',
    key: id,
    fields: {
      Status__c: status,
      Message__c: fit(message, 4000),
      ComputedAt__c: computedAt.toISOString(),
    },
  };
}

const lastDay = ({ until }: RequestedSimulation): string => addDays(until, -1);

function lineRow(asked: RequestedSimulation, difference: Difference, money: OrgMoney): OrgRow {
  const { partnershipId, partnershipName, currency, nowMinor, thenMinor } = difference;
  const conversion = intoOrgCurrency(currency, lastDay(asked), money);
  const major = (minor: number): number => Number(toMajor({ minor, currency }));
  const inOrg = (minor: number): number | null =>
    conversion === undefined
      ? null
      : Number(toMajor({ minor: converted(minor, conversion), currency: money.orgCurrency }));
  return {
    object: 'SimulationLine__c',
    key: `${asked.id}:${partnershipId}:${currency}`,
    fields: {
      Simulation__c: asked.id,
      Partnership__c: partnershipId,
      PartnershipName__c: fit(partnershipName, 80),
      Currency__c: currency,
      NowAmount__c: major(nowMinor),
      ThenAmount__c: major(thenMinor),
      OrgNowAmount__c: inOrg(nowMinor),
      OrgThenAmount__c: inOrg(thenMinor),
    },
  };
}

function doneMessage(
  asked: RequestedSimulation,
  { differences, unclear, tried }: SimulationAnswer,
  money: OrgMoney,
): string {
  const names = tried.map(({ name, version }) => `"${name}" version ${version}`).sort();
  const changed = differences.filter(({ differenceMinor }) => differenceMinor !== 0).length;
  const result =
    differences.length === 0
      ? 'Nothing is earned in this period by the old or the new terms.'
      : changed === 0
        ? 'Nobody earns more or less by them.'
        : `${changed} of ${differences.length} lines differ.`;
  const day = lastDay(asked);
  const blank = new Set(
    differences
      .filter(({ currency }) => intoOrgCurrency(currency, day, money) === undefined)
      .map(({ currency }) => currency),
  );
  const withoutRate = [...blank]
    .sort()
    .map(
      (currency) =>
        `The totals leave out what is in ${currency}: no exchange rate to ${money.orgCurrency} holds on ${day}.`,
    );
  return [
    `Tried: ${names.join(', ')}. Rules for anything else stayed as they are. ${result}`,
    ...withoutRate,
    ...unclear.map((reason) => `Not counted: ${reason}`),
  ].join('\n');
}
