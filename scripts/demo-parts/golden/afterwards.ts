import { z } from 'zod';
import { accepted, show, until, type Check, type Stage } from '../stage.ts';
import { partnershipId } from './play.ts';

/** What a rate of 150 JPY for one USD makes of Umbrella KK's payment of ¥10,000 without tax: by hand, once. */
const yen = {
  commission: 1_250,
  commissionInDollars: 8.33,
  bonus: 1_125,
  bonusInDollars: 7.5,
} as const;

const lineSchema = z.object({
  Amount__c: z.number(),
  OrgAmount__c: z.number().nullable(),
  Reason__c: z.string(),
});

/** A JPY invoice in a USD org: nothing was guessed without a rate; with one, what is owed is paid and the totals are filled in. */
async function yenInvoice({ org, people }: Stage): Promise<Check> {
  const rate = {
    FromCurrency__c: 'USD',
    ToCurrency__c: 'JPY',
    Rate__c: 150,
    EffectiveFrom__c: '2026-01-01',
  };
  accepted(await people.manager.sobject('ExchangeRate__c').create(rate));
  const read = async (): Promise<z.infer<typeof lineSchema>[]> =>
    (
      await org.query(
        "SELECT Amount__c, OrgAmount__c, Reason__c FROM Commission__c WHERE Currency__c = 'JPY' ORDER BY Amount__c DESC",
      )
    ).map((record) => lineSchema.parse(record));
  const wanted = [
    [yen.commission, yen.commissionInDollars],
    [yen.bonus, yen.bonusInDollars],
  ];
  let lines = await read();
  const isThere = (): boolean =>
    JSON.stringify(lines.map((line) => [line.Amount__c, line.OrgAmount__c])) ===
    JSON.stringify(wanted);
  const isClosed = async (): Promise<boolean> =>
    (
      await org.query(
        "SELECT Id FROM SyncIssue__c WHERE Code__c = 'EXCHANGE_RATE_MISSING' AND Status__c = 'Open'",
      )
    ).length === 0;
  const holds = await until(async () => {
    lines = await read();
    return isThere() && (await isClosed());
  });
  return {
    what: `A JPY invoice in a USD org: someone enters 150 JPY for one USD, and ${lines.map((line) => `${line.Amount__c} JPY (${line.OrgAmount__c ?? '?'} USD)`).join(' and ')} are owed; the issue has closed itself`,
    holds,
    detail: JSON.stringify(lines),
  };
}

/** A partner is merged into another: what it has earned and is not paid goes there, and adds up as before. */
async function partnerMerged(stage: Stage): Promise<Check> {
  const names = { from: 'Apex – Alliance', to: 'Ajax – Alliance' };
  const balance = async (name: string): Promise<number> => {
    const [row] = await stage.org.query(
      `SELECT SUM(Amount__c) total FROM Commission__c WHERE CommissionStatement__r.Partnership__r.Name = '${name}'`,
    );
    return Math.round(Number(row?.['total'] ?? 0) * 100);
  };
  const [fromBefore, toBefore] = [await balance(names.from), await balance(names.to)];
  const merge = {
    Id: await partnershipId(stage, names.from),
    MergedInto__c: await partnershipId(stage, names.to),
  };
  accepted(await stage.people.manager.sobject('Partnership__c').update(merge));
  let after: readonly number[] = [];
  const holds = await until(async () => {
    after = [await balance(names.from), await balance(names.to)];
    return fromBefore > 0 && after[0] === 0 && after[1] === fromBefore + toBefore;
  });
  const dollars = (minor: number): string => (minor / 100).toFixed(2);
  return {
    what: `Apex is merged into Ajax: its ${dollars(fromBefore)} not yet paid go to Ajax, who had ${dollars(toBefore)} and has ${dollars(after[1] ?? 0)}`,
    holds,
    detail: `Apex ${dollars(after[0] ?? 0)}, Ajax ${dollars(after[1] ?? 0)}`,
  };
}

/** The two golden stories that begin when the others have been told. */
export async function storiesAfterwards(stage: Stage): Promise<Check[]> {
  const checks = [await yenInvoice(stage), await partnerMerged(stage)];
  show(checks);
  return checks;
}
