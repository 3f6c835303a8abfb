import type { Books, Customer, Session, Subscription } from './books.ts';
import { eventOf, type FakeEvent } from './events.ts';
import type { Shapes } from './shapes.ts';

/** What a builder did: the object as it now is, and the webhook events that Stripe would send about it, in its order. */
export interface Happened<T> {
  object: T;
  events: FakeEvent[];
}

interface NewCustomer {
  name?: string | null;
  email?: string | null;
  metadata?: Record<string, string>;
}

interface NewSubscription {
  customer: string;
  product?: string;
  metadata?: Record<string, string>;
  status?: string;
}

interface NewSession {
  customer: string | null;
  metadata?: Record<string, string>;
  clientReferenceId?: string;
  subscription?: string;
  invoice?: string;
  paymentIntent?: string;
  paymentStatus?: Session['payment_status'];
  tax?: number;
}

const DAY = 86_400;

/** Customers, their checkouts and subscriptions. */
export function peopleBuilders(books: Books, shapes: Shapes) {
  const customerEvent = (type: string, customer: Customer): Happened<Customer> => ({
    object: customer,
    events: [eventOf(books, `customer.${type}`, shapes.customer(customer))],
  });
  const subscriptionEvent = (type: string, object: Subscription): Happened<Subscription> => ({
    object,
    events: [eventOf(books, `customer.subscription.${type}`, shapes.subscription(object))],
  });

  return {
    addCustomer(input: NewCustomer = {}): Happened<Customer> {
      const customer = books.customers.add({
        id: books.id('cus'),
        created: books.seconds(),
        name: input.name ?? null,
        email: input.email ?? null,
        metadata: input.metadata ?? {},
        deleted: false,
      });
      return customerEvent('created', customer);
    },

    /** Metadata is merged, as Stripe does; an empty value takes a key away. */
    updateCustomer(id: string, input: NewCustomer): Happened<Customer> {
      const customer = books.customers.need(id);
      const { metadata, ...plain } = input;
      Object.assign(customer, plain);
      const merged = Object.entries({ ...customer.metadata, ...metadata });
      customer.metadata = Object.fromEntries(merged.filter(([, value]) => value !== ''));
      return customerEvent('updated', customer);
    },

    /** The event still shows the whole customer; afterwards only a stub is left. */
    deleteCustomer(id: string): Happened<Customer> {
      const customer = books.customers.need(id);
      const happened = customerEvent('deleted', customer);
      customer.deleted = true;
      return happened;
    },

    completeCheckout(input: NewSession): Happened<Session> {
      const session = books.sessions.add({
        id: books.id('cs_test'),
        created: books.seconds(),
        customer: input.customer,
        invoice: input.invoice ?? null,
        payment_intent: input.paymentIntent ?? null,
        subscription: input.subscription ?? null,
        status: 'complete',
        payment_status: input.paymentStatus ?? 'paid',
        client_reference_id: input.clientReferenceId ?? null,
        metadata: input.metadata ?? {},
        amount_tax: input.tax ?? 0,
      });
      return {
        object: session,
        events: [eventOf(books, 'checkout.session.completed', shapes.session(session))],
      };
    },

    addSubscription(input: NewSubscription): Happened<Subscription> {
      const subscription = books.subscriptions.add({
        id: books.id('sub'),
        created: books.seconds(),
        customer: input.customer,
        status: input.status ?? 'active',
        metadata: input.metadata ?? {},
        ended_at: null,
        cancel_at: null,
        cancel_at_period_end: false,
        current_period_end: books.seconds() + 30 * DAY,
        product: input.product ?? 'Pro',
      });
      return subscriptionEvent('created', subscription);
    },

    updateSubscription(
      id: string,
      change: Partial<Pick<Subscription, 'status' | 'cancel_at' | 'cancel_at_period_end'>>,
    ): Happened<Subscription> {
      return subscriptionEvent('updated', Object.assign(books.subscriptions.need(id), change));
    },

    endSubscription(id: string): Happened<Subscription> {
      const ended = { status: 'canceled', ended_at: books.seconds() };
      return subscriptionEvent('deleted', Object.assign(books.subscriptions.need(id), ended));
    },
  };
}
