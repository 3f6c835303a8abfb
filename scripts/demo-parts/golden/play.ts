import { fromPartnerStack, fromStripe, recall, remember } from '../../../test/story/step.ts';
import { accepted, deliver, type Stage } from '../stage.ts';
import { goldenDeal, goldenShares, openPrograms, partnerKeyOf } from './cast.ts';

/** Companies of the leads that Acme submits; the first is converted. */
export const goldenLeads = ['Cyberdyne', 'Tyrell', 'Weyland'] as const;

const at = (stage: Stage, moment: string): void => stage.story.stripe.setClock(new Date(moment));

/** Tells all golden stories to the running service, in one go: what they have in common is done together. */
export async function playGoldenStories(stage: Stage): Promise<void> {
  await peopleArrive(stage);
  await repWorks(stage);
  await managerSetsGoals(stage);
  await moneyComes(stage);
  await moneyGoes(stage);
  await moneyComesBack(stage);
}

/** Programs, partners, leads, the deal and the customers, each with its first partner. */
async function peopleArrive(stage: Stage): Promise<void> {
  const { stripe, partnerstack } = stage.story;
  at(stage, '2026-08-01T08:00:00Z');
  const { deliveries, rows } = openPrograms(partnerstack);
  await stage.org.save(rows);
  await deliver(stage, deliveries);
  const customers = Object.entries(goldenShares).map(([name, shares]) => {
    const [first] = shares;
    const made = stripe.addCustomer({
      name,
      email: `billing@${name.toLowerCase()}.example`,
      metadata: { partner_key: partnerKeyOf(first?.[0] ?? '') },
    });
    remember(stripe, name, made.object.id);
    return made;
  });
  stripe.setClock(new Date());
  const leads = goldenLeads.map((company) =>
    partnerstack.addLead({ partnerKey: 'acme-lead-referral', company, lastName: 'Smith' }),
  );
  const deal = partnerstack.addDeal({
    partnerKey: partnerKeyOf(goldenDeal.parts[0].partnership),
    accountName: goldenDeal.name,
    amountCents: goldenDeal.amountMinor,
    closeDate: today(),
    stage: 'negotiation_review',
  });
  await deliver(stage, [...fromStripe(...customers), ...fromPartnerStack(...leads, deal)]);
}

export const today = (): string => new Date().toISOString().slice(0, 10);

async function idOf(stage: Stage, soql: string): Promise<string> {
  const [record] = await stage.org.query(soql);
  if (!record) throw new Error(`Nothing answers ${soql}`);
  return String(record['Id']);
}

export const partnershipId = (stage: Stage, name: string): Promise<string> =>
  idOf(stage, `SELECT Id FROM Partnership__c WHERE Name = '${name}'`);

/** A rep converts a lead, brings in who delivers the deal, wins it, and shares customers between partners. */
async function repWorks(stage: Stage): Promise<void> {
  const { rep, manager } = stage.people;
  const [first] = goldenLeads;
  const leadId = await idOf(stage, `SELECT Id FROM Lead WHERE Company = '${first}'`);
  const conversion = {
    leadId,
    convertedStatus: 'Closed - Converted',
    doNotCreateOpportunity: true,
  };
  accepted(await stage.people.admin.soap.convertLead(conversion));

  const opportunity = await idOf(
    stage,
    `SELECT Id FROM Opportunity WHERE Name = '${goldenDeal.name}'`,
  );
  const [sourced, delivered] = goldenDeal.parts;
  const credit = await idOf(
    stage,
    `SELECT Id FROM OpportunityAttribution__c WHERE Opportunity__c = '${opportunity}'`,
  );
  const credits = manager.sobject('OpportunityAttribution__c');
  accepted(await credits.update({ Id: credit, PayableSplitPercent__c: sourced.split }));
  accepted(
    await credits.create({
      Opportunity__c: opportunity,
      Partnership__c: await partnershipId(stage, delivered.partnership),
      Role__c: delivered.role,
      CreditPercent__c: 0,
      PayableSplitPercent__c: delivered.split,
      Reason__c: 'Ajax does the roll-out.',
    }),
  );
  const won = { Id: opportunity, StageName: 'Closed Won', CloseDate: today() };
  accepted(await rep.sobject('Opportunity').update(won));
  for (const [customer, shares] of Object.entries(goldenShares))
    if (shares.length > 1) await shareCustomer(stage, customer, shares);
}

async function shareCustomer(
  stage: Stage,
  customer: string,
  shares: readonly (readonly [string, number])[],
): Promise<void> {
  const account = await idOf(stage, `SELECT Id FROM Account WHERE Name = '${customer}'`);
  const held = await idOf(
    stage,
    `SELECT Id FROM AccountAttribution__c WHERE Account__c = '${account}'`,
  );
  const [first, ...others] = shares;
  const credits = stage.people.manager.sobject('AccountAttribution__c');
  accepted(await credits.update({ Id: held, PayableSplitPercent__c: first?.[1] }));
  for (const [partnership, percent] of others)
    accepted(
      await credits.create({
        Account__c: account,
        Partnership__c: await partnershipId(stage, partnership),
        Role__c: 'Sourced',
        Status__c: 'Active',
        StartDate__c: '2026-08-01',
        PayableSplitPercent__c: percent,
        Reason__c: 'Agreed with the partners: they share this customer.',
      }),
    );
}

/** The first and last day of the quarter that we are in. */
export function thisQuarter(): { start: string; end: string } {
  const now = new Date();
  const first = Math.floor(now.getUTCMonth() / 3) * 3;
  const day = (month: number, date: number): string =>
    new Date(Date.UTC(now.getUTCFullYear(), month, date)).toISOString().slice(0, 10);
  return { start: day(first, 1), end: day(first + 3, 0) };
}

export const goldenGoals = [
  { partnership: 'Acme – Lead Referral', metric: 'New Leads', target: 5 },
  { partnership: 'Acme – Deals', metric: 'Won Revenue', target: 10_000 },
] as const;

async function managerSetsGoals(stage: Stage): Promise<void> {
  const { manager } = stage.people;
  const { start, end } = thisQuarter();
  for (const { partnership, metric, target } of goldenGoals)
    accepted(
      await manager.sobject('PartnerGoal__c').create({
        Partnership__c: await partnershipId(stage, partnership),
        Metric__c: metric,
        Target__c: target,
        PeriodStart__c: start,
        PeriodEnd__c: end,
        GoalOwner__c: manager.userInfo?.id,
      }),
    );
}

function pay(stage: Stage, moment: string, customer: string, net: number, product = 'Platform') {
  const { stripe } = stage.story;
  at(stage, moment);
  const paid = stripe.payInvoice({ customer: recall(stripe, customer), net, product });
  remember(stripe, `${customer} charge ${moment.slice(0, 10)}`, paid.charge?.id ?? '');
  return paid;
}

async function moneyComes(stage: Stage): Promise<void> {
  await deliver(
    stage,
    fromStripe(
      pay(stage, '2026-09-10T10:00:00Z', 'Vandelay', 100_000),
      pay(stage, '2026-09-10T10:05:00Z', 'Vandelay', 50_000, 'Training'),
      pay(stage, '2026-09-10T10:10:00Z', 'Trident', 10_000),
      pay(stage, '2026-09-10T10:20:00Z', 'Hudson', 10_000),
      pay(stage, '2026-09-10T10:30:00Z', 'Duff', 10_000),
      pay(stage, '2026-08-14T23:59:59Z', 'Prestige', 10_000),
      pay(stage, '2026-08-15T00:00:00Z', 'Prestige', 10_000),
    ),
  );
}

/** 5 % of Hudson's payment and all of Prestige's first go back; Duff's is lost after it was paid out. */
async function moneyGoes(stage: Stage): Promise<void> {
  const { stripe } = stage.story;
  await payOut(stage, 'Apex – Growth');
  at(stage, '2026-09-20T10:00:00Z');
  const refund = stripe.refund({ charge: recall(stripe, 'Hudson charge 2026-09-10'), amount: 500 });
  const whole = stripe.refund({ charge: recall(stripe, 'Prestige charge 2026-08-14') });
  const dispute = stripe.openDispute({ charge: recall(stripe, 'Duff charge 2026-09-10') });
  remember(stripe, 'Hudson refund', refund.object.id);
  remember(stripe, 'Duff dispute', dispute.object.id);
  await deliver(stage, fromStripe(refund, whole, dispute, stripe.loseDispute(dispute.object.id)));
}

async function moneyComesBack(stage: Stage): Promise<void> {
  const { stripe } = stage.story;
  at(stage, '2026-10-02T10:00:00Z');
  await deliver(
    stage,
    fromStripe(
      stripe.failRefund(recall(stripe, 'Hudson refund')),
      stripe.winDispute(recall(stripe, 'Duff dispute')),
    ),
  );
  stripe.setClock(new Date());
}

/** Finance closes the statement, and another of finance approves and pays it. */
async function payOut(stage: Stage, partnership: string): Promise<void> {
  const { accountant, approver } = stage.people;
  const Id = await idOf(
    stage,
    `SELECT Id FROM CommissionStatement__c WHERE Partnership__r.Name = '${partnership}'`,
  );
  const steps = [
    [accountant, 'Closed'],
    [approver, 'Approved'],
    [approver, 'Paid'],
  ] as const;
  for (const [who, status] of steps)
    accepted(await who.sobject('CommissionStatement__c').update({ Id, Status__c: status }));
}
