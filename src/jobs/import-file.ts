import { z } from 'zod';
import { scaled } from '../money.ts';
import type {
  AttributionLine,
  AttributionTarget,
  ImportFacts,
  LinePlan,
  PartnerLine,
  PartnerTarget,
} from '../rules/import-plan.ts';
import { number, parseRecords, requiredText, text } from '../salesforce/facts/record.ts';
import type { OrgAdmin, OrgRow, RowOutcome } from '../salesforce/org.ts';
import { percentOf } from '../salesforce/rows/attribution.ts';
import { fit, relation } from '../salesforce/rows/relation.ts';
import { soqlString } from '../salesforce/soql.ts';

const accountSchema = z.object({
  Id: requiredText,
  Name: requiredText,
  MatchDomain__c: text,
  PayableSplitTotal__c: number,
});
const programSchema = z.object({ Id: requiredText, Name: requiredText });
const partnershipSchema = z.object({
  Id: requiredText,
  ExternalKey__c: text,
  Partner__c: requiredText,
  Program__c: requiredText,
});
const creditSchema = z.object({
  Id: requiredText,
  Account__c: requiredText,
  Partnership__c: requiredText,
  Role__c: text,
  Status__c: text,
});

/** Everything that an import compares its lines with: one API call for each 2,000 records. */
export async function importFacts(org: Pick<OrgAdmin, 'query'>): Promise<ImportFacts> {
  const [accounts, programs, partnerships, credits] = await Promise.all([
    org.query('SELECT Id, Name, MatchDomain__c, PayableSplitTotal__c FROM Account ORDER BY Id'),
    org.query('SELECT Id, Name FROM PartnerProgram__c ORDER BY Id'),
    org.query('SELECT Id, ExternalKey__c, Partner__c, Program__c FROM Partnership__c ORDER BY Id'),
    org.query(
      'SELECT Id, Account__c, Partnership__c, Role__c, Status__c FROM AccountAttribution__c ORDER BY Id',
    ),
  ]);
  const companies = parseRecords(accountSchema, accounts, 'Account');
  return {
    companies: companies.map((row) => ({
      id: row.Id,
      name: row.Name,
      domain: row.MatchDomain__c,
    })),
    programs: parseRecords(programSchema, programs, 'PartnerProgram__c').map((row) => ({
      id: row.Id,
      name: row.Name,
    })),
    partnerships: parseRecords(partnershipSchema, partnerships, 'Partnership__c').map((row) => ({
      id: row.Id,
      key: row.ExternalKey__c ?? row.Id,
      partnerId: row.Partner__c,
      programId: row.Program__c,
    })),
    credits: parseRecords(creditSchema, credits, 'AccountAttribution__c').map((row) => ({
      id: row.Id,
      accountId: row.Account__c,
      partnershipId: row.Partnership__c,
      role: row.Role__c ?? '',
    })),
    givenSplit: new Map(companies.map((row) => [row.Id, scaled(row.PayableSplitTotal__c ?? 0, 2)])),
  };
}

/** Names what a line of a batch made: doing it again makes nothing more, and an undo finds it. */
export const importKey = (batch: string, kind: string, line: number): string =>
  `import:${batch}:${kind}:${line}`;

/** Partner accounts and partnerships of the lines that are to be made. */
export function partnerRows(
  plans: readonly LinePlan<PartnerLine, PartnerTarget>[],
  batch: string,
  partnerRecordTypeId: string,
): OrgRow[] {
  return plans.flatMap(({ line, target }) => {
    if (!target) return [];
    const account = { id: target.accountId, key: importKey(batch, 'partner', line.line) };
    return [
      ...(account.id === null
        ? [
            {
              object: 'Account',
              key: account.key,
              fields: { Name: fit(line.partner.trim(), 255), RecordTypeId: partnerRecordTypeId },
            },
          ]
        : []),
      {
        object: 'Partnership__c',
        key: importKey(batch, 'partnership', line.line),
        fields: {
          Name: fit(`${line.partner.trim()} – ${line.program.trim()}`, 80),
          ...relation('Partner', account),
          Program__c: target.programId,
          Status__c: 'Active',
          ...(line.start === null ? {} : { StartDate__c: line.start }),
        },
      },
    ];
  });
}

/** Credits as people give them: they come before what vendors say, and are kept. */
export function importedAttributionRows(
  plans: readonly LinePlan<AttributionLine, AttributionTarget>[],
  batch: string,
  file: string,
): OrgRow[] {
  return plans.flatMap(({ line, target }) =>
    target
      ? [
          {
            object: 'AccountAttribution__c',
            key: importKey(batch, 'attribution', line.line),
            fields: {
              Account__c: target.accountId,
              Partnership__c: target.partnershipId,
              Role__c: line.role,
              Status__c: 'Active',
              Origin__c: 'Manual',
              ReasonCode__c: 'ADDED_BY_HAND',
              Reason__c: fit(`Imported from line ${line.line} of ${file}, batch ${batch}.`, 255),
              CreditPercent__c: 100,
              PayableSplitPercent__c: percentOf(line.split),
              ...(line.start === null ? {} : { StartDate__c: line.start }),
              ...(line.end === null ? {} : { EndDate__c: line.end }),
            },
          },
        ]
      : [],
  );
}

const madeSchema = z.object({ ExternalKey__c: requiredText });

/** What a batch made, and the rows that take it back. Nothing is deleted: partnerships end, credit counts no more. */
export async function undoRows(
  org: Pick<OrgAdmin, 'query'>,
  batch: string,
): Promise<{ rows: OrgRow[]; accountsLeft: number }> {
  const made = async (object: string): Promise<string[]> =>
    parseRecords(
      madeSchema,
      await org.query(
        `SELECT ExternalKey__c FROM ${object} WHERE ExternalKey__c LIKE ${soqlString(`import:${batch}:%`)} ORDER BY ExternalKey__c`,
      ),
      object,
    ).map((row) => row.ExternalKey__c);
  const [accounts, partnerships, attributions] = await Promise.all([
    made('Account'),
    made('Partnership__c'),
    made('AccountAttribution__c'),
  ]);
  return {
    accountsLeft: accounts.length,
    rows: [
      ...attributions.map((key) => ({
        object: 'AccountAttribution__c',
        key,
        fields: {
          Status__c: 'Rejected',
          PayableSplitPercent__c: 0,
          Reason__c: `The import ${batch} that made this credit was undone.`,
        },
      })),
      ...partnerships.map((key) => ({
        object: 'Partnership__c',
        key,
        fields: { Status__c: 'Ended' },
      })),
    ],
  };
}

/** What Salesforce refused, by the key of the row. */
export function refusals(outcomes: readonly RowOutcome[]): { key: string; reason: string }[] {
  return outcomes.flatMap((outcome) =>
    outcome.status === 'failed' ? [{ key: outcome.key, reason: outcome.verdict.message }] : [],
  );
}
