import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { parseRecords, requiredText } from './facts/record.ts';
import type { OrgAdmin } from './org.ts';
import { soqlString } from './soql.ts';

/** What is watched, and what has to be known of a deleted record to follow up. */
const watched = {
  Lead: ['ExternalKey__c', 'Name', 'MasterRecordId'],
  Opportunity: ['ExternalKey__c', 'Name'],
  Account: ['ExternalKey__c', 'Name', 'MasterRecordId'],
  LeadAttribution__c: ['Lead__c', 'Partnership__c'],
  OpportunityAttribution__c: ['Opportunity__c', 'Partnership__c'],
  AccountAttribution__c: ['Account__c', 'Partnership__c'],
} as const;
export type WatchedObject = keyof typeof watched;
const objects = Object.keys(watched).filter((name): name is WatchedObject => name in watched);

/** A record that was deleted, as it was. Fields that its object does not have are null. */
export interface DeletedRecord {
  object: WatchedObject;
  id: string;
  deletedAt: Date;
  /** External key: the document at the vendor that it stands for. */
  key: string | null;
  name: string | null;
  /** Of an attribution: the account, lead or opportunity, and the partnership. */
  recordId: string | null;
  partnershipId: string | null;
}

/** What was deleted, and up to when Salesforce says that it has told everything: the next look begins there. */
export interface Deletions {
  records: DeletedRecord[];
  coveredUntil: Date;
}

/** Salesforce looks back 15 days at most (REST API guide, sObject Get Deleted). */
const LONGEST_LOOK_BACK_MS = 14 * 24 * 3_600_000;
const IDS_A_QUERY = 200;

const text = z.string().nullish();
const schema = z.object({
  Id: requiredText,
  ExternalKey__c: text,
  Name: text,
  MasterRecordId: text,
  Lead__c: text,
  Opportunity__c: text,
  Account__c: text,
  Partnership__c: text,
});

const minuteOf = (date: Date): number => Math.floor(date.getTime() / 60_000);

/**
 * Asks sObject Get Deleted: one API call for each watched object a look, and one more where something was deleted. Each look
 * begins where Salesforce says that the one before was complete, so that a long transaction is not missed. Salesforce counts in
 * whole minutes: what was deleted in the running one comes with the next look.
 */
export function deletionFeed(
  org: Pick<OrgAdmin, 'deleted' | 'queryAll'>,
  clock: Clock,
): { deletedRecords(since: Date): Promise<Deletions> } {
  async function look(object: WatchedObject, since: Date, until: Date): Promise<Deletions> {
    const from = new Date(Math.max(since.getTime(), until.getTime() - LONGEST_LOOK_BACK_MS));
    if (minuteOf(from) >= minuteOf(until)) return { records: [], coveredUntil: from };
    const { records, coveredUntil } = await org.deleted(object, from, until);
    return { records: await asTheyWere(object, records), coveredUntil };
  }

  async function asTheyWere(
    object: WatchedObject,
    deleted: readonly { id: string; at: Date }[],
  ): Promise<DeletedRecord[]> {
    const at = new Map(deleted.map((one) => [one.id.slice(0, 15), one.at]));
    const records: DeletedRecord[] = [];
    for (let first = 0; first < deleted.length; first += IDS_A_QUERY) {
      const ids = deleted.slice(first, first + IDS_A_QUERY).map(({ id }) => soqlString(id));
      const rows = await org.queryAll(
        `SELECT Id, ${watched[object].join(', ')} FROM ${object} WHERE IsDeleted = true AND Id IN (${ids.join(', ')})`,
      );
      for (const row of parseRecords(schema, rows, object)) {
        // Merged into another one: nothing is gone, and the winner's changes are told by themselves.
        if (row.MasterRecordId) continue;
        records.push({
          object,
          id: row.Id,
          deletedAt: at.get(row.Id.slice(0, 15)) ?? clock.now(),
          key: row.ExternalKey__c ?? null,
          name: row.Name ?? null,
          recordId: row.Lead__c ?? row.Opportunity__c ?? row.Account__c ?? null,
          partnershipId: row.Partnership__c ?? null,
        });
      }
    }
    return records;
  }

  return {
    async deletedRecords(since) {
      const until = clock.now();
      const looks: Deletions[] = [];
      for (const object of objects) looks.push(await look(object, since, until));
      const covered = looks.map((one) => one.coveredUntil.getTime());
      return {
        records: looks.flatMap((one) => one.records),
        coveredUntil: new Date(Math.min(until.getTime(), ...covered)),
      };
    },
  };
}
