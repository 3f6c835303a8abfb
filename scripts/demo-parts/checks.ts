import type { Org, OrgAdmin } from '../../src/salesforce/org.ts';
import { expectedOf } from '../../test/story/oracle.ts';
import type { Story } from '../../test/story/story.ts';
import { totals, type ReportLine } from './report.ts';
import type { Check } from './stage.ts';

function sameAmounts(
  actual: ReadonlyMap<string, number>,
  expected: ReadonlyMap<string, number>,
): string {
  const keys = new Set([...actual.keys(), ...expected.keys()]);
  return [...keys]
    .filter((key) => (actual.get(key) ?? 0) !== (expected.get(key) ?? 0))
    .map(
      (key) => `${key}: ${actual.get(key) ?? 0} instead of ${expected.get(key) ?? 0} minor units`,
    )
    .join('; ');
}

/** Compares the org with an independent calculation over the vendors' own books, and with what the story says. */
export async function checkStory(
  org: Org & OrgAdmin,
  story: Story,
  lines: readonly ReportLine[],
): Promise<Check[]> {
  const expected = expectedOf(story.stripe);
  const entries = await org.query(
    'SELECT SourceAmount__c, SourceCurrency__c, Reason__c, CreditReason__c FROM RevenueEntry__c',
  );
  const revenue = new Map<string, number>();
  for (const entry of entries) {
    const currency = String(entry['SourceCurrency__c']);
    const minor = Math.round(Number(entry['SourceAmount__c']) * (currency === 'JPY' ? 1 : 100));
    revenue.set(currency, (revenue.get(currency) ?? 0) + minor);
  }
  const issues = await org.query("SELECT Code__c FROM SyncIssue__c WHERE Status__c = 'Open'");
  const codes = issues.map((issue) => String(issue['Code__c'])).sort();
  const leads = await org.query(
    "SELECT Company, (SELECT Reason__c FROM PartnerAttributions__r) FROM Lead WHERE Company = 'Wile Ltd'",
  );
  const [deal] = await org.query(
    "SELECT PartnerCount__c, PayableSplitTotal__c FROM Opportunity WHERE Name = 'Globex'",
  );
  const commissions = sameAmounts(totals(lines), expected.commissions);
  const money = sameAmounts(revenue, expected.revenue);
  const unexplained = [
    ...lines.filter((line) => !line.Reason__c),
    ...entries.filter((entry) => !entry['Reason__c'] || !entry['CreditReason__c']),
  ];
  return [
    {
      what: 'every commission equals the independent calculation, to the cent',
      holds: commissions === '',
      detail: commissions,
    },
    {
      what: 'the ledger adds up to the billing system’s own books',
      holds: money === '',
      detail: money,
    },
    {
      what: 'every entry and every line says why',
      holds: unexplained.length === 0 && lines.length > 0,
      detail: `${unexplained.length} do not`,
    },
    {
      what: 'the submitted lead is there, with its partner',
      holds: leads.length === 1 && JSON.stringify(leads).includes('submitted this lead'),
      detail: `${leads.length} leads`,
    },
    {
      what: 'the registered deal has two partners who share 100 %',
      holds: deal?.['PartnerCount__c'] === 2 && deal['PayableSplitTotal__c'] === 100,
      detail: JSON.stringify(deal ?? null),
    },
    {
      what: 'what needs a person is a SyncIssue: a partner key that nobody has, a bonus without an exchange rate',
      holds: codes.join() === 'EXCHANGE_RATE_MISSING,PARTNER_KEY_UNKNOWN',
      detail: codes.join(', '),
    },
  ];
}
