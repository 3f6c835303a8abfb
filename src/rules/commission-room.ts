import { addMonths } from './calendar.ts';
import type { CommissionRule } from './commission-terms.ts';

/** The first day of the calendar period of `months` (1, 3 or 12) that holds `day`. */
export function periodStart(day: string, months: CommissionRule['periodMonths']): string {
  const month = Number(day.slice(5, 7)) - 1;
  return addMonths(`${day.slice(0, 7)}-01`, -(month % months));
}

/** What a cap counts: a deal, a customer, and the day that decides the period. */
export interface CapSubject {
  deal: string | null;
  customer: string | null;
  day: string;
}

/** Counts what stands under one rule for one partnership, and how much its caps leave. */
export class CapMeter {
  readonly #rule: CommissionRule;
  readonly #standing = new Map<string, number>();

  constructor(rule: CommissionRule) {
    this.#rule = rule;
  }

  /** Minor units that may still be earned for `subject`, never below zero; null where no cap applies. */
  room(subject: CapSubject): number | null {
    const rooms = this.#limits(subject).flatMap(([name, cap]) =>
      cap === null ? [] : [cap - (this.#standing.get(name) ?? 0)],
    );
    return rooms.length === 0 ? null : Math.max(0, Math.min(...rooms));
  }

  /** What was earned (+) or taken back (-), which gives room again. */
  count(subject: CapSubject, minor: number): void {
    for (const [name] of this.#limits(subject))
      this.#standing.set(name, (this.#standing.get(name) ?? 0) + minor);
  }

  #limits({ deal, customer, day }: CapSubject): [string, number | null][] {
    const { caps, periodMonths } = this.#rule;
    return [
      ['partnership', caps.partnership],
      [`period ${periodStart(day, periodMonths)}`, caps.period],
      ...(deal === null ? [] : [[`deal ${deal}`, caps.deal] satisfies [string, number | null]]),
      ...(customer === null
        ? []
        : [[`customer ${customer}`, caps.customer] satisfies [string, number | null]]),
    ];
  }
}

/** Whether what a partnership earns under `rule` for one customer depends on its other customers. */
export function countsAcrossCustomers({ caps, tiers }: CommissionRule): boolean {
  return (
    caps.partnership !== null ||
    caps.period !== null ||
    (tiers !== null && tiers.basis !== 'Payment Amount')
  );
}
