import { setTimeout as delay } from 'node:timers/promises';
import { fromPartnerStack } from '../../test/story/step.ts';
import { metricTotals } from '../../test/support/door.ts';
import { accepted, deliver, show, until, type Check, type Stage } from './stage.ts';

/** The deal as either side has it: stage, amount in cents. */
interface DealNow {
  stage: string;
  amountMinor: number;
}

interface Deal {
  /** PartnerStack's key, and the opportunity's id. */
  key: string;
  opportunityId: string;
}

/** Two rounds of the change feed in the demo, so that an echo would have been seen. */
const TWO_SWEEPS_MS = 2_500;

async function register(stage: Stage): Promise<Deal> {
  const made = stage.story.partnerstack.addDeal({
    partnerKey: 'acme',
    accountName: 'Massive Dynamic',
    amountCents: 3_000_000,
    closeDate: '2026-12-15',
    stage: 'negotiation_review',
  });
  await deliver(stage, fromPartnerStack(made));
  const [record] = await stage.org.query(
    "SELECT Id FROM Opportunity WHERE Name = 'Massive Dynamic'",
  );
  return { key: made.data.key, opportunityId: String(record?.['Id']) };
}

async function inSalesforce({ org }: Stage, { opportunityId }: Deal): Promise<DealNow> {
  const [record] = await org.query(
    `SELECT StageName, Amount FROM Opportunity WHERE Id = '${opportunityId}'`,
  );
  return {
    stage: String(record?.['StageName']),
    amountMinor: Math.round(Number(record?.['Amount']) * 100),
  };
}

function atPartnerStack({ story }: Stage, { key }: Deal): DealNow {
  const { stage, amount } = story.partnerstack.look(key);
  return { stage: String(stage), amountMinor: Number(amount) };
}

const same = (left: DealNow, right: DealNow): boolean =>
  left.stage === right.stage && left.amountMinor === right.amountMinor;
const told = ({ stage, amountMinor }: DealNow): string =>
  `${stage}, ${(amountMinor / 100).toFixed(2)}`;

/** How often the service wrote a deal in the org, wrote one at the PRM, and found one in step. */
async function counted({ serviceUrl }: Stage): Promise<Record<string, number>> {
  const totals = await metricTotals(serviceUrl, 'partnerverse_documents_total');
  const of = (outcome: string): number =>
    [...totals].find(
      ([labels]) => labels.includes('type="deal"') && labels.includes(`"${outcome}"`),
    )?.[1] ?? 0;
  return { org: of('DEAL_SAVED'), prm: of('DEAL_PUSHED'), echoes: of('DEAL_IN_STEP') };
}

/** When the records of a deal were last written in the org. */
async function stamps({ org }: Stage, { opportunityId }: Deal): Promise<string> {
  const of = (object: string, where: string): Promise<unknown> =>
    org.query(`SELECT SystemModstamp FROM ${object} WHERE ${where} = '${opportunityId}'`);
  return JSON.stringify([
    await of('Opportunity', 'Id'),
    await of('ExternalIdentity__c', 'Opportunity__c'),
    await of('DealRegistration__c', 'Opportunity__c'),
    await of('OpportunityAttribution__c', 'Opportunity__c'),
  ]);
}

async function repChanges(stage: Stage, deal: Deal, fields: object): Promise<void> {
  const opportunities = stage.people.rep.sobject('Opportunity');
  accepted(await opportunities.update({ Id: deal.opportunityId, ...fields }));
}

/** A rep's change reaches PartnerStack by the change feed; the webhooks about our own push come back and change nothing. */
async function thereAndNoEcho(stage: Stage, deal: Deal): Promise<Check[]> {
  const { partnerstack } = stage.story;
  const wanted = { stage: 'proposal_price_quote', amountMinor: 3_250_000 };
  await repChanges(stage, deal, { StageName: 'Proposal/Price Quote', Amount: 32_500 });
  await until(() => same(atPartnerStack(stage, deal), wanted));
  // What the service writes in the org after its push is on the way; from here on nothing may be written.
  await deliver(stage, []);
  const before = await stamps(stage, deal);
  const echoes = partnerstack.takeEchoes();
  await deliver(stage, fromPartnerStack(...echoes, ...echoes));
  await delay(TWO_SWEEPS_MS);
  const after = await stamps(stage, deal);
  const there = atPartnerStack(stage, deal);
  return [
    {
      what: `A rep changes the deal in Salesforce; PartnerStack has it: ${told(there)}`,
      holds: same(there, wanted),
      detail: told(there),
    },
    {
      what: `PartnerStack’s webhook about that comes back (${echoes.length}, posted twice): nothing is written anywhere`,
      holds: echoes.length === 1 && before === after,
      detail: `${echoes.length} echoes; ${before} → ${after}`,
    },
  ];
}

async function backHere(stage: Stage, deal: Deal): Promise<Check> {
  const wanted = { stage: 'Negotiation/Review', amountMinor: 3_100_000 };
  const { partnerstack } = stage.story;
  const change = { stage: 'negotiation_review', amount: wanted.amountMinor };
  await deliver(stage, fromPartnerStack(partnerstack.update(deal.key, change)));
  const here = await inSalesforce(stage, deal);
  return {
    what: `The partner changes it in PartnerStack; Salesforce has it: ${told(here)}`,
    holds: same(here, wanted) && partnerstack.takeEchoes().length === 0,
    detail: told(here),
  };
}

/** Both change the amount at once: the rule follows the rep, tells the partner's side, and leaves an issue that says so. */
async function bothAtOnce(stage: Stage, deal: Deal): Promise<Check> {
  const { partnerstack } = stage.story;
  const webhook = partnerstack.update(deal.key, { amount: 3_500_000 });
  await repChanges(stage, deal, { Amount: 40_000 });
  await deliver(stage, fromPartnerStack(webhook));
  await until(() => atPartnerStack(stage, deal).amountMinor === 4_000_000);
  await deliver(stage, fromPartnerStack(...partnerstack.takeEchoes()));
  await delay(TWO_SWEEPS_MS);
  const here = await inSalesforce(stage, deal);
  const there = atPartnerStack(stage, deal);
  const issues = await stage.org.query(
    `SELECT Message__c FROM SyncIssue__c WHERE Code__c = 'CHANGED_ON_BOTH_SIDES' AND Status__c = 'Open' AND DocumentKey__c = 'partnerstack:main:deal:${deal.key}'`,
  );
  return {
    what: `Both change the amount in the same second, to 40000.00 and 35000.00: Salesforce is followed, and says so: “${String(issues[0]?.['Message__c'])}”`,
    holds: here.amountMinor === 4_000_000 && there.amountMinor === 4_000_000 && issues.length === 1,
    detail: `${told(here)} and ${told(there)}, ${issues.length} issues`,
  };
}

/** A deal is changed here, there, and on both sides at once; what was written on either side is counted. */
export async function bothWays(stage: Stage): Promise<Check[]> {
  const deal = await register(stage);
  // Webhooks about what earlier chapters pushed are not of this one.
  stage.story.partnerstack.takeEchoes();
  const start = await counted(stage);
  const writesBefore = stage.story.partnerstack.writes().length;
  const checks = [
    ...(await thereAndNoEcho(stage, deal)),
    await backHere(stage, deal),
    await bothAtOnce(stage, deal),
  ];
  const end = await counted(stage);
  const change = (key: string): number => (end[key] ?? 0) - (start[key] ?? 0);
  const atPrm = stage.story.partnerstack.writes().length - writesBefore;
  checks.push({
    what: `Three changes: written ${change('org')} times in Salesforce and ${atPrm} times at PartnerStack, which is what was needed`,
    holds: change('org') === 3 && change('prm') === 2 && atPrm === 2,
    detail: JSON.stringify({ start, end, atPrm }),
  });
  show(checks);
  return checks;
}
