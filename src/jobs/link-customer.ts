import { PoisonError } from '../errors.ts';
import { externalKey } from '../events/document.ts';
import { decideAttributions } from '../rules/attribution.ts';
import { attributionsOfAccount } from '../salesforce/facts/attributions.ts';
import {
  identitiesByKey,
  identitiesOfAccount,
  type IdentityFact,
} from '../salesforce/facts/identities.ts';
import { openIssuesOfDocument } from '../salesforce/facts/sync-issues.ts';
import type { OrgRow } from '../salesforce/org.ts';
import {
  accountAttributionRow,
  adoptedRow,
  attributionKey,
} from '../salesforce/rows/attribution.ts';
import { identityLinkRow, identityRow } from '../salesforce/rows/identity.ts';
import { fit, type RecordPointer } from '../salesforce/rows/relation.ts';
import { issueRows, type Issue } from '../salesforce/rows/sync-issue.ts';
import type { JobContext, OrgSetup } from './context.ts';
import { claimsOf, type Claimed, type KnownCustomer } from './customer-claims.ts';

/**
 * Links a customer's identities to one account, and the account to the partnerships that claim it. A billing customer that
 * nobody claims stays an identity on the reps' work list and does not become an account. Returns the account's id.
 */
export async function linkCustomer(
  context: JobContext,
  customer: KnownCustomer,
): Promise<string | null> {
  const { claims, issues } = await claimsOf(context, customer);
  const held = await identitiesByKey(context.org, identityKeys(customer));
  const linked = [...held.values()].find((identity) => identity.accountId !== null);
  const account: RecordPointer | null = linked
    ? { id: linked.accountId, key: linked.accountKey ?? accountKey(customer) }
    : claims.length > 0 || customer.prm
      ? { id: null, key: accountKey(customer) }
      : null;
  const saved = await context.org.save([
    ...(account && account.id === null
      ? [accountRow(await context.setup(), customer, account)]
      : []),
    ...identityRows(customer, account, held),
  ]);
  const made = saved.find((outcome) => outcome.status === 'written');
  const accountId =
    account === null ? null : (account.id ?? (made?.status === 'written' ? made.id : null));
  if (account && accountId !== null) {
    issues.push(...(await attribute(context, customer, { ...account, id: accountId }, claims)));
  }
  await saveIssues(context, customer, issues);
  return accountId;
}

/** Commissions of everything that this customer pays through are computed again: credit may have come late (I9). */
export async function creditCustomersOf(
  context: JobContext,
  billingKey: string | null,
  accountId: string | null,
): Promise<void> {
  const linked = accountId === null ? [] : await identitiesOfAccount(context.org, accountId);
  const billingNames = new Set(context.vendors.billing.map((vendor) => vendor.name));
  const keys = linked
    .filter(
      (identity) =>
        identity.type === 'customer' && billingNames.has(identity.key.split(':')[0] ?? ''),
    )
    .map((identity) => identity.key);
  for (const key of new Set([...(billingKey === null ? [] : [billingKey]), ...keys])) {
    await context.producer.credit(key);
  }
}

function identityKeys(customer: KnownCustomer): string[] {
  return [customer.billing, customer.prm].flatMap((side) => (side ? [externalKey(side.ref)] : []));
}

/** Deterministic, whichever side came first: the billing customer's key, unless only the PRM knows the customer. */
function accountKey({ billing, prm }: KnownCustomer): string {
  const side = prm && (!billing || prm.providerKey === null) ? prm : (billing ?? prm);
  if (!side)
    throw new PoisonError({
      code: 'CUSTOMER_UNKNOWN',
      message: 'A customer without any side was to be linked.',
    });
  return externalKey(side.ref);
}

function accountRow(
  setup: OrgSetup,
  { billing, prm }: KnownCustomer,
  account: RecordPointer,
): OrgRow {
  const domain = (billing?.email ?? prm?.email)?.split('@')[1];
  const name = billing?.name ?? prm?.name ?? domain ?? account.key;
  return {
    object: 'Account',
    key: account.key,
    fields: { Name: fit(name, 255), RecordTypeId: setup.customerRecordTypeId },
  };
}

const noClaim =
  'No partner claims this customer. To credit one, set the Account here or put a partner key on the billing customer.';

/** What the vendors say of the customer is written always; the link once, from then on it is the reps'. */
function identityRows(
  { billing, prm }: KnownCustomer,
  account: RecordPointer | null,
  held: ReadonlyMap<string, IdentityFact>,
): OrgRow[] {
  return [billing, prm].flatMap((side) => {
    if (!side) return [];
    const known = held.get(externalKey(side.ref));
    const isUnclaimed = account === null && !known?.accountId;
    const row = identityRow({
      ref: side.ref,
      version: side.version,
      links: {},
      status: known || account ? null : 'Unmatched',
      matchReason: isUnclaimed ? noClaim : null,
      displayName: side.name,
      email: side.email,
    });
    if (account === null || known?.accountId) return [row];
    return [
      row,
      identityLinkRow(side.ref, account, 'Linked by the partner who brought this customer.'),
    ];
  });
}

/** Two jobs may claim the same split at once; the org refuses the second, which then decides again with what is there. */
const ATTEMPTS = 3;

async function attribute(
  context: JobContext,
  customer: KnownCustomer,
  account: RecordPointer & { id: string },
  claimed: readonly Claimed[],
): Promise<Issue[]> {
  const fresh = claimed.map(({ claim, partnership }) => ({
    ...claim,
    key: attributionKey(account.key, partnership.key, claim.role),
  }));
  for (let attempt = 1; ; attempt += 1) {
    const held = await attributionsOfAccount(context.org, account.id);
    const { decisions, conflict } = decideAttributions(
      fresh,
      held.map((row) => row.held),
    );
    const partnerships = new Map([
      ...held.map((row) => [row.held.partnershipId, row.partnership] as const),
      ...claimed.map(({ partnership }) => [partnership.id, partnership] as const),
    ]);
    const withoutKey = new Set(held.filter(({ hasKey }) => !hasKey).map(({ id }) => id));
    const rows = decisions.flatMap((decision) => {
      const partnership = partnerships.get(decision.claim.partnershipId);
      if (!partnership) return [];
      const row = accountAttributionRow(decision, account, partnership);
      const isAdopted = withoutKey.has(decision.claim.key);
      return [
        {
          split: decision.split,
          row: isAdopted ? adoptedRow(row, account, partnership, decision.claim.role) : row,
        },
      ];
    });
    // Whoever loses a share gives it back before another takes it: the org never sees more than 100 %.
    const outcomes = [
      ...(await context.org.upsert(rows.filter(({ split }) => split === 0).map(({ row }) => row))),
      ...(await context.org.upsert(rows.filter(({ split }) => split > 0).map(({ row }) => row))),
    ];
    const refused = outcomes.find((outcome) => outcome.status === 'failed');
    if (!refused) return conflict === null ? [] : [attributionConflict(customer, conflict)];
    if (attempt === ATTEMPTS || !(refused.verdict instanceof PoisonError)) throw refused.verdict;
  }
}

async function saveIssues(
  context: JobContext,
  customer: KnownCustomer,
  issues: readonly Issue[],
): Promise<void> {
  for (const documentKey of identityKeys(customer)) {
    const open = await openIssuesOfDocument(context.org, documentKey);
    const rows = issueRows(
      issues.filter((issue) => issue.documentKey === documentKey),
      open,
      ['PARTNER_KEY_UNKNOWN', 'PARTNERSHIP_UNKNOWN', 'ATTRIBUTION_CONFLICT', 'WRITE_REFUSED'],
      context.clock.now(),
    );
    if (rows.length > 0) await context.org.save(rows);
  }
}

function attributionConflict({ billing, prm }: KnownCustomer, conflict: string): Issue {
  const side = billing ?? prm;
  return {
    code: 'ATTRIBUTION_CONFLICT',
    severity: 'Warning',
    documentKey: side ? externalKey(side.ref) : '',
    subject: null,
    message: conflict,
    whatToDo:
      'If the other partner should be credited, change the payable splits of the attributions on the account: what a person sets by hand comes first.',
  };
}
