import { refusal, type Values } from '../deployed-org.ts';
import {
  account,
  credit,
  customerCredit,
  entry,
  grant,
  identity,
  lead,
  leadCredit,
  line,
  org,
  partnership,
  refusedBy,
  rule,
  statement,
  unique,
} from './records.ts';

/** Closes a statement as somebody else, so that the session of the tests may approve it. */
async function closedByColleague(id: string): Promise<void> {
  await grant('CommissionApprover');
  await org().update('CommissionStatement__c', id, { Status__c: 'Closed' });
  await org().update('CommissionStatement__c', id, { ClosedBy__c: null });
}

/** Cases of posted entries, commissions, statements and issues. */
export function ledgerCases(): void {
  describe('the ledger', () => {
    test.each<[string, Values]>([
      ['SourceAmount__c', { SourceAmount__c: 99.999 }],
      ['GrossAmount__c', { GrossAmount__c: 119 }],
      ['SourceCurrency__c', { SourceCurrency__c: 'EUR' }],
      ['Amount__c', { Amount__c: 100 }],
      ['Kind__c', { Kind__c: 'Refund' }],
      ['OccurredAt__c', { OccurredAt__c: '2026-09-05T10:00:01.000Z' }],
      ['DocumentKey__c', { DocumentKey__c: 'stripe:main:invoice:in_2' }],
      ['CustomerKey__c', { CustomerKey__c: 'stripe:main:customer:cus_2' }],
      ['ExternalKey__c', { ExternalKey__c: 'another' }],
    ])('a posted entry keeps its %s', async (_field, change) => {
      const id = await entry({ Amount__c: 99 });
      await refusedBy(
        'RevenueEntry__c',
        'PostedEntriesNeverChange',
        org().update('RevenueEntry__c', id, change),
      );
    });

    test('a posted entry keeps its payer, but may get an account and a credit decision', async () => {
      const id = await entry();
      const payer = { CustomerIdentity__c: await identity() };
      const write = org().update('RevenueEntry__c', id, payer);
      await refusedBy('RevenueEntry__c', 'PostedEntriesNeverChange', write);
      await org().update('RevenueEntry__c', id, {
        Account__c: await account(),
        CreditStatus__c: 'Credited',
        CreditReason__c: 'Credited late.',
        Amount__c: 99,
      });
    });

    test('an entry that is posted again with the same facts stays as it is', async () => {
      const facts = {
        CustomerIdentity__c: await identity(),
        Kind__c: 'Payment',
        SourceAmount__c: 19.999,
        SourceCurrency__c: 'USD',
        OccurredAt__c: '2026-09-05T10:00:00.500Z',
      };
      const key = unique('entry');
      await org().upsert('RevenueEntry__c', key, facts);
      await org().upsert('RevenueEntry__c', key, facts);
    });

    test('an entry says in which currency it is', async () => {
      await refusedBy(
        'RevenueEntry__c',
        'SourceCurrencyIsGiven',
        entry({ SourceCurrency__c: null }),
      );
    });

    test('a payer, a customer and a lead with history cannot be deleted', async () => {
      const payer = await identity();
      const customer = await account();
      await entry({ CustomerIdentity__c: payer, Account__c: customer });
      const person = await lead();
      await leadCredit({ Lead__c: person });
      for (const [object, id] of [
        ['ExternalIdentity__c', payer],
        ['Account', customer],
        ['Lead', person],
      ] as const) {
        expect((await refusal(org().remove(object, id))).code).toBe('DELETE_FAILED');
      }
    });
  });

  describe('commissions', () => {
    const inOrgCurrency = {
      OrgAmount__c: 19,
      OrgBaseAmount__c: 99,
      FxRate__c: 0.95,
      FxDate__c: '2026-09-01',
    };

    test('what it is in org currency may be filled in once, when its exchange rate is known', async () => {
      await org().update('Commission__c', await line(), inOrgCurrency);
    });

    test.each<[Values]>([
      [{ Amount__c: 20.001 }],
      [{ BaseAmount__c: 101 }],
      [{ Currency__c: 'EUR' }],
      [{ OrgAmount__c: 20 }],
      [{ OrgBaseAmount__c: 100 }],
      [{ SplitPercent__c: 50 }],
      [{ RatePercent__c: 20 }],
      [{ RuleVersion__c: 2 }],
      [{ FxRate__c: 1.1 }],
      [{ FxDate__c: '2026-09-05' }],
      [{ Kind__c: 'Accrual' }],
      [{ CustomerKey__c: 'stripe:main:customer:cus_2' }],
      [{ ExternalKey__c: 'another' }],
      [{ OccurredAt__c: '2026-09-05T10:00:00.000Z' }],
      [{ ReasonCode__c: 'CAPPED' }],
      [{ Reason__c: 'Another reason.' }],
      [{ Inputs__c: '{}' }],
    ])('a posted line refuses %j', async (change) => {
      const id = await line(inOrgCurrency);
      await refusedBy(
        'Commission__c',
        'PostedLinesNeverChange',
        org().update('Commission__c', id, change),
      );
    });

    test('a posted line keeps its statement, entry, rule and attribution', async () => {
      const id = await line();
      for (const change of [
        { CommissionStatement__c: await statement() },
        { RevenueEntry__c: await entry() },
        { OpportunityAttribution__c: await credit() },
        { LeadAttribution__c: await leadCredit() },
        { CommissionRule__c: await rule() },
        { AccountAttribution__c: await customerCredit() },
      ]) {
        await refusedBy(
          'Commission__c',
          'PostedLinesNeverChange',
          org().update('Commission__c', id, change),
        );
      }
    });

    test('status and hold may change until the line is paid, which is final', async () => {
      const id = await line();
      await org().update('Commission__c', id, { Status__c: 'Held', HoldUntil__c: '2026-10-05' });
      await org().update('Commission__c', id, { Status__c: 'Payable' });
      await org().update('Commission__c', id, { Status__c: 'Paid' });
      await refusedBy(
        'Commission__c',
        'PaidIsFinal',
        org().update('Commission__c', id, { Status__c: 'Payable' }),
      );
      await org().update('Commission__c', id, { HoldUntil__c: null });
    });

    test('every change of the status is written down, and by nobody but the flow', async () => {
      const id = await line();
      const log = () => org().one(`SELECT StatusLog__c FROM Commission__c WHERE Id = '${id}'`);
      expect(await log()).toMatchObject({ StatusLog__c: null });
      const made = { StatusLog__c: '2020-01-01 00:00:00Z Held > Payable; ' };
      await refusedBy('Commission__c', 'StatusLogIsOfTheFlow', line(made));
      await refusedBy(
        'Commission__c',
        'StatusLogIsOfTheFlow',
        org().update('Commission__c', id, made),
      );
      await org().update('Commission__c', id, { Status__c: 'Held', ...made });
      await org().update('Commission__c', id, { HoldUntil__c: '2026-10-05' });
      await org().update('Commission__c', id, { Status__c: 'Payable' });
      const moment = '20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ';
      expect((await log())['StatusLog__c']).toMatch(
        new RegExp(`^${moment} \\w+ > Held; ${moment} Held > Payable;\\s*$`),
      );
    });

    test.each(['Closed', 'Approved', 'Paid'])('a %s statement takes no lines', async (status) => {
      const parent = await statement();
      await line({ CommissionStatement__c: parent });
      await closedByColleague(parent);
      for (const step of status === 'Paid' ? ['Approved', 'Paid'] : [status]) {
        await org().update('CommissionStatement__c', parent, { Status__c: step });
      }
      await refusedBy(
        'Commission__c',
        'LinesGoToOpenStatements',
        line({ CommissionStatement__c: parent }),
      );
    });

    test.each([
      ['Approved', 'Open'],
      ['Approved', 'Closed'],
      ['Paid', 'Open'],
      ['Paid', 'Closed'],
      ['Paid', 'Approved'],
    ])('a statement does not go from %s back to %s', async (from, back) => {
      const id = await statement({ Status__c: from });
      await refusedBy(
        'CommissionStatement__c',
        'ClosedStatementsStayClosed',
        org().update('CommissionStatement__c', id, { Status__c: back }),
      );
    });

    test('a closed statement may be opened, and an approved one paid', async () => {
      const opened = await statement({ Status__c: 'Closed' });
      await org().update('CommissionStatement__c', opened, { Status__c: 'Open' });
      const id = await statement({ Status__c: 'Closed' });
      await grant('CommissionApprover');
      for (const status of ['Approved', 'Paid']) {
        await org().update('CommissionStatement__c', id, { Status__c: status });
      }
    });

    test('lines roll up to the statement and from there to the partnership, revenue once', async () => {
      const partner = await partnership();
      const parent = await statement({ Partnership__c: partner });
      const counted = { CommissionStatement__c: parent, CountsAsRevenue__c: true };
      await line({ ...counted, OrgAmount__c: 20, OrgBaseAmount__c: 100 });
      await line({
        CommissionStatement__c: parent,
        Amount__c: 7,
        OrgAmount__c: 7,
        OrgBaseAmount__c: 100,
      });
      await line({
        ...counted,
        Amount__c: -5.5,
        BaseAmount__c: -27.5,
        OrgAmount__c: -5.5,
        OrgBaseAmount__c: -27.5,
      });
      expect(
        await org().one(
          `SELECT Total__c, BaseTotal__c, LineCount__c FROM CommissionStatement__c WHERE Id = '${parent}'`,
        ),
      ).toMatchObject({ Total__c: 21.5, BaseTotal__c: 72.5, LineCount__c: 3 });
      expect(
        await org().one(
          `SELECT CommissionTotal__c, CreditedRevenue__c FROM Partnership__c WHERE Id = '${partner}'`,
        ),
      ).toMatchObject({ CommissionTotal__c: 21.5, CreditedRevenue__c: 72.5 });
    });
  });

  test('a resolved sync issue says when', async () => {
    const issue = { ExternalKey__c: unique('issue'), Code__c: 'NO_RULE_IN_FORCE' };
    const resolved = { ...issue, Status__c: 'Resolved' };
    await refusedBy('SyncIssue__c', 'ResolvedHasDate', org().create('SyncIssue__c', resolved));
    await org().create('SyncIssue__c', { ...resolved, ResolvedAt__c: '2026-09-05T10:00:00.000Z' });
  });
}
