import { makeId } from '../../src/local-org/data/ids.ts';
import type { LocalOrg } from '../../src/local-org/start.ts';

/** How much is in the org. */
export interface GoalsSize {
  partnerships: number;
  attributions: number;
  ledgerLines: number;
}

/** Partnerships that are active, and so are reviewed; the goals of all are measured. */
export const REVIEWED = 500;

export const metrics = [
  'New Leads',
  'New Opportunities',
  'Sourced Pipeline',
  'Won Revenue',
  'Retained Revenue',
  'New Customers',
  'Approved Registrations',
  'Commission Earned',
];

const stamp = '2026-07-01T00:00:00.000Z';

type Row = Record<string, string | number | null>;

/** Rows straight into the tables, past the save order: a million ledger lines are there to be read, not to test the save. */
export function seedGoals(org: LocalOrg, size: GoalsSize): void {
  const { db } = org.engine;
  const prefixOf = (object: string): string => {
    const found = org.engine.schema().objects.get(object);
    if (!found) throw new Error(`The org has no object ${object}.`);
    return found.keyPrefix;
  };
  const idOf = (object: string, index: number): string =>
    makeId(prefixOf(object), 5_000_000 + index);
  const owner = String(db.prepare('SELECT "Id" AS id FROM "User" LIMIT 1').get()?.['id']);
  const insert = (object: string, count: number, rowOf: (index: number) => Row): void => {
    const system = (index: number): Row => ({
      Id: idOf(object, index),
      IsDeleted: 0,
      CreatedDate: stamp,
      LastModifiedDate: stamp,
      SystemModstamp: stamp,
    });
    const names = Object.keys({ ...system(0), ...rowOf(0) });
    const columns = names.map((name) => `"${name}"`).join(', ');
    const marks = names.map(() => '?').join(', ');
    const statement = db.prepare(`INSERT INTO "${object}" (${columns}) VALUES (${marks})`);
    db.exec('BEGIN');
    for (let index = 0; index < count; index += 1)
      statement.run(...Object.values({ ...system(index), ...rowOf(index) }));
    db.exec('COMMIT');
  };
  const { partnerships } = size;
  const partnership = (index: number): string => idOf('Partnership__c', index % partnerships);
  insert('PartnerProgram__c', 1, () => ({ Name: 'Referral', OwnerId: owner }));
  insert('Account', partnerships, (index) => ({ Name: `Partner ${index}`, OwnerId: owner }));
  insert('Partnership__c', partnerships, (index) => ({
    Name: `Partner ${index} – Referral`,
    ExternalKey__c: `bench:${index}`,
    PairKey__c: `bench:${index}`,
    Partner__c: idOf('Account', index),
    Program__c: idOf('PartnerProgram__c', 0),
    Status__c: index < REVIEWED ? 'Active' : 'Ended',
  }));
  insert('Opportunity', size.attributions, (index) => ({
    Name: `Deal ${index}`,
    OwnerId: owner,
    StageName: index % 20 === 0 ? 'Closed Won' : 'Prospecting',
    IsWon: index % 20 === 0 ? 1 : 0,
    IsClosed: index % 20 === 0 ? 1 : 0,
    CloseDate: '2026-08-15',
    Amount: 1_000,
  }));
  insert('OpportunityAttribution__c', size.attributions, (index) => ({
    Opportunity__c: idOf('Opportunity', index),
    Partnership__c: partnership(index),
    Role__c: 'Sourced',
    Status__c: 'Active',
    CreditPercent__c: 100,
    CreditAmount__c: 1_000,
  }));
  insert('CommissionStatement__c', partnerships, (index) => ({
    Partnership__c: partnership(index),
    Status__c: 'Open',
    OrgTotal__c: 100,
  }));
  insert('Commission__c', size.ledgerLines, (index) => ({
    CommissionStatement__c: idOf('CommissionStatement__c', index % partnerships),
    CountsAsRevenue__c: 1,
    OccurredAt__c: `2026-0${7 + (index % 3)}-10T00:00:00.000Z`,
    OrgAmount__c: 2,
    OrgBaseAmount__c: 20,
  }));
  insert('PartnerGoal__c', partnerships * metrics.length, (index) => ({
    Partnership__c: partnership(index),
    Metric__c: metrics[Math.floor(index / partnerships)] ?? '',
    Target__c: 10_000,
    PeriodStart__c: '2026-07-01',
    PeriodEnd__c: '2026-09-30',
    GoalOwner__c: owner,
    RenewAutomatically__c: 0,
    PairKey__c: `bench:${index}`,
  }));
}
