import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { loadConfig } from '../config.ts';
import { importFacts } from '../jobs/import-file.ts';
import { companiesNamed, type ImportFacts } from '../rules/import-plan.ts';
import { nameTagOf, type NameTag } from '../rules/name-tag.ts';
import { connectOrg } from '../salesforce/connect-org.ts';
import { parseRecords, requiredText } from '../salesforce/facts/record.ts';

/** A record with a tag in its name, and what the tag stands for. */
interface Finding extends NameTag {
  object: string;
  id: string;
  found: string;
  outcome: 'match' | 'unclear';
  reason: string;
}

const schema = z.object({ Id: requiredText, Name: requiredText });

/**
 * `partnerverse scan`: which names of accounts, opportunities and leads carry the tag of a partner, which account the tag means,
 * and what is unclear. It writes nothing; what it finds can be put into the files of `partnerverse import`.
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
    const findings = names.flatMap((record) => findingOf(record, { ...facts, companies }));
    if (options.json) console.log(JSON.stringify({ findings }, null, 2));
    else print(findings);
  } finally {
    await org.close();
  }
}

function findingOf(
  { object, id, name: found }: { object: string; id: string; name: string },
  facts: ImportFacts,
): Finding[] {
  const tag = nameTagOf(found);
  if (!tag) return [];
  const finding = (outcome: Finding['outcome'], reason: string): Finding[] => [
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

function print(findings: readonly Finding[]): void {
  for (const { object, id, found, outcome, reason } of findings)
    console.log(`${outcome === 'match' ? '=' : '?'} ${object} ${id} "${found}": ${reason}`);
  const matches = findings.filter(({ outcome }) => outcome === 'match').length;
  console.log(
    `\n${findings.length} names carry a partner's tag: ${matches} are clear, ${findings.length - matches} are not. Nothing was written.`,
  );
}
