import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fromMajor, toMajor } from '../money.ts';
import { monthOf } from '../rules/calendar.ts';
import {
  plainReference,
  type CommissionImportLine,
  type CommissionTarget,
} from '../rules/commission-import.ts';
import type { LinePlan } from '../rules/import-plan.ts';
import { parseRecords, requiredText, text } from '../salesforce/facts/record.ts';
import type { OrgAdmin, OrgRow } from '../salesforce/org.ts';
import { statementKey } from '../salesforce/rows/ledger.ts';
import { fit } from '../salesforce/rows/relation.ts';
import { soqlString } from '../salesforce/soql.ts';

const keySchema = z.object({ ExternalKey__c: requiredText });

/** What names an imported commission in its key, so that it is found whatever file brings it again. */
export function importedReference(partnershipId: string, reference: string): string {
  const name = `${partnershipId} ${plainReference(reference)}`;
  return createHash('sha256').update(name).digest('hex').slice(0, 16);
}

/** The commissions that imports brought in, as `importedReference` names them; those taken back again included. */
export async function importedCommissions(
  org: Pick<OrgAdmin, 'query'>,
): Promise<ReadonlySet<string>> {
  const records = await org.query(
    "SELECT ExternalKey__c FROM Commission__c WHERE ExternalKey__c LIKE 'import:%:commission:%' ORDER BY ExternalKey__c",
  );
  return new Set(
    parseRecords(keySchema, records, 'Commission__c').map(
      ({ ExternalKey__c }) => ExternalKey__c.split(':')[3] ?? '',
    ),
  );
}

interface StatementOf {
  partnershipId: string;
  partnershipKey: string;
  currency: string;
}

/** They go on the statement of this month: it is now that they are taken over, whenever they were earned. */
function statementRow(of: StatementOf, today: string): OrgRow {
  const month = monthOf(today);
  return {
    object: 'CommissionStatement__c',
    key: statementKey(of.partnershipKey, month.period, of.currency),
    fields: {
      Partnership__c: of.partnershipId,
      Period__c: month.period,
      PeriodStart__c: month.start,
      PeriodEnd__c: month.end,
      Currency__c: of.currency,
    },
  };
}

/** Statements and lines of the commissions that are to be made. They have no rule: what the old system computed is taken as it is. */
export function importedCommissionRows(
  plans: readonly LinePlan<CommissionImportLine, CommissionTarget>[],
  source: { batch: string; file: string; today: string; orgCurrency: string },
): OrgRow[] {
  const { batch, file, today, orgCurrency } = source;
  return plans.flatMap(({ line, target }) => {
    if (!target) return [];
    const statement = statementRow({ ...target, currency: line.currency }, today);
    const amount = Number(toMajor({ minor: line.amountMinor, currency: line.currency }));
    const origin = `Imported from line ${line.line} of ${file}, batch ${batch}, reference ${line.reference}: ${line.reason}`;
    const isHeld = line.holdUntil !== null && line.holdUntil > today;
    const commission = {
      object: 'Commission__c',
      key: `import:${batch}:commission:${importedReference(target.partnershipId, line.reference)}`,
      fields: {
        CommissionStatement__r: { ExternalKey__c: statement.key },
        AccountAttribution__c: target.attributionId,
        Kind__c: line.amountMinor > 0 ? 'Accrual' : 'Correction',
        Amount__c: amount,
        Currency__c: line.currency,
        OrgAmount__c: line.currency === orgCurrency ? amount : null,
        CountsAsRevenue__c: false,
        Status__c: isHeld ? 'Held' : 'Payable',
        HoldUntil__c: line.holdUntil,
        OccurredAt__c: `${line.earned}T00:00:00.000Z`,
        ReasonCode__c: 'IMPORTED',
        Reason__c: fit(origin, 2000),
        Inputs__c: JSON.stringify({
          owedMinor: line.amountMinor,
          postedMinor: 0,
          currency: line.currency,
          reference: fit(line.reference, 255),
        }),
      },
    };
    return [statement, commission];
  });
}

const madeSchema = z.object({
  ExternalKey__c: requiredText,
  Amount__c: z.number(),
  OrgAmount__c: z.number().nullable(),
  Currency__c: requiredText,
  OccurredAt__c: requiredText,
  AccountAttribution__c: text,
  CommissionStatement__r: z.object({
    Partnership__c: requiredText,
    Partnership__r: z.object({ ExternalKey__c: text }),
  }),
});

/** The lines that take a batch's commissions back. Posted lines never change, so each gets a counterpart on this month's statement. */
export async function undoneCommissionRows(
  org: Pick<OrgAdmin, 'query'>,
  batch: string,
  today: string,
): Promise<OrgRow[]> {
  const records = await org.query(
    `SELECT ExternalKey__c, Amount__c, OrgAmount__c, Currency__c, OccurredAt__c, AccountAttribution__c, CommissionStatement__r.Partnership__c, CommissionStatement__r.Partnership__r.ExternalKey__c FROM Commission__c WHERE ExternalKey__c LIKE ${soqlString(`import:${batch}:commission:%`)} ORDER BY ExternalKey__c`,
  );
  return parseRecords(madeSchema, records, 'Commission__c').flatMap((made) => {
    const { Partnership__c: partnershipId, Partnership__r: partnership } =
      made.CommissionStatement__r;
    const currency = made.Currency__c;
    const statement = statementRow(
      { partnershipId, partnershipKey: partnership.ExternalKey__c ?? partnershipId, currency },
      today,
    );
    const commission = {
      object: 'Commission__c',
      key: made.ExternalKey__c.replace(':commission:', ':undone:'),
      fields: {
        CommissionStatement__r: { ExternalKey__c: statement.key },
        AccountAttribution__c: made.AccountAttribution__c,
        Kind__c: 'Correction',
        Amount__c: -made.Amount__c,
        Currency__c: currency,
        OrgAmount__c: made.OrgAmount__c === null ? null : -made.OrgAmount__c,
        CountsAsRevenue__c: false,
        Status__c: 'Payable',
        OccurredAt__c: made.OccurredAt__c,
        ReasonCode__c: 'IMPORTED',
        Reason__c: `Taken back: the import ${batch} that brought it in was undone.`,
        Inputs__c: JSON.stringify({
          owedMinor: 0,
          postedMinor: fromMajor(made.Amount__c, currency).minor,
          currency,
        }),
      },
    };
    return [statement, commission];
  });
}
