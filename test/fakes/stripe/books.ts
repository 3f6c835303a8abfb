import { Store } from './store.ts';

/** What the fake keeps, in the newest shape's words; `shapes.ts` writes either shape from it. Times are Unix seconds. */
export interface Customer {
  id: string;
  created: number;
  name: string | null;
  email: string | null;
  metadata: Record<string, string>;
  deleted: boolean;
}

export interface Session {
  id: string;
  created: number;
  customer: string | null;
  invoice: string | null;
  payment_intent: string | null;
  subscription: string | null;
  status: 'complete' | 'open' | 'expired';
  payment_status: 'paid' | 'unpaid' | 'no_payment_required';
  client_reference_id: string | null;
  metadata: Record<string, string>;
  amount_tax: number;
}

export interface Subscription {
  id: string;
  created: number;
  customer: string;
  status: string;
  metadata: Record<string, string>;
  ended_at: number | null;
  cancel_at: number | null;
  cancel_at_period_end: boolean;
  current_period_end: number;
  product: string;
}

export interface Invoice {
  id: string;
  created: number;
  currency: string;
  customer: string;
  number: string;
  status: 'open' | 'paid' | 'void' | 'uncollectible';
  paid_at: number | null;
  amount_due: number;
  amount_paid: number;
  net: number;
  tax: number;
  starting_balance: number;
  product: string;
  subscription: string | null;
  pre_payment_credit_notes_amount: number;
  post_payment_credit_notes_amount: number;
}

export interface InvoicePayment {
  id: string;
  created: number;
  invoice: string;
  payment_intent: string;
  amount_paid: number;
  currency: string;
  is_default: boolean;
  paid_at: number;
}

export interface PaymentIntent {
  id: string;
  created: number;
  amount: number;
  currency: string;
  customer: string | null;
  latest_charge: string;
}

export interface Charge {
  id: string;
  created: number;
  amount: number;
  amount_captured: number;
  amount_refunded: number;
  captured: boolean;
  currency: string;
  customer: string | null;
  description: string | null;
  disputed: boolean;
  payment_intent: string;
  status: 'succeeded' | 'pending' | 'failed';
}

export interface Refund {
  id: string;
  created: number;
  amount: number;
  currency: string;
  charge: string;
  payment_intent: string;
  reason: string | null;
  status: 'pending' | 'requires_action' | 'succeeded' | 'failed' | 'canceled';
  failed_at: number | null;
}

export interface BalanceTransaction {
  id: string;
  created: number;
  amount: number;
  currency: string;
}

export interface Dispute {
  id: string;
  created: number;
  amount: number;
  currency: string;
  charge: string;
  payment_intent: string;
  status: string;
  balance_transactions: BalanceTransaction[];
}

export interface CreditNote {
  id: string;
  created: number;
  amount: number;
  currency: string;
  invoice: string;
  customer: string;
  status: 'issued' | 'void';
  type: 'pre_payment' | 'post_payment';
  out_of_band_amount: number | null;
  refunds: { refund: string; amount_refunded: number; type: 'refund' }[];
}

export type Shape = 'basil' | 'legacy';

/** Everything the fake knows. Ids count up per kind, and time stands still until it is moved. */
export class Books {
  now = new Date('2026-11-02T09:00:00.000Z');
  /** 'legacy' answers and writes events as API versions before 2025-03-31 did. */
  shape: Shape = 'basil';
  eventStyle: 'snapshot' | 'thin' = 'snapshot';
  livemode = false;
  readonly customers = new Store<Customer>([]);
  readonly sessions = new Store<Session>(['customer', 'payment_intent', 'status']);
  readonly subscriptions = new Store<Subscription>(['customer']);
  readonly invoices = new Store<Invoice>(['customer', 'subscription']);
  readonly invoicePayments = new Store<InvoicePayment>(['invoice', 'payment_intent']);
  readonly paymentIntents = new Store<PaymentIntent>(['customer']);
  readonly charges = new Store<Charge>(['payment_intent', 'customer']);
  readonly refunds = new Store<Refund>(['charge', 'payment_intent']);
  readonly disputes = new Store<Dispute>(['charge', 'payment_intent']);
  readonly creditNotes = new Store<CreditNote>(['invoice', 'customer']);
  private readonly counters = new Map<string, number>();

  /** The next id of a kind: "cus_000001". */
  id(prefix: string): string {
    const next = (this.counters.get(prefix) ?? 0) + 1;
    this.counters.set(prefix, next);
    return `${prefix}_${next.toString().padStart(6, '0')}`;
  }

  seconds(): number {
    return Math.floor(this.now.getTime() / 1000);
  }
}
