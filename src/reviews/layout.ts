import type { BusinessReview, Deals } from '../rules/business-review.ts';
import { amountText, countText } from '../rules/review-words.ts';

/** One cell of a table: its text, and a second, quieter line below it. */
export interface Cell {
  text: string;
  small?: string | undefined;
}

/** A table as both documents set it: widths are shares of the line, `number` stands right. */
export interface ReviewTable {
  heading: string;
  columns: readonly { label: string; width: number; isNumber?: boolean }[];
  rows: readonly (readonly Cell[])[];
  /** In place of the table where it has no rows. */
  none: string;
  /** "And 12 more."; null where all are shown. */
  more: string | null;
}

/** The tables of wins, losses, registrations and commission, in the order of both documents. */
export function reviewTables(review: BusinessReview): ReviewTable[] {
  return [
    dealTable('Deals won', 'Nothing was won in the period.', review.wins),
    dealTable('Deals lost', 'Nothing was lost in the period.', review.losses),
    registrationTable(review),
    moneyTable(review),
  ];
}

function dealTable(heading: string, none: string, deals: Deals): ReviewTable {
  return {
    heading,
    none,
    columns: [
      { label: 'Deal', width: 0.36 },
      { label: 'Date', width: 0.13 },
      { label: 'Role', width: 0.11 },
      { label: 'Credited', width: 0.16, isNumber: true },
      { label: 'Why', width: 0.24 },
    ],
    rows: deals.lines.map((deal) => [
      { text: deal.name, small: deal.customer ?? undefined },
      { text: deal.day },
      { text: deal.role },
      { text: deal.amountText },
      { text: deal.reasonText },
    ]),
    more: moreText(deals.more, 'deal'),
  };
}

function registrationTable({ registrations }: BusinessReview): ReviewTable {
  return {
    heading: 'Open deal registrations, oldest first',
    none: 'No registration is open.',
    columns: [
      { label: 'Company', width: 0.34 },
      { label: 'Status', width: 0.14 },
      { label: 'Submitted', width: 0.14 },
      { label: 'Age', width: 0.1, isNumber: true },
      { label: 'What is next', width: 0.28 },
    ],
    rows: registrations.lines.map((line) => [
      { text: line.company },
      { text: line.status },
      { text: line.submitted },
      { text: countText(line.ageDays, 'day').replace('no days', 'today') },
      { text: line.words },
    ]),
    more: moreText(registrations.more, 'registration'),
  };
}

function moneyTable({ numbers, currency, period }: BusinessReview): ReviewTable {
  const row = (text: string, amount: number, small: string): Cell[] => [
    { text, small },
    { text: amountText(amount, currency) },
  ];
  return {
    heading: 'Revenue, commission and funds',
    none: '',
    columns: [
      { label: period.label, width: 0.7 },
      { label: 'Amount', width: 0.3, isNumber: true },
    ],
    rows: [
      row('Revenue', numbers.revenue, 'Payments that commission is computed on'),
      row('of which retained', numbers.retainedRevenue, 'From customers who came before the period'),
      row('Commission earned', numbers.commissionEarned, 'Take-backs for refunds deducted'),
      row('Commission paid', numbers.commissionPaid, 'Statements paid in the period, whatever they are for'),
      row('Marketing funds claimed', numbers.fundsClaimed, 'Claimed by the partner in the period'),
    ],
    more: null,
  }; // prettier-ignore
}

function moreText(more: number, what: string): string | null {
  return more === 0 ? null : `And ${countText(more, `more ${what}`)} in Salesforce.`;
}

/** "1 July 2026 to 30 September 2026" would cost a line on a phone: days stay as everywhere else. */
export function factsLine(review: BusinessReview): string {
  return [
    review.program,
    review.tier === null ? null : `${review.tier} tier`,
    `${review.period.start} to ${review.period.end}`,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** What every reader should know about the numbers. */
export function footnote(review: BusinessReview): string {
  return `Amounts in ${review.currency}. Facts up to ${review.asOf}, days in UTC. Deals count with the amount that is credited to the partnership; "won" counts deals that it sourced, co-sold or resold. The records in Salesforce are the source of every number.`;
}
