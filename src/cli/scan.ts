import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { loadConfig } from '../config.ts';
import { importFacts } from '../jobs/import-file.ts';
import { companiesNamed, type ImportFacts } from '../rules/import-plan.ts';
import { nameTagOf, type NameTag } from '../rules/name-tag.ts';
import { readStandardPartners } from '../rules/standard-partner.ts';
import { connectOrg } from '../salesforce/connect-org.ts';
import { parseRecords, requiredText, text } from '../salesforce/facts/record.ts';
import type { OrgAdmin } from '../salesforce/org.ts';

/** A record that says that a partner is behind something, and what it means. */
interface Finding {
  object: string;
  id: string;
  /** The name of the record. */
  found: string;
  outcome: 'match' | 'unclear';
  reason: string;
}

/** A record with a tag in its name, and what the tag stands for. */
type TagFinding = Finding & NameTag;

const schema = z.object({ Id: requiredText, Name: requiredText });
const named = z.object({ Name: requiredText }).nullable();
const partnerSchema = z.object({
  Id: requiredText,
  OpportunityId: text,
  Opportunity: named,
  AccountFromId: text,
  AccountFrom: named,
  AccountToId: requiredText,
  AccountTo: z.object({ Name: requiredText }),
  Role: text,
});

/**
 * `partnerverse scan`: which names of accounts, opportunities and leads carry the tag of a partner, what Salesforce's own partner
 * records say, which account is meant, and what is unclear. It writes nothing; what it finds can be put into the files of
 * `partnerverse import`.
 */
export async function scan(options: { json?: boolean }): Promise<void> {
  const org = await connectOrg(loadConfig().salesforce, { clock: systemClock });
  try {
    const facts = await importFacts(org);
    const names = facts.companies.map(({ id, name }) => ({ object: 'Account', id, name }));
    for (const object of ['Opportunity', 'Lead']) {
      const records = await org.query(`SELECT Id, Name FROM ${object} ORDER BY Id`);
      for (const { Id: id, Name: name } of parseRecords(schema, records, object))
        names.push({ object, id, name });
    }
    // A partner account may carry a tag itself: "Globex (via Acme)" means the account "Acme - Partner".
    const companies = facts.companies.map((one) => ({
      ...one,
      name: nameTagOf(one.name)?.name ?? one.name,
    }));
    const tags = names.flatMap((record) => findingOf(record, { ...facts, companies }));
    const partners = await standardPartners(org, facts);
    if (options.json) console.log(JSON.stringify({ findings: tags, partners }, null, 2));
    else print(tags, partners);
  } finally {
    await org.close();
  }
}

/** Null: this user does not see Salesforce's own partner records. */
async function standardPartners(
  org: Pick<OrgAdmin, 'query' | 'describe'>,
  facts: ImportFacts,
): Promise<Finding[] | null> {
  if ((await org.describe('Partner')) === null) return null;
  const records = parseRecords(
    partnerSchema,
    await org.query(
      'SELECT Id, OpportunityId, Opportunity.Name, AccountFromId, AccountFrom.Name, AccountToId, AccountTo.Name, Role FROM Partner ORDER BY Id',
    ),
    'Partner',
  );
  const names = new Map(
    records.map((record) => [record.Id, record.Opportunity?.Name ?? record.AccountFrom?.Name]),
  );
  const partners = records.map((record) => ({
    id: record.Id,
    opportunityId: record.OpportunityId,
    fromId: record.AccountFromId,
    fromName: record.AccountFrom?.Name ?? null,
    toId: record.AccountToId,
    toName: record.AccountTo.Name,
    role: record.Role,
  }));
  return readStandardPartners(partners, facts).map((finding) => ({
    object: 'Partner',
    found: names.get(finding.id) ?? '',
    ...finding,
  }));
}

function findingOf(
  { object, id, name: found }: { object: string; id: string; name: string },
  facts: ImportFacts,
): TagFinding[] {
  const tag = nameTagOf(found);
  if (!tag) return [];
  const finding = (outcome: Finding['outcome'], reason: string): TagFinding[] => [
    { object, id, found, ...tag, outcome, reason },
  ];
  if (tag.partner === null) {
    if (object !== 'Account') {
      return finding('unclear', 'The name says that a partner is behind it, but not which.');
    }
    const others = companiesNamed(tag.name, facts.companies).filter((one) => one.id !== id);
    const [other] = others;
    return other
      ? finding(
          'unclear',
          `The account ${other.name} (${other.id}) may be the same company. Merge the two, or rename one.`,
        )
      : finding('match', `This account is the partner ${tag.name}.`);
  }
  const partners = companiesNamed(tag.partner, facts.companies).filter((one) => one.id !== id);
  const [partner] = partners;
  if (!partner) return finding('unclear', `No account is named "${tag.partner}".`);
  if (partners.length > 1) {
    return finding('unclear', `${partners.length} accounts may be "${tag.partner}".`);
  }
  const has = facts.partnerships.some(({ partnerId }) => partnerId === partner.id);
  return has
    ? finding('match', `The partner is ${partner.name} (${partner.id}).`)
    : finding(
        'unclear',
        `${partner.name} (${partner.id}) has no partnership yet. Import the partner first.`,
      );
}

function print(tags: readonly Finding[], partners: readonly Finding[] | null): void {
  for (const { object, id, found, outcome, reason } of [...tags, ...(partners ?? [])])
    console.log(`${outcome === 'match' ? '=' : '?'} ${object} ${id} "${found}": ${reason}`);
  const clear = (findings: readonly Finding[]): string => {
    const matches = findings.filter(({ outcome }) => outcome === 'match').length;
    return `${matches} are clear, ${findings.length - matches} are not`;
  };
  console.log(`\n${tags.length} names carry a partner's tag: ${clear(tags)}.`);
  console.log(
    partners === null
      ? 'The Partners of deals and accounts were not read: this user does not see them. Log in as a user with "View All Data".'
      : `${partners.length} Partners of deals and accounts: ${clear(partners)}.`,
  );
  console.log('Nothing was written.');
}
